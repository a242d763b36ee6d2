// The answer to a run or a call: how far it reaches, and the buttons that say what they do. SECURITY P9: none has the focus by itself.
import { useState } from 'react';
import type { Answer } from '../../../app/contract/approval.ts';
import type { FaultCode } from '../../../app/contract/fault.ts';
import { call } from '../broker.ts';
import { Choices } from '../choices.tsx';
import { Button, Fault } from '../controls.tsx';
import { allowButton } from './allowance-words.ts';
import type { AnswerWords } from './answer-words.ts';
import type { Choice, Decided } from './choice.ts';
import { mayReadOn, reachOf, yesOf } from './choice.ts';
import { DenyReason } from './deny-reason.tsx';
import { LastingChoice } from './lasting-choice.tsx';
import { RulePreview, useRule } from './rule-preview.tsx';
import { SaidText } from './said-text.tsx';

interface DecisionProps {
  readonly asked: Decided;
  readonly words: AnswerWords;
  readonly choice: Choice;
  readonly onChoice: (choice: Choice) => void;
  readonly armed: boolean;
  /** It was answered, and the system asks whether the person is here; meanwhile it can still be denied. */
  readonly isFixed: boolean;
  readonly fault: FaultCode | null;
  readonly onAnswer: (answer: Answer) => void;
}

export function Decision(props: DecisionProps) {
  const [denying, setDenying] = useState(false);
  return denying ? (
    <>
      <Fault code={props.fault} />
      <DenyReason
        quick={props.words.reasons}
        armed={props.armed}
        onBack={() => setDenying(false)}
        onDeny={(reason, remember) => props.onAnswer({ kind: 'deny', reason, remember })}
      />
    </>
  ) : (
    <Allowing {...props} onDeny={() => setDenying(true)} />
  );
}

function Allowing({
  asked,
  words,
  choice,
  onChoice,
  armed,
  isFixed,
  fault,
  onAnswer,
  onDeny,
}: DecisionProps & { readonly onDeny: () => void }) {
  const { offers, times } = asked;
  const { lasting, without } = choice;
  const reach = reachOf(choice, asked);
  const rule = useRule(lasting.kind === 'rule', { id: asked.id, reach, without });
  const canAllow = armed && !isFixed && (lasting.kind !== 'rule' || rule.kind === 'ready');
  return (
    <>
      <fieldset className="bare" disabled={isFixed}>
        {offers.lasting.length > 1 ? (
          <LastingChoice
            offered={offers.lasting}
            lasting={lasting}
            onChoose={(next) => onChoice({ ...choice, lasting: next })}
          />
        ) : null}
        {lasting.kind !== 'once' && offers.reaches.length > 1 ? (
          <Choices
            legend="What it covers"
            value={reach}
            options={offers.reaches.map((value) => ({
              value,
              label: <SaidText said={words.reach(value)} />,
            }))}
            onChange={(next) => onChoice({ ...choice, reach: next })}
          />
        ) : null}
      </fieldset>
      {lasting.kind === 'rule' ? (
        <RulePreview rule={rule} />
      ) : (
        <p className="says" aria-live="polite">
          <SaidText said={words.allowance(lasting, reach, without)} />
          {offers.onceOnly === null ? null : ` ${words.onceOnly[offers.onceOnly]}`}
        </p>
      )}
      {lasting.kind === 'once' && mayReadOn(asked) ? (
        <p className="read-on">
          <Button off={!canAllow} onClick={() => onAnswer(yesOf({ ...choice, lasting: { kind: 'session' } }, asked))}>
            <SaidText said={words.readOn} />
          </Button>
        </p>
      ) : null}
      <Fault code={fault} />
      <footer>
        <NotMine off={!armed} onClick={() => onAnswer({ kind: 'not_mine' })} />
        <Button off={!armed} onClick={onDeny}>
          Deny…
        </Button>
        <Button tone="go" off={!canAllow} onClick={() => onAnswer(yesOf(choice, asked))}>
          {allowButton(lasting, times)}
        </Button>
      </footer>
    </>
  );
}

export function NotMine({ off, onClick }: { readonly off: boolean; readonly onClick: () => void }) {
  return (
    <Button tone="link" off={off} title="Denies this and pauses the agent until you resume it." onClick={onClick}>
      I didn’t ask for this
    </Button>
  );
}

export function Expired({ undone = 'done' }: { readonly undone?: string }) {
  return (
    <>
      <p className="says">This request has expired. Nothing was {undone}, and the agent was told so.</p>
      <footer>
        <Button onClick={() => call('window.close', undefined)}>Close</Button>
      </footer>
    </>
  );
}
