// Opens a backup with the vault's own code, over rows in memory. It believes nothing in the file that the manifest does not list.
import { BrokerError, type FaultCode } from '../../contract/fault.ts';
import type { RecordId, RecordKind } from '../../contract/vocabulary.ts';
import type { ManifestEntry } from '../vault/record-list.ts';
import type { OpenedRecord, UnlockedVault } from '../vault/unlocked-vault.ts';
import type { Opener, OpenerParts } from '../vault/vault-openers.ts';
import { openVault } from '../vault/vault-opening.ts';
import { type Backup, parseBackup } from './backup-file.ts';
import { BackupStore } from './backup-store.ts';
import type { Records } from './secret-records.ts';

/**
 * Opens the bytes of a file that may be hostile. A passphrase is tried on the file's own wrap first, then as that of the vault.
 * @throws BrokerError backup_unreadable, backup_newer, backup_damaged; wrong_passphrase and the others of `openKeys` when nothing
 * opens it
 */
export async function openBackup(bytes: Buffer, opener: Opener, parts: OpenerParts): Promise<OpenBackup> {
  const backup = parseBackup(bytes);
  const store = new BackupStore(backup.rows);
  const { ownWrap } = backup;
  try {
    if (ownWrap !== null && opener.kind === 'passphrase') {
      const opened = await openVault({ ...parts, store, ownWrap }, opener).catch(nullWhenWrong);
      if (opened !== null) return new OpenBackup(backup, opened);
    }
    return new OpenBackup(backup, await openVault({ ...parts, store }, opener));
  } catch (thrown) {
    throw backupFault(thrown);
  }
}

/** A backup that is open: its records can be read, and it can do no more. */
export class OpenBackup implements Records {
  /** As the file says of itself; proved by nothing. */
  readonly madeAt: number;
  readonly madeBy: string;
  readonly vaultId: string;
  readonly #opened: UnlockedVault;

  /** `opened`: found to be as its manifest says; its keys are this object's own from here. */
  constructor(backup: Backup, opened: UnlockedVault) {
    this.madeAt = backup.madeAt;
    this.madeBy = backup.madeBy;
    this.vaultId = backup.rows.header.vaultId;
    this.#opened = opened;
  }

  /** Every record, closed. */
  get entries(): Iterable<ManifestEntry> {
    return this.#opened.entries;
  }

  readRecords<T>(kind: RecordKind, read: (record: OpenedRecord) => T): readonly T[] {
    return this.#opened.read(kind, read);
  }

  record(kind: RecordKind, id: RecordId): OpenedRecord | null {
    return this.#opened.record(kind, id);
  }

  /** SECURITY P4: zeroes every key of the backup; nothing opens afterwards. */
  close(): void {
    this.#opened.wipe();
  }
}

function nullWhenWrong(thrown: unknown): null {
  if (thrown instanceof BrokerError && thrown.code === 'wrong_passphrase') return null;
  throw thrown;
}

/** What a vault says of itself, said of the backup. */
function backupFault(thrown: unknown): unknown {
  const code = thrown instanceof BrokerError ? codes[thrown.code] : undefined;
  return code === undefined ? thrown : new BrokerError(code, { cause: thrown });
}

const codes: Partial<Record<FaultCode, FaultCode>> = { vault_corrupt: 'backup_damaged', vault_newer: 'backup_newer' };
