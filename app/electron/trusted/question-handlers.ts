// The answer to a question, from the window that drew it.

import type { TrustedHandlers } from '../ipc-main.ts';
import type { TrustedWindowParts } from './parts.ts';

export function questionHandlers({
  person,
  windows,
}: TrustedWindowParts): Pick<TrustedHandlers, 'question.answer' | 'question.drawn'> {
  return {
    // SECURITY P9: a page can be painted before its window is shown; arming begins when the person can see it.
    'question.drawn': ({ id }, { contents }) => windows.whenShown(contents, () => person.questionDrawn(id)),
    'question.answer': (given, { closed }) => person.answer(given, closed),
  };
}
