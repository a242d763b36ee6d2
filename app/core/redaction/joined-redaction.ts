// Redacts texts that stand one below the other: what is searched is all of them together, what is handed out is each by itself.

import type { PlainText } from './find-merger.ts';
import { FindMerger } from './find-merger.ts';
import type { Matcher } from './matcher.ts';
import { StreamSearch } from './stream-search.ts';

export interface JoinedText {
  readonly bytes: Uint8Array;
  /** As `FindMerger.write` takes it; positions count from the text's own beginning. */
  readonly plain: PlainText;
}

/**
 * Fresh bytes for each text, safe to hand out. `before` was handed out earlier: a value that begins in it is hidden where it
 * goes on. A value that lies across two texts has its marker in the first.
 */
export function redactJoined(matcher: Matcher, before: Uint8Array, texts: readonly JoinedText[]): Uint8Array[] {
  const search = new StreamSearch(matcher);
  try {
    for (const part of [before, ...texts.map(({ bytes }) => bytes)]) search.push(part);
    search.end();
    const from = before.length;
    const finds = search
      .finds()
      .map((find) => (find.start < from ? { ...find, start: Math.min(from, find.end) } : find));
    const merger = new FindMerger(matcher.names);
    let at = from;
    return texts.map(({ bytes, plain }) => {
      const start = at;
      at += bytes.length;
      return merger.write(bytes, start, finds, (some, position) => plain(some, position - start));
    });
  } finally {
    search.wipe();
  }
}
