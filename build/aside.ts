// A program that runs beside others: what it says is kept until it is its turn, so that two do not talk at the same time.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { exitCodeOf } from './run-to-end.ts';

export class Aside {
  readonly #child;
  readonly #ended: Promise<number>;
  #kept: Buffer[] | null = [];

  /** In a group of its own, so that all it started ends with it. */
  constructor(command: readonly string[], env: NodeJS.ProcessEnv = process.env) {
    const [program = '', ...args] = command;
    const child = spawn(program, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const output of [child.stdout, child.stderr]) output.on('data', (bytes: Buffer) => this.#hear(bytes));
    this.#child = child;
    this.#ended = once(child, 'close').then(
      ([code, signal]: (number | NodeJS.Signals | null)[]) =>
        exitCodeOf(typeof code === 'number' ? code : null, typeof signal === 'string' ? signal : null),
      (error: Error) => {
        this.#hear(Buffer.from(`${program} did not start: ${error.message}\n`));
        return 1;
      },
    );
  }

  /** Says what it said so far, and from now on at once what it says. @returns its exit code, once it has ended */
  show(): Promise<number> {
    for (const bytes of this.#kept ?? []) process.stdout.write(bytes);
    this.#kept = null;
    return this.#ended;
  }

  /** Ends it, and waits until it has. */
  async end(): Promise<void> {
    const { pid, exitCode, signalCode } = this.#child;
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    process.kill(-pid, constants.signals.SIGTERM);
    await this.#ended;
  }

  #hear(bytes: Buffer): void {
    if (this.#kept === null) process.stdout.write(bytes);
    else this.#kept.push(bytes);
  }
}
