// All forms of many values in a shape that finds them and does not hold them: keyed hashes, whose key dies with the index. It
// grows value by value, so that ten thousand need no long moment; one matcher of redaction for them would take seconds.
import type { KeyedHash } from '../crypto/keyed-hash.ts';
import { minFormBytes } from '../redaction/forms.ts';

export interface FormHit {
  /** [start, end) in bytes. */
  readonly start: number;
  readonly end: number;
  /** The number that `add` was given. */
  readonly tag: number;
}

export class FormIndex {
  readonly #hash: KeyedHash;
  /** Bloom filters: of the blocks in the first eight bytes of each form, and of how forms begin and end. */
  readonly #blocks = bloomFilter();
  readonly #ends = bloomFilter();
  /** From the hash of the first eight bytes to the lengths of the forms that begin so, the longest first. */
  readonly #lengths = new Map<number, number[]>();
  /** From 48 bits of the keyed hash of a whole form: a chance hit in a terabyte of files is less likely than a broken disk. */
  readonly #tags = new Map<number, number>();

  /** Takes the hash over; `forget` forgets its key. */
  constructor(hash: KeyedHash) {
    this.#hash = hash;
  }

  get size(): number {
    return this.#tags.size;
  }

  /** `form` has at least 8 bytes of UTF-8. Of two equal forms the first one's `tag` stays. */
  add(form: string, tag: number): void {
    const bytes = Buffer.from(form);
    const name = this.#nameOf(bytes);
    if (this.#tags.has(name)) return;
    this.#tags.set(name, tag);
    const head = hashAt(bytes, 0);
    const lengths = this.#lengths.get(head);
    if (lengths === undefined) this.#lengths.set(head, [bytes.length]);
    else if (!lengths.includes(bytes.length)) lengths.push(bytes.length);
    lengths?.sort((a, b) => b - a);
    for (let i = 0; i < step; i++) set(this.#blocks, blockAt(bytes, i));
    set(this.#ends, head);
    set(this.#ends, endsOf(head, bytes, 0, bytes.length));
    bytes.fill(0);
  }

  /** The longest form at each place in [from, to); it may reach beyond `to`. The bytes are those of the whole text. */
  find(bytes: Uint8Array, from: number, to: number, found: (hit: FormHit) => void): void {
    if (this.size === 0) return;
    const blocks = this.#blocks;
    // Only each fourth place of the text is looked at: wherever a form begins, one of them has a whole block of its first bytes.
    const first = Math.ceil(from / step) * step;
    for (let i = first; i < to + step - 1 && i + blockBytes <= bytes.length; i += step) {
      if (!has(blocks, blockAt(bytes, i))) continue;
      for (let start = Math.max(from, i - step + 1); start <= i && start < to; start++) {
        const hit = this.#hitAt(bytes, start);
        if (hit !== null) found(hit);
      }
    }
  }

  /** Nothing is found any more. */
  forget(): void {
    this.#hash.forget();
    this.#blocks.fill(0);
    this.#ends.fill(0);
    this.#lengths.clear();
    this.#tags.clear();
  }

  #hitAt(bytes: Uint8Array, start: number): FormHit | null {
    if (start + minFormBytes > bytes.length) return null;
    const head = hashAt(bytes, start);
    if (!has(this.#ends, head)) return null;
    for (const length of this.#lengths.get(head) ?? []) {
      const end = start + length;
      if (end > bytes.length || !has(this.#ends, endsOf(head, bytes, start, length))) continue;
      const tag = this.#tags.get(this.#nameOf(bytes.subarray(start, end)));
      if (tag !== undefined) return { start, end, tag };
    }
    return null;
  }

  #nameOf(form: Uint8Array): number {
    return this.#hash.of(form).readUIntBE(0, 6);
  }
}

/** Two filters of two MiB, of which the forms of 10,000 values fill a twentieth or so. */
const filterBits = 24;
const factor = 0x01000193;
const spread = 0x9e3779b1;
/** A form has at least eight bytes, so from any of four neighbouring places five bytes still lie in its first eight. */
const step = 4;
const blockBytes = minFormBytes - step + 1;

function bloomFilter(): Uint32Array {
  return new Uint32Array(2 ** (filterBits - 5));
}

function has(filter: Uint32Array, hash: number): boolean {
  const bit = Math.imul(hash, spread) >>> (32 - filterBits);
  return (((filter[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) === 1;
}

function set(filter: Uint32Array, hash: number): void {
  const bit = Math.imul(hash, spread) >>> (32 - filterBits);
  filter[bit >>> 5] = (filter[bit >>> 5] ?? 0) | (1 << (bit & 31));
}

function blockAt(bytes: Uint8Array, i: number): number {
  const four = ((bytes[i] ?? 0) << 24) | ((bytes[i + 1] ?? 0) << 16) | ((bytes[i + 2] ?? 0) << 8) | (bytes[i + 3] ?? 0);
  return (Math.imul(four, factor) + (bytes[i + 4] ?? 0)) | 0;
}

/** Of the eight bytes at `i`, in 32 bits. */
function hashAt(bytes: Uint8Array, i: number): number {
  let hash = 0;
  for (let k = 0; k < minFormBytes; k++) hash = (Math.imul(hash, factor) + (bytes[i + k] ?? 0)) | 0;
  return hash;
}

/** Of how a form begins, how it ends, and its length. */
function endsOf(head: number, bytes: Uint8Array, start: number, length: number): number {
  return (Math.imul(head ^ Math.imul(hashAt(bytes, start + length - minFormBytes), spread), factor) + length) | 0;
}
