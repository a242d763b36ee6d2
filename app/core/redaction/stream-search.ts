// One stream, searched in all views at once. It keeps what is not decided yet, and tells what of it is a secret's.
import { CompressedFinder } from './compressed-finder.ts';
import type { Find } from './find-merger.ts';
import { HeldText } from './held-text.ts';
import type { Matcher } from './matcher.ts';
import { type Run, RunFinder } from './run-finder.ts';
import { SkeletonView } from './skeleton.ts';

export class StreamSearch {
  readonly text = new HeldText();
  readonly #owners: { readonly text: Uint32Array; readonly skeleton: Uint32Array };
  readonly #skeleton = new SkeletonView(this.text);
  readonly #inText: RunFinder;
  readonly #inSkeleton: RunFinder;
  readonly #inCompressed: CompressedFinder | null;
  /** `from`: what stands before it was cut off already. */
  #textRuns: { readonly run: Run; readonly from: number }[] = [];
  /** With its place in the stream, as far as it is known: all of it once `isPlaced`. */
  #skeletonRuns: { readonly run: Run; readonly from: number; start: number; end: number; isPlaced: boolean }[] = [];
  #cutAt = 0;
  #skeletonDecided = 0;

  /** `depth`: so often what is compressed is looked into, and what is compressed in that. */
  constructor(matcher: Matcher, depth = 2) {
    const { text, skeleton } = matcher;
    this.#owners = { text: text.owners, skeleton: skeleton.owners };
    this.#inText = new RunFinder(text, (run) => this.#textRuns.push({ run, from: this.#cutAt }));
    this.#inSkeleton = new RunFinder(skeleton, (run) =>
      this.#skeletonRuns.push({ run, from: this.#cutAt, start: 0, end: 0, isPlaced: false }),
    );
    this.#inCompressed = depth > 0 ? new CompressedFinder(() => new StreamSearch(matcher, depth - 1)) : null;
  }

  /** Takes the next bytes. Returns up to which position everything is decided. */
  push(chunk: Uint8Array): number {
    const from = this.text.length;
    this.text.append(chunk);
    return this.#search(from);
  }

  /**
   * Takes all that came for decided, but for what is compressed: of a piece that only began, and goes on behind this place, the
   * rest is a find. Returns up to which position.
   */
  cut(): number {
    this.#cutAt = Math.max(this.#cutAt, this.#inCompressed?.search(this.text) ?? this.text.end);
    return this.#cutAt;
  }

  /** No more bytes come, and all is decided. */
  end(): number {
    this.text.isEnded = true;
    this.#skeleton.isEnded = true;
    return this.#search(this.text.length);
  }

  /** What is a secret's as far as it is known, but for what was dropped. */
  finds(): readonly Find[] {
    return [
      ...this.#textRuns.map(({ run, from }) => this.#wholeCharacters(run, from)),
      ...this.#skeletonRuns.map(({ run, from, start, end }) => ({
        start: Math.max(start, from),
        end,
        owner: this.#owners.skeleton[run.reference] ?? 0,
      })),
      ...(this.#inCompressed?.finds ?? []),
    ];
  }

  /** Of whatever was found and not dropped the secret of the first; null: nothing. */
  firstOwner(): number | null {
    const found = this.finds().reduce<Find | null>(
      (first, find) => (first && first.start <= find.start ? first : find),
      null,
    );
    return found?.owner ?? null;
  }

  /** What stands before the position is dealt with. */
  dropBefore(position: number): void {
    this.#textRuns = this.#textRuns.filter(({ run }) => !run.isClosed || run.end > position);
    this.#skeletonRuns = this.#skeletonRuns.filter(({ run, end }) => !run.isClosed || end > position);
    this.#inCompressed?.dropBefore(position);
    this.#skeleton.dropBefore(Math.min(this.#skeletonDecided, this.#inSkeleton.needed), position);
    this.text.dropBefore(Math.min(position, this.#inText.needed));
  }

  wipe(): void {
    this.text.wipe();
    this.#skeleton.wipe();
  }

  #search(from: number): number {
    const { text } = this;
    const skeleton = this.#skeleton;
    skeleton.append(from);
    const decided = this.#inText.search(text);
    this.#skeletonDecided = this.#inSkeleton.search(skeleton);
    for (const find of this.#skeletonRuns) {
      if (find.isPlaced) continue;
      if (find.end === 0) find.start = skeleton.placeOf(find.run.start);
      find.end = Math.max(find.end, skeleton.placeOf(find.run.end - 1) + 1);
      find.isPlaced = find.run.isClosed;
    }
    const inSkeleton = skeleton.placeOf(this.#skeletonDecided);
    return Math.min(decided, inSkeleton, this.#inCompressed?.search(text) ?? text.end);
  }

  /** A find begins and ends between characters of UTF-8: of one that is only half alike nothing is hidden. */
  #wholeCharacters({ start, end, reference }: Run, after: number): Find {
    const { bytes, base, length } = this.text;
    let [from, to] = [Math.max(start, after) - base, end - base];
    while (from >= 0 && from < to && isContinuation(bytes[from])) from++;
    if (to < length && isContinuation(bytes[to])) {
      while (to > from && isContinuation(bytes[to - 1])) to--;
      to--;
    }
    return { start: base + from, end: base + to, owner: this.#owners.text[reference] ?? 0 };
  }
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
