// A backup of the vault as it is on disk. No record is opened for it, so no plaintext is touched.
import { BrokerError } from '../../contract/fault.ts';
import { canonicalJson, sha256Hex } from '../crypto/digest.ts';
import type { Clock } from '../ports/clock.ts';
import type { RecordStore } from '../ports/record-store.ts';
import { wrapsDigest } from '../vault/manifest.ts';
import { entryOf, RecordList } from '../vault/record-list.ts';
import type { Vault } from '../vault/vault.ts';
import { encodeBackup, type VaultRows } from './backup-file.ts';

export interface BackupParts {
  readonly store: RecordStore;
  readonly vault: Pick<Vault, 'listed' | 'state' | 'wraps'>;
  readonly clock: Clock;
  /** The version of this Postern. */
  readonly madeBy: string;
}

/**
 * The file of a backup that the person asked for; of a locked vault too, and then nobody has checked it. `passphrase`: UTF-8, the
 * caller wipes it; it opens this file on any computer beside what opens the vault. null: nothing more does.
 * @throws BrokerError no_vault, vault_corrupt, vault_truncated, backup_too_large; with a passphrase locked, passphrase_too_weak,
 * bad_request, rotation_unfinished
 */
export async function makeBackup({ store, vault, clock, madeBy }: BackupParts, passphrase: Buffer | null) {
  const ownWrap = passphrase === null ? null : await vault.wraps.forFile(passphrase);
  const rows = vault.state === 'unlocked' ? readListedRows(store, vault) : readVaultRows(store);
  // A rotation that began meanwhile has put another key in place, which this wrap is not of.
  const fits =
    ownWrap === null ||
    rows.wraps.some(({ kind, keyVersion }) => {
      return kind !== 'previous' && keyVersion === ownWrap.keyVersion;
    });
  if (!fits) throw new BrokerError('rotation_unfinished');
  return encodeBackup({ madeAt: clock.now(), madeBy, rows, ownWrap });
}

/**
 * All rows of the vault in one transaction.
 * @throws BrokerError no_vault, vault_corrupt, vault_truncated
 */
export function readVaultRows(store: RecordStore): VaultRows {
  return store.transaction(() => {
    const header = store.header();
    if (header === null) throw new BrokerError('no_vault');
    const manifest = store.manifest();
    if (manifest === null) throw new BrokerError('vault_corrupt');
    return { header, wraps: store.wraps(), manifest, records: store.records() };
  });
}

/**
 * As `readVaultRows`, of a vault that is open, found to be exactly what it vouches for: SECURITY P5, a damaged vault gives no
 * backup that would push out a good one. No record is opened.
 * @throws BrokerError locked, vault_corrupt, vault_truncated
 */
export function readListedRows(store: RecordStore, vault: Pick<Vault, 'listed'>): VaultRows {
  const { position, wraps, entries } = vault.listed;
  const rows = readVaultRows(store);
  const found = RecordList.of(rows.records.map(entryOf));
  const same =
    rows.header.vaultId === position.vaultId &&
    sha256Hex(rows.manifest) === position.digest &&
    wrapsDigest(rows.wraps) === wrapsDigest(wraps) &&
    canonicalJson(found.digests) === canonicalJson(RecordList.of(entries).digests);
  if (!same) throw new BrokerError('vault_corrupt');
  return rows;
}
