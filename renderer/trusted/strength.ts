// How good a passphrase is, in words. Pure, rough and honest: it counts, it does not guess attacks.

/** As the broker demands. */
export const shortestPassphrase = 8;

export interface Strength {
  /** 0: refused · 1: weak · 2: fair · 3: good. */
  readonly level: 0 | 1 | 2 | 3;
  readonly words: string;
}

export function strengthOf(passphrase: string): Strength {
  const length = Array.from(passphrase).length;
  if (length === 0)
    return { level: 0, words: 'At least 8 characters. Four or five words that do not belong together are best.' };
  if (length < shortestPassphrase) return { level: 0, words: `Too short: ${length} of at least 8 characters.` };
  const distinct = new Set(Array.from(passphrase.toLowerCase())).size;
  const wordCount = passphrase.split(/[\s._-]+/).filter((word) => word.length > 2).length;
  if (distinct < 5 || isRun(passphrase))
    return { level: 1, words: 'Easy to guess: it repeats itself or follows the keyboard.' };
  if (wordCount >= 4 && length >= 18) return { level: 3, words: 'Good: several words, and long.' };
  if (length >= 16 && distinct >= 9) return { level: 3, words: 'Good: long enough to resist guessing.' };
  if (length >= 12 && distinct >= 8) return { level: 2, words: 'Fair. One more word would make it good.' };
  return { level: 1, words: 'Short. It slows a guesser down, but not for long.' };
}

const rows = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'password'];

/** Whether most of it is a piece of the alphabet, the digits or a row of keys. */
function isRun(passphrase: string): boolean {
  const text = passphrase.toLowerCase();
  let inRuns = 0;
  for (let at = 0; at < text.length; ) {
    const length = runAt(text, at);
    inRuns += length >= 4 ? length : 0;
    at += Math.max(1, length);
  }
  return inRuns * 3 >= text.length * 2;
}

function runAt(text: string, at: number): number {
  let length = 1;
  while (at + length < text.length && rows.some((row) => row.includes(text.slice(at, at + length + 1)))) length += 1;
  return length;
}
