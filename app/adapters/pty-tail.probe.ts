// Counts terminal runs whose output came back incomplete, with the event loop kept busy. Runs in anything that has an event
// loop: the tests, Electron's main process, and `node build/measure-tails.ts` for the whole measurement.
import type { Runner } from '../core/ports/runner.ts';

export interface TailProbe {
  /** Bytes that each run prints, about. */
  readonly size: number;
  readonly runs: number;
  /** Runs of which the last byte, or any other, is missing or wrong. */
  readonly lost: number;
  readonly millisecondsPerRun: number;
}

export interface Stalls {
  /** The event loop is blocked for so long … */
  readonly stallMs: number;
  /** … and free for so long, in turn. */
  readonly freeMs: number;
}

/** One alone spends most of its time waiting for the blocked loop. */
const atOnce = 4;

/** Every run prints `seq 1 N` and ends at once. */
export async function probeTails(runner: Runner, size: number, runs: number, stalls: Stalls): Promise<TailProbe> {
  const last = lastNumber(size);
  const expected = Buffer.from(Array.from({ length: last }, (_, index) => `${index + 1}\r\n`).join(''));
  const stalling = setInterval(() => block(stalls.stallMs), stalls.freeMs);
  const started = performance.now();
  let [begun, lost] = [0, 0];
  const lane = async (): Promise<void> => {
    while (begun < runs) {
      begun += 1;
      if (!(await printsWhole(runner, last, expected))) lost += 1;
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, lane));
  } finally {
    clearInterval(stalling);
  }
  return { size, runs, lost, millisecondsPerRun: (performance.now() - started) / runs };
}

async function printsWhole(runner: Runner, last: number, expected: Buffer): Promise<boolean> {
  let length = 0;
  let isSame = true;
  const compare = (chunk: Uint8Array) => {
    isSame &&= expected.subarray(length, length + chunk.length).equals(chunk);
    length += chunk.length;
  };
  const spec = { file: '/usr/bin/seq', args: ['1', String(last)], env: { PATH: '/usr/bin:/bin' }, cwd: '/' };
  const limits = { stdin: null, tty: true, timeoutMs: 60_000 };
  const { exitCode } = await runner.run({ ...spec, ...limits }, compare, new AbortController().signal);
  return exitCode === 0 && isSame && length === expected.length;
}

/** The N for which `seq 1 N` prints at least `size` bytes on a terminal. */
function lastNumber(size: number): number {
  let last = 0;
  for (let bytes = 0; bytes < size; ) {
    last += 1;
    bytes += String(last).length + 2;
  }
  return last;
}

function block(forMs: number): void {
  const until = performance.now() + forMs;
  while (performance.now() < until);
}
