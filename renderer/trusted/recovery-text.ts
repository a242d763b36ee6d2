// A recovery code as a person types it: in groups of four, in capitals, whatever they put between. Pure; the broker judges it.

const groupLength = 4;

/** What was typed, regrouped: `ab cd12-x` → `ABCD-12X`. */
export function grouped(typed: string): string {
  const letters = typed.toUpperCase().replace(/[^A-Z0-9]/g, '');
  return groupsOf(letters).join('-');
}

/** A code in its groups, for the eye. */
export function groupsOf(code: string): readonly string[] {
  return code.replace(/[^A-Za-z0-9]/g, '').match(new RegExp(`.{1,${groupLength}}`, 'g')) ?? [];
}

/** Where the caret stands after regrouping: behind as many letters and digits as before. */
export function caretIn(text: string, lettersBefore: number): number {
  let seen = 0;
  let at = 0;
  for (; at < text.length && seen < lettersBefore; at += 1) if (text[at] !== '-') seen += 1;
  return at;
}

/** Letters and digits in a piece of text. */
export function lettersIn(text: string): number {
  return text.replace(/[^A-Za-z0-9]/g, '').length;
}
