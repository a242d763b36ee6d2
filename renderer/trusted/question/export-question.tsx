// "May it read the audit log?" The log holds no value, but it tells of every agent.
import type { Question } from '../../../app/contract/approval.ts';
import { VisibleText } from '../visible-text.tsx';
import { Reason } from './asked-by.tsx';
import { Countdown, useRemaining } from './countdown.tsx';
import { NotMine } from './decision.tsx';
import { PlainAnswer } from './plain-answer.tsx';
import { QuestionHead } from './question-head.tsx';

export function ExportQuestion({ question }: { readonly question: Extract<Question, { kind: 'export' }> }) {
  const remaining = useRemaining(question.expiresAt);
  return (
    <>
      <QuestionHead
        title={
          <>
            <VisibleText text={question.clientName} /> asks for the audit log
          </>
        }
        about={['All of it, this once']}
        place={question}
      />
      <div className="body">
        <p className="lead">
          It then reads everything the log holds: which agents asked for what, the commands and folders, and the names
          of your secrets. Values are not in it. What it has read stays with it.
        </p>
        <Reason text={question.wish.reason ?? null} />
        <PlainAnswer
          id={question.id}
          isExpired={remaining <= 0}
          yes="Let it read"
          no="Deny"
          to="let it read the audit log"
          aside={(off, answer) => <NotMine off={off} onClick={() => answer({ kind: 'not_mine' })} />}
        />
      </div>
      <Countdown remaining={remaining} />
    </>
  );
}
