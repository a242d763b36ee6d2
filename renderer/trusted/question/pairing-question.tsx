// "May this program use Postern?" Its name and version are claims; the chain behind it is what the system reports.
import type { Question } from '../../../app/contract/approval.ts';
import { Warning } from '../controls.tsx';
import { underHome } from '../paths.ts';
import { VisibleText } from '../visible-text.tsx';
import { CallerChain } from './caller-chain.tsx';
import { Countdown, useRemaining } from './countdown.tsx';
import { PlainAnswer } from './plain-answer.tsx';
import { QuestionHead } from './question-head.tsx';

export function PairingQuestion({ question }: { readonly question: Extract<Question, { kind: 'pairing' }> }) {
  const { pairing } = question;
  const remaining = useRemaining(question.expiresAt);
  const cwd = pairing.caller.find((process) => process.cwd !== null)?.cwd ?? null;
  return (
    <>
      <QuestionHead
        title={
          <>
            <VisibleText text={pairing.claimedName} /> wants to connect
          </>
        }
        about={[pairing.known ? 'It was connected before, with another key' : 'It was never connected before']}
        place={question}
      />
      <div className="body">
        <p className="lead">
          Once connected it can see the names and descriptions of your secrets, and ask to use them. Nothing is used
          before you allow it.
        </p>
        {pairing.known ? (
          <Warning>
            A program named <code>{pairing.clientId}</code> was connected before, with another key. If you did not
            reinstall it or move to a new profile, something else may be using its name.
          </Warning>
        ) : null}
        <section>
          <h2>What it says about itself, not verified</h2>
          <div className="claim">
            <VisibleText text={pairing.claimedName} /> <VisibleText text={pairing.claimedVersion} />, as{' '}
            <code>{pairing.clientId}</code>
          </div>
        </section>
        <section>
          <h2>Started by{pairing.caller.length === 0 ? '' : ', as the system reports it'}</h2>
          <CallerChain caller={pairing.caller} home={question.home} />
          {cwd === null ? null : (
            <p className="known-as">
              in <VisibleText text={underHome(cwd, question.home)} />
            </p>
          )}
        </section>
        <PlainAnswer
          id={question.id}
          isExpired={remaining <= 0}
          yes="Connect"
          no="Don’t connect"
          to="let this program connect"
        />
      </div>
      <Countdown remaining={remaining} />
    </>
  );
}
