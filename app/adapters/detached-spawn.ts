// Starts another program apart from this app: in a session of its own, with none of the app's descriptors.
import type { ChildProcess, StdioOptions } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeAllOnExec } from './native-library.ts';

export interface DetachedProgram {
  /** Absolute path. */
  readonly file: string;
  /** What it is called as; left out: `file`. */
  readonly argv0?: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly stdio: StdioOptions;
}

/** null: a missing or unfit program or folder, or arguments that are too large. */
export function spawnDetached({ file, argv0 = file, args, env, cwd, stdio }: DetachedProgram): ChildProcess | null {
  try {
    closeAllOnExec();
    const child = spawn(file, [...args], { argv0, cwd, env, stdio, detached: true });
    // A missing program is told by an event, and by having no pid; the event must have a listener.
    child.on('error', () => {});
    return child.pid === undefined ? null : child;
  } catch {
    return null;
  }
}
