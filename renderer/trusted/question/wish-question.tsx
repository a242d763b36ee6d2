// An agent asks for a secret that it cannot have found by itself: it says what for, and the person types the value, or denies.
// A wish for a new secret never replaces one that is there: an agent could otherwise have one overwritten unseen.
import type { ReactNode } from 'react';
import type { Answer, Question } from '../../../app/contract/approval.ts';
import { useSending } from '../broker.ts';
import { Button, Fault, Warning } from '../controls.tsx';
import { SecretForm } from '../secret-form.tsx';
import { VisibleText } from '../visible-text.tsx';
import { useArming } from './arming.ts';
import { Claim } from './asked-by.tsx';
import { Countdown, useRemaining } from './countdown.tsx';
import { Expired, NotMine } from './decision.tsx';
import { QuestionHead } from './question-head.tsx';

type Wished = Extract<Question, { kind: 'wish' }>;

export function WishQuestion({ question }: { readonly question: Wished }) {
  const { wish, there } = question;
  const armed = useArming(question.id);
  const remaining = useRemaining(question.expiresAt);
  const { busy, fault, send } = useSending();
  const off = !armed || busy;
  const answer = (given: Answer) =>
    send('question.answer', { id: question.id, digest: null, answer: given, proof: null });
  const refusals = (
    <>
      <NotMine off={off} onClick={() => answer({ kind: 'not_mine' })} />
      <Button off={off} onClick={() => answer({ kind: 'deny', reason: null, remember: 'no' })}>
        Deny
      </Button>
    </>
  );
  const isNew = wish.update !== true;
  return (
    <>
      <QuestionHead
        title={
          <>
            <VisibleText text={question.clientName} /> asks for {isNew ? 'a secret' : 'a new value'}
          </>
        }
        about={[isNew && there.kind !== 'none' ? 'It is there already' : 'You type it; the agent learns only its name']}
        place={question}
      />
      <div className="body">
        <Claim title="What it says it is for, not verified" text={wish.purpose} />
        {wish.obtainFrom === undefined ? null : (
          <Claim title="Where it says you get one, not verified" text={wish.obtainFrom} />
        )}
        <Fault code={fault} />
        {remaining <= 0 ? <Expired /> : <Asked question={question} refusals={refusals} off={off} onAnswer={answer} />}
      </div>
      <Countdown remaining={remaining} />
    </>
  );
}

interface AskedProps {
  readonly question: Wished;
  readonly refusals: ReactNode;
  readonly off: boolean;
  readonly onAnswer: (answer: Answer) => void;
}

function Asked({ question: { id, wish, there }, refusals, off, onAnswer }: AskedProps) {
  if (wish.update === true) {
    const secret = there.kind === 'known' ? there.secret : null;
    return <SecretForm secret={secret} wish={{ id, ...wish }} aside={refusals} />;
  }
  switch (there.kind) {
    case 'none':
      return <SecretForm secret={null} wish={{ id, ...wish }} aside={refusals} />;
    case 'hidden':
      return (
        <>
          <Warning>
            You already have a secret named <code>{wish.name}</code>, which this agent may not use and does not know of.
            To let it, change what it may use on the Agents page.
          </Warning>
          <footer>{refusals}</footer>
        </>
      );
    case 'known': {
      const reason = `There is already a secret named ${wish.name}. Use that one.`;
      return (
        <>
          <Warning>
            You already have a secret named <code>{wish.name}</code>. A request for a new one never replaces it. If its
            value should change, edit it in Postern’s window.
          </Warning>
          <footer>
            {refusals}
            <Button tone="go" off={off} onClick={() => onAnswer({ kind: 'deny', reason, remember: 'no' })}>
              Tell it to use that one
            </Button>
          </footer>
        </>
      );
    }
  }
}
