// Finds which of a tool's verbs a use is: see `ToolRisk.verbs` for how the patterns read.
import type { VerbRisk } from './tool-risk.ts';
import type { Use } from './use.ts';

export interface FoundVerb {
  readonly words: readonly string[];
  readonly risk: VerbRisk;
}

/** null: no pattern fits, or an option that no table lists stands in front, so that its value might pass for the verb. */
export function findVerb(verbs: Readonly<Record<string, VerbRisk>>, use: Use): FoundVerb | null {
  let found: FoundVerb | null = null;
  for (const [pattern, risk] of Object.entries(verbs)) {
    const words = fittingWords(pattern, use.operands);
    if (words !== null && words.length > (found?.words.length ?? -1)) found = { words, risk };
  }
  const length = found?.words.length ?? 0;
  return use.options.some(({ listed, after }) => !listed && after < length) ? null : found;
}

function fittingWords(pattern: string, operands: readonly string[]): readonly string[] | null {
  const closed = pattern.endsWith('$');
  const parts = (closed ? pattern.slice(0, -1) : pattern).split(' ').filter((part) => part !== '');
  if (closed && operands.length !== parts.length) return null;
  const words = operands.slice(0, parts.length);
  const fits = words.length === parts.length && parts.every((part, at) => fitsWord(part, words[at] ?? ''));
  return fits ? words : null;
}

/** A verb is spelt out: a variable or a glob in its place fits nothing. */
function fitsWord(part: string, word: string): boolean {
  if (!/^[A-Za-z0-9][\w.:@-]*$/.test(word)) return false;
  return part.split('|').some((one) => fitsGlob(one, word));
}

/** Every part between two stars is found in order, the first at the beginning, the last at the end. */
function fitsGlob(glob: string, word: string): boolean {
  const [start = '', ...inner] = glob.split('*');
  const end = inner.pop();
  if (end === undefined) return word === glob;
  let at = start.length;
  for (const part of inner) {
    const found = word.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return word.startsWith(start) && word.endsWith(end) && word.length >= at + end.length;
}
