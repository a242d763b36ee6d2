// What one run writes, on its way to the agent: redacted stream by stream, then collected. Nothing else sees the raw bytes.
import type { SecretName } from '../../contract/vocabulary.ts';
import type { OutputStream } from '../ports/runner.ts';
import type { Matcher } from '../redaction/matcher.ts';
import { outputPipelineOver } from '../redaction/output-pipeline.ts';
import type { CollectedOutput } from './output-collector.ts';
import { createOutputCollector } from './output-collector.ts';

export interface RunOutput {
  /** SECURITY P12: throws when it cannot redact, which ends the run; what it took is then withheld. */
  take(chunk: Uint8Array, stream: OutputStream): void;
  /** After the last chunk: hands over what was still held back. @throws as `take` */
  end(): void;
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
 * `maxBytes`; lines keep the order in which they ended and are not mixed.
 */
export function createRunOutput(matcher: Matcher, maxBytes: number): RunOutput {
  const pipelines = { out: outputPipelineOver(matcher), err: outputPipelineOver(matcher) };
  const begun: Record<OutputStream, Buffer> = { out: Buffer.alloc(0), err: Buffer.alloc(0) };
  const collector = createOutputCollector(maxBytes);
  const letGo = (stream: OutputStream, safe: Uint8Array): void => {
    const text = Buffer.concat([begun[stream], safe]);
    const end = text.length > longestLine ? text.length : text.lastIndexOf(newline) + 1;
    collector.push(text.subarray(0, end));
    begun[stream] = text.subarray(end);
  };
  return {
    take: (chunk, stream) => {
      collector.raw(chunk);
      letGo(stream, pipelines[stream].push(chunk));
    },
    end: () => {
      for (const stream of ['out', 'err'] as const) {
        letGo(stream, pipelines[stream].end());
        collector.push(begun[stream]);
      }
    },
    finish: () => {
      const counts = new Map<SecretName, number>();
      for (const pipeline of [pipelines.out, pipelines.err]) {
        for (const [name, count] of pipeline.counts()) counts.set(name, (counts.get(name) ?? 0) + count);
      }
      const redactions = [...counts].filter(([, count]) => count > 0).map(([name, count]) => ({ name, count }));
      return { ...collector.finish(), redactions };
    },
  };
}
