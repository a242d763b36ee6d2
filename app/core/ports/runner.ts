// Starts one command and hands over every byte of its output. It knows nothing of secrets, approval or redaction.

export interface RunSpec {
  /** Absolute path of the program. */
  readonly file: string;
  /** Arguments without argv[0]. */
  readonly args: readonly string[];
  /** The whole environment; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** Absolute path of an existing folder. */
  readonly cwd: string;
  /** Bytes for standard input, then end of file; null: an input that is empty (pipes) or silent (terminal). */
  readonly stdin: Uint8Array | null;
  readonly tty: boolean;
  readonly timeoutMs: number;
}

export type RunEnd = 'exited' | 'timed_out' | 'aborted';

export interface RunExit {
  /** null when a signal ended it. */
  readonly exitCode: number | null;
  /** Such as `SIGKILL`; null when it exited by itself. */
  readonly signal: string | null;
  readonly end: RunEnd;
}

export interface Runner {
  /**
   * Runs to the end and hands over each chunk in order; the chunk may be reused after `onOutput` returns. Resolves after the
   * last byte was handed over and the whole process group is gone. On time-out or abort the group gets SIGTERM, two seconds
   * later SIGKILL.
   * @throws BrokerError run_failed when the command could not be started
   */
  run(spec: RunSpec, onOutput: (chunk: Uint8Array) => void, signal: AbortSignal): Promise<RunExit>;
}
