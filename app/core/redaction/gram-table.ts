// Where in the references does a few bytes of text occur? A Bloom filter says "nowhere" for nearly all text in a few
// instructions; what passes it is looked up in chains of places, and the caller compares the bytes.

/** Plain typed arrays, so that a table made in another thread is handed over without a copy. */
export interface GramTable {
  /** Of a gram's eight bytes those that count: all, or for short references the first five. */
  readonly secondWord: number;
  /** Bloom filter with two bits in one word; its size in bits is 2 ** filterBits. */
  readonly filter: Uint32Array;
  readonly filterBits: number;
  /** By the first `headBits` bits of the hash: one more than the first entry of the chain; 0: none. */
  readonly heads: Uint32Array;
  readonly headBits: number;
  /** By entry: one more than the next one of the chain, the gram's first four bytes, and its place in the references. */
  readonly nexts: Uint32Array;
  readonly firsts: Int32Array;
  readonly places: Uint32Array;
}

/** In bytes, of the two kinds of table. */
export const gramBytes = { long: 8, short: 5 } as const;
/** Text is looked at in each fourth place, as aligned words. */
export const textStep = 4;
/**
 * The same gram is entered so many times at most, the first turns of a repeating pattern as one. What more places share, such as
 * the prefix of all tokens of one kind, finds nothing by itself; it is found with what stands beside it.
 */
const mostAlike = 4;
/** A gram that came so few places before is the inside of a repeating pattern, and would be found at every turn of it. */
const longestPeriod = 8;
/** Enough: wherever the pattern stands in a text, one of its first turns begins at a place that is looked at. */
const mostTurns = textStep;

/** `places` are offsets into `bytes`; after each of them there are at least 8 bytes. */
export function buildGramTable(kind: keyof typeof gramBytes, bytes: Uint8Array, places: Uint32Array): GramTable {
  const secondWord = kind === 'long' ? -1 : shortWord;
  const log = Math.max(10, Math.round(Math.log2(places.length + 1)));
  const [filterBits, headBits] = [Math.min(log + 4, 28), Math.min(log, 24)];
  const filter = new Uint32Array(2 ** (filterBits - 5));
  const heads = new Uint32Array(2 ** headBits);
  const nexts = new Uint32Array(places.length);
  const firsts = new Int32Array(places.length);
  const kept = new Uint32Array(places.length);
  let count = 0;
  for (const place of places) {
    const [first, second] = [wordAt(bytes, place), wordAt(bytes, place + 4) & secondWord];
    const hash = hashOf(first, second);
    const head = headOf(hash, headBits);
    if (!isWanted(first, second, place, heads[head] ?? 0)) continue;
    kept[count] = place;
    firsts[count] = first;
    nexts[count] = heads[head] ?? 0;
    heads[head] = ++count;
    const word = hash >>> (37 - filterBits);
    filter[word] = (filter[word] ?? 0) | bitsOf(hash);
  }
  const entries = { nexts: nexts.slice(0, count), firsts: firsts.slice(0, count), places: kept.slice(0, count) };
  return { secondWord, filter, filterBits, heads, headBits, ...entries };

  function isWanted(first: number, second: number, place: number, head: number): boolean {
    let [alike, turns, after] = [0, 0, place];
    for (let entry = head; entry !== 0; entry = nexts[entry - 1] ?? 0) {
      const other = kept[entry - 1] ?? 0;
      if (firsts[entry - 1] !== first || (wordAt(bytes, other + 4) & secondWord) !== second) continue;
      if (after - other > longestPeriod) alike++;
      else if (alike === 0) turns++;
      if (alike === mostAlike || turns === mostTurns) return false;
      after = other;
    }
    return true;
  }
}

/**
 * Which of the grams that begin at the words [from, to) may be in one of the tables: writes the words' numbers into `out`, which
 * has room for all, and returns how many there are. The inner loop of all searching: nothing is called in it.
 */
export function findCandidates(
  tables: { readonly long: GramTable; readonly short: GramTable },
  words: Int32Array,
  range: { readonly from: number; readonly to: number },
  out: Int32Array,
): number {
  const { long, short } = tables;
  return short.places.length === 0
    ? findLong(long.filter, 37 - long.filterBits, words, range.from, range.to, out)
    : findEither(tables, words, range.from, range.to, out);
}

function findLong(
  filter: Uint32Array,
  shift: number,
  words: Int32Array,
  from: number,
  to: number,
  out: Int32Array,
): number {
  let count = 0;
  let first = words[from] ?? 0;
  for (let i = from; i < to; i++) {
    const second = words[i + 1] ?? 0;
    const hash = (Math.imul(first, firstFactor) + Math.imul(second, secondFactor)) | 0;
    const bits = (1 << (hash >>> 8)) | (1 << (hash >>> 3));
    if (((filter[hash >>> shift] ?? 0) & bits) === bits) out[count++] = i;
    first = second;
  }
  return count;
}

function findEither(
  { long, short }: { readonly long: GramTable; readonly short: GramTable },
  words: Int32Array,
  from: number,
  to: number,
  out: Int32Array,
): number {
  const [longFilter, shortFilter] = [long.filter, short.filter];
  const [longShift, shortShift] = [37 - long.filterBits, 37 - short.filterBits];
  let count = 0;
  let first = words[from] ?? 0;
  for (let i = from; i < to; i++) {
    const second = words[i + 1] ?? 0;
    const half = Math.imul(first, firstFactor);
    const hash = (half + Math.imul(second, secondFactor)) | 0;
    const shortHash = (half + Math.imul(second & shortWord, secondFactor)) | 0;
    const missing = ~(longFilter[hash >>> longShift] ?? 0) & ((1 << (hash >>> 8)) | (1 << (hash >>> 3)));
    const shortMissing =
      ~(shortFilter[shortHash >>> shortShift] ?? 0) & ((1 << (shortHash >>> 8)) | (1 << (shortHash >>> 3)));
    if (missing === 0 || shortMissing === 0) out[count++] = i;
    first = second;
  }
  return count;
}

/**
 * The first entry of the chain in which the gram that begins at a word stands, if it stands in any: one more than its number, 0
 * for none. The entries after it are told by `nexts` alike; those whose `firsts` is another word are of other grams.
 */
export function chainOf({ heads, headBits, secondWord }: GramTable, words: Int32Array, word: number): number {
  return heads[headOf(hashOf(words[word] ?? 0, (words[word + 1] ?? 0) & secondWord), headBits)] ?? 0;
}

/** Odd, with bits all over: the upper bits of the product depend on all bits of the word. */
const firstFactor = 0x9e3779b1 | 0;
const secondFactor = 0x85ebca77 | 0;
/** Of the second word of a short gram: its first byte. */
const shortWord = 0xff;

function hashOf(first: number, second: number): number {
  return (Math.imul(first, firstFactor) + Math.imul(second, secondFactor)) | 0;
}

/** Two of the 32 bits of one word of the filter. */
function bitsOf(hash: number): number {
  return (1 << (hash >>> 8)) | (1 << (hash >>> 3));
}

function headOf(hash: number, headBits: number): number {
  return hash >>> (32 - headBits);
}

/** Little-endian, as the text is read on every processor that Postern runs on. */
function wordAt(bytes: Uint8Array, i: number): number {
  return (bytes[i] ?? 0) | ((bytes[i + 1] ?? 0) << 8) | ((bytes[i + 2] ?? 0) << 16) | ((bytes[i + 3] ?? 0) << 24);
}
