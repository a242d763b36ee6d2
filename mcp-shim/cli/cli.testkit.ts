// For tests: the command line as a real process, plain or in a real terminal.
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Home } from '../shim.testkit.ts';

export const mainFile = fileURLToPath(new URL('../main.ts', import.meta.url));
const { NODE_COMPILE_CACHE, PATH = '' } = process.env;
const compiled = NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE };

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  /** Text on standard input; left out: no input. `open`: a pipe that nobody ends. */
  readonly stdin?: string | Uint8Array | 'open';
  readonly env?: Readonly<Record<string, string>>;
}

export class CliProcess {
  readonly child: ChildProcess;
  stdout = '';
  stderr = '';

  constructor(t: TestContext, at: Home, command: readonly string[], { stdin, env = {} }: CliOptions = {}) {
    const [file = '', ...args] = command;
    this.child = spawn(file, args, {
      env: { PATH, ...compiled, ...at.env, ...env },
      cwd: at.home,
      stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    this.child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      this.stdout += chunk;
    });
    this.child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      this.stderr += chunk;
    });
    this.child.stdin?.on('error', () => {});
    if (stdin !== undefined && stdin !== 'open') this.child.stdin?.end(stdin);
    t.after(() => this.child.kill('SIGKILL'));
  }

  async ended(): Promise<Ended> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'close');
    return { code: this.child.exitCode, stdout: this.stdout, stderr: this.stderr };
  }
}

/** `postern …` as a process. */
export function postern(t: TestContext, at: Home, args: readonly string[], options: CliOptions = {}): CliProcess {
  return new CliProcess(t, at, [process.execPath, mainFile, 'postern', ...args], options);
}

/** The same in a terminal of 80 columns and 24 rows, by util-linux's `script`; what it shows is `stdout`. */
export function posternInTerminal(
  t: TestContext,
  at: Home,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): CliProcess {
  const words = [process.execPath, mainFile, 'postern', ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
  const line = `stty columns 80 rows 24; exec ${words.join(' ')}`;
  return new CliProcess(t, at, ['script', '-qfec', line, '/dev/null'], {
    stdin: 'open',
    env: { TERM: 'xterm-256color', SHELL: '/bin/sh', ...env },
  });
}
