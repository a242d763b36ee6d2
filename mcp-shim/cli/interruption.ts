// What ends the command line early: Ctrl-C and its kin, a closed terminal, a reader that went away.
import { exitCodeOfSignal } from './exit-codes.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

export class Interruption {
  readonly #over = new AbortController();
  #exitCode: number | null = null;

  /** Aborted at the first of them. A second one ends this program at once. */
  get signal(): AbortSignal {
    return this.#over.signal;
  }

  /** null: nothing has interrupted it. */
  get exitCode(): number | null {
    return this.#exitCode;
  }

  listen(): void {
    for (const name of signals) process.on(name, () => this.interrupt(name));
  }

  /** @param name as in `node:os`; SIGPIPE when the output has no reader */
  interrupt(name: (typeof signals)[number] | 'SIGPIPE'): void {
    const again = this.#exitCode;
    this.#exitCode ??= exitCodeOfSignal(name);
    if (again === null) this.#over.abort();
    else if (name !== 'SIGPIPE') process.exit(again);
  }
}
