// Measures one thing about memory in a process of its own and prints it as one line of JSON. Started with --expose-gc.
import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { ThreadMatcherBuilder } from '../../app/adapters/matcher-builder.ts';
import { SecretName } from '../../app/contract/vocabulary.ts';
import { buffersOf, buildMatcher, type Matcher, type SecretValue } from '../../app/core/redaction/matcher.ts';
import { outputPipelineOver } from '../../app/core/redaction/output-pipeline.ts';
import { cpuNow } from './figures.ts';
import { someSecrets } from './secrets.ts';
import { buildLog, chunksOf } from './streams.ts';

const mebi = 1024 * 1024;
const longestMs = 60_000;
const [what = '', count = '0'] = process.argv.slice(2);
const works: Readonly<Record<string, (count: number) => Promise<object> | object>> = {
  index: (secrets) => indexOver(someSecrets(secrets)),
  value: (length) => {
    const value = randomBytes((length / 4) * 3).toString('base64');
    return indexOver([{ name: SecretName.parse('bench/long'), value }], value);
  },
  log: (length) => passed(length, buildLog(someSecrets(100), 8 * mebi)),
  newlines: (length) => passed(length, Buffer.alloc(8 * mebi, '\n')),
  line: (length) => passed(length, Buffer.from(buildLog([], 8 * mebi).map((byte) => (byte === 0x0a ? 0x20 : byte)))),
};
process.stdout.write(`${JSON.stringify(await works[what]?.(Number(count)))}\n`);

/** The index as the app makes it, in a thread that was started before: the first, and the same again; and its memory. */
async function indexOver(secrets: readonly SecretValue[], leak = '') {
  const builder = new ThreadMatcherBuilder(new URL('../../app/adapters/matcher-thread.ts', import.meta.url));
  const timed = async () => {
    const values = secrets.map(({ name, value }) => ({ name, bytes: Buffer.from(value) }));
    const began = cpuNow();
    const loop = performance.eventLoopUtilization();
    const matcher = await builder.build(values);
    return { ms: cpuNow() - began, loopMs: performance.eventLoopUtilization(loop).active, matcher };
  };
  await builder.build([]);
  const rss = process.memoryUsage.rss();
  const { ms: firstMs, loopMs, matcher } = await timed();
  const bytes = buffersOf(matcher).reduce((sum, { byteLength }) => sum + byteLength, 0);
  const grown = process.memoryUsage.rss() - rss;
  const { ms: againMs } = secrets.length > 1000 ? { ms: firstMs } : await timed();
  builder.forget();
  const log = buildLog([], 4 * mebi);
  const pipeline = outputPipelineOver(matcher);
  const start = cpuNow();
  for (const chunk of chunksOf(log)) pipeline.push(chunk);
  const speed = log.length / ((cpuNow() - start) / 1000);
  return { firstMs, againMs, loopMs, bytes, grown, speed, shown: leak === '' ? 0 : lettersLeft(matcher, leak) };
}

/** How many letters and digits of the value come out again when it is printed. */
function lettersLeft(matcher: Matcher, value: string): number {
  const pipeline = outputPipelineOver(matcher);
  const out = [...chunksOf(Buffer.from(value)).map((chunk) => pipeline.push(chunk)), pipeline.end()];
  return Buffer.concat(out)
    .toString()
    .replace(/\[REDACTED:[^\]]*\]|[^A-Za-z0-9]/g, '').length;
}

/** `length` bytes in chunks of 64 KiB, the block over and over; fewer when that takes too long. */
function passed(length: number, block: Buffer) {
  const pipeline = outputPipelineOver(buildMatcher(someSecrets(100)));
  const chunks = chunksOf(block);
  global.gc?.();
  const before = process.memoryUsage.rss();
  let most = before;
  let worstMs = 0;
  let bytes = 0;
  const began = cpuNow();
  const stop = performance.now() + longestMs;
  for (let i = 0; bytes < length && performance.now() < stop; i++) {
    const chunk = chunks[i % chunks.length]?.subarray(0, length - bytes) ?? block;
    const start = cpuNow();
    pipeline.push(chunk);
    worstMs = Math.max(worstMs, cpuNow() - start);
    bytes += chunk.length;
    if (i % 64 === 0) most = Math.max(most, process.memoryUsage.rss());
  }
  pipeline.end();
  const seconds = (cpuNow() - began) / 1000;
  global.gc?.();
  return { bytes, speed: bytes / seconds, grown: most - before, left: process.memoryUsage.rss() - before, worstMs };
}
