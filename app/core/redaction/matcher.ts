// All forms of all values as one sorted table, and the two questions a stream asks of it: where may a form begin, and does
// it go on? It holds copies of the values for as long as it lives; what it knows must never be logged or sent.
import { BrokerError } from '../../contract/fault.ts';
import type { SecretName } from '../../contract/vocabulary.ts';
import { formsOf, minFormBytes } from './forms.ts';

export interface SecretValue {
  readonly name: SecretName;
  readonly value: string;
}

/** One place in the text where a form may have begun: `depth` bytes from there agree with the forms [low, high). */
export interface Walk {
  readonly start: number;
  low: number;
  high: number;
  depth: number;
  /** The longest form seen whole from here; null: none yet. */
  matched: number | null;
}

export interface Matcher {
  /** Length in bytes of the longest form; 0 when there is nothing to search for. */
  readonly longestForm: number;
  readonly formCount: number;
  lengthOf(form: number): number;
  /** The first of the given secrets that has this form. */
  nameOf(form: number): SecretName;
  /** Every place in the chunk where a form may begin, in order, as a fresh walk; starts are counted from `base`. */
  scan(chunk: Uint8Array, base: number, begin: (walk: Walk) => void): void;
  /** Takes a walk on with the chunk's bytes from `from`. False: it is over, and `matched` is final. */
  advance(walk: Walk, chunk: Uint8Array, from: number): boolean;
}

/** Blocking, by the number of forms: some 12 for a plain token, 80 for a password full of signs, 800 for a PEM. */
export function buildMatcher(values: readonly SecretValue[]): Matcher {
  const owners = new Map<string, SecretName>();
  for (const { name, value } of values) {
    for (const form of formsOf(value)) if (!owners.has(form)) owners.set(form, name);
  }
  const sorted = [...owners]
    .map(([form, name]) => ({ bytes: Buffer.from(form), name }))
    .sort((a, b) => a.bytes.compare(b.bytes));
  const table = Buffer.concat(sorted.map(({ bytes }) => bytes));
  const offsets = new Uint32Array(sorted.length + 1);
  for (const [form, { bytes }] of sorted.entries()) offsets[form + 1] = (offsets[form] ?? 0) + bytes.length;
  const lengthOf = (form: number) => (offsets[form + 1] ?? 0) - (offsets[form] ?? 0);
  const byteOf = (form: number, depth: number) => table[(offsets[form] ?? 0) + depth] ?? 0;
  const skips = skipTable(table, offsets);
  const ranges = rangeTable(table, offsets);

  /** The first form of [low, high), all alike up to `depth`, whose byte there is not below `byte`. */
  function firstFrom(low: number, high: number, depth: number, byte: number): number {
    let from = low;
    let to = high;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (byteOf(middle, depth) < byte) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  return {
    longestForm: sorted.reduce((longest, { bytes }) => Math.max(longest, bytes.length), 0),
    formCount: sorted.length,
    lengthOf,
    nameOf: (form) => sorted[form]?.name ?? missing(),
    scan(chunk, base, begin) {
      if (sorted.length === 0) return;
      let i = 0;
      while (i + minFormBytes <= chunk.length) {
        const skip = skips[blockAt(chunk, i + minFormBytes - blockBytes)] ?? 0;
        if (skip > 0) {
          i += skip;
          continue;
        }
        const range = ranges.find(chunk, i);
        if (range !== null) begin({ start: base + i, ...range, depth: minFormBytes, matched: null });
        i++;
      }
      for (; i < chunk.length; i++) begin({ start: base + i, low: 0, high: sorted.length, depth: 0, matched: null });
    },
    advance(walk, chunk, from) {
      let { low, high, depth } = walk;
      for (let i = from; ; i++, depth++) {
        if (low < high && lengthOf(low) === depth) walk.matched = low++;
        if (low === high || i >= chunk.length) break;
        const byte = chunk[i] ?? 0;
        const lowest = byteOf(low, depth);
        if (lowest !== byte || byteOf(high - 1, depth) !== byte) {
          low = firstFrom(low, high, depth, byte);
          high = firstFrom(low, high, depth, byte + 1);
        }
      }
      walk.low = low;
      walk.high = high;
      walk.depth = depth;
      return low < high;
    },
  };
}

const blockBytes = 3;
const blockBits = 16;

function blockAt(bytes: Uint8Array, i: number): number {
  return ((bytes[i] ?? 0) ^ ((bytes[i + 1] ?? 0) << 5) ^ ((bytes[i + 2] ?? 0) << 10)) & ((1 << blockBits) - 1);
}

/** Wu–Manber: how far the first eight bytes of any form can at least be from a place whose eight bytes end in a block. */
function skipTable(table: Uint8Array, offsets: Uint32Array): Uint8Array {
  const skips = new Uint8Array(1 << blockBits).fill(minFormBytes - blockBytes + 1);
  for (const start of offsets.subarray(0, -1)) {
    for (let i = 0; i <= minFormBytes - blockBytes; i++) {
      const block = blockAt(table, start + i);
      skips[block] = Math.min(skips[block] ?? 0, minFormBytes - blockBytes - i);
    }
  }
  return skips;
}

/** From eight bytes to the forms that begin with them: an open hash table of ranges in the sorted table. */
function rangeTable(table: Uint8Array, offsets: Uint32Array) {
  const count = offsets.length - 1;
  const mask = 2 ** Math.ceil(Math.log2(count * 2 + 2)) - 1;
  const lows = new Int32Array(mask + 1).fill(-1);
  const highs = new Int32Array(mask + 1);

  /** The slot of the eight bytes at `i`, or the free one where they belong. */
  function slotOf(bytes: Uint8Array, i: number): number {
    let slot = hashAt(bytes, i) & mask;
    while ((lows[slot] ?? 0) !== -1 && !sameEight(bytes, i, table, offsets[lows[slot] ?? 0] ?? 0))
      slot = (slot + 1) & mask;
    return slot;
  }

  for (let form = 0; form < count; form++) {
    const slot = slotOf(table, offsets[form] ?? 0);
    if ((lows[slot] ?? 0) === -1) lows[slot] = form;
    highs[slot] = form + 1;
  }
  return {
    find(bytes: Uint8Array, i: number): { low: number; high: number } | null {
      const slot = slotOf(bytes, i);
      const low = lows[slot] ?? 0;
      return low === -1 ? null : { low, high: highs[slot] ?? 0 };
    },
  };
}

function hashAt(bytes: Uint8Array, i: number): number {
  let hash = 0;
  for (let k = 0; k < minFormBytes; k++) hash = Math.imul(hash ^ (bytes[i + k] ?? 0), 0x01000193) + (hash >>> 15);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function sameEight(a: Uint8Array, i: number, b: Uint8Array, j: number): boolean {
  for (let k = 0; k < minFormBytes; k++) if (a[i + k] !== b[j + k]) return false;
  return true;
}

function missing(): never {
  throw new BrokerError('internal');
}
