// A question of an agent that takes a yes or a no: a longer session, or the audit log.
import type { ReactNode } from 'react';
import type { Question } from '../../../app/contract/approval.ts';
import { VisibleText } from '../visible-text.tsx';
import { Reason } from './asked-by.tsx';
import { Countdown, useRemaining } from './countdown.tsx';
import { NotMine } from './decision.tsx';
import { PlainAnswer } from './plain-answer.tsx';
import { QuestionHead } from './question-head.tsx';

interface PlainQuestionProps {
  readonly question: Extract<Question, { kind: 'longer' | 'export' }>;
  /** After "asks for". */
  readonly asksFor: string;
  readonly about: string;
  /** What a yes does. */
  readonly children: ReactNode;
  readonly yes: string;
  /** What a passphrase is asked for, after "to". */
  readonly to: string;
}

export function PlainQuestion({ question, asksFor, about, children, yes, to }: PlainQuestionProps) {
  const remaining = useRemaining(question.expiresAt);
  return (
    <>
      <QuestionHead
        title={
          <>
            <VisibleText text={question.clientName} /> asks for {asksFor}
          </>
        }
        about={[about]}
        place={question}
      />
      <div className="body">
        <p className="lead">{children}</p>
        <Reason text={question.wish.reason ?? null} />
        <PlainAnswer
          id={question.id}
          isExpired={remaining <= 0}
          yes={yes}
          no="Deny"
          to={to}
          aside={(off, answer) => <NotMine off={off} onClick={() => answer({ kind: 'not_mine' })} />}
        />
      </div>
      <Countdown remaining={remaining} />
    </>
  );
}
