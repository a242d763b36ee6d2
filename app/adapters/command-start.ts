// Starts the command of a run, and tells how it ends. As `spawnDetached`, but for what gets descriptors alone, and on Linux without
// a copy of the page tables of the app, which costs more than all the rest of a short run.
import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { type DetachedProgram, spawnDetached } from './detached-spawn.ts';
import { closeAllOnExec, endOf, posixSpawn, startMarked } from './native-library.ts';
import type { Leader } from './process-group.ts';

export interface CommandEnd {
  readonly exitCode: number | null;
  readonly signal: string | null;
}

/** As of Node's own: `exitCode` and `signalCode` are null until its end was collected. */
export interface CommandLeader extends Leader {
  readonly pid: number;
  readonly exited: Promise<CommandEnd>;
}

export interface CommandProgram extends Omit<DetachedProgram, 'stdio'> {
  readonly stdio: readonly [stdin: number | null, stdout: number, stderr: number];
}

/** null: as of `spawnDetached`. */
export function startLeader(program: CommandProgram): CommandLeader | null {
  const { file, argv0 = file, args, cwd, stdio, mark } = program;
  const argv = [argv0, ...args];
  const env = Object.entries(program.env).map(([name, value]) => `${name}=${value}`);
  // C would take less than it was given.
  if ([file, cwd, ...argv, ...env].some((text) => text.includes('\0'))) return null;
  closeAllOnExec();
  listen();
  const pid = startMarked(mark, () => posixSpawn({ file, argv, env, cwd, stdio }));
  if (pid === undefined) return leaderOf(spawnDetached({ ...program, stdio: stdio.map((fd) => fd ?? 'ignore') }));
  return pid === null ? null : follow(pid);
}

/** One that Node collects. */
function leaderOf(child: ChildProcess | null): CommandLeader | null {
  if (child?.pid === undefined) return null;
  const exited = new Promise<CommandEnd>((resolve) => {
    child.once('exit', (exitCode, signal) => resolve({ exitCode, signal }));
  });
  // Its end is written where Node writes it.
  return Object.assign(child, { pid: child.pid, exited });
}

/** Those that were started here and live. */
const living = new Map<number, (end: CommandEnd) => void>();
/** Keeps the process up for them, and finds an end that no signal told of. */
let timer: NodeJS.Timeout | null = null;
const lookMs = 500;

function follow(pid: number): CommandLeader {
  const { promise: exited, resolve } = Promise.withResolvers<CommandEnd>();
  const leader = { pid, exited, exitCode: null as number | null, signalCode: null as string | null };
  living.set(pid, (end) => {
    leader.exitCode = end.exitCode;
    leader.signalCode = end.signal;
    resolve(end);
  });
  timer ??= setInterval(collect, lookMs);
  return leader;
}

let isListening = false;

/** Before the first start, so that no end is missed; it does not keep the process up. */
function listen(): void {
  if (!isListening) process.on('SIGCHLD', collect);
  isListening = true;
}

function collect(): void {
  for (const [pid, tell] of living) {
    const end = endOf(pid);
    if (end === null) continue;
    living.delete(pid);
    tell({ exitCode: end.exitCode, signal: nameOf(end.signal) });
  }
  if (living.size > 0 || timer === null) return;
  clearInterval(timer);
  timer = null;
}

function nameOf(signal: number | null): string | null {
  if (signal === null) return null;
  return Object.entries(constants.signals).find(([, number]) => number === signal)?.[0] ?? `signal ${signal}`;
}
