// The seam of redaction: bytes in, safe bytes out, whatever the chunks. It never switches itself off; it withholds.
import { BrokerError } from '../../contract/fault.ts';
import type { SecretName } from '../../contract/vocabulary.ts';
import { createMarkerWriter } from './marker-writer.ts';
import type { Matcher, SecretValue } from './matcher.ts';
import { buildMatcher } from './matcher.ts';
import { createSpanMerger } from './span-merger.ts';

export type RedactorState = 'open' | 'ended' | 'failed';

export interface Redactor {
  /**
   * Takes raw bytes, which may be reused afterwards, and returns fresh bytes that are safe. What may still become a match is
   * held back until it is decided or the stream ends, never for time's sake: an idle flush would let a slow leak through.
   * @throws BrokerError internal after `end`, and from the first failure on, for good
   */
  push(chunk: Uint8Array): Uint8Array;
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

export function redactorOver(matcher: Matcher): Redactor {
  const merger = createSpanMerger(matcher);
  const writer = createMarkerWriter();
  return withholding({
    push: (chunk) => writer.write(merger.push({ bytes: chunk, group: null })),
    end: () => writer.write(merger.end()),
    counts: writer.counts,
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
    push: (chunk) => guarded('open', () => stage.push(chunk)),
    end: () => guarded('ended', () => stage.end()),
    counts: () => stage.counts(),
    state: () => state,
  };
}
