// What one run writes, on its way to the agent: redacted stream by stream, then collected. Nothing else sees the raw bytes.
import type { Action } from '../../contract/run.ts';
import type { SecretName } from '../../contract/vocabulary.ts';
import { wipe } from '../crypto/wipe.ts';
import type { OutputStream } from '../ports/runner.ts';
import type { OpenScreen } from '../ports/screen.ts';
import type { Matcher } from '../redaction/matcher.ts';
import { createHeldOutput } from './held-output.ts';
import type { CollectedOutput } from './output-collector.ts';
import { createOutputCollector } from './output-collector.ts';
import { createStreamOutput, type StreamOutput, sum } from './stream-output.ts';

export interface RunOutput {
  /** SECURITY P12: throws when it cannot redact or draw, which ends the run; what it took is then withheld. */
  take(chunk: Uint8Array, stream: OutputStream): void;
  /** After the last chunk: resolves when what was still held back is handed over. @throws as `take` */
  end(): Promise<void>;
  /** What was handed over. Everything raw is forgotten. */
  finish(): WrittenOutput;
}

export interface WrittenOutput extends CollectedOutput {
  readonly redactions: { readonly name: SecretName; readonly count: number }[];
}

/** Of a run that never began. */
export const nothingWritten: WrittenOutput = {
  output: '',
  cutBytes: 0,
  withheld: null,
  outputBytes: 0,
  redactions: [],
};

const newline = 0x0a;
/** A line this long, in bytes, is handed on before it ends. */
const longestLine = 8192;

/**
 * Each stream has a redactor of its own: what arrives on the other in between would split a value. They share the cap of
 * `maxOutputBytes`; lines keep the order in which they ended and are not mixed. SECURITY P1: of a stream that moves the cursor
 * only what a screen shows in the end is handed over, since pieces of a value can be drawn in any order.
 */
export function createRunOutput(
  matcher: Matcher,
  { maxOutputBytes, tty, terminal }: Pick<Action, 'maxOutputBytes' | 'tty' | 'terminal'>,
  openScreen: OpenScreen,
): RunOutput {
  const collector = createOutputCollector(maxOutputBytes);
  const begun: Record<OutputStream, Buffer> = { out: Buffer.alloc(0), err: Buffer.alloc(0) };
  const streams = { out: streamOutput('out'), err: streamOutput('err') };
  const held = createHeldOutput((bytes, stream) => streams[stream].write(bytes));
  return {
    take: (chunk, stream) => {
      collector.raw(chunk);
      for (let rest = chunk; rest.length > 0; ) {
        const part = rest.subarray(0, held.room());
        takePart(part, stream);
        rest = rest.subarray(part.length);
      }
    },
    end: async () => {
      held.drain();
      for (const stream of ['out', 'err'] as const) {
        await streams[stream].end();
        collector.push(begun[stream]);
      }
    },
    finish: () => {
      held.wipe();
      streams.out.close();
      streams.err.close();
      const counts = sum(streams.out.counts(), streams.err.counts());
      const redactions = [...counts].filter(([, count]) => count > 0).map(([name, count]) => ({ name, count }));
      return { ...collector.finish(), redactions };
    },
  };

  function streamOutput(stream: OutputStream): StreamOutput {
    return createStreamOutput({
      ...{ matcher, openScreen, screen: { returns: !tty, size: terminal } },
      release: (safe) => letGo(stream, safe),
      leftOut: (bytes) => collector.leaveOut(bytes),
    });
  }

  function takePart(part: Uint8Array, stream: OutputStream): void {
    const output = streams[stream];
    if (!output.isDrawn && !output.moves(part)) {
      held.push(part, stream);
      return;
    }
    if (!output.isDrawn) {
      const before = held.takeOut(stream);
      output.draw(before);
      wipe(before);
    }
    output.draw(part);
  }

  function letGo(stream: OutputStream, safe: Uint8Array): void {
    const text = Buffer.concat([begun[stream], safe]);
    const end = text.length > longestLine ? text.length : text.lastIndexOf(newline) + 1;
    collector.push(text.subarray(0, end));
    begun[stream] = text.subarray(end);
  }
}
