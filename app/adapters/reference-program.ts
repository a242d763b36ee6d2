// Runs a program that knows a value and takes what it prints, for references. No shell, no terminal, no input, nothing inherited.
import { setTimeout as sleep } from 'node:timers/promises';
import { BrokerError, type FaultCode } from '../contract/fault.ts';
import { wipe } from '../core/crypto/wipe.ts';
import { type OutputPipe, openOutput } from './command-pipes.ts';
import { newMark, spawnDetached } from './detached-spawn.ts';
import { followGroup } from './process-group.ts';

/** After the program's end, for what is still in its pipes: something it left running may hold them open for ever. */
const settleMs = 250;
/** Enough to tell why it failed. */
const maxComplaintBytes = 64 * 1024;

export interface ValueProgram {
  /** Absolute path. */
  readonly file: string;
  readonly argv0: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

export interface Printed {
  readonly exitCode: number | null;
  /** Wiped by the caller, both. `complaint` is standard error, cut. */
  readonly printed: Buffer;
  readonly complaint: Buffer;
}

/**
 * Runs to the program's own end. What it then leaves running is let be: it may be an agent that others use by now. On time-out,
 * abort and too much output everything that it started is ended, and waited for.
 * @throws BrokerError reference_timeout, reference_too_large, reference_failed (also on abort, and when it cannot be started),
 * run_failed when there is no pipe to be had
 */
export async function runValueProgram(program: ValueProgram, signal: AbortSignal): Promise<Printed> {
  if (signal.aborted) throw new BrokerError('reference_failed');
  const { promise: cut, resolve: cutWith } = Promise.withResolvers<FaultCode>();
  const printed = new Held(program.maxBytes);
  const complaint = new Held(maxComplaintBytes);
  const pipes: OutputPipe[] = [];
  const timer = setTimeout(() => cutWith('reference_timeout'), program.timeoutMs);
  const abort = () => cutWith('reference_failed');
  signal.addEventListener('abort', abort);
  try {
    pipes.push(openOutput((chunk) => void (printed.take(chunk) || cutWith('reference_too_large'))));
    pipes.push(openOutput((chunk) => void complaint.take(chunk)));
    const { file, argv0, args } = program;
    const mark = newMark();
    const stdio = ['ignore' as const, ...pipes.map(({ end }) => end)];
    const child = spawnDetached({ file, argv0, args, env: program.env, cwd: '/', stdio, mark });
    for (const pipe of pipes) pipe.given();
    if (child === null) throw new BrokerError('reference_failed');
    const group = followGroup(child, mark);
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve)).then(async (exitCode) => {
      const drained = Promise.all(pipes.map((pipe) => pipe.ended));
      await Promise.race([drained, sleep(settleMs, undefined, { ref: false })]);
      return { exitCode };
    });
    const end = await Promise.race([cut, ended]);
    if (typeof end === 'string') {
      await group.end();
      throw new BrokerError(end);
    }
    return { exitCode: end.exitCode, printed: printed.bytes(), complaint: complaint.bytes() };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
    for (const pipe of pipes) pipe.close();
    printed.wipe();
    complaint.wipe();
  }
}

/** Bytes up to a limit; what comes after it is dropped. Each chunk is wiped where it came from. */
class Held {
  readonly #chunks: Buffer[] = [];
  #room: number;

  constructor(maxBytes: number) {
    this.#room = maxBytes;
  }

  /** false: there was no room for all of it. */
  take(chunk: Uint8Array): boolean {
    const kept = chunk.subarray(0, this.#room);
    this.#room -= kept.length;
    this.#chunks.push(Buffer.from(kept));
    wipe(chunk);
    return kept.length === chunk.length;
  }

  /** A copy. */
  bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  wipe(): void {
    wipe(...this.#chunks);
  }
}
