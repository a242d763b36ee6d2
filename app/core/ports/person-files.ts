// Files that the person chose in the system's own dialog, and the folders that are worth a look on their computer.
import type { ScanRoot } from '../../contract/health.ts';

export interface PersonFiles {
  /** The bytes of a backup. @throws BrokerError backup_missing, backup_unreadable */
  readBackup(path: string): Promise<Buffer>;
  /** Writes a file that only this account may read, whole or not at all. @throws BrokerError disk_full, backup_unwritable */
  write(path: string, bytes: Buffer): Promise<void>;
  /** Where copies of secrets often lie; only what exists. */
  offeredRoots(): Promise<readonly ScanRoot[]>;
}
