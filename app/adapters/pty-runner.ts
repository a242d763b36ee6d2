// Runs a command in a pseudo-terminal and loses nothing of its output. The one importer of node-pty, of which it takes only
// the native `open`: Node starts the command, so that a failed start is told as one. Input is a pipe: the terminal echoes none.
import { closeSync, readSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import * as nodePty from 'node-pty';
import { BrokerError } from '../contract/fault.ts';
import type { RunExit, Runner, RunSpec } from '../core/ports/runner.ts';
import { screenColumns, screenRows } from '../core/ports/screen.ts';
import { guardSink, notStarted, startCommand, untilGone } from './command-life.ts';
import { takeOutput } from './command-output.ts';
import { closeOnExec } from './native-library.ts';

/** The kernel holds some 20 KiB of a terminal's output; more comes only from a process that could not be ended. */
const maxTailBytes = 64 * 1024;

export class PtyRunner implements Runner {
  async run(spec: RunSpec, onOutput: Parameters<Runner['run']>[1], signal: AbortSignal): Promise<RunExit> {
    if (signal.aborted) return notStarted;
    const sink = guardSink(onOutput, signal);
    const terminal = openTerminal(spec.size ?? null, (chunk) => sink.hand(chunk, 'out'));
    try {
      const { slave } = terminal;
      const command = startCommand(spec, slave, slave);
      const exit = await untilGone(command, spec.timeoutMs, sink.signal);
      terminal.readTail();
      sink.rethrow();
      return exit;
    } finally {
      terminal.close();
    }
  }
}

interface Terminal {
  /** The command's side. Held open here as well: without a holder the kernel reports a hang-up, and Node drops the tail. */
  readonly slave: number;
  /** Hands on what the kernel still holds. Everything written before is there: reading waits for the terminal's own work. */
  readTail(): void;
  close(): void;
}

function openTerminal(size: RunSpec['size'], onChunk: (chunk: Uint8Array) => unknown): Terminal {
  const { master, slave } = openPair(size?.columns ?? screenColumns, size?.rows ?? screenRows);
  const { stream } = takeOutput((options) => new ReadStream(master, options), onChunk);
  return {
    slave,
    readTail() {
      stream.pause();
      const buffer = Buffer.alloc(4096);
      for (let total = 0, length = -1; length !== 0 && total < maxTailBytes; total += length) {
        length = readNow(master, buffer);
        if (length > 0) onChunk(buffer.subarray(0, length));
      }
    },
    close() {
      stream.destroy();
      closeSync(slave);
    },
  };
}

/** 0: nothing is there. */
function readNow(fd: number, buffer: Buffer): number {
  try {
    return readSync(fd, buffer);
  } catch {
    return 0; // EAGAIN: empty.
  }
}

function openPair(columns: number, rows: number): { readonly master: number; readonly slave: number } {
  try {
    const { master, slave } = asPair(native().open(columns, rows));
    // node-pty leaves both open for every program started later: another run could read this one's output.
    closeOnExec(master);
    closeOnExec(slave);
    return { master, slave };
  } catch (cause) {
    throw new BrokerError('run_failed', { cause });
  }
}

/** `native` is exported but not typed: it is not node-pty's public API, so each use is checked here. */
function native(): { open(columns: number, rows: number): unknown } {
  const loaded: object = nodePty;
  const found = 'native' in loaded ? loaded.native : null;
  if (!hasOpen(found)) throw new TypeError('node-pty has no native open');
  return found;
}

function hasOpen(value: unknown): value is { open(columns: number, rows: number): unknown } {
  return typeof value === 'object' && value !== null && 'open' in value && typeof value.open === 'function';
}

function asPair(value: unknown): { readonly master: number; readonly slave: number } {
  if (typeof value === 'object' && value !== null && 'master' in value && 'slave' in value) {
    const { master, slave } = value;
    if (typeof master === 'number' && typeof slave === 'number') return { master, slave };
  }
  throw new TypeError('node-pty opened no terminal');
}
