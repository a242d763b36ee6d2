// Settings files of other programs: read whole, and written whole or not at all, with a copy of what lay there before.

/** null: there is no such file. */
export type ConfigBytes = Buffer | null;

export interface ConfigChange {
  /** Absolute. A link is followed, and stays a link. */
  readonly path: string;
  /** What must lie there still. */
  readonly expected: ConfigBytes;
  readonly bytes: Buffer;
  /** Of a new file; one that is there keeps its own. */
  readonly mode: number;
  /** Keep a copy of what lay there beside it. */
  readonly backup: boolean;
  /** A folder that its program makes while it writes the file, and that is made here for as long; null: it makes none. */
  readonly lock: string | null;
}

export interface ConfigFiles {
  /** At most 4 MiB. @throws BrokerError config_not_a_file, config_too_large, config_unreadable (not permitted) */
  read(path: string): Promise<ConfigBytes>;
  hasFolder(path: string): Promise<boolean>;
  /** Makes the folder, and those above it, when it is missing. @throws BrokerError config_unwritable */
  makeFolder(path: string): Promise<void>;
  /**
   * The path of the copy; null: none was asked for, or there was no file. On disk when this resolves; when it throws, the file is
   * as it was.
   * @throws BrokerError config_changed, config_busy, config_readonly, config_folder_missing, config_linked, disk_full,
   * config_unwritable, and as `read`
   */
  write(change: ConfigChange): Promise<string | null>;
  /** Removes the file itself, if it is still `expected`. @throws BrokerError as `write` */
  remove(path: string, expected: Buffer): Promise<void>;
}
