// The seam of redaction: bytes in, safe bytes out, whatever the chunks. It never switches itself off; it withholds.
import { BrokerError } from '../../contract/fault.ts';
import type { SecretName } from '../../contract/vocabulary.ts';
import { FindMerger, type PlainText } from './find-merger.ts';
import { buildMatcher, type Matcher, type SecretValue } from './matcher.ts';
import { StreamSearch } from './stream-search.ts';

export type RedactorState = 'open' | 'ended' | 'failed';

export interface Redactor {
  /**
   * Takes raw bytes, which may be reused afterwards, and returns fresh bytes that are safe. What may still become a match is
   * held back until it is decided or the stream ends, never for time's sake: an idle flush would let a slow leak through.
   * `isWhole`: the stream says that something ends with the chunk, such as an event. Then only what is part of a find is hidden,
   * and of a value that goes on in the next chunk fewer than 12 characters may go.
   * @throws BrokerError internal after `end`, and from the first failure on, for good
   */
  push(chunk: Uint8Array, isWhole?: boolean): Uint8Array;
  /**
   * The rest of the stream.
   * @throws BrokerError internal when it was ended or has failed
   */
  end(): Uint8Array;
  /** Markers written so far per secret; a secret that was not met is absent. */
  counts(): ReadonlyMap<SecretName, number>;
  state(): RedactorState;
}

/** Of two secrets with the same form the first one given is named. */
export function createRedactor(values: readonly SecretValue[]): Redactor {
  return redactorOver(buildMatcher(values));
}

const sliceBytes = 64 * 1024;

/** For who has to know where in the stream stood what is handed out. */
export interface Placing {
  readonly plain: PlainText;
  /** All before the position is handed out, as it is or as a marker. */
  releasedTo(position: number): void;
}

export function redactorOver(matcher: Matcher, placing?: Placing): Redactor {
  const search = new StreamSearch(matcher);
  const merger = new FindMerger(matcher.names);
  /** Position up to which the stream was handed out. */
  let released = 0;

  function release(to: number): Uint8Array {
    const { bytes, base } = search.text;
    const safe = merger.write(bytes.subarray(released - base, to - base), released, search.finds(), placing?.plain);
    released = to;
    placing?.releasedTo(to);
    search.dropBefore(to);
    return safe;
  }

  function taken(slice: Uint8Array, isWhole: boolean): number {
    const decided = search.push(slice);
    return isWhole ? search.cut() : decided;
  }

  return withholding({
    push: (chunk, isWhole = false) => {
      if (chunk.length <= sliceBytes) return release(Math.max(released, taken(chunk, isWhole)));
      // In slices, so that what is held does not grow with the chunk.
      const parts: Uint8Array[] = [];
      for (let at = 0; at < chunk.length; at += sliceBytes) {
        const isLast = at + sliceBytes >= chunk.length;
        parts.push(release(Math.max(released, taken(chunk.subarray(at, at + sliceBytes), isWhole && isLast))));
      }
      return Buffer.concat(parts);
    },
    end: () => {
      const rest = release(search.end());
      search.wipe();
      return rest;
    },
    counts: () => merger.counts(),
  });
}

/** SECURITY P12: whatever goes wrong inside, not one more byte is released. */
export function withholding(stage: Omit<Redactor, 'state'>): Redactor {
  let state: RedactorState = 'open';
  function guarded(next: RedactorState, release: () => Uint8Array): Uint8Array {
    if (state !== 'open') throw new BrokerError('internal');
    state = 'failed';
    try {
      const safe = release();
      state = next;
      return safe;
    } catch (cause) {
      throw new BrokerError('internal', { cause });
    }
  }
  return {
    push: (chunk, isWhole) => guarded('open', () => stage.push(chunk, isWhole)),
    end: () => guarded('ended', () => stage.end()),
    counts: () => stage.counts(),
    state: () => state,
  };
}
