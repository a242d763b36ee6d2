// Starts one command and hands over every byte of its output. It knows nothing of secrets, approval or redaction.

export interface RunSpec {
  /** Absolute path of the program. */
  readonly file: string;
  /** What the program is called as, which decides what a multi-call program or a virtual environment is; left out: `file`. */
  readonly argv0?: string;
  /** Arguments without argv[0]. */
  readonly args: readonly string[];
  /** The whole environment; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** Absolute path of an existing folder. */
  readonly cwd: string;
  /** Bytes for standard input, then end of file; null: empty. It is never the terminal, so nothing waits for a keyboard. */
  readonly stdin: Uint8Array | null;
  /** Standard output and error are one terminal (`\n` comes as `\r\n`); false: two pipes, merged as they arrive. */
  readonly tty: boolean;
  /** Of the terminal; null or left out: `screenColumns` × `screenRows`. */
  readonly size?: { readonly columns: number; readonly rows: number } | null;
  readonly timeoutMs: number;
}

/** A terminal has only `out`. */
export type OutputStream = 'out' | 'err';

export type RunEnd = 'exited' | 'timed_out' | 'aborted';

export interface RunExit {
  /** null when a signal ended it. */
  readonly exitCode: number | null;
  /** Such as `SIGKILL`; null when it exited by itself. */
  readonly signal: string | null;
  readonly end: RunEnd;
}

/**
 * Takes a chunk, which may be reused after it returns. A promise, which never rejects: no more is read until it resolves, so that
 * the command waits on its own output, within its time; what it has left behind at its end is handed over all the same.
 */
export type OutputSink = (chunk: Uint8Array, stream: OutputStream) => unknown;

export interface Runner {
  /**
   * Runs to the end and hands over each chunk in order. Resolves after the
   * last byte was handed over and everything the command started is gone, daemons included. On time-out or abort they get
   * SIGTERM, two seconds later SIGKILL; so do those that are left a quarter of a second after the command's own exit. When
   * the kernel cannot end the command (another account's), both `exitCode` and `signal` are null.
   * @throws BrokerError run_failed when the command could not be started; what `onOutput` threw, after ending the run
   */
  run(spec: RunSpec, onOutput: OutputSink, signal: AbortSignal): Promise<RunExit>;
}
