// The vault and what stands on it directly: one file, one log, the secrets, the settings, and the check that the person is here.
import { join } from 'node:path';
import { eventLoopPause } from '../adapters/event-loop-pause.ts';
import { FileLog } from '../adapters/file-log.ts';
import { SqliteAuditStore } from '../adapters/sqlite-audit-store.ts';
import { holdFolder, openDatabase, type SqliteDatabase } from '../adapters/sqlite-database.ts';
import { SqliteRecordStore } from '../adapters/sqlite-record-store.ts';
import { vaultFileFormat } from '../adapters/sqlite-schema.ts';
import { AuditLog } from '../core/audit/audit-log.ts';
import { SystemRandomness } from '../core/crypto/randomness.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { KeyStore } from '../core/ports/key-store.ts';
import type { Log } from '../core/ports/log.ts';
import type { MatcherBuilder } from '../core/ports/matcher-builder.ts';
import type { PassphraseKdf } from '../core/ports/passphrase-kdf.ts';
import type { Presence } from '../core/ports/presence.ts';
import type { Randomness } from '../core/ports/randomness.ts';
import { PersonCheck } from '../core/presence/person-check.ts';
import { VaultWords } from '../core/redaction/vault-words.ts';
import { LastUsed } from '../core/secrets/last-used.ts';
import { SecretBook } from '../core/secrets/secret-book.ts';
import { SecretHistory } from '../core/secrets/secret-history.ts';
import { SecretShelf } from '../core/secrets/secret-shelf.ts';
import { SettingsBook } from '../core/settings/settings-book.ts';
import { Anchor } from '../core/vault/anchor.ts';
import { Vault } from '../core/vault/vault.ts';

export interface VaultSurroundings {
  /** Absolute path of the profile folder; made with mode 0700 when it is missing. */
  readonly profile: string;
  readonly clock: Clock;
  readonly keyStore: KeyStore;
  readonly kdf: PassphraseKdf;
  readonly presence: Presence;
  /** What a redactor searches by is made in a thread of its own. */
  readonly matchers: MatcherBuilder;
}

export interface VaultRoom {
  /** Keeps other Posterns from the profile; closed last. */
  readonly hold: SqliteDatabase;
  readonly database: SqliteDatabase;
  readonly store: SqliteRecordStore;
  readonly randomness: Randomness;
  readonly log: Log;
  readonly audit: AuditLog;
  readonly anchor: Anchor;
  readonly vault: Vault;
  readonly shelf: SecretShelf;
  readonly secrets: SecretBook;
  /** Every text that is written down, shown or handed on goes through it. */
  readonly words: VaultWords;
  readonly history: SecretHistory;
  readonly settings: SettingsBook;
  readonly check: PersonCheck;
}

/** @throws BrokerError endpoint_busy, profile_readonly, disk_full, vault_truncated, vault_newer, vault_in_use */
export function composeVault(surroundings: VaultSurroundings): VaultRoom {
  const { profile, clock, keyStore, kdf, presence, matchers } = surroundings;
  const randomness = new SystemRandomness();
  const hold = holdFolder(join(profile, 'postern.lock'));
  const database = openHeld(hold, () => openDatabase(join(profile, 'vault.db'), vaultFileFormat));
  const log = new FileLog(join(profile, 'postern.log'), clock);
  const store = new SqliteRecordStore(database);
  const audit = new AuditLog(new SqliteAuditStore(database), randomness);
  const anchor = new Anchor({ keyStore, clock, log, audit });
  const vault = new Vault({ store, keyStore, kdf, randomness, anchor, clock });
  const shelf = new SecretShelf(vault);
  const secrets = new SecretBook({ shelf, lastUsed: new LastUsed(vault, clock), clock, randomness });
  const words = new VaultWords({ secrets, matchers, randomness, pause: eventLoopPause });
  const history = new SecretHistory({ shelf, clock, randomness });
  const settings = new SettingsBook({ records: vault, audit, clock });
  const checkPassphrase = (bytes: Buffer) => vault.wraps.checkPassphrase(bytes);
  const check = new PersonCheck({ presence, checkPassphrase, audit, clock, log });
  audit.changed.add(() => anchor.touch());
  const upon = { secrets, words, history, settings, check };
  return { hold, database, store, randomness, log, audit, anchor, vault, shelf, ...upon };
}

function openHeld(hold: SqliteDatabase, open: () => SqliteDatabase): SqliteDatabase {
  try {
    return open();
  } catch (thrown) {
    hold.close();
    throw thrown;
  }
}
