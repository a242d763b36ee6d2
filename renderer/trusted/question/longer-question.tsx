// "May the session last longer?" An agent may end it sooner by itself, and only ask for later.
import type { Question } from '../../../app/contract/approval.ts';
import { VisibleText } from '../visible-text.tsx';
import { Reason } from './asked-by.tsx';
import { Countdown, useRemaining } from './countdown.tsx';
import { NotMine } from './decision.tsx';
import { hoursWords } from './hours-words.ts';
import { PlainAnswer } from './plain-answer.tsx';
import { QuestionHead } from './question-head.tsx';

export function LongerQuestion({ question }: { readonly question: Extract<Question, { kind: 'longer' }> }) {
  const remaining = useRemaining(question.expiresAt);
  const { hours, reason } = question.wish;
  return (
    <>
      <QuestionHead
        title={
          <>
            <VisibleText text={question.clientName} /> asks for a longer session
          </>
        }
        about={['Your secrets stay unlocked for longer']}
        place={question}
      />
      <div className="body">
        <p className="lead">
          Unless you lock it, Postern then stays unlocked for {hoursWords(hours)} from now, used or not. A day after the
          unlock is the end of it all the same, and it still locks when you are away. Nothing else is allowed by this.
        </p>
        <Reason text={reason ?? null} />
        <PlainAnswer
          id={question.id}
          isExpired={remaining <= 0}
          yes="Stay unlocked"
          no="Deny"
          to="stay unlocked for longer"
          aside={(off, answer) => <NotMine off={off} onClick={() => answer({ kind: 'not_mine' })} />}
        />
      </div>
      <Countdown remaining={remaining} />
    </>
  );
}
