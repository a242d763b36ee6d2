// The runner of the app: a terminal or plain pipes, as the run asks.
import type { RunExit, Runner, RunSpec } from '../core/ports/runner.ts';

export class CommandRunner implements Runner {
  readonly #pty: Runner;
  readonly #pipe: Runner;

  /** `pty` is the pipe runner again where there are no terminals (Windows). */
  constructor(pty: Runner, pipe: Runner) {
    this.#pty = pty;
    this.#pipe = pipe;
  }

  run(spec: RunSpec, onOutput: Parameters<Runner['run']>[1], signal: AbortSignal): Promise<RunExit> {
    return (spec.tty ? this.#pty : this.#pipe).run(spec, onOutput, signal);
  }
}
