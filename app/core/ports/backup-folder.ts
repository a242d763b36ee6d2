// The folder where the automatic backups lie. It knows names and bytes, and never a key.

export interface BackupFolder {
  /** Its absolute path, for the person to read. */
  readonly path: string;
  /** Names of the files in it, in any order; none when there is no such folder yet. @throws BrokerError backup_unwritable */
  list(): Promise<readonly string[]>;
  /** @throws BrokerError backup_missing, backup_unreadable when it is larger than any backup */
  read(name: string): Promise<Buffer>;
  /**
   * Writes the file whole or not at all; one of that name is replaced. Made with 0600 in a folder of 0700.
   * @throws BrokerError disk_full, backup_unwritable; what lay there before lies there still
   */
  write(name: string, bytes: Buffer): Promise<void>;
  /** A missing file is no error. @throws BrokerError backup_unwritable */
  remove(name: string): Promise<void>;
}
