import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Runner } from '../core/ports/runner.ts';
import { PipeRunner } from './pipe-runner.ts';
import { PtyRunner } from './pty-runner.ts';

const megabyte = 1024 * 1024;

/** Counts the output of `size` bytes of `x`, and how much memory the process took on at most meanwhile. */
async function measure(runner: Runner, size: number): Promise<{ bytes: number; grownBy: number }> {
  const before = process.memoryUsage.rss();
  let bytes = 0;
  let peak = before;
  const spec = {
    file: '/bin/sh',
    args: ['-c', `head -c ${size} /dev/zero | tr '\\0' x`],
    env: { PATH: '/usr/bin:/bin' },
    cwd: '/',
    stdin: null,
    tty: true,
    timeoutMs: 120_000,
  };
  const count = (chunk: Uint8Array) => {
    bytes += chunk.length;
    if (chunk[0] !== 120 || chunk.at(-1) !== 120) assert.fail('other bytes');
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  await runner.run(spec, count, new AbortController().signal);
  return { bytes, grownBy: peak - before };
}

test('a gibibyte through pipes arrives whole and takes no memory', async () => {
  const { bytes, grownBy } = await measure(new PipeRunner(), 1024 * megabyte);
  assert.equal(bytes, 1024 * megabyte);
  assert.ok(grownBy < 200 * megabyte, `${grownBy}`);
});

test('200 MiB through a terminal arrive whole and take no memory', async () => {
  const { bytes, grownBy } = await measure(new PtyRunner(), 200 * megabyte);
  assert.equal(bytes, 200 * megabyte);
  assert.ok(grownBy < 200 * megabyte, `${grownBy}`);
});
