/** What the default app was asked to do. */
export interface CommandLine {
  /** What follows each `-r` or `--require` before the app path: loaded first, in this order. */
  readonly preloads: readonly string[];
  /** The first argument without a dash; null where there is none. What comes after it is the app's own. */
  readonly appPath: string | null;
}

/** @param args - the command line without the program's own path */
export function readCommandLine(args: readonly string[]): CommandLine;
