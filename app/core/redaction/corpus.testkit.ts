// For tests and the bench: the leak corpus of `vectors/` as data, and how much of a leak an engine of any make has hidden.
import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { SecretName } from '../../contract/vocabulary.ts';

/** In parts where the whole would look like a real key to a scanner of the repository. */
const Text = z
  .union([z.string(), z.array(z.string())])
  .transform((text) => (typeof text === 'string' ? text : text.join('')));
const Bytes = z
  .union([z.strictObject({ utf8: Text }), z.strictObject({ base64: z.base64() })])
  .transform((field) => ('utf8' in field ? Buffer.from(field.utf8) : Buffer.from(field.base64, 'base64')));
const range = z.tuple([z.int().min(0), z.int()]).refine(([start, end]) => start < end);
const Vector = z.strictObject({
  about: z.string(),
  through: z.enum(['redactor', 'pipeline']),
  secrets: z.array(z.strictObject({ name: SecretName, value: Text })),
  input: Bytes,
  expected: Bytes,
});
const Cell = Vector.extend({
  kind: z.string(),
  form: z.string(),
  leak: z.array(range).min(1),
});

/** One scenario: what comes out when these secrets are searched for in this input. */
export type Vector = z.infer<typeof Vector> & { readonly file: string };
/** A scenario of the corpus: one kind of secret leaked in one form. `leak`: byte ranges of the input without the log around it. */
export type Cell = z.infer<typeof Cell> & { readonly file: string };

/** The kinds of secrets that the published score is over; the others have a floor of their own. */
export const scoredKinds: readonly string[] = ['token', 'password', 'hex64', 'url', 'pem'];

/** What no redactor can undo, kept in the corpus for honesty: 8 characters at a time, ciphers, numbers between, a hash. */
export const outOfReach: readonly string[] = ['slices-8', 'xor', 'caesar', 'indexed', 'sha256'];

/** Every file of `vectors/`, by name. */
export function readVectors(): readonly (Vector | Cell)[] {
  const folder = new URL('./vectors/', import.meta.url);
  return readdirSync(folder)
    .sort()
    .map((file) => {
      const json: unknown = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
      const isCell = typeof json === 'object' && json !== null && 'form' in json;
      return { file, ...(isCell ? Cell : Vector).parse(json) };
    });
}

export function isCell(vector: Vector | Cell): vector is Cell {
  return 'form' in vector;
}

/** The corpus: every form of every kind, sorted by kind, then form. */
export function readCorpus(): readonly Cell[] {
  return readVectors().filter(isCell);
}

/**
 * The share, 0 to 1, of the ASCII letters and digits of a leak that are not among the released bytes.
 *
 * It knows nothing of the engine but that it puts marks in place of bytes or drops them. What was released is cut at the marks,
 * and each stretch is looked for in the input, in order; where it may stand at more than one place, it counts at the one that
 * leaks most. So an engine is never credited with more than it hid.
 */
export function shareHidden({ input, leak }: Pick<Cell, 'input' | 'leak'>, released: Buffer): number {
  const { letters, leaked } = lettersOf(input, leak);
  const total = sum(leaked, 0, leaked.length);
  return total === 0 ? 1 : 1 - mostLeaked(letters, leaked, stretchesOf(released)) / total;
}

export function isStrictlyHidden(share: number): boolean {
  return share >= 0.75;
}

export function isLooselyHidden(share: number): boolean {
  return share > 0.4;
}

/** Postern's own mark, and those of the other engines of the bench. */
const mark = /\[REDACTED(?::[A-Za-z0-9._/-]+)?\]|\[MASKED\]|\(\(redacted\)\)|\*{3,}/g;
/** Engines may drop escape sequences; what they hold is no letter of a text. */
const sequence = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-Z\\^-~])/g;
const letter = /[A-Za-z0-9]/;

/** The letters and digits of a text, and for each of them whether it is (1) or is not (0) part of the leak. */
function lettersOf(input: Buffer, leak: Cell['leak']): { letters: string; leaked: Uint8Array } {
  const text = input.toString('latin1').replace(sequence, (found) => '\x1b'.repeat(found.length));
  const leaked: number[] = [];
  let letters = '';
  let next = 0;
  for (const [i, character] of [...text].entries()) {
    while (i >= (leak[next]?.[1] ?? Number.POSITIVE_INFINITY)) next++;
    if (!letter.test(character)) continue;
    letters += character;
    leaked.push(i >= (leak[next]?.[0] ?? Number.POSITIVE_INFINITY) ? 1 : 0);
  }
  return { letters, leaked: Uint8Array.from(leaked) };
}

/** The letters and digits of what was released, cut at the marks; empty ones tell where the input may begin and end hidden. */
function stretchesOf(released: Buffer): readonly string[] {
  const text = released.toString('latin1').replace(sequence, '');
  return text.split(mark).map((stretch) => stretch.replace(/[^A-Za-z0-9]/g, ''));
}

/**
 * The most letters of the leak that the stretches can account for, in order and without sharing any. `best[i]` is that for all
 * stretches so far, none of them reaching beyond letter i. The first stretch stands at the start where it can, the last at the end.
 */
function mostLeaked(letters: string, leaked: Uint8Array, stretches: readonly string[]): number {
  const before = runningSum(leaked);
  let best = new Float64Array(letters.length + 1);
  const pieces = stretches.flatMap((stretch, i) => {
    const whole = placesOf(letters, stretch, i === 0, i === stretches.length - 1);
    return whole.length > 0 ? [{ length: stretch.length, places: whole }] : inParts(letters, stretch);
  });
  for (const { length, places } of pieces) {
    const next = new Float64Array(letters.length + 1).fill(Number.NEGATIVE_INFINITY);
    for (const at of places) {
      const end = at + length;
      const value = (best[at] ?? 0) + (before[end] ?? 0) - (before[at] ?? 0);
      next[end] = Math.max(next[end] ?? 0, value);
    }
    for (let i = 1; i < next.length; i++) next[i] = Math.max(next[i] ?? 0, next[i - 1] ?? 0);
    // A stretch that cannot stand behind those before it is no longer in order: it is left out.
    if (next[letters.length] !== Number.NEGATIVE_INFINITY) best = next;
  }
  return Math.max(0, best[letters.length] ?? 0);
}

function placesOf(letters: string, stretch: string, first: boolean, last: boolean): readonly number[] {
  if (stretch === '') return [];
  if (first && letters.startsWith(stretch)) return [0];
  if (last && letters.endsWith(stretch)) return [letters.length - stretch.length];
  const places: number[] = [];
  for (let at = letters.indexOf(stretch); at >= 0; at = letters.indexOf(stretch, at + 1)) places.push(at);
  return places;
}

/** A stretch that an engine dropped something from without a mark: the longest parts of it that are in the input, one by one. */
function inParts(letters: string, stretch: string): { length: number; places: readonly number[] }[] {
  const parts: { length: number; places: readonly number[] }[] = [];
  for (let from = 0; from < stretch.length; ) {
    let low = 0;
    let high = stretch.length - from;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (letters.includes(stretch.slice(from, from + middle))) low = middle;
      else high = middle - 1;
    }
    if (low > 0) parts.push({ length: low, places: placesOf(letters, stretch.slice(from, from + low), false, false) });
    from += Math.max(1, low);
  }
  return parts;
}

function runningSum(values: Uint8Array): Uint32Array {
  const sums = new Uint32Array(values.length + 1);
  for (const [i, value] of values.entries()) sums[i + 1] = (sums[i] ?? 0) + value;
  return sums;
}

function sum(values: Uint8Array, from: number, to: number): number {
  return values.subarray(from, to).reduce((total, value) => total + value, 0);
}
