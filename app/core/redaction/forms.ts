// Every form in which a value is searched for. What is not here is not found: GUARANTEES.md lists it in words.
import { byteEncodings, dumpEncodings, rareByteEncodings, rowEncodings } from './byte-encodings.ts';
import type { Encoding } from './encoding.ts';
import { allBut, isPlainLine, type Part, partsOf, type Stretch } from './parts.ts';
import { quotings, turned } from './quotings.ts';
import type { Reference } from './reference-table.ts';
import { skeletonOf } from './skeleton.ts';
import { nestedTextEncodings, textEncodings } from './text-encodings.ts';

/** In bytes. A shorter form would eat ordinary text, so it is not searched for; `judgeValue` refuses what would need it. */
export const minFormBytes = 8;

/** In UTF-16 units. Of a longer part only longer pieces of what is written in other letters are searched for. */
const longestShort = 128;
/** Of a longer one fewer variants of quoting too; of one longer still the common forms alone, and no short pieces. */
export const longestQuoted = 512;
export const longestPieced = 16 * 1024;
const leastOfLong = 28;
const leastOfRare = 64;
const leastOfVeryLong = 64;

const common: readonly Encoding[] = [...textEncodings, ...byteEncodings];
const ofLong: readonly Encoding[] = [
  ...textEncodings.filter(({ hasSigns }, i) => !hasSigns || i < 2),
  ...byteEncodings,
  ...turned,
  ...rareByteEncodings,
  ...dumpEncodings,
];
const ofShort: readonly Encoding[] = [...common, ...nestedTextEncodings, ...quotings, ...ofLong];
const ofVeryShort: readonly Encoding[] = [...ofShort, ...rowEncodings];
const ofVeryLong: readonly Encoding[] = [...textEncodings.slice(0, 2), ...byteEncodings];

/**
 * The whole value, and each part of it that may appear alone, in the forms that are common in files, each of at least 8 bytes
 * of UTF-8; base64 and hex also in lines of 60, 64 and 76. A lone surrogate counts as U+FFFD, as in an environment.
 */
export function formsOf(value: string): ReadonlySet<string> {
  const forms = new Set<string>();
  const lines = value.toWellFormed().split(/\r\n|\r|\n/);
  for (const text of [...partsOf(value).map((part) => part.text), ...lines.map((line) => line.trim())]) {
    if (text.length < minFormBytes || isPlainLine(text)) continue;
    for (const { write } of common) forms.add(write(text));
    for (const { write } of byteEncodings) for (const width of [60, 64, 76]) forms.add(wrapped(write(text), width));
    if (/[\r\n]/.test(text)) forms.add(text.replace(/\r\n|\r|\n/g, '\r\n')).add(text.split(/\s+/).join(' '));
  }
  for (const form of forms) if (Buffer.byteLength(form) < minFormBytes) forms.delete(form);
  return forms;
}

/** What a value is searched for by, in the two views. */
export interface References {
  readonly text: readonly Reference[];
  readonly skeleton: readonly Reference[];
}

/** Blocking: some 0.3 ms for a token, 2 ms for a PEM, half a second for 1 MiB. */
export function referencesOf(value: string): References {
  const text = new Map<string, Reference>();
  const skeleton = new Map<string, Reference>();
  for (const part of partsOf(value)) {
    if (Buffer.byteLength(part.text) < minFormBytes) continue;
    const written = new Set<string>();
    for (const encoding of encodingsFor(part.text.length)) {
      const form = encoding.write(part.text);
      if (form.length < minFormBytes || written.has(form)) continue;
      written.add(form);
      const reference = referenceTo(part, encoding, form);
      const bare = bareOf(reference);
      if (bare !== null) keep(skeleton, bare);
      // Where nearly all are letters and digits the skeleton finds as much; the value as it is is hidden to its last sign.
      const isBare = bare !== null && (!encoding.hasSigns || bare.bytes.length >= 0.9 * reference.bytes.length);
      if (form === part.text || !isBare) keep(text, reference);
    }
  }
  return { text: [...text.values()], skeleton: [...skeleton.values()] };
}

function encodingsFor(length: number): readonly Encoding[] {
  if (length <= longestShort) return ofVeryShort;
  if (length <= longestQuoted) return ofShort;
  return length <= longestPieced ? ofLong : ofVeryLong;
}

/** Of equal ones the one that more pieces are found by. */
function keep(references: Map<string, Reference>, reference: Reference): void {
  const key = Buffer.from(reference.bytes.buffer, reference.bytes.byteOffset, reference.bytes.length).toString(
    'latin1',
  );
  const known = references.get(key);
  if (known === undefined || known.least > reference.least) references.set(key, reference);
}

function referenceTo({ text, ordinary }: Part, encoding: Encoding, form: string): Reference {
  const bytes = Buffer.from(form);
  const placeOf = (at: number) => {
    if (at === 0 || at === text.length) return at === 0 ? 0 : bytes.length;
    return encoding.placeOf?.(text, at) ?? Buffer.byteLength(encoding.write(text.slice(0, at)));
  };
  if (encoding.least === null) return { bytes, least: bytes.length, secretAt: [[0, bytes.length]] };
  const secretAt = telling(allBut(ordinary, text.length)).map(([from, to]) => sorted(placeOf(from), placeOf(to)));
  return {
    bytes,
    least: Math.min(leastOf(encoding, bytes.length / Buffer.byteLength(text), text.length), bytes.length),
    secretAt,
  };
}

/** As many characters of what is written as stand for a piece of the value; `growth`: how many bytes stand for one. */
function leastOf(encoding: Encoding, growth: number, length: number): number {
  const least = encoding.least ?? Number.POSITIVE_INFINITY;
  if (length > longestPieced) return leastOfVeryLong;
  if (encoding.hasSigns) return Math.round(least * growth);
  if (length <= longestShort) return least;
  return Math.max(least, rareByteEncodings.includes(encoding) ? leastOfRare : leastOfLong);
}

/** A few characters between what is ordinary are met in ordinary text too. */
function telling(stretches: readonly Stretch[]): readonly Stretch[] {
  const long = stretches.filter(([from, to]) => to - from >= 4);
  return long.length > 0 ? long : stretches;
}

function sorted(a: number, b: number): readonly [number, number] {
  return a <= b ? [a, b] : [b, a];
}

/** The skeleton of a reference; null when too little is left of it to tell it from ordinary text. */
function bareOf({ bytes, least, secretAt }: Reference): Reference | null {
  const bare = skeletonOf(bytes);
  if (bare.length < minFormBytes || (least < leastOfLong && !isVaried(bare))) return null;
  // As long a piece of the reference, with as many letters and digits in it as there are on average.
  const share = Math.round((least * bare.length) / bytes.length);
  const wanted = least === bytes.length ? bare.length : Math.min(Math.max(leastLetters, share), bare.length);
  const placeOf = (at: number) => (at === bytes.length ? bare.length : skeletonOf(bytes.subarray(0, at)).length);
  const places = secretAt.map(([from, to]) => [placeOf(from), placeOf(to)] as const);
  return { bytes: bare, least: wanted, secretAt: places.filter(([from, to]) => to > from) };
}

/** Fewer in a row are met in ordinary text. */
const leastLetters = 10;

/** Four different letters or digits at least. */
function isVaried(bare: Uint8Array): boolean {
  const seen = new Set<number>();
  for (const byte of bare) if (seen.add(byte).size === 4) return true;
  return false;
}

function wrapped(text: string, width: number): string {
  return text.replace(new RegExp(`.{${width}}(?=.)`, 'g'), '$&\n');
}
