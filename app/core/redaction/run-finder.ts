// Finds in a stream, seen in one view, every piece that it has in common with a reference and that is long enough. Whatever the
// chunks, the finds are the same: each gram is looked at once, and a piece that goes on at the end of a chunk goes on in the next.
import { chainOf, findCandidates, type GramTable, gramBytes, textStep } from './gram-table.ts';
import { openEnd, type ReferenceTable, referenceAt } from './reference-table.ts';

/** A piece of the stream that is as in a reference. Positions count the view's bytes since the stream began. */
export interface Run {
  start: number;
  /** One past the last byte, so far. */
  end: number;
  /** Place in the references minus position, the same for each byte of the run. */
  readonly offset: number;
  readonly reference: number;
  /** It grows no more. */
  isClosed: boolean;
  /** It is long enough, and enough of it is secret. */
  isFound: boolean;
}

/** What is held of a view. */
export interface ViewText {
  readonly bytes: Uint8Array;
  /** The same bytes. */
  readonly words: Int32Array;
  /** Position of the first of them: a multiple of four. */
  readonly base: number;
  readonly length: number;
  /** No more bytes will come. */
  readonly isEnded: boolean;
}

/** After a find its reference is looked for again in so many bytes, from where it stopped: the next row of a dump. */
const nearby = 96;
/** So many bytes that agree there are enough. */
const leastNearby = 4;
/** Before the part that makes it a find a run begins so many bytes earlier at most. */
const longestPrelude = 256;
/** A run that may still grow is held back until it is so long, so that the longest of those that begin together names it. */
export const namingLength = 64;
/** Inside a run that is as long as this already, no other place of the same reference is looked for. */
const longRun = 256;

interface Awaited {
  readonly reference: number;
  readonly place: number;
  /** Position that was not looked at. */
  next: number;
  readonly until: number;
}

export class RunFinder {
  readonly #table: ReferenceTable;
  readonly #found: (run: Run) => void;
  /** Those that end beyond what has been looked up, in the order in which they were met. */
  #runs: Run[] = [];
  /** Those that were met near a find and still grow. */
  #nearby: Run[] = [];
  #awaited: Awaited[] = [];
  /** Position of the first gram that was not looked up in full: a multiple of four. */
  #next = 0;
  #candidates = new Int32Array(64);

  /** `found` is given each run as soon as it is a find; it may still grow. */
  constructor(table: ReferenceTable, found: (run: Run) => void) {
    this.#table = table;
    this.#found = found;
  }

  /** What stands before this position is not looked at again, once it is decided. */
  get needed(): number {
    return this.#table.owners.length === 0 ? Number.POSITIVE_INFINITY : this.#next - this.#table.reach;
  }

  /** Returns up to which position all is decided: no find will begin or grow before it that was not handed over. */
  search(text: ViewText): number {
    const end = text.base + text.length;
    if (this.#table.owners.length === 0) return end;
    for (const run of [...this.#runs, ...this.#nearby]) if (!run.isClosed) this.#grow(run, text);
    this.#lookUp(text);
    this.#lookNearby(text);
    this.#runs = this.#runs.filter((run) => !run.isClosed || run.end > this.#next);
    this.#nearby = this.#nearby.filter((run) => !run.isClosed);
    if (text.isEnded) return end;
    let decided = end - openEnd(this.#table, text.bytes, text.length, this.#table.reach + gramBytes.long - 1);
    for (const run of [...this.#runs, ...this.#nearby]) {
      if (run.isClosed || (run.isFound && run.end - run.start >= namingLength)) continue;
      decided = Math.min(decided, run.isFound ? run.start : Math.max(run.start, run.end - longestPrelude));
    }
    return decided;
  }

  #lookUp(text: ViewText): void {
    const { long, short } = this.#table;
    const from = (this.#next - text.base) / textStep;
    const to = Math.floor((text.length - gramBytes.short) / textStep) + 1;
    if (to <= from) return;
    if (this.#candidates.length < to - from) this.#candidates = new Int32Array(2 * (to - from));
    const count = findCandidates(this.#table, text.words, { from, to }, this.#candidates);
    for (let i = 0; i < count; i++) {
      const word = this.#candidates[i] ?? 0;
      this.#follow(short, gramBytes.short, word, text);
      this.#follow(long, gramBytes.long, word, text);
    }
    // The last one may have been too short for a long gram; what it told it tells again.
    const whole = Math.floor((text.length - gramBytes.long) / textStep) + 1;
    this.#next = Math.max(this.#next, text.base + Math.max(0, whole) * textStep);
  }

  /** Each gram of the table that may be the one at a word of the text. */
  #follow(table: GramTable, size: number, word: number, text: ViewText): void {
    const { firsts, nexts, places } = table;
    const first = text.words[word];
    for (let entry = chainOf(table, text.words, word); entry !== 0; entry = nexts[entry - 1] ?? 0) {
      if (firsts[entry - 1] === first) this.#meet(word * textStep, places[entry - 1] ?? 0, size, text);
    }
  }

  /** A gram of the text, at an index, that may be the one at `place`. */
  #meet(index: number, place: number, size: number, text: ViewText): void {
    const { bytes, starts, reach } = this.#table;
    if (index + size > text.length) return;
    for (let i = 0; i < size; i++) if (bytes[place + i] !== text.bytes[index + i]) return;
    const at = text.base + index;
    const offset = place - at;
    const reference = referenceAt(this.#table, place);
    if (this.#isKnown(at, at + size, offset, reference)) return;
    const first = Math.max(0, index - reach, index - place + (starts[reference] ?? 0));
    let start = index;
    while (start > first && bytes[start - 1 + place - index] === text.bytes[start - 1]) start--;
    const run = { start: text.base + start, end: at + size, offset, reference, isClosed: false, isFound: false };
    this.#runs.push(run);
    this.#grow(run, text);
  }

  /** Whether it lies in a run already. Those that ended before are let go, since grams come in order. */
  #isKnown(at: number, end: number, offset: number, reference: number): boolean {
    const runs = this.#runs;
    let [kept, known] = [0, false];
    for (let i = 0; i < runs.length; i++) {
      const run = runs[i];
      if (run === undefined || (run.isClosed && run.end < end)) continue;
      runs[kept++] = run;
      if (run.end < end) continue;
      known ||= run.offset === offset ? run.start <= at : run.reference === reference && at - run.start >= longRun;
    }
    runs.length = kept;
    return known;
  }

  #grow(run: Run, text: ViewText): void {
    const { bytes, starts } = this.#table;
    const shift = run.offset + text.base;
    const stop = (starts[run.reference + 1] ?? 0) - shift;
    const limit = Math.min(stop, text.length);
    let end = run.end - text.base;
    while (end < limit && bytes[end + shift] === text.bytes[end]) end++;
    run.end = text.base + end;
    run.isClosed = end < text.length || end === stop || text.isEnded;
    if (!run.isFound) {
      const enough = this.#enoughAt(run);
      if (enough === null) return;
      run.start = Math.max(run.start, enough - longestPrelude);
      run.isFound = true;
      this.#found(run);
    }
    if (!run.isClosed || end + leastNearby > stop) return;
    this.#awaited.push({ reference: run.reference, place: end + shift, next: run.end, until: run.end + nearby });
  }

  /** The position at which the run had become a find; null: it is none so far. */
  #enoughAt({ start, end, offset, reference }: Run): number | null {
    const { leasts, stretches, stretchesFrom } = this.#table;
    const least = leasts[reference] ?? 0;
    if (end - start < least) return null;
    for (let i = stretchesFrom[reference] ?? 0; i < (stretchesFrom[reference + 1] ?? 0); i++) {
      const from = (stretches[2 * i] ?? 0) - offset;
      const to = (stretches[2 * i + 1] ?? 0) - offset;
      const first = Math.max(start, from);
      const wanted = Math.min(least, to - from);
      if (Math.min(end, to) - first >= wanted) return first + wanted;
    }
    return null;
  }

  /** Text that goes on with a reference where a find of it stopped, a little later. */
  #lookNearby(text: ViewText): void {
    while (this.#awaited.length > 0) {
      const waiting = this.#awaited;
      const more: Awaited[] = [];
      this.#awaited = [];
      for (const awaited of waiting) {
        const at = this.#continuation(awaited, text);
        if (at === null) {
          if (awaited.next + leastNearby <= awaited.until && !text.isEnded) more.push(awaited);
          continue;
        }
        const { reference, place } = awaited;
        const run = { start: at, end: at + leastNearby, offset: place - at, reference, isClosed: false, isFound: true };
        this.#found(run);
        this.#nearby.push(run);
        this.#grow(run, text);
      }
      if (this.#awaited.length === 0) {
        this.#awaited = more;
        return;
      }
      this.#awaited.push(...more);
    }
  }

  /** The position where the awaited bytes stand; null: not in what came. */
  #continuation(awaited: Awaited, { bytes: text, base, length }: ViewText): number | null {
    const { bytes } = this.#table;
    const { place, until } = awaited;
    const first = bytes[place];
    const last = Math.min(until - base, length) - leastNearby;
    for (let index = awaited.next - base; index <= last; index++) {
      if (text[index] !== first) continue;
      let i = 1;
      while (i < leastNearby && bytes[place + i] === text[index + i]) i++;
      if (i === leastNearby) return base + index;
    }
    awaited.next = Math.max(awaited.next, base + last + 1);
    return null;
  }
}
