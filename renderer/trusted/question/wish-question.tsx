// An agent asks for a secret that it cannot have found by itself: it says what for, and the person types the value, or denies.
// A wish never replaces a secret that is there: an agent could otherwise have one overwritten.
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

export function WishQuestion({ question }: { readonly question: Extract<Question, { kind: 'wish' }> }) {
  const { wish, exists } = question;
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
  return (
    <>
      <QuestionHead
        title={
          <>
            <VisibleText text={question.clientName} /> asks for a secret
          </>
        }
        about={[exists ? 'It is there already' : 'You type it; the agent learns only its name']}
        place={question}
      />
      <div className="body">
        <Claim title="What it says it is for, not verified" text={wish.purpose} />
        {wish.obtainFrom === undefined ? null : (
          <Claim title="Where it says you get one, not verified" text={wish.obtainFrom} />
        )}
        <Fault code={fault} />
        {remaining <= 0 ? <Expired /> : null}
        {remaining > 0 && exists ? (
          <>
            <Warning>
              You already have a secret named <code>{wish.name}</code>. A request never replaces one. If its value
              should change, edit it in Postern’s window.
            </Warning>
            <footer>
              {refusals}
              <Button
                tone="go"
                off={off}
                onClick={() =>
                  answer({
                    kind: 'deny',
                    reason: `There is already a secret named ${wish.name}. Use that one.`,
                    remember: 'no',
                  })
                }
              >
                Tell it to use that one
              </Button>
            </footer>
          </>
        ) : null}
        {remaining > 0 && !exists ? (
          <SecretForm secret={null} wish={{ id: question.id, ...wish }} aside={refusals} />
        ) : null}
      </div>
      <Countdown remaining={remaining} />
    </>
  );
}
