// For tests only: a whole vault on a real SQLite file in a folder of its own. The time is fake, and what a passphrase is stretched
// with is quick, unless a test brings Argon2id.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BrokerError, type FaultCode } from '../contract/fault.ts';
import { SecretDraft } from '../contract/secret.ts';
import { canonicalJson, sha256 } from '../core/crypto/digest.ts';
import { SystemRandomness } from '../core/crypto/randomness.ts';
import { FakeClock } from '../core/fake-clock.testkit.ts';
import type { KeyStore, KeyStoreState } from '../core/ports/key-store.ts';
import type { Argon2Parameters, PassphraseKdf } from '../core/ports/passphrase-kdf.ts';
import type { Randomness } from '../core/ports/randomness.ts';
import type { RecordStore } from '../core/ports/record-store.ts';
import { LastUsed } from '../core/secrets/last-used.ts';
import { SecretBook } from '../core/secrets/secret-book.ts';
import { SecretHistory } from '../core/secrets/secret-history.ts';
import { SecretShelf } from '../core/secrets/secret-shelf.ts';
import { Anchor, type AuditTrail } from '../core/vault/anchor.ts';
import { Vault } from '../core/vault/vault.ts';
import { openDatabase, type SqliteDatabase } from './sqlite-database.ts';
import { SqliteRecordStore } from './sqlite-record-store.ts';
import { vaultFileFormat } from './sqlite-schema.ts';

/** Opens every vault of the tests. */
export function passphrase(text = 'correct horse battery'): Buffer {
  return Buffer.from(text, 'utf8');
}

/** A fresh folder's path of a vault file that does not exist yet; the folder is removed when the test ends. */
export function freshVaultPath(test: { after(fn: () => void): void }): string {
  const folder = mkdtempSync(join(tmpdir(), 'postern-vault-'));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'profile', 'vault.db');
}

export interface Changes {
  readonly keyStore?: KeyStore;
  readonly randomness?: Randomness;
  /** `quickKdf` when left out. */
  readonly kdf?: PassphraseKdf;
  readonly audit?: AuditTrail;
  /** What new wraps cost. */
  readonly cost?: Argon2Parameters;
  /** Puts something between the vault and its store, such as a failure. */
  readonly around?: (store: RecordStore) => RecordStore;
}

export interface TestVault {
  readonly database: SqliteDatabase;
  readonly store: SqliteRecordStore;
  readonly clock: FakeClock;
  readonly anchor: Anchor;
  readonly vault: Vault;
  readonly secrets: SecretBook;
  readonly history: SecretHistory;
  readonly logged: string[];
}

/** Everything the app would build around the file at `path`; close `database` when done. */
export function vaultAt(path: string, changes: Changes = {}): TestVault {
  const { keyStore = new MemoryKeyStore(), randomness = new SystemRandomness(), kdf = quickKdf } = changes;
  const clock = new FakeClock();
  const logged: string[] = [];
  const log = { write: (_level: string, event: string) => void logged.push(event) };
  const audit = changes.audit ?? { last: () => null, linkAt: () => null };
  const database = openDatabase(path, vaultFileFormat);
  const store = new SqliteRecordStore(database);
  const anchor = new Anchor({ keyStore, clock, log, audit });
  const { cost, around = (plain: RecordStore) => plain } = changes;
  const parts = { store: around(store), keyStore, kdf, randomness, anchor, clock };
  const vault = new Vault(cost === undefined ? parts : { ...parts, cost });
  const shelf = new SecretShelf(vault);
  const secrets = new SecretBook({ shelf, lastUsed: new LastUsed(vault, clock), clock, randomness });
  const history = new SecretHistory({ shelf, clock, randomness });
  return { database, store, clock, anchor, vault, secrets, history, logged };
}

/** What a draft of one field, `token`, is made of. */
export interface DraftChanges extends Partial<Record<keyof SecretDraft, unknown>> {
  readonly env?: string | null;
  readonly value?: string;
  /** Instead of a value. */
  readonly content?: unknown;
}

/** A token in one sensitive field, unless `fields` says otherwise. */
export function draft(changes: DraftChanges = {}): SecretDraft {
  const { env = 'GITHUB_TOKEN', value = draftValue, content = { kind: 'value', value }, ...about } = changes;
  return SecretDraft.parse({
    name: 'github/token',
    kind: 'token',
    description: 'Deploys the site',
    tags: ['ci'],
    url: '',
    projects: [],
    environment: null,
    tier: 'run',
    authPattern: 'bearer',
    authInstructions: '',
    allowedHosts: ['api.github.com'],
    expiresAt: null,
    rotateAfterDays: null,
    showsLastFour: false,
    longestYes: 'rule',
    notes: 'made by hand',
    fields: [{ name: 'token', sensitive: true, inject: 'environment', env, content }],
    ...about,
  });
}

/** The value of `draft()`. */
export const draftValue = 'ghp_0123456789abcdefghij';

/** For `assert.throws` and `assert.rejects`: a BrokerError of this code. */
export function fault(code: FaultCode): (thrown: unknown) => boolean {
  return (thrown) => {
    if (thrown instanceof BrokerError && thrown.code === code) return true;
    throw new Error(`expected ${code}`, { cause: thrown });
  };
}

/** For what is not about guessing: no Argon2id, but another key for each passphrase, salt and cost. */
export const quickKdf: PassphraseKdf = {
  derive: async (typed, salt, cost) => sha256(typed, salt, canonicalJson(cost)),
};

/** A keychain that forgets everything with the test. `state` and `fault` are what the tests set. */
export class MemoryKeyStore implements KeyStore {
  readonly items: Map<string, Buffer>;
  state: KeyStoreState = 'ready';
  fault: FaultCode | null = null;

  constructor(items: Map<string, Buffer> = new Map()) {
    this.items = items;
  }

  async probe(): Promise<KeyStoreState> {
    return this.state;
  }

  async read(account: string): Promise<Buffer | null> {
    this.#refuse();
    const bytes = this.items.get(account);
    return bytes === undefined ? null : Buffer.from(bytes);
  }

  async write(account: string, bytes: Buffer): Promise<void> {
    this.#refuse();
    this.items.set(account, Buffer.from(bytes));
  }

  async remove(account: string): Promise<void> {
    this.#refuse();
    this.items.delete(account);
  }

  #refuse(): void {
    if (this.fault !== null) throw new BrokerError(this.fault);
  }
}
