// How long one push takes: of a whole chunk, and of a line, which must not wait for what comes after it.
import { buildMatcher } from '../../app/core/redaction/matcher.ts';
import type { Redactor } from '../../app/core/redaction/redactor.ts';
import type { Target } from './figures.ts';
import { cpuNow, percentile, sayTable, spread } from './figures.ts';
import { someSecrets } from './secrets.ts';
import { buildLog, chunksOf, piecesOnly, streamsOver } from './streams.ts';
import { engines } from './throughput.ts';

const streamBytes = 4 * 1024 * 1024;
const passes = 3;
const lineBytes = 80;
const lines = 20_000;

/** Each chunk is pushed in several passes: the first figures are of all pushes, the last counts each chunk at its best. */
export function benchChunks(targets: Target[]): void {
  const secrets = someSecrets(100);
  const matcher = buildMatcher(secrets);
  const streams = [
    ...streamsOver(secrets, streamBytes),
    { name: 'pieces only', bytes: piecesOnly(secrets, streamBytes) },
  ];
  const rows = engines.flatMap(([engine, over]) =>
    streams.map(({ name, bytes }) => {
      const chunks = chunksOf(bytes);
      const timed = Array.from({ length: passes }, () => pushTimes(over(matcher), chunks));
      const atBest = chunks.map((_, i) => Math.min(...timed.map((times) => times[i] ?? 0)));
      return { engine, name, all: timed.flat(), worst: Math.max(...atBest) };
    }),
  );
  sayTable('one push of 64 KiB at 100 secrets, ms of computing', [
    ['', 'p50', 'p99', 'most', 'most at best'],
    ...rows.map(({ engine, name, all, worst }) => [`${engine}, ${name}`, ...spread(all, 2), worst.toFixed(2)]),
  ]);
  for (const [engine] of engines) {
    const own = rows.filter((row) => row.engine === engine);
    const worst = Math.max(...own.map((row) => row.worst));
    const most = Math.max(...own.map(({ all }) => percentile(all, 99)));
    targets.push({
      what: `${engine}, worst chunk of 64 KiB (p99 of the slowest stream ${most.toFixed(1)} ms)`,
      aim: '≤ 8 ms',
      measured: `${worst.toFixed(2)} ms`,
      met: worst <= 8,
    });
  }
}

/** Ordinary lines one by one. What stays held back after one of them waits for the next, however long that takes. */
export function benchLines(targets: Target[]): void {
  const matcher = buildMatcher(someSecrets(100));
  const text = linesOf(buildLog([], lines * lineBytes));
  const rows = engines.map(([engine, over]) => {
    pushTimes(over(matcher), text);
    const times = pushTimes(over(matcher), text);
    return { engine, times, held: heldBack(over(matcher), text) };
  });
  sayTable('one line of 80 bytes at 100 secrets: µs of computing in its push, and bytes held back after it', [
    ['', 'p50', 'p99', 'most', 'held p50', 'p99', 'most'],
    ...rows.map(({ engine, times, held }) => [
      engine,
      ...spread(
        times.map((ms) => ms * 1000),
        0,
      ),
      ...spread(held, 0),
    ]),
  ]);
  for (const { engine, times } of rows) {
    const p99 = percentile(times, 99);
    targets.push({
      what: `${engine}, a line, p99`,
      aim: '≤ 2 ms',
      measured: `${p99.toFixed(3)} ms`,
      met: p99 <= 2,
    });
  }
}

/** Each line ends in a line feed and is 80 bytes long. */
export function linesOf(bytes: Buffer): readonly Buffer[] {
  return chunksOf(bytes, lineBytes).map((line) => {
    const text = Buffer.from(line.map((byte) => (byte < 0x20 || byte > 0x7e ? 0x20 : byte)));
    text[text.length - 1] = 0x0a;
    return text;
  });
}

function pushTimes(redactor: Redactor, chunks: readonly Buffer[]): number[] {
  return chunks.map((chunk) => {
    const began = cpuNow();
    redactor.push(chunk);
    return cpuNow() - began;
  });
}

function heldBack(redactor: Redactor, chunks: readonly Buffer[]): number[] {
  let held = 0;
  return chunks.map((chunk) => {
    held += chunk.length - redactor.push(chunk).length;
    return held;
  });
}
