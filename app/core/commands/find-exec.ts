// The commands inside `find … -exec`, and what happens to words that are replaced when a command runs.
import type { Word } from './shell-word.ts';

export interface FindExec {
  readonly words: readonly Word[];
  /** It runs in the folder of each file. */
  readonly inFolder: boolean;
}

/** null: one of them does not end. */
export function execsOf(words: readonly Word[]): readonly FindExec[] | null {
  const found: FindExec[] = [];
  for (let at = 1; at < words.length; at += 1) {
    const text = words[at]?.text ?? '';
    if (!/^-(?:exec|execdir|ok|okdir)$/.test(text)) continue;
    const end = endOfExec(words, at + 1);
    if (end < 0) return null;
    found.push({ words: withReplaced(words.slice(at + 1, end), '{}'), inFolder: text.endsWith('dir') });
    at = end;
  }
  return found;
}

/** The `;` of `find -exec`, or its `+` behind `{}`; -1: it does not end. */
function endOfExec(words: readonly Word[], from: number): number {
  for (let at = from; at < words.length; at += 1) {
    const text = words[at]?.text;
    if (text === ';' || (text === '+' && words[at - 1]?.text === '{}')) return at;
  }
  return -1;
}

/** Words with a part that is replaced when the command runs are no longer known. */
export function withReplaced(words: readonly Word[], replaced: string | null): readonly Word[] {
  if (replaced === null) return words;
  return words.map((word) => (word.text.includes(replaced) ? { ...word, reach: 'many' } : word));
}
