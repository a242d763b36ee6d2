// One stream of a run on its way to the agent: its text as it came, and from the first movement of the cursor on only what a
// screen showed. Either way it is redacted by one redactor, so that a value across the two is found.
import type { SecretName } from '../../contract/vocabulary.ts';
import type { OpenScreen, ScreenOptions } from '../ports/screen.ts';
import { createCursorWatch } from '../redaction/cursor-watch.ts';
import type { Matcher } from '../redaction/matcher.ts';
import { outputPipelineOver } from '../redaction/output-pipeline.ts';
import type { Redactor } from '../redaction/redactor.ts';
import { createScreenLane, type ScreenLane } from './screen-lane.ts';

export interface StreamOutput {
  /** Looks at the next raw bytes and keeps none. True: `draw` is to have them and all that follow, and those held before. */
  moves(chunk: Uint8Array): boolean;
  /** Whether `draw` was called. */
  readonly isDrawn: boolean;
  /** Raw bytes that are handed on as they came. @throws BrokerError internal when they cannot be redacted */
  write(bytes: Uint8Array): void;
  /** Raw bytes that are handed on as a screen shows them. @throws as `write`, and when it cannot be drawn */
  draw(bytes: Uint8Array): void;
  /** Resolves when everything is handed on. @throws as `draw` */
  end(): Promise<void>;
  /** Of each secret: how often it was met in the stream, or in what the screen showed of it, whichever is more. */
  counts(): ReadonlyMap<SecretName, number>;
  /** Forgets what was not handed on. Idempotent. */
  close(): void;
}

export interface StreamParts {
  readonly matcher: Matcher;
  readonly openScreen: OpenScreen;
  readonly screen: ScreenOptions;
  /** Redacted bytes. */
  release(safe: Uint8Array): void;
  /** The stream's text lacks so many bytes here; answers what is to stand there instead. */
  leftOut(bytes: number): string;
}

/** Ends a sequence that the text before it may have begun. */
const cancel = Buffer.of(0x18);

export function createStreamOutput({ matcher, openScreen, screen, release, leftOut }: StreamParts): StreamOutput {
  const watch = createCursorWatch();
  const redactor = outputPipelineOver(matcher);
  /** A stream that is drawn is searched as it came all the same, for the counts. */
  let drawn: {
    readonly lane: ScreenLane;
    readonly search: Redactor;
    readonly before: Map<SecretName, number>;
  } | null = null;

  return {
    moves: (chunk) => watch.push(chunk),
    get isDrawn() {
      return drawn !== null;
    },
    write: hand,
    draw(bytes) {
      drawn ??= beginDrawing();
      drawn.lane.push(bytes);
      drawn.search.push(bytes);
    },
    async end() {
      await drawn?.lane.end();
      drawn?.search.end();
      release(redactor.end());
    },
    counts() {
      const counts = new Map(redactor.counts());
      if (drawn === null) return counts;
      const met = sum(drawn.before, drawn.search.counts());
      for (const [name, count] of met) counts.set(name, Math.max(count, counts.get(name) ?? 0));
      return counts;
    },
    close: () => drawn?.lane.close(),
  };

  function hand(bytes: Uint8Array): void {
    release(redactor.push(bytes));
  }

  function beginDrawing(): NonNullable<typeof drawn> {
    const before = new Map(redactor.counts());
    hand(cancel);
    const lane = createScreenLane({
      ...{ openScreen, options: screen },
      hand: (text) => hand(Buffer.from(text)),
      leftOut: (bytes) => hand(Buffer.from(leftOut(bytes))),
    });
    return { lane, search: outputPipelineOver(matcher), before };
  }
}

/** Adds the counts of several streams. */
export function sum(...all: readonly ReadonlyMap<SecretName, number>[]): Map<SecretName, number> {
  const counts = new Map<SecretName, number>();
  for (const some of all) for (const [name, count] of some) counts.set(name, (counts.get(name) ?? 0) + count);
  return counts;
}
