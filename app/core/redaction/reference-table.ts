// The texts that a stream is searched for, in one view: all references end to end, and the grams by which they are found. It
// holds what the values look like for as long as it lives; what it knows must never be logged or sent.
import { buildGramTable, type GramTable, gramBytes, textStep } from './gram-table.ts';

/** One way a value may be written. */
export interface Reference {
  readonly bytes: Uint8Array;
  /** A common piece so long is a find; in bytes, never more than the reference has. */
  readonly least: number;
  /** [from, to) in bytes: so much of a find has to lie in one of these. Outside of them stands what is no secret alone. */
  readonly secretAt: readonly (readonly [number, number])[];
}

/** Plain typed arrays, so that a table made in another thread is handed over without a copy. */
export interface ReferenceTable {
  readonly bytes: Uint8Array;
  /** Where each reference begins, and the end of the last one. */
  readonly starts: Uint32Array;
  readonly owners: Uint32Array;
  readonly leasts: Uint32Array;
  /** By reference: the first of its stretches in `stretches`; and the number of all. */
  readonly stretchesFrom: Uint32Array;
  /** Pairs of places: from, to. */
  readonly stretches: Uint32Array;
  readonly long: GramTable;
  readonly short: GramTable;
  /** How far before the first gram of it that is looked up a find may begin, in bytes. */
  readonly reach: number;
  /** Which two bytes stand side by side in a reference, one bit each; and a Bloom filter of which four do. */
  readonly pairs: Uint32Array;
  readonly fours: Uint32Array;
}

/** By secret its references; alike ones once, each of at least 8 bytes and with a `least` of at least 8. */
export function buildReferenceTable(bySecret: readonly (readonly Reference[])[]): ReferenceTable {
  const references = bySecret.flat();
  const starts = new Uint32Array(references.length + 1);
  for (const [i, { bytes }] of references.entries()) starts[i + 1] = (starts[i] ?? 0) + bytes.length;
  const end = starts[references.length] ?? 0;
  // A gram is read as two words, also where it is the last five bytes of a reference.
  const bytes = new Uint8Array(end + 2 * textStep);
  const stretchesFrom = new Uint32Array(references.length + 1);
  const stretches: number[] = [];
  for (const [i, reference] of references.entries()) {
    const start = starts[i] ?? 0;
    bytes.set(reference.bytes, start);
    for (const [from, to] of reference.secretAt) stretches.push(start + from, start + to);
    stretchesFrom[i + 1] = stretches.length / 2;
  }
  const longest = references.reduce((most, { least }) => Math.max(most, stepOf(least)), 1);
  return {
    bytes,
    starts,
    owners: Uint32Array.from(bySecret.flatMap((own, owner) => own.map(() => owner))),
    leasts: Uint32Array.from(references, ({ least }) => least),
    stretchesFrom,
    stretches: Uint32Array.from(stretches),
    long: buildGramTable('long', bytes, placesOf('long')),
    short: buildGramTable('short', bytes, placesOf('short')),
    reach: textStep * longest - 1,
    ...neighbours(bytes, starts),
  };

  function placesOf(kind: 'long' | 'short'): Uint32Array {
    const places: number[] = [];
    for (const [i, { least }] of references.entries()) {
      if ((kind === 'short') !== least < leastOfLong) continue;
      const step = stepOf(least);
      const last = (starts[i + 1] ?? 0) - gramBytes[kind];
      for (let place = starts[i] ?? 0; place <= last; place += step) places.push(place);
    }
    return Uint32Array.from(places);
  }
}

/** Any eleven bytes hold a gram of eight that begins at a place which is looked at. */
const leastOfLong = gramBytes.long + textStep - 1;

/**
 * Each so-manieth gram of a reference is enough: among the grams of `least` bytes one is entered and also looked at, since
 * the step is odd and that of the text is four.
 */
function stepOf(least: number): number {
  if (least < leastOfLong) return 1;
  const step = Math.floor((least - gramBytes.long + 1) / textStep);
  return step % 2 === 1 ? step : step - 1;
}

/** The reference that holds the place. */
export function referenceAt({ starts }: ReferenceTable, place: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? 0) <= place) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * How many bytes at the end of a text may be the beginning of a piece that goes on: a few more than may be, never fewer. Looks
 * back `most` bytes at most.
 */
export function openEnd({ pairs, fours }: ReferenceTable, text: Uint8Array, length: number, most: number): number {
  const limit = Math.min(most, length);
  let open = 0;
  for (; open < limit; open++) {
    const at = length - open - 1;
    const [a, b, c, d] = [text[at] ?? 0, text[at + 1] ?? 0, text[at + 2] ?? 0, text[at + 3] ?? 0];
    // The last byte has no neighbour; the two before it have too few.
    if (open === 0) continue;
    const bit = open < 3 ? (a << 8) | b : fourBit(a, b, c, d, fours.length);
    if (!isSet(open < 3 ? pairs : fours, bit)) break;
  }
  return open === 1 && limit > 0 && !hasByte(pairs, text[length - 1] ?? 0) ? 0 : open;
}

function neighbours(bytes: Uint8Array, starts: Uint32Array): Pick<ReferenceTable, 'pairs' | 'fours'> {
  const pairs = new Uint32Array(0x10000 / 32);
  const fours = new Uint32Array(2 ** Math.max(5, Math.ceil(Math.log2(bytes.length)) - 2));
  const shift = fourShift(fours.length);
  for (let reference = 0; reference + 1 < starts.length; reference++) {
    const end = starts[reference + 1] ?? 0;
    let word = 0;
    for (let i = starts[reference] ?? 0, length = 1; i < end; i++, length++) {
      // The last byte of four is the highest.
      word = (word >>> 8) | ((bytes[i] ?? 0) << 24);
      if (length > 1) setBit(pairs, ((word >>> 8) & 0xff00) | (word >>> 24));
      if (length > 3) setBit(fours, Math.imul(word, fourFactor) >>> shift);
    }
  }
  return { pairs, fours };
}

const fourFactor = 0x9e3779b1;

/** So that as many bits are left as a filter of so many words has. */
function fourShift(size: number): number {
  return Math.clz32(size) - 4;
}

function fourBit(a: number, b: number, c: number, d: number, size: number): number {
  return Math.imul(a | (b << 8) | (c << 16) | (d << 24), fourFactor) >>> fourShift(size);
}

function hasByte(pairs: Uint32Array, byte: number): boolean {
  for (let other = 0; other < 256; other++) {
    if (isSet(pairs, (byte << 8) | other) || isSet(pairs, (other << 8) | byte)) return true;
  }
  return false;
}

function isSet(bits: Uint32Array, bit: number): boolean {
  return (((bits[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) === 1;
}

function setBit(bits: Uint32Array, bit: number): void {
  bits[bit >>> 5] = (bits[bit >>> 5] ?? 0) | (1 << (bit & 31));
}
