// Looks into what was compressed and then written as base64: `gzip | base64`, zlib in a token or a cookie. Where a value is in
// it, all of it is hidden, since no part of it could be shown alone.
import { Gunzip, Unzlib } from 'fflate';
import type { Find } from './find-merger.ts';
import type { ViewText } from './run-finder.ts';

/** A search of its own, for what is unpacked. */
export interface InnerSearch {
  push(chunk: Uint8Array): unknown;
  end(): unknown;
  /** Of what was found first; null: nothing. */
  firstOwner(): number | null;
}

/** What is compressed begins so in base64: gzip; zlib, at its four levels. */
const beginning = /^(?:H4sI|eJ[w-z].|eF[4-7].|eN[o-r].|eA[E-H].)/;
const beginningOfBeginning = /^(?:H|H4|H4s|e|e[JFNA]|e[JFNA].)$/;
const beginningLength = 4;
const [upperH, lowerE] = [0x48, 0x65];
/** A place in so many is looked at, and one so far behind it: no run of base64 that holds something compressed is shorter. */
const step = 16;
const ahead = 7;
/** So much of a block is held back and looked into; in bytes of base64. */
const longestBlock = 64 * 1024;
/** So much of what is unpacked is searched, in bytes for each byte of base64: text does not shrink further. */
const mostGrowth = 10;
const pushBytes = 1024;
const lineFeed = 0x0a;

interface Block {
  readonly start: number;
  /** One past the last character that belongs to it, so far. */
  end: number;
  /** Where its line begins, and the length of the first one. */
  lineAt: number;
  width: number | null;
  /** What is in it; undefined: that was not looked at yet. */
  owner: number | null | undefined;
}

export class CompressedFinder {
  readonly #makeSearch: () => InnerSearch;
  #block: Block | null = null;
  /** Position of the next place that is looked at. */
  #next = 0;
  #finds: (Find & { end: number })[] = [];

  constructor(makeSearch: () => InnerSearch) {
    this.#makeSearch = makeSearch;
  }

  get finds(): readonly Find[] {
    return this.#finds;
  }

  /** Returns up to which position all is decided. */
  search(text: ViewText): number {
    const end = text.base + text.length;
    for (;;) {
      this.#block ??= this.#nextBlock(text);
      if (this.#block === null) return text.isEnded ? end : this.#undecided(text);
      let isOver = this.#follow(this.#block, text) || text.isEnded;
      if (this.#block.owner === undefined) {
        if (!isOver && this.#block.end - this.#block.start < longestBlock) return this.#block.start;
        this.#lookInto(this.#block, text);
        isOver = this.#follow(this.#block, text) || text.isEnded;
      }
      const find = this.#finds.at(-1);
      if (this.#block.owner !== null && find !== undefined) find.end = this.#block.end;
      if (!isOver) return end;
      this.#next = Math.max(this.#next, this.#block.end - (this.#block.end % step));
      this.#block = null;
    }
  }

  dropBefore(position: number): void {
    const growing = this.#block?.owner === null ? undefined : this.#block?.start;
    this.#finds = this.#finds.filter(({ start, end }) => end > position || start === growing);
  }

  /** The next run of base64 that begins as something compressed does; null: none, up to the last few bytes. */
  #nextBlock(text: ViewText): Block | null {
    const { bytes, base, length, isEnded } = text;
    const last = isEnded ? length : length - ahead;
    let index = this.#next - base;
    // All text goes through this loop: nothing is called in it where nothing begins.
    for (; index < last; index += step) {
      if (base64Bytes[bytes[index] ?? 0] === 0 || base64Bytes[bytes[index + ahead] ?? 0] === 0) continue;
      let start = index;
      const least = Math.max(0, index - step);
      while (start > least && base64Bytes[bytes[start - 1] ?? 0] === 1) start--;
      if (bytes[start] !== upperH && bytes[start] !== lowerE) continue;
      // Where it began earlier, the place before was in it too.
      if (index - start >= step) continue;
      const first = latin1(text, start, beginningLength);
      if (first.length < beginningLength && !isEnded) break;
      if (!beginning.test(first)) continue;
      const at = base + start;
      this.#next = base + index + step;
      return { start: at, end: at, lineAt: at, width: null, owner: undefined };
    }
    this.#next = base + index;
    return null;
  }

  /** Goes on to where the block ends; true when that is known. Its lines are of one width, but for a shorter last one. */
  #follow(block: Block, text: ViewText): boolean {
    const stop = block.owner === undefined ? block.start + longestBlock : Number.POSITIVE_INFINITY;
    for (let index = block.end - text.base; index < text.length && block.end < stop; index++, block.end++) {
      const byte = text.bytes[index];
      if (isBase64(byte)) continue;
      const width = block.end - block.lineAt;
      if (byte !== lineFeed || width === 0 || (block.width !== null && width !== block.width)) return true;
      block.width = width;
      block.lineAt = block.end + 1;
    }
    return false;
  }

  #lookInto(block: Block, text: ViewText): void {
    const letters = latin1(text, block.start - text.base, block.end - block.start);
    const search = this.#makeSearch();
    const most = letters.length * mostGrowth;
    let unpacked = 0;
    const take = (chunk: Uint8Array): void => {
      if (unpacked < most) search.push(chunk);
      unpacked += chunk.length;
    };
    const stream = letters.startsWith('H') ? new Gunzip(take) : new Unzlib(take);
    const packed = Buffer.from(letters, 'base64');
    try {
      for (let at = 0; at < packed.length && unpacked < most; at += pushBytes) {
        stream.push(packed.subarray(at, at + pushBytes), false);
      }
    } catch {
      // Not compressed after all, or damaged: what could be unpacked was searched.
    }
    search.end();
    block.owner = search.firstOwner();
    if (block.owner !== null) this.#finds.push({ start: block.start, end: block.end, owner: block.owner });
  }

  /** From where on the text may begin a block that no place tells of yet. */
  #undecided(text: ViewText): number {
    const end = text.base + text.length;
    const start = text.length === 0 ? null : beginOfRun(text, text.length - 1, step + ahead);
    if (start === null || text.length - start > step + ahead) return end;
    const first = latin1(text, start, beginningLength);
    return beginning.test(first) || beginningOfBeginning.test(first) ? text.base + start : end;
  }
}

/** Index of the first of the characters of base64 that go on up to `index`, at most `most` before it; null: it is none. */
function beginOfRun({ bytes }: ViewText, index: number, most: number): number | null {
  if (!isBase64(bytes[index])) return null;
  let start = index;
  while (start > 0 && index - start < most && isBase64(bytes[start - 1])) start--;
  return start;
}

/** By byte: 1 for what stands in base64 or base64url. */
const base64Bytes = new Uint8Array(256);
for (const letter of Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_')) {
  base64Bytes[letter] = 1;
}

function isBase64(byte: number | undefined): boolean {
  return byte !== undefined && base64Bytes[byte] === 1;
}

function latin1({ bytes, length }: ViewText, start: number, count: number): string {
  const end = Math.min(length, start + count);
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, Math.max(0, end - start)).toString('latin1');
}
