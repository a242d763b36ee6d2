// The few questions the core asks of the file system before a run. Read only.

export interface Files {
  /** The real path of a folder with all links resolved, or null when it does not exist or is no folder. */
  realFolder(path: string): Promise<string | null>;
  /**
   * The real path of the program that `word` names: itself when it holds a slash (relative to `cwd`), otherwise the first
   * executable file on `searchPath` (colon separated). null: none.
   */
  findExecutable(word: string, searchPath: string, cwd: string): Promise<string | null>;
  /** The real path of an existing regular file named by `word` relative to `cwd`, or null. */
  realFile(word: string, cwd: string): Promise<string | null>;
  /** The bytes of a regular file, read as a stream and handed to `onChunk`; false when it cannot be read. */
  readThrough(path: string, onChunk: (chunk: Uint8Array) => void): Promise<boolean>;
}
