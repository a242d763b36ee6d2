// A question that waits, or something that was not run. SECURITY P7: it can be opened or denied here, never approved.
import { Bot, Cable, CircleSlash, Clock, Globe, KeyRound, ScrollText, SquareTerminal } from 'lucide-react';
import { useState } from 'react';
import type { QuestionSummary } from '../../../app/contract/approval.ts';
import { Button } from '../../ui/button.tsx';
import { VisibleText } from '../../ui/visible-text.tsx';
import { useAct } from '../acts.tsx';
import { span } from '../times.ts';
import { timesWords } from './grant-words.ts';

const kinds = {
  run: { icon: SquareTerminal, asks: ' wants to run a command', no: 'Deny' },
  call: { icon: Globe, asks: ' wants to call an API', no: 'Deny' },
  changed: { icon: CircleSlash, asks: ' had a command that was not run: something had changed', no: 'Dismiss' },
  pairing: { icon: Cable, asks: ' wants to connect', no: 'Deny' },
  agent: { icon: Bot, asks: ' wants to use the gateway', no: 'Deny' },
  wish: { icon: KeyRound, asks: ' asks for a secret', no: 'Deny' },
  longer: { icon: Clock, asks: ' asks for a longer session', no: 'Deny' },
  export: { icon: ScrollText, asks: ' asks for the audit log', no: 'Deny' },
} as const;

export function WaitingRow({ question, now }: { readonly question: QuestionSummary; readonly now: number }) {
  const act = useAct();
  // A second press of a hand that denies one after the other must not be lost on a row that is on its way out.
  const [isPressed, setPressed] = useState(false);
  const deny = async () => {
    setPressed(true);
    setPressed(await act('questions.deny', { id: question.id }));
  };
  const { kind, times, askedAt } = question;
  const { icon: Icon, asks, no } = kinds[kind];
  const since = now - askedAt < 60_000 ? 'just now' : `${span(now - askedAt)} ago`;
  return (
    <div className="approval-row">
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      <div>
        <b>
          <VisibleText text={question.clientName} />
        </b>
        {asks}
        <small>
          {kind === 'changed' ? since : times > 1 ? `asked ${timesWords(times)}, first ${since}` : `asked ${since}`}
        </small>
      </div>
      <Button tone={kind === 'changed' ? 'plain' : 'danger'} disabled={isPressed} onClick={deny}>
        {no}
      </Button>
      <Button onClick={() => act('questions.open', { id: question.id })}>Open…</Button>
    </div>
  );
}
