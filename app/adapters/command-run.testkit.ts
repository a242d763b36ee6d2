// For the runners' tests: runs shell lines, and asks the system's own `ps` what is left of them.
import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readdirSync } from 'node:fs';
import type { RunExit, Runner, RunSpec } from '../core/ports/runner.ts';
import { PipeRunner } from './pipe-runner.ts';
import { PtyRunner } from './pty-runner.ts';

export const bothRunners: readonly (readonly [name: string, runner: Runner, newline: string])[] = [
  ['terminal', new PtyRunner(), '\r\n'],
  ['pipes', new PipeRunner(), '\n'],
];

export interface Ran {
  readonly exit: RunExit;
  readonly bytes: Buffer;
  readonly text: string;
  readonly durationMs: number;
}

export interface RunTrial extends Partial<RunSpec> {
  readonly signal?: AbortSignal;
  readonly onOutput?: (chunk: Uint8Array) => void;
}

/** Runs `line` by /bin/sh, or the program that `trial` names instead, and collects its output. */
export async function runLine(runner: Runner, line: string, trial: RunTrial = {}): Promise<Ran> {
  const { signal = new AbortController().signal, onOutput = () => {}, ...spec } = trial;
  const chunks: Buffer[] = [];
  const started = performance.now();
  const exit = await runner.run(
    {
      file: '/bin/sh',
      args: ['-c', line],
      env: { PATH: '/usr/local/bin:/usr/bin:/bin' },
      cwd: '/',
      stdin: null,
      tty: true,
      timeoutMs: 30_000,
      ...spec,
    },
    (chunk) => {
      chunks.push(Buffer.from(chunk));
      onOutput(chunk);
    },
    signal,
  );
  const bytes = Buffer.concat(chunks);
  return { exit, bytes, text: bytes.toString('latin1'), durationMs: performance.now() - started };
}

/** Seconds to sleep that no other process sleeps, so that `ps` can find the sleeper. */
export function uniqueSeconds(): string {
  return `${randomInt(3000, 9000)}.${randomInt(100_000, 999_999)}`;
}

/** The command lines of living processes that hold `token`, as `ps` tells. */
export function leftOf(token: string): string[] {
  const lines = execFileSync('ps', ['-A', '-o', 'stat=,args='], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => line.includes(token) && !line.startsWith('Z'));
}

/** How many descriptors this process has open (Linux; the listing itself takes one). */
export function openDescriptors(): number {
  return readdirSync('/proc/self/fd').length - 1;
}
