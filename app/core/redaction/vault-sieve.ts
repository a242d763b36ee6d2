// Which of many values may stand in a text? A sieve holds none of them: of some grams of eight bytes of each it has a hash under
// a random key, which dies with it. So it can lie in memory for as long as the vault is open.
//
// The exposure scan has an index of its own (core/scan/form-index.ts), and both are needed: a scan makes one for gigabytes of
// files, finds whole forms alone, where exactly they stand, and must not be wrong. This one is for short texts, is kept current,
// sees pieces, costs a tenth to make, and may be wrong in one direction: what it names is looked at again.
import { wipe } from '../crypto/wipe.ts';
import type { Randomness } from '../ports/randomness.ts';

/** In bytes. */
const gramBytes = 8;
/**
 * A text is looked at in each fourth place, for five bytes. That is enough for each place: of a gram at `at` the five bytes that begin
 * at `at`, at + 1, at + 2 and at + 3 all lie in it, and one of these places is a multiple of four. All four are entered, so where a
 * gram of a value stands in a text, one of them is met; and where one is met, every gram that it may lie in is looked up.
 */
const textStep = 4;
const seedBytes = gramBytes - textStep + 1;
/** What more values share, such as the address of one company, names only the first of them. */
const mostAlike = 8;

const filterBits = 24;
const firstSeedBits = 14;
/** So many bits of the filter that is asked first for each gram: four are set, and few others are. */
const bitsOfGram = 64;
const firstTableBits = 15;

export class VaultSieve {
  readonly #key: Uint32Array;
  /** Bloom filter of one hash, of five bytes. */
  readonly #filter = new Uint32Array(2 ** (filterBits - 5));
  /** The same with fewer bits, as few as there is need for: each stands for as many of `#filter` that lie side by side. */
  #first = new Uint32Array(2 ** (firstSeedBits - 5));
  #grams = 0;
  /** Each twice as large as the one before and at most half full, so that none is ever made anew in one long moment. */
  readonly #tables: HashTable[] = [];
  #crowded = false;

  constructor(randomness: Randomness) {
    const bytes = randomness.bytes(24);
    this.#key = Uint32Array.from([0, 4, 8, 12, 16, 20], (at) => bytes.readUInt32LE(at));
    wipe(bytes);
  }

  /** Some value was left out where many share the same text: who takes one of those away has to begin anew. */
  get isCrowded(): boolean {
    return this.#crowded;
  }

  /**
   * Enters one gram of so many as `step` says; of a text each is looked up, so that a piece of `step` + 7 bytes has one in common.
   * Nothing of what is shorter than 8 bytes. `tag`: below 2 ** 31.
   */
  add(bytes: Uint8Array, step: number, tag: number): void {
    const grams = bytes.length - gramBytes + 1;
    for (let at = 0; at < grams; at += step) this.#enter(wordAt(bytes, at), wordAt(bytes, at + 4), tag);
  }

  /** Adds the tags of all values that may stand in the text. */
  find(text: Uint8Array, into: Set<number>): void {
    const filter = this.#first;
    const wordShift = 32 - Math.log2(filter.length);
    const bitShift = wordShift - 5;
    const [key, otherKey] = this.#seedKeys();
    const words = new DataView(text.buffer, text.byteOffset, text.length);
    const last = text.length - gramBytes;
    // Where nothing is met, nothing is called.
    for (let at = 0; at + seedBytes <= text.length; at += textStep) {
      const bit = (Math.imul(words.getInt32(at, true), key) + Math.imul(words.getUint8(at + 4), otherKey)) | 0;
      if (((filter[bit >>> wordShift] ?? 0) & (1 << (bit >>> bitShift))) === 0) continue;
      for (let gram = Math.max(0, at - textStep + 1); gram <= at && gram <= last; gram++) {
        this.#lookUp(words.getInt32(gram, true), words.getInt32(gram + 4, true), into);
      }
    }
  }

  /** SECURITY P4: nothing of any value is left, and nothing is found any more. */
  forget(): void {
    wipe(new Uint8Array(this.#key.buffer));
    this.#filter.fill(0);
    this.#first.fill(0);
    for (const { checks, tags } of this.#tables) {
      checks.fill(0);
      tags.fill(0);
    }
    this.#tables.length = 0;
  }

  #lookUp(first: number, second: number, into: Set<number>): void {
    const { hash, place } = this.#hashesOf(first, second);
    for (const table of this.#tables) tagsIn(table, hash, place, into);
  }

  #hashesOf(first: number, second: number): { readonly hash: number; readonly place: number } {
    const [a = 0, b = 0, c = 0, d = 0] = this.#key;
    return { hash: mixed(first, second, a, b), place: mixed(second, first, c, d) };
  }

  /** Two odd factors: the upper bits of what they make of five bytes are spread evenly, at a third of what `mixed` costs. */
  #seedKeys(): readonly [number, number] {
    const [, , , , key = 0, otherKey = 0] = this.#key;
    return [key | 1, otherKey | 1];
  }

  #sow(first: number, second: number): void {
    const [key, otherKey] = this.#seedKeys();
    if (++this.#grams * bitsOfGram > 32 * this.#first.length && this.#first.length < this.#filter.length) this.#grow();
    for (let at = 0; at < textStep; at++) {
      const word = at === 0 ? first : (first >>> (8 * at)) | (second << (32 - 8 * at));
      const bit = Math.imul(word, key) + Math.imul((second >>> (8 * at)) & 0xff, otherKey);
      setBit(this.#filter, bit);
      setBit(this.#first, bit);
    }
  }

  #grow(): void {
    const more = new Uint32Array(4 * this.#first.length);
    for (const [word, bits] of this.#filter.entries()) {
      for (let bit = 0; bits !== 0 && bit < 32; bit++) {
        if ((bits & (1 << bit)) !== 0) setBit(more, ((word << 5) | bit) << (32 - filterBits));
      }
    }
    this.#first.fill(0);
    this.#first = more;
  }

  #enter(first: number, second: number, tag: number): void {
    const { hash, place } = this.#hashesOf(first, second);
    this.#sow(first, second);
    let table = this.#tables.at(-1);
    if (table === undefined || table.free === 0) {
      table = hashTable(firstTableBits + this.#tables.length);
      this.#tables.push(table);
    }
    const { checks, tags, bits } = table;
    let alike = 0;
    for (let slot = place >>> (32 - bits); ; slot = (slot + 1) & (checks.length - 1)) {
      if (tags[slot] === 0) {
        checks[slot] = hash;
        tags[slot] = tag + 1;
        table.free--;
        return;
      }
      if (checks[slot] !== hash) continue;
      if (tags[slot] === tag + 1) return;
      if (++alike === mostAlike) {
        this.#crowded = true;
        return;
      }
    }
  }
}

/** The upper bits of `hash` say which, as many as the filter has. */
function setBit(filter: Uint32Array, hash: number): void {
  const shift = 32 - Math.log2(filter.length);
  const word = hash >>> shift;
  filter[word] = (filter[word] ?? 0) | (1 << (hash >>> (shift - 5)));
}

interface HashTable {
  readonly bits: number;
  /** 32 bits of the keyed hash; where an entry lies says a few more. */
  readonly checks: Uint32Array;
  /** One more than the tag; 0: the slot is free. */
  readonly tags: Uint32Array;
  free: number;
}

function hashTable(bits: number): HashTable {
  return { bits, checks: new Uint32Array(2 ** bits), tags: new Uint32Array(2 ** bits), free: 2 ** (bits - 1) };
}

function tagsIn({ bits, checks, tags }: HashTable, hash: number, place: number, into: Set<number>): void {
  for (let slot = place >>> (32 - bits); ; slot = (slot + 1) & (checks.length - 1)) {
    const tag = tags[slot] ?? 0;
    if (tag === 0) return;
    if (checks[slot] === hash) into.add(tag - 1);
  }
}

/** 32 bits of eight bytes under a key of 64. */
function mixed(first: number, second: number, key: number, otherKey: number): number {
  let hash = Math.imul(first ^ key, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 15) ^ second, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13) ^ otherKey, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function wordAt(bytes: Uint8Array, i: number): number {
  return (bytes[i] ?? 0) | ((bytes[i + 1] ?? 0) << 8) | ((bytes[i + 2] ?? 0) << 16) | ((bytes[i + 3] ?? 0) << 24);
}
