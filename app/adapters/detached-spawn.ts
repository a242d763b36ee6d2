// Starts another program apart from this app: in a session of its own, with none of the app's descriptors, and with a mark by
// which everything that comes of it is known.
import type { ChildProcess, StdioOptions } from 'node:child_process';
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { closeAllOnExec, startMarked } from './native-library.ts';

export interface DetachedProgram {
  /** Absolute path. */
  readonly file: string;
  /** What it is called as; left out: `file`. */
  readonly argv0?: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly stdio: StdioOptions;
  /** From {@link newMark}. */
  readonly mark: bigint;
}

/** A number that no other program started here has. As a limit, in bytes, it is too high to matter to anything. */
export function newMark(): bigint {
  return 2n ** 62n + BigInt(randomInt(2 ** 48 - 1));
}

/** null: a missing or unfit program or folder, or arguments that are too large. */
export function spawnDetached(program: DetachedProgram): ChildProcess | null {
  const { file, argv0 = file, args, env, cwd, stdio, mark } = program;
  try {
    closeAllOnExec();
    const child = startMarked(mark, () => spawn(file, [...args], { argv0, cwd, env, stdio, detached: true }));
    // A missing program is told by an event, and by having no pid; the event must have a listener.
    child.on('error', () => {});
    return child.pid === undefined ? null : child;
  } catch {
    return null;
  }
}
