// "May it read the audit log?" The log holds no value, but it tells of every agent.
import type { Question } from '../../../app/contract/approval.ts';
import { PlainQuestion } from './plain-question.tsx';

export function ExportQuestion({ question }: { readonly question: Extract<Question, { kind: 'export' }> }) {
  return (
    <PlainQuestion
      question={question}
      asksFor="the audit log"
      about="All of it, this once"
      yes="Let it read"
      to="let it read the audit log"
    >
      It then reads everything the log holds: which agents asked for what, the commands and folders, and the names of
      your secrets. Values are not in it. What it has read stays with it.
    </PlainQuestion>
  );
}
