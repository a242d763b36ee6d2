// Turns a stream into pieces: text that may be shown, and text that belongs to a secret. Spans that overlap become one
// group, whichever secrets they belong to; spans that only touch stay two.
import type { SecretName } from '../../contract/vocabulary.ts';
import type { Matcher } from './matcher.ts';
import { createSpanFinder } from './span-finder.ts';

/** Told apart by identity: one group is one marker. It bears the name of its first span's secret. */
export interface Group {
  readonly name: SecretName;
}

/** `group` null: no secret's. The bytes may be a view of the chunk that was pushed: good for as long as that is. */
export interface Piece {
  readonly bytes: Uint8Array;
  readonly group: Group | null;
}

export interface SpanMerger {
  /**
   * Takes the next piece of the stream; one that already belongs to a group stays hidden, and is searched together with its
   * neighbours. Returns all pieces that are decided; what may still become a match is held back, always less than the
   * longest form.
   */
  push(piece: Piece): Piece[];
  /** The rest of the stream. */
  end(): Piece[];
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly group: Group;
}

export function createSpanMerger(matcher: Matcher): SpanMerger {
  const finder = createSpanFinder(matcher);
  /** The undecided bytes; the first one is at `base` in the stream. */
  let held: Uint8Array = new Uint8Array(0);
  let base = 0;
  /** Not yet decided, in order of their starts; of two that start together the one that came with the stream is first. */
  let spans: Span[] = [];
  let coveredTo = 0;
  let current: Group | null = null;

  return {
    push({ bytes, group }) {
      if (bytes.length === 0) return [];
      const end = base + held.length;
      if (group !== null) add({ start: end, end: end + bytes.length, group });
      held = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
      addFound(finder.push(bytes));
      const pieces = decide(finder.settledTo());
      // The caller may use its chunk again.
      held = new Uint8Array(held);
      return pieces;
    },
    end() {
      addFound(finder.end());
      return decide(base + held.length);
    },
  };

  function addFound(found: readonly { start: number; end: number; form: number }[]): void {
    for (const { start, end, form } of found) add({ start, end, group: { name: matcher.nameOf(form) } });
  }

  function add(span: Span): void {
    let i = spans.length;
    while (i > 0 && (spans[i - 1]?.start ?? 0) > span.start) i--;
    spans.splice(i, 0, span);
  }

  /** Everything that begins before `limit` is known. */
  function decide(limit: number): Piece[] {
    const pieces: Piece[] = [];
    const release = (to: number, group: Group | null) => {
      if (to <= base) return;
      pieces.push({ bytes: held.subarray(0, to - base), group });
      held = held.subarray(to - base);
      base = to;
    };
    let decided = 0;
    for (const { start, end, group } of spans) {
      if (start >= limit) break;
      decided++;
      if (start >= coveredTo) {
        release(start, null);
        current = group;
      }
      release(end, current);
      coveredTo = Math.max(coveredTo, end);
    }
    spans = spans.slice(decided);
    release(limit, null);
    return pieces;
  }
}
