// Which uses of a shell's own words are plain enough. Many of them can run a string, define a program or read a variable's value
// from somewhere: those are not understood.
import { hasTimeKeyword } from './program-name.ts';
import { shellBuiltins } from './script-words.ts';
import type { SimpleCommand } from './shell-line.ts';
import { isKeyword } from './shell-line.ts';
import { shellOptionName } from './shell-options.ts';
import type { Word } from './shell-word.ts';

const understood = new Set(
  'echo printf cd pwd test [ true false : export unset set exit return shift umask wait type times ulimit break continue kill jobs'.split(
    ' ',
  ),
);
/** These take their arguments as text in every shell; zsh and ksh calculate with the others' (`exit 'a[$(id)]'`). */
const textOnly = new Set(['echo', 'pwd', 'true', 'false', ':', 'cd']);

/** What a builtin does to the variables of its line, or null where it is not understood. */
export function readBuiltin(words: readonly Word[]): { readonly assigned: readonly string[] } | null {
  const [program, ...rest] = words;
  const name = program?.text ?? '';
  if (!understood.has(name)) return null;
  if (!textOnly.has(name) && rest.some(({ text }) => /\$\(|`/.test(text))) return null;
  if (name === 'export') return namesOf(rest, /^-[pn]+$/, /^([A-Za-z_][A-Za-z0-9_]*)(?:=|$)/);
  if (name === 'unset') return namesOf(rest, /^-v$/, /^([A-Za-z_][A-Za-z0-9_]*)$/);
  if (name === 'set' && !rest.every(isPlainOption)) return null;
  if (name === 'printf' && rest.some(({ text }) => text.startsWith('-v'))) return null;
  return { assigned: [] };
}

/** Variables that a command sets for those behind it. */
export function keptNames({ assignments, words }: SimpleCommand): readonly string[] {
  if (words.length === 0) return assignments.map(({ name }) => name);
  const name = words[0]?.text ?? '';
  return name === 'export' || name === 'unset' ? (readBuiltin(words)?.assigned ?? []) : [];
}

/** Words of the shell itself: as the program of an argv they mean another thing than in a line. */
export function isShellWord(program: string): boolean {
  return shellBuiltins.has(program) || isKeyword(program) || program === 'time';
}

/** Whether a shell's line starts no file by that name. */
export function isPartOf(shell: string | null, program: string): boolean {
  return shell !== null && (shellBuiltins.has(program) || (program === 'time' && hasTimeKeyword(shell)));
}

function isPlainOption({ reach, text }: Word): boolean {
  return reach === 'fixed' && (/^[-+][euxfC]*o?$/.test(text) || shellOptionName.test(text));
}

/** null: a word is neither such an option nor an assignment by name. */
function namesOf(words: readonly Word[], option: RegExp, pattern: RegExp): { readonly assigned: string[] } | null {
  const assigned: string[] = [];
  for (const word of words) {
    if (word.reach === 'fixed' && option.test(word.text)) continue;
    const [first] = word.pieces;
    if (first === undefined || first.kind === 'variable') return null;
    const name = pattern.exec(word.reach === 'fixed' ? word.text : first.text)?.[1];
    if (name === undefined) return null;
    assigned.push(name);
  }
  return { assigned };
}
