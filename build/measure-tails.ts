// Measures whether short terminal runs lose the end of their output, at several sizes and stalls of the event loop. Some 4 minutes.
import { PtyRunner } from '../app/adapters/pty-runner.ts';
import { probeTails } from '../app/adapters/pty-tail.probe.ts';

const quiet = { stallMs: 0, freeMs: 1000 };
const busy = { stallMs: 30, freeMs: 5 };
// A terminal hands over only some kilobytes between two stalls.
const busyAndLong = { stallMs: 40, freeMs: 100 };
for (const [size, stalls] of [
  [5_000, quiet],
  [20_480, quiet],
  [100_000, quiet],
  [3_000_000, quiet],
  [5_000, busy],
  [20_480, busy],
  [100_000, busy],
  [3_000_000, busyAndLong],
] as const) {
  const { runs, lost, millisecondsPerRun } = await probeTails(new PtyRunner(), size, 200, stalls);
  const timing = `${stalls.stallMs}/${stalls.freeMs} ms stalls, ${millisecondsPerRun.toFixed(1)} ms a run`;
  console.log(`${size} bytes: ${lost} of ${runs} lost (${timing})`);
}
