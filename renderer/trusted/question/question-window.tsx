// The window of questions: draws the one that is due, or the one of a list that the person opened by itself.
import { useState } from 'react';
import type { Question } from '../../../app/contract/approval.ts';
import { assertNever } from '../../../app/contract/fault.ts';
import type { RequestId } from '../../../app/contract/vocabulary.ts';
import { call } from '../broker.ts';
import { AgentQuestion } from './agent-question.tsx';
import { CallQuestion } from './call-question.tsx';
import { ChangedQuestion } from './changed-question.tsx';
import { ExportQuestion } from './export-question.tsx';
import { LongerQuestion } from './longer-question.tsx';
import { PairingQuestion } from './pairing-question.tsx';
import { RunQuestion } from './run-question.tsx';
import { SeveralQuestion } from './several-question.tsx';
import { WishQuestion } from './wish-question.tsx';
import './decision.css';
import './question.css';
import './several.css';

/** Keys make each question a fresh component: nothing typed, focused or armed outlives the question it belongs to. */
export function QuestionWindow({ question }: { readonly question: Question }) {
  const [opened, setOpened] = useState<RequestId | null>(null);
  const open = (id: RequestId | null) => {
    setOpened(id);
    // Unheard, the window stays as it is.
    call('question.open', { id }).catch(() => undefined);
  };
  switch (question.kind) {
    case 'run': {
      const back = question.id === opened && question.total > 1 ? <Back onClick={() => open(null)} /> : null;
      return <RunQuestion key={question.id} question={question} back={back} />;
    }
    case 'several':
      return <SeveralQuestion key={question.id} question={question} onOpen={open} />;
    case 'call':
      return <CallQuestion key={question.id} question={question} />;
    case 'changed':
      return <ChangedQuestion key={question.id} question={question} />;
    case 'pairing':
      return <PairingQuestion key={question.id} question={question} />;
    case 'agent':
      return <AgentQuestion key={question.id} question={question} />;
    case 'longer':
      return <LongerQuestion key={question.id} question={question} />;
    case 'export':
      return <ExportQuestion key={question.id} question={question} />;
    case 'wish':
      return <WishQuestion key={`${question.id} ${versionOf(question)}`} question={question} />;
    default:
      return assertNever(question);
  }
}

/** What the form of a new value is drawn from: another version of the secret is another form. */
function versionOf({ there }: Extract<Question, { kind: 'wish' }>): number {
  return there.kind === 'known' ? there.secret.version : 0;
}

function Back({ onClick }: { readonly onClick: () => void }) {
  return (
    <button type="button" className="quiet-act back" onClick={onClick}>
      Back to the list
    </button>
  );
}
