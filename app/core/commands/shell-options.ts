// The options that a POSIX shell may be started with, in front of its line or its script.
import type { Word } from './shell-word.ts';

/** What `set -o` and `sh -o` may be told: to stop at errors, to echo, not to match file names. */
export const shellOptionName = /^(?:pipefail|errexit|nounset|xtrace|noglob|noclobber)$/;

const longShellOptions = new Set('--norc --noprofile --posix --login --no-rcs'.split(' '));

/** `at` is the place of the line behind `-c`, or the script; null: an option that is not known. */
export function readShellOptions(words: readonly Word[]): { readonly isLine: boolean; readonly at: number } | null {
  let isLine = false;
  for (let at = 1; at < words.length; at += 1) {
    const word = words[at];
    const text = word?.text ?? '';
    if (word?.reach !== 'fixed') return isLine ? null : { isLine, at };
    if (text === '--') return { isLine, at: at + 1 };
    if (!/^[-+]./.test(text)) return { isLine, at };
    if (longShellOptions.has(text)) continue;
    const letters = /^[-+]([celsuxvfC]*)(o?)$/.exec(text);
    if (letters === null) return null;
    isLine ||= text.startsWith('-') && text.includes('c');
    if (letters[2] === 'o') {
      at += 1;
      if (!shellOptionName.test(words[at]?.text ?? '')) return null;
    }
  }
  return { isLine, at: words.length };
}
