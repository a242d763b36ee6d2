import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { bothRunners, leftOf, runLine, uniqueSeconds } from './command-run.testkit.ts';
import { PipeRunner } from './pipe-runner.ts';

const mebibyte = 1024 * 1024;

/** Computes for at least `ms`. */
function compute(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

/** The most chunks that were taken before anything else in the event loop had its turn. */
function turnProbe() {
  let chunks = 0;
  let most = 0;
  return {
    taken() {
      if (chunks === 0) setImmediate(() => (chunks = 0));
      chunks += 1;
      most = Math.max(most, chunks);
    },
    most: () => most,
  };
}

for (const [name, runner] of bothRunners) {
  // A terminal hands over 4 KiB at a time: as many chunks.
  const size = name === 'terminal' ? 16 * mebibyte : 64 * mebibyte;

  test(`${name}: a flood of ${size} bytes arrives whole, and everything else has its turn meanwhile`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'run-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const expected = Buffer.from(randomBytes((size / 4) * 3).toString('base64'));
    const file = join(folder, 'flood');
    writeFileSync(file, expected);
    const probe = turnProbe();
    let length = 0;
    let isSame = true;
    const take = (chunk: Uint8Array) => {
      probe.taken();
      isSame &&= expected.subarray(length, length + chunk.length).equals(chunk);
      length += chunk.length;
      compute(1);
    };
    const spec = { file: '/bin/cat', args: [file], env: {}, cwd: '/', stdin: null, tty: true, timeoutMs: 60_000 };
    const exit = await runner.run(spec, take, new AbortController().signal);
    assert.deepEqual(exit, { exitCode: 0, signal: null, end: 'exited' });
    assert.deepEqual([isSame, length], [true, expected.length]);
    // Three, as each takes a millisecond; and the end of a terminal's output, some 20 KiB, comes at once.
    assert.ok(probe.most() <= (name === 'terminal' ? 8 : 3), `${probe.most()}`);
  });

  test(`${name}: an abort while reading has stopped ends the run`, async () => {
    const seconds = uniqueSeconds();
    const stop = new AbortController();
    const onOutput = () => {
      compute(5);
      process.nextTick(() => stop.abort());
    };
    const { exit } = await runLine(runner, `yes ${seconds}`, { signal: stop.signal, onOutput });
    assert.equal(exit.end, 'aborted');
    assert.deepEqual(leftOf(seconds), []);
  });

  test(`${name}: what a command printed that ends while reading has stopped is kept`, async () => {
    const token = uniqueSeconds();
    const held = name === 'terminal' ? 10_000 : 60_000;
    const onOutput = () => {
      while (leftOf(token).length > 0); // A command that has ended is a zombie until the event loop turns.
    };
    const { bytes, exit } = await runLine(runner, `head -c ${held} /dev/zero; : ${token}`, { onOutput });
    assert.equal(exit.exitCode, 0);
    assert.equal(bytes.length, held);
  });
}

test('commands that flood at the same time share a turn', async () => {
  const flood = `head -c ${4 * mebibyte} /dev/zero`;
  const probe = turnProbe();
  const onOutput = () => {
    probe.taken();
    compute(1);
  };
  const both = () => runLine(new PipeRunner(), `${flood} >&2 & ${flood}; wait`, { onOutput });
  for (const { bytes } of await Promise.all([both(), both()])) assert.equal(bytes.length, 8 * mebibyte);
  // The first of four pipes takes the turn, and the others a chunk each.
  assert.ok(probe.most() <= 6, `${probe.most()}`);
});
