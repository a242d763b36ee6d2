// Finds text that looks like a secret, whether or not the vault knows it. It answers where, by which rule, and never what.
import { assertNever } from '../../contract/fault.ts';
import { connectionRules } from './context-rules-connections.ts';
import { headerRules } from './context-rules-headers.ts';
import { keyRules } from './context-rules-keys.ts';
import { nameRules } from './context-rules-names.ts';
import { couldBeLogin, couldBePassword, isCode, isPlaceholder } from './placeholders.ts';
import { looksRandom } from './randomness.ts';
import type { ShapeRule } from './shape-rule.ts';
import { cloudTokenRules } from './token-rules-clouds.ts';
import { codeTokenRules } from './token-rules-code.ts';
import { modelTokenRules } from './token-rules-models.ts';
import { tradeTokenRules } from './token-rules-trade.ts';
import { wordFinder } from './word-finder.ts';

export interface ShapeFinding {
  readonly rule: string;
  /** The rule in words. */
  readonly what: string;
  /** [start, end) in UTF-16 units of the text: the secret itself, without the name before it. */
  readonly start: number;
  readonly end: number;
}

/** All rules; of two that find overlapping text the one that stands first here is named. */
export const shapeRules: readonly ShapeRule[] = [
  ...codeTokenRules,
  ...modelTokenRules,
  ...cloudTokenRules,
  ...tradeTokenRules,
  ...keyRules,
  ...connectionRules,
  ...headerRules,
  ...nameRules,
];

/** In order of their starts, and none overlaps another. Examples and placeholders are no findings. */
export function findSecretShapes(text: string): readonly ShapeFinding[] {
  return findSecretShapesIn({ text, latin1: Buffer.from(text, 'latin1') }, 0, text.length);
}

/** A text, and the same as bytes, one for each UTF-16 unit: so that a file is decoded once and searched in slices. */
export interface ScannedText {
  readonly text: string;
  readonly latin1: Uint8Array;
}

/** Those whose rule applies within [from, to); a finding may reach beyond. */
export function findSecretShapesIn({ text, latin1 }: ScannedText, from: number, to: number): readonly ShapeFinding[] {
  const found: RankedFinding[] = [];
  /** Up to where each rule has judged the text: what it has once judged as a value is not judged again from its middle. */
  const judgedTo = new Uint32Array(shapeRules.length);
  finder.find(latin1, from, to, (at, word) => {
    for (const rank of rulesOf[word] ?? []) {
      const rule = shapeRules[rank];
      const span = rule === undefined || at < (judgedTo[rank] ?? 0) ? null : spanAt(text, at, rule.pattern);
      if (rule === undefined || span === null) continue;
      judgedTo[rank] = span.end;
      const called = /[([]/.test(text.charAt(span.end));
      if (isSecret(text.slice(span.start, span.end), rule.demands, called))
        found.push({ rule: rule.name, what: rule.what, ...span, rank });
    }
  });
  return withoutOverlaps(found);
}

const words = [...new Set(shapeRules.flatMap((rule) => rule.words))];
const finder = wordFinder(words);
/** For each word the rules, by their rank, that are tried where it stands. */
const rulesOf = words.map((word) => shapeRules.flatMap((rule, rank) => (rule.words.includes(word) ? [rank] : [])));

function spanAt(text: string, at: number, pattern: RegExp): { start: number; end: number } | null {
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  if (match === null) return null;
  const { value, before } = match.groups ?? {};
  const end = at + match[0].length;
  return { start: value === undefined ? at - (before?.length ?? 0) : end - value.length, end };
}

/** `called`: a bracket follows, so that it is a function's name where names and values are hard to tell apart. */
function isSecret(value: string, demands: ShapeRule['demands'], called: boolean): boolean {
  if (isPlaceholder(value) || (called && demands !== 'nothing')) return false;
  switch (demands) {
    case 'nothing':
      return true;
    case 'random':
      return !isCode(value) && looksRandom(value);
    case 'password':
      return couldBePassword(value);
    case 'login':
      return couldBeLogin(value);
    default:
      return assertNever(demands);
  }
}

interface RankedFinding extends ShapeFinding {
  readonly rank: number;
}

/** Of findings that overlap the one of the first rule stays; in one pass, since a hostile file has a great many. */
function withoutOverlaps(found: readonly RankedFinding[]): readonly ShapeFinding[] {
  const kept: RankedFinding[] = [];
  for (const finding of found.toSorted((a, b) => a.start - b.start || a.rank - b.rank)) {
    const last = kept.at(-1);
    if (last === undefined || last.end <= finding.start) kept.push(finding);
    else if (finding.rank < last.rank) kept[kept.length - 1] = finding;
  }
  return kept.map(({ rank: _, ...finding }) => finding);
}
