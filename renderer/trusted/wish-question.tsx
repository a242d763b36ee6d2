// An agent asks for a secret that it cannot have found by itself: it says what for, and the person types the value, or denies.
// A wish never replaces a secret that is there: an agent could otherwise have one overwritten.
import type { Answer, Question } from '../../app/contract/approval.ts';
import { useArming } from './arming.ts';
import { useSending } from './broker.ts';
import { Button, Fault, Warning } from './controls.tsx';
import { Countdown, useRemaining } from './countdown.tsx';
import { Expired } from './decision.tsx';
import { QuestionHead } from './question-head.tsx';
import { SecretForm } from './secret-form.tsx';
import { VisibleText } from './visible-text.tsx';
import './question.css';

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
      <Button
        tone="link"
        off={off}
        title="Denies this and pauses the agent until you resume it."
        onClick={() => answer({ kind: 'not_mine' })}
      >
        I didn’t ask for this
      </Button>
      <Button off={off} onClick={() => answer({ kind: 'deny', reason: null })}>
        Deny
      </Button>
    </>
  );
  return (
    <>
      <QuestionHead
        who={question.clientName}
        wants="asks for a secret"
        sub={exists ? 'It is there already' : 'You type it; the agent learns only its name'}
        position={question.position}
        total={question.total}
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
                  answer({ kind: 'deny', reason: `There is already a secret named ${wish.name}. Use that one.` })
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

function Claim({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <section>
      <h2>{title}</h2>
      <div className="claim">
        <div className="scroll">
          <VisibleText text={text} />
        </div>
      </div>
    </section>
  );
}
