// The everyday entry of the app as a plain process: no Playwright, no test hook, on the same Electron.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Home } from './app.ts';

export interface PlainApp {
  readonly pid: number;
  /** All it has printed so far, on both streams. */
  readonly output: () => string;
  /** Its exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  kill(signal: NodeJS.Signals): void;
}

export async function startPlainApp(
  home: Home,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<PlainApp> {
  const program = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? '', 'electron');
  // With as large a core file as the system allows, so that having none is the app's own doing.
  const wrapped = ['-c', 'ulimit -S -c "$(ulimit -H -c)"; exec "$0" "$@"', program, 'dist/main/main.cjs', ...args];
  const child = spawn('sh', wrapped, {
    env: { ...home.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  await once(child, 'spawn');
  return { pid: child.pid ?? 0, output: () => output, ended, kill: (signal) => void child.kill(signal) };
}
