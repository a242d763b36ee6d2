// The answer to a question, from the window that drew it, and what that window shows before: a rule in words, or one of a list.

import { leaveAnswered } from '../handlers-main.ts';
import type { TrustedHandlers } from '../ipc-main.ts';
import type { TrustedWindowParts } from './parts.ts';

type QuestionChannel = 'question.answer' | 'question.drawn' | 'question.rule' | 'question.open';

export function questionHandlers({ person, windows }: TrustedWindowParts): Pick<TrustedHandlers, QuestionChannel> {
  return {
    // SECURITY P9: a page can be painted before its window is shown; arming begins when the person can see it.
    'question.drawn': async ({ id }, { contents }) => person.questionDrawn(id, await windows.shown(contents)),
    'question.answer': async (given, { closed }) => {
      await person.answer(given, closed);
      leaveAnswered(person, windows);
    },
    'question.rule': ({ id, reach, without }) => person.ruleFor(id, reach, without),
    'question.open': ({ id }) => windows.openTrusted({ kind: 'question', id }),
  };
}
