// Runs one program in the foreground, as a shell would: it has our terminal, gets our signals, and its exit code is ours.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { Stop } from './step.ts';

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Where and with which variables a program runs. Left out: as this process. */
export interface Surroundings {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** @returns the exit code, once the program has ended. @throws Stop when it cannot be started. */
export async function runToEnd(command: readonly string[], surroundings: Surroundings = {}): Promise<number> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { ...surroundings, stdio: 'inherit' });
  const forward = (signal: NodeJS.Signals) => child.kill(signal);
  for (const signal of FORWARDED) process.on(signal, forward);
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    return exitCodeOf(code, signal);
  } catch (error) {
    throw new Stop(`${program} did not start: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    for (const signal of FORWARDED) process.off(signal, forward);
  }
}

/** The exit code a shell would report: the program's own, or 128 and the signal's number. */
export function exitCodeOf(code: number | null, signal: NodeJS.Signals | null): number {
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}
