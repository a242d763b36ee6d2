// Finds the forms in a stream. It keeps no text: each place where a form may still be growing is one walk, and every byte
// is looked at once.
import type { Matcher, Walk } from './matcher.ts';

/** [start, end) in bytes since the stream began; from `start` the longest form that the stream holds. */
export interface FoundSpan {
  readonly start: number;
  readonly end: number;
  readonly form: number;
}

export interface SpanFinder {
  /** Takes the next bytes and returns the spans that became final, in no order; any chunking gives the same spans. */
  push(chunk: Uint8Array): FoundSpan[];
  /** No more bytes: the spans that were still open. */
  end(): FoundSpan[];
  /** No span that begins before this position is still to come. At most the longest form less one byte behind the end. */
  settledTo(): number;
}

export function createSpanFinder(matcher: Matcher): SpanFinder {
  /** In order of their starts. */
  let walks: Walk[] = [];
  let base = 0;

  return {
    push(chunk) {
      const found: FoundSpan[] = [];
      const alive: Walk[] = [];
      const take = (walk: Walk, from: number) => {
        if (matcher.advance(walk, chunk, from)) alive.push(walk);
        else found.push(...spanOf(walk));
      };
      for (const walk of walks) take(walk, 0);
      matcher.scan(chunk, base, (walk) => take(walk, walk.start - base + walk.depth));
      walks = alive;
      base += chunk.length;
      return found;
    },
    end() {
      const found = walks.flatMap(spanOf);
      walks = [];
      return found;
    },
    settledTo: () => walks[0]?.start ?? base,
  };

  function spanOf({ start, matched }: Walk): FoundSpan[] {
    return matched === null ? [] : [{ start, end: start + matcher.lengthOf(matched), form: matched }];
  }
}
