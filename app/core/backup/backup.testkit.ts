// For tests only: two vaults on real SQLite files and a backup that goes from one to the other.
import type { TestContext } from 'node:test';
import {
  type Changes,
  freshVaultPath,
  MemoryKeyStore,
  passphrase,
  quickKdf,
  type TestVault,
  vaultAt,
} from '../../adapters/vault.testkit.ts';
import { SystemRandomness } from '../crypto/randomness.ts';
import { LastUsed } from '../secrets/last-used.ts';
import { SecretBook } from '../secrets/secret-book.ts';
import { SecretHistory } from '../secrets/secret-history.ts';
import { SecretShelf } from '../secrets/secret-shelf.ts';
import type { Opener } from '../vault/vault-openers.ts';
import { encodeBackup } from './backup-file.ts';
import { readVaultRows } from './make-backup.ts';
import { openBackup } from './open-backup.ts';

export const madeAt = 1_700_000_000_000;

/** A new vault that is open; its database is closed when the test ends. */
export async function openedVault(t: TestContext, changes: Changes = {}): Promise<TestVault> {
  const made = vaultAt(freshVaultPath(t), changes);
  t.after(() => made.database.close());
  await made.vault.create(passphrase(), { keychain: false });
  return made;
}

/** An automatic backup of the vault as it is on disk now. */
export function backupOf({ store }: TestVault): Buffer {
  return encodeBackup({ madeAt, madeBy: '0.1.0', rows: readVaultRows(store), ownWrap: null });
}

/** Opened with the passphrase of the tests, unless told otherwise; closed when the test ends. */
export async function opened(t: TestContext, bytes: Buffer, opener: Opener = typed(), keyStore?: MemoryKeyStore) {
  const backup = await openBackup(bytes, opener, tools(keyStore));
  t.after(() => backup.close());
  return backup;
}

export function typed(text?: string): Opener {
  return { kind: 'passphrase', passphrase: passphrase(text) };
}

export function tools(keyStore = new MemoryKeyStore()) {
  return { keyStore, kdf: quickKdf, randomness: new SystemRandomness() };
}

/** The secrets of the same vault, read anew: a book that is open does not see what a restore wrote. */
export function again({ vault, clock }: TestVault): Pick<TestVault, 'secrets' | 'history'> {
  const { randomness } = tools();
  const shelf = new SecretShelf(vault);
  const secrets = new SecretBook({ shelf, lastUsed: new LastUsed(vault, clock), clock, randomness });
  return { secrets, history: new SecretHistory({ shelf, clock, randomness }) };
}
