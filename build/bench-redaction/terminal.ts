// What redaction does to a real command in a real terminal: how fast its output arrives with and without, and for how long
// the main loop is kept at a time.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { PipeRunner } from '../../app/adapters/pipe-runner.ts';
import { PtyRunner } from '../../app/adapters/pty-runner.ts';
import type { Runner } from '../../app/core/ports/runner.ts';
import { buildMatcher } from '../../app/core/redaction/matcher.ts';
import { outputPipelineOver } from '../../app/core/redaction/output-pipeline.ts';
import type { Target } from './figures.ts';
import { cpuNow, mega, sayTable } from './figures.ts';
import { linesOf } from './latency.ts';
import { someSecrets } from './secrets.ts';
import { buildLog, nearMisses } from './streams.ts';
import type { Speeds } from './throughput.ts';

const fileBytes = 64 * 1024 * 1024;
const rounds = 2;

interface Seen {
  /** Per second, from the first byte to the last. */
  readonly bytes: number;
  /** ms that a timer of 1 ms came late. Other programs of a busy machine make it later. */
  readonly late: number;
  /** The most that was computed between two turns of the main loop, ms. */
  readonly kept: number;
}

type Sink = (chunk: Uint8Array) => void;

/** `cat` of 64 MiB in lines of 80 bytes. */
export async function benchTerminal(targets: Target[], { buildLog: pipelineSpeed }: Speeds): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-bench-'));
  try {
    const secrets = someSecrets(100);
    const matcher = buildMatcher(secrets);
    const log = join(folder, 'log');
    const hostile = join(folder, 'hostile');
    await writeFile(log, repeated(Buffer.concat(linesOf(buildLog(secrets, fileBytes / 8)))));
    await writeFile(hostile, repeated(nearMisses(secrets, fileBytes / 8, 'anywhere')));
    const plain = () => () => undefined;
    const redacted = () => {
      const pipeline = outputPipelineOver(matcher);
      return (chunk: Uint8Array) => void pipeline.push(chunk);
    };
    const terminal = new PtyRunner();
    const pipes = new PipeRunner();
    const bare = await bestOf(terminal, log, plain);
    const rows: readonly (readonly [string, Seen])[] = [
      ['terminal, build log, as it is', bare],
      ['terminal, build log, redacted', await bestOf(terminal, log, redacted)],
      ['terminal, near misses, redacted', await bestOf(terminal, hostile, redacted)],
      ['pipes, build log, as it is', await bestOf(pipes, log, plain)],
      ['pipes, build log, redacted', await bestOf(pipes, log, redacted)],
      ['pipes, near misses, redacted', await bestOf(pipes, hostile, redacted)],
    ];
    sayTable(
      'cat of 64 MiB at 100 secrets: MB/s received; ms computed in one turn of the main loop; ms a timer was late',
      [
        ['', 'MB/s', 'one turn', 'late'],
        ...rows.map(([what, { bytes, kept, late }]) => [
          what,
          (bytes / mega).toFixed(0),
          kept.toFixed(1),
          late.toFixed(1),
        ]),
      ],
    );
    targets.push({
      what: 'pipeline, build log, 100 secrets, of what the terminal delivers',
      aim: '≥ 2 times',
      measured: `${(pipelineSpeed / bare.bytes).toFixed(2)} times`,
      met: pipelineSpeed >= 2 * bare.bytes,
    });
    for (const [what, { kept }] of rows.filter(([name]) => name.endsWith('redacted'))) {
      targets.push({
        what: `main loop kept by ${what}`,
        aim: '≤ 8 ms',
        measured: `${kept.toFixed(1)} ms`,
        met: kept <= 8,
      });
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

function repeated(bytes: Buffer): Buffer {
  return Buffer.concat(Array.from({ length: fileBytes / bytes.length }, () => bytes));
}

/** Of two rounds the better figure each. */
async function bestOf(runner: Runner, file: string, sink: () => Sink): Promise<Seen> {
  const seen: Seen[] = [];
  for (let round = 0; round < rounds; round++) seen.push(await catThrough(runner, file, sink()));
  return {
    bytes: Math.max(...seen.map(({ bytes }) => bytes)),
    late: Math.min(...seen.map(({ late }) => late)),
    kept: Math.min(...seen.map(({ kept }) => kept)),
  };
}

async function catThrough(runner: Runner, file: string, take: Sink): Promise<Seen> {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  const turn = turnProbe();
  let first = 0;
  let last = 0;
  let bytes = 0;
  const spec = { file: '/bin/cat', args: [file], env: {}, cwd: '/', stdin: null, tty: true, timeoutMs: 60_000 };
  await runner.run(
    spec,
    (chunk) => {
      turn.work();
      if (bytes === 0) {
        first = performance.now();
        delays.enable();
      }
      take(chunk);
      bytes += chunk.length;
      last = performance.now();
    },
    new AbortController().signal,
  );
  delays.disable();
  // The probe itself waits 1 ms.
  return { bytes: bytes / ((last - first) / 1000), late: Math.max(0, delays.max / 1e6 - 1), kept: turn.most() };
}

/** How much is computed from the first chunk of a turn of the main loop until other things get theirs. */
function turnProbe() {
  let began: number | null = null;
  let most = 0;
  return {
    work() {
      if (began !== null) return;
      const start = cpuNow();
      began = start;
      setImmediate(() => {
        most = Math.max(most, cpuNow() - start);
        began = null;
      });
    },
    most: () => most,
  };
}
