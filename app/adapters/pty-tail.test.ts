import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PtyRunner } from './pty-runner.ts';
import { probeTails } from './pty-tail.probe.ts';

const busy = { stallMs: 10, freeMs: 5 };

for (const [size, runs, stalls] of [
  [5_000, 200, busy],
  [20_480, 100, busy],
  [100_000, 15, busy],
  [100_000, 200, null],
  [3_000_000, 5, { stallMs: 40, freeMs: 100 }],
  // node-pty’s own stream is destroyed 200 ms after the exit: with it, nearly every one of these loses its end.
  [20_480, 10, { stallMs: 250, freeMs: 20 }],
] as const) {
  const loop = stalls === null ? 'an idle' : 'a busy';
  test(`${runs} commands that print ${size} bytes and end at once lose none of it, with ${loop} event loop`, async () => {
    const { lost } = await probeTails(new PtyRunner(), size, runs, stalls ?? { stallMs: 0, freeMs: 1000 });
    assert.equal(lost, 0);
  });
}
