// Whether a pattern fits a command. SECURITY P2: what allows must fit exactly what Postern saw; what restricts fits widely, so
// that no wrapper, path or redirection leads around it.
import type { ActionCommand } from '../../contract/run.ts';
import type { CommandPattern, PatternWord } from './command-pattern.ts';
import { matchesWord } from './command-pattern.ts';

/** What else counts for whether a pattern that allows fits. */
export interface Surroundings {
  /** Folders whose programs go by their bare names: those of the person's own PATH. Empty where the agent gave another. */
  readonly folders: ReadonlySet<string>;
  /** The command also gets a text on its standard input, which only a pattern with an open end takes in. */
  readonly stdin: boolean;
}

/** A pattern that allows. Wrappers that only pass a command on are looked through; all others the pattern must name. */
export function allows(pattern: CommandPattern, command: ActionCommand, around: Surroundings): boolean {
  const shown = shownWrappers(command);
  const words = shown.length === 0 ? command.words : [...shown, ...command.words];
  if (words.length < pattern.words.length || pattern.words.length < shown.length) return false;
  if (!pattern.open && (words.length > pattern.words.length || command.appended || around.stdin)) return false;
  return (
    isSameSet(pattern.assigns, command.assigns) &&
    pattern.writesTo.length === command.writesTo.length &&
    pattern.writesTo.every((file, at) => matchesWord(file, command.writesTo[at] ?? '')) &&
    pattern.words.every((each, at) => {
      const word = words[at] ?? '';
      if (at < shown.length) return each.length === 1 && each[0] === word;
      return at === shown.length ? isProgram(each, word, around.folders) : matchesWord(each, word);
    })
  );
}

/** A pattern that denies or asks. It also fits what may still become what it says. */
export function catches(pattern: CommandPattern, command: ActionCommand): boolean {
  if (!pattern.assigns.every((name) => command.assigns.includes(name))) return false;
  if (!pattern.writesTo.every((file) => command.writesTo.some((written) => matchesWord(file, written)))) return false;
  if (catchesWords(pattern, pattern.words, command)) return true;
  if (command.via.length === 0) return false;
  const rest = withoutWrappers(pattern.words, command.via);
  if (rest.length === pattern.words.length) return false;
  return rest.length === 0 || catchesWords(pattern, rest, command);
}

/** The wrappers that an allowing pattern must name, outermost first. */
export function shownWrappers({ via }: ActionCommand): readonly string[] {
  return via.length === 0 ? via : via.filter((name) => !passesOn.has(name)).flatMap((name) => name.split(' '));
}

/** The name by which a rule is found: of a program by any path, on any system. */
export function bareName(program: string): string {
  const name = program.split(/[/\\]/).at(-1) ?? program;
  return name.toLowerCase().replace(/\.(?:exe|cmd|bat|com)$/, '');
}

/** They start the named program of this computer with the rights of this account, and nothing else. */
const passesOn = new Set(
  'env sh bash dash zsh ksh ash command builtin exec time nohup nice ionice timeout setsid stdbuf xargs find'.split(
    ' ',
  ),
);

/** `gh` is the program that the person's PATH leads to; `./gh` or `/tmp/gh` is whatever somebody put there. */
function isProgram(pattern: PatternWord, word: string, folders: ReadonlySet<string>): boolean {
  const literal = pattern.length === 1;
  if (pattern.some((piece) => piece.includes('/'))) {
    return matchesWord(pattern, word) && (literal || !/\/\.{0,2}\//.test(word));
  }
  const slash = word.lastIndexOf('/');
  if (slash < 0) return matchesWord(pattern, word);
  return folders.has(word.slice(0, slash)) && matchesWord(pattern, word.slice(slash + 1));
}

function catchesWords(pattern: CommandPattern, wanted: readonly PatternWord[], command: ActionCommand): boolean {
  const { words, appended } = command;
  if (words.length > wanted.length && !pattern.open) return false;
  if (words.length < wanted.length && !appended) return false;
  return words.slice(0, wanted.length).every((word, at) => {
    const each = wanted[at] ?? [];
    return at === 0 ? isProgramByAnyName(each, word) : matchesWord(each, word);
  });
}

function isProgramByAnyName(pattern: PatternWord, word: string): boolean {
  if (matchesWord(pattern, word)) return true;
  return matchesWord(pattern.length === 1 ? [bareName(pattern[0] ?? '')] : pattern, bareName(word));
}

/** `bash -c rm **` is meant for what stands behind bash: the wrappers it begins with, and their options, are taken off. */
function withoutWrappers(words: readonly PatternWord[], via: readonly string[]): readonly PatternWord[] {
  let rest = words;
  for (const wrapper of via.flatMap((name) => name.split(' ')))
    if (rest[0]?.length === 1 && bareName(rest[0][0] ?? '') === wrapper) rest = rest.slice(1);
  if (rest.length === words.length) return words;
  const first = rest.findIndex(([piece = '']) => !piece.startsWith('-'));
  return first < 0 ? [] : rest.slice(first);
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.every((item) => other.includes(item)) && other.every((item) => one.includes(item));
}
