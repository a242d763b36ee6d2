// How many bytes go through redaction in a second of computing, beside Buffer.indexOf of an absent byte over the same chunks.
import type { Matcher } from '../../app/core/redaction/matcher.ts';
import { buildMatcher } from '../../app/core/redaction/matcher.ts';
import { outputPipelineOver } from '../../app/core/redaction/output-pipeline.ts';
import type { Redactor } from '../../app/core/redaction/redactor.ts';
import { redactorOver } from '../../app/core/redaction/redactor.ts';
import type { Target } from './figures.ts';
import { cpuNow, mega, sayTable } from './figures.ts';
import { someSecrets } from './secrets.ts';
import { chunksOf, nearMisses, streamsOver } from './streams.ts';

export type Engine = readonly [name: string, over: (matcher: Matcher) => Redactor];
export const engines: readonly Engine[] = [
  ['redactor', redactorOver],
  ['pipeline', outputPipelineOver],
];

const sizes = [1, 10, 100, 1000];
const streamBytes = 4 * 1024 * 1024;
const passesMs = 1000;

/** Bytes per second: of the pipeline on a build log at 100 secrets, and of the search for an absent byte. */
export interface Speeds {
  readonly buildLog: number;
  readonly absentByte: number;
}

export function benchThroughput(targets: Target[]): Speeds {
  const speeds = new Map<string, number>();
  const names = new Set<string>();
  let absentByte = 0;
  for (const size of sizes) {
    const secrets = someSecrets(size);
    const matcher = buildMatcher(secrets);
    for (const { name, bytes } of streamsOver(secrets, streamBytes)) {
      names.add(name);
      const chunks = chunksOf(bytes);
      if (size === 100 && name === 'build log') absentByte = searchSpeed(bytes);
      for (const [engine, over] of engines) {
        speeds.set(
          `${engine} ${name} ${size}`,
          fastestOf(chunks, () => {
            const redactor = over(matcher);
            return (chunk) => void redactor.push(chunk);
          }),
        );
      }
    }
  }
  sayTable(
    `throughput, MB per second of computing, in chunks of 64 KiB; indexOf of an absent byte: ${(absentByte / mega).toFixed(0)}`,
    [
      ['secrets', ...sizes.map(String), 'of indexOf at 100'],
      ...engines.flatMap(([engine]) =>
        [...names].map((name) => {
          const at = (size: number) => speeds.get(`${engine} ${name} ${size}`) ?? 0;
          return [
            `${engine}, ${name}`,
            ...sizes.map((size) => (at(size) / mega).toFixed(at(size) < 10 * mega ? 1 : 0)),
            percent(at(100) / absentByte),
          ];
        }),
      ),
    ],
  );
  for (const [engine] of engines) {
    const log = speeds.get(`${engine} build log 100`) ?? 0;
    targets.push({
      what: `${engine}, build log, 100 secrets, of indexOf`,
      aim: '≥ 0.80 %',
      measured: percent(log / absentByte),
      met: log / absentByte >= 0.008,
    });
    for (const name of ['near misses', 'beginnings']) {
      const share = (speeds.get(`${engine} ${name} 100`) ?? 0) / log;
      targets.push({
        what: `${engine}, ${name}, 100 secrets, of build log`,
        aim: '≥ 10 %',
        measured: percent(share),
        met: share >= 0.1,
      });
    }
  }
  return { buildLog: speeds.get('pipeline build log 100') ?? 0, absentByte };
}

/** The hostile stream twice as long takes twice the time. */
export function benchLinearity(targets: Target[]): void {
  const secrets = someSecrets(100);
  const matcher = buildMatcher(secrets);
  const long = nearMisses(secrets, 4 * streamBytes, 'anywhere');
  for (const [engine, over] of engines) {
    const timeOf = (bytes: Buffer) => Math.min(...[1, 2, 3].map(() => passMs(over(matcher), chunksOf(bytes))));
    const short = timeOf(long.subarray(0, 2 * streamBytes));
    const ratio = timeOf(long) / short;
    targets.push({
      what: `${engine}, near misses, 16 MiB against 8 MiB (${short.toFixed(0)} ms)`,
      aim: '2 times',
      measured: `${ratio.toFixed(2)} times`,
      met: ratio < 2.4,
    });
  }
}

/** How long one pass takes, with its end. */
export function passMs(redactor: Redactor, chunks: readonly Buffer[]): number {
  const began = cpuNow();
  for (const chunk of chunks) redactor.push(chunk);
  redactor.end();
  return cpuNow() - began;
}

/**
 * Bytes per second, each chunk counted at the best of its passes: what else the machine does, which comes and goes, is not
 * measured. There are three passes at least, and so many as the time allows.
 */
function fastestOf(chunks: readonly Buffer[], take: () => (chunk: Buffer) => void): number {
  const best = chunks.map(() => Number.POSITIVE_INFINITY);
  const stop = cpuNow() + passesMs;
  for (let passes = 0; passes < 3 || cpuNow() < stop; passes++) {
    const push = take();
    for (const [i, chunk] of chunks.entries()) {
      const began = cpuNow();
      push(chunk);
      best[i] = Math.min(best[i] ?? 0, cpuNow() - began);
    }
  }
  const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  return bytes / (best.reduce((sum, ms) => sum + ms, 0) / 1000);
}

/** Of more than a processor's caches hold, as a stream is, and so much at a time that it can be measured. */
function searchSpeed(bytes: Buffer): number {
  const block = Buffer.concat([bytes, bytes]);
  return fastestOf(
    Array.from({ length: 8 }, () => Buffer.from(block)),
    () => (chunk) => void chunk.indexOf(0),
  );
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}
