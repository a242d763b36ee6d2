// "May the session last longer?" An agent may end it sooner by itself, and only ask for later.
import type { Question } from '../../../app/contract/approval.ts';
import { hoursWords } from './hours-words.ts';
import { PlainQuestion } from './plain-question.tsx';

export function LongerQuestion({ question }: { readonly question: Extract<Question, { kind: 'longer' }> }) {
  return (
    <PlainQuestion
      question={question}
      asksFor="a longer session"
      about="Your secrets stay unlocked for longer"
      yes="Stay unlocked"
      to="stay unlocked for longer"
    >
      Unless you lock it, Postern then stays unlocked for {hoursWords(question.wish.hours)} from now, used or not. A day
      after the unlock is the end of it all the same, and it still locks when you are away. Nothing else is allowed by
      this.
    </PlainQuestion>
  );
}
