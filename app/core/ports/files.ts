// The few questions the core asks of the file system before a run. Read only.
import type { Sha256 } from '../../contract/vocabulary.ts';

export interface RealFolder {
  readonly path: string;
  /** Names this very folder: another one that takes its place under the same path has another id. */
  readonly id: string;
}

export interface Files {
  /** A folder with all links resolved, or null when it does not exist or is no folder. */
  folder(path: string): Promise<RealFolder | null>;
  /** The real path of the project that a folder lies in: the nearest one, itself or above, that is a repository. null: none. */
  projectOf(folder: string): Promise<string | null>;
  /**
   * The real path of the program that `word` names: itself when it holds a slash (relative to `cwd`), otherwise the first
   * executable file on `searchPath` (colon separated). null: none.
   */
  findExecutable(word: string, searchPath: string, cwd: string): Promise<string | null>;
  /** The real path of an existing regular file named by `word` relative to `cwd`, or null. */
  realFile(word: string, cwd: string): Promise<string | null>;
  /** The SHA-256 of the bytes that a regular file holds now; null when it is none or cannot be read. */
  hashOf(path: string): Promise<Sha256 | null>;
}
