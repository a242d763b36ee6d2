// The cost of the index, and input that is too much of something: each measured in a process of its own.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Target } from './figures.ts';
import { mega, sayTable } from './figures.ts';

const run = promisify(execFile);
const mebi = 1024 * 1024;

const Index = z.object({
  firstMs: z.number(),
  againMs: z.number(),
  loopMs: z.number(),
  bytes: z.number(),
  grown: z.number(),
  speed: z.number(),
  shown: z.number(),
});
const Passed = z.object({
  bytes: z.number(),
  speed: z.number(),
  grown: z.number(),
  left: z.number(),
  worstMs: z.number(),
});

export async function benchIndex(targets: Target[]): Promise<void> {
  const rows: string[][] = [];
  for (const secrets of [1, 10, 100, 1000]) {
    const index = Index.nullable().parse(await measured('index', secrets));
    if (index === null) {
      rows.push([`${secrets} secrets`, 'failed']);
      continue;
    }
    const { firstMs, againMs, loopMs, bytes, grown } = index;
    const times = [firstMs, againMs, loopMs].map((ms) => ms.toFixed(0));
    rows.push([`${secrets} secrets`, ...times, inMega(bytes), inMega(grown)]);
    if (secrets !== 100) continue;
    targets.push(
      {
        what: 'index of 100 secrets, first of its thread',
        aim: '≤ 150 ms',
        measured: `${firstMs.toFixed(0)} ms`,
        met: firstMs <= 150,
      },
      {
        what: 'index of 100 secrets, memory',
        aim: '≤ 25 MB',
        measured: `${inMega(bytes)} MB`,
        met: bytes <= 25 * mega,
      },
    );
  }
  sayTable(
    'index, made in a thread: ms of computing, first and again; ms of the main loop; MB of tables, and MB that the process grew by',
    [['', 'first', 'again', 'main loop', 'tables', 'process'], ...rows],
  );
}

export async function benchTooMuch(): Promise<void> {
  const passes: readonly (readonly [string, string, number])[] = [
    ['1 GiB of build log', 'log', 1024 * mebi],
    ['10 million newlines', 'newlines', 10 * mega],
    ['one line of 100 MB', 'line', 100 * mega],
  ];
  const rows: string[][] = [];
  for (const [what, work, length] of passes) {
    const passed = Passed.nullable().parse(await measured(work, length));
    if (passed === null) {
      rows.push([what, 'failed']);
      continue;
    }
    const { bytes, speed, grown, left, worstMs } = passed;
    const share = `${((bytes / length) * 100).toFixed(0)} %`;
    rows.push([what, share, (speed / mega).toFixed(0), inMega(grown), inMega(left), worstMs.toFixed(1)]);
  }
  sayTable(
    'much output at 100 secrets: MB/s; MB that the process grew by, most and at the end; ms of the longest push',
    [['', 'done in 60 s', 'MB/s', 'most', 'end', 'ms'], ...rows],
  );
  const indexes: readonly (readonly [string, string, number])[] = [
    ['10,000 secrets', 'index', 10_000],
    ['a value of 1 MiB', 'value', mebi],
  ];
  const found: string[][] = [];
  for (const [what, work, count] of indexes) {
    const index = Index.nullable().parse(await measured(work, count));
    if (index === null) {
      found.push([what, 'failed']);
      continue;
    }
    const { firstMs, bytes, speed, shown } = index;
    found.push([what, firstMs.toFixed(0), inMega(bytes), (speed / mega).toFixed(1), `${shown}`]);
  }
  sayTable('many or long values: ms to index, MB held, MB/s on a build log, letters of the value that came out', [
    ['', 'ms', 'MB', 'MB/s', 'shown'],
    ...found,
  ]);
}

/** What the child printed; null: it failed, as when its memory did not suffice. */
async function measured(what: string, count: number): Promise<unknown> {
  const child = join(import.meta.dirname, 'child.ts');
  try {
    const { stdout } = await run(process.execPath, ['--expose-gc', child, what, `${count}`]);
    return JSON.parse(stdout);
  } catch {
    return null;
  }
}

function inMega(bytes: number): string {
  return (bytes / mega).toFixed(bytes < 10 * mega ? 1 : 0);
}
