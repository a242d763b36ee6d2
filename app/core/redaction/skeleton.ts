// The skeleton of a text: its letters and digits alone, in lower case. Separators, wraps, signs and case are seen through.

/** By byte: what it is in a skeleton; 0: nothing. */
const letters = new Uint8Array(256);
for (let byte = 0x30; byte <= 0x39; byte++) letters[byte] = byte;
for (let byte = 0x61; byte <= 0x7a; byte++) {
  letters[byte] = byte;
  letters[byte - 0x20] = byte;
}

/** By two bytes, the first one the lower: what of them is in a skeleton, and above it how many that are. */
const pairs = Uint32Array.from({ length: 1 << 16 }, (_, two) => {
  const kept = [letters[two & 0xff] ?? 0, letters[two >>> 8] ?? 0].filter((letter) => letter !== 0);
  return (kept.length << 16) | ((kept[1] ?? 0) << 8) | (kept[0] ?? 0);
});

export function skeletonOf(bytes: Uint8Array): Uint8Array {
  const skeleton = new Uint8Array(bytes.length + 1);
  const length = write(viewOf(bytes), 0, bytes.length, viewOf(skeleton), 0);
  return skeleton.subarray(0, length);
}

/** Writes the skeleton of [from, to) from `at` on, where there is room for one byte more than that; returns where it ends. */
function write(source: DataView, from: number, to: number, into: DataView, at: number): number {
  let length = at;
  let i = from;
  // Each byte is written, kept or not, so that there is no branch.
  for (; i + 2 <= to; i += 2) {
    const two = pairs[source.getUint16(i, true)] ?? 0;
    into.setUint16(length, two, true);
    length += two >>> 16;
  }
  if (i < to) {
    const letter = letters[source.getUint8(i)] ?? 0;
    into.setUint8(length, letter);
    if (letter !== 0) length++;
  }
  return length;
}

function viewOf({ buffer, byteOffset, length }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, length);
}

/**
 * Where nothing of the skeleton stands in a whole block of so many bytes, a break stands in it: so what is held back for its
 * sake is bounded. Blocks are counted from the beginning of the stream.
 */
export const blockBytes = 64;
/** In no reference. */
const breakByte = 0;

/** What is held of the stream: its first byte is a block's. */
interface Source {
  readonly bytes: Uint8Array;
  readonly base: number;
  readonly length: number;
}

/** The skeleton of a stream as far as it is held, and where in the stream each of its bytes stands. */
export class SkeletonView {
  bytes = new Uint8Array(blockBytes);
  words = new Int32Array(this.bytes.buffer);
  /** Position in the skeleton of the first byte held: a multiple of four. */
  base = 0;
  length = 0;
  isEnded = false;
  readonly #source: Source;
  /** By block of the stream, from `firstBlock` on: the position in the skeleton where it begins. */
  #blocks: number[] = [];
  #firstBlock = 0;

  constructor(source: Source) {
    this.#source = source;
  }

  /** Appends the skeleton of what the source holds from index `from` on. */
  append(from: number): void {
    const { bytes: source, length: to } = this.#source;
    this.#makeRoom(this.length + to - from + Math.ceil((to - from) / blockBytes) + 2);
    const [here, there] = [viewOf(source), viewOf(this.bytes)];
    let length = this.length;
    for (let i = from; i < to; ) {
      if (i % blockBytes === 0) this.#blocks.push(this.base + length);
      const end = Math.min(to, i - (i % blockBytes) + blockBytes);
      length = write(here, i, end, there, length);
      i = end;
      if (end % blockBytes === 0 && this.base + length === this.#blocks.at(-1)) this.bytes[length++] = breakByte;
    }
    this.length = length;
  }

  /**
   * Where in the stream the byte of the skeleton at `position` stands, or where it ended as far as it came. What is dealt with
   * counts as standing at the beginning of what is held.
   */
  placeOf(position: number): number {
    if (position >= this.base + this.length) return this.#source.base + this.#source.length;
    if (position < (this.#blocks[0] ?? 0)) return this.#firstBlock * blockBytes;
    let low = 0;
    let high = this.#blocks.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((this.#blocks[middle] ?? 0) <= position) low = middle;
      else high = middle;
    }
    const { bytes, base } = this.#source;
    const start = (this.#firstBlock + low) * blockBytes - base;
    let before = position - (this.#blocks[low] ?? 0);
    let i = start;
    for (; i < start + blockBytes - 1; i++) if (letters[bytes[i] ?? 0] !== 0 && before-- === 0) break;
    return base + i;
  }

  /** Lets go of what stands before the position `decided` and, in the stream, before the block of `place`; but for one byte. */
  dropBefore(decided: number, place: number): void {
    const blocks = Math.min(Math.floor(place / blockBytes) - this.#firstBlock, this.#blocks.length - 1);
    if (blocks > 0) {
      this.#blocks.splice(0, blocks);
      this.#firstBlock += blocks;
    }
    const count = Math.max(0, Math.min(decided, this.#blocks[0] ?? decided) - 1 - this.base);
    const whole = count - (count % 4);
    this.bytes.copyWithin(0, whole, this.length);
    this.base += whole;
    this.length -= whole;
  }

  /** Nothing of it is left in memory. */
  wipe(): void {
    this.bytes.fill(0);
    this.length = 0;
    this.#blocks = [];
  }

  #makeRoom(wanted: number): void {
    const size = 2 ** Math.ceil(Math.log2(wanted + 8));
    if (size <= this.bytes.length) return;
    const bytes = new Uint8Array(size);
    bytes.set(this.bytes.subarray(0, this.length));
    this.bytes.fill(0);
    this.bytes = bytes;
    this.words = new Int32Array(bytes.buffer);
  }
}
