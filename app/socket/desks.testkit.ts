// For tests only: the whole broker on a real SQLite file with Argon2id as it is; what the system answers about the person, and the
// time, are scripted.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openDatabase, type SqliteDatabase } from '../adapters/sqlite-database.ts';
import { vaultFileFormat } from '../adapters/sqlite-schema.ts';
import { type DraftChanges, draft, MemoryKeyStore, quickKdf } from '../adapters/vault.testkit.ts';
import { type Broker, compose } from '../compose.ts';
import type { AuditEvent } from '../contract/audit.ts';
import type { Opener } from '../contract/keys.ts';
import type { Proof } from '../contract/proof.ts';
import type { RecordId } from '../contract/vocabulary.ts';
import { FakeClock } from '../core/fake-clock.testkit.ts';
import type { PassphraseKdf } from '../core/ports/passphrase-kdf.ts';
import type { Presence, PresenceAnswer } from '../core/ports/presence.ts';
import { matchersInPlace } from '../core/redaction/matcher-builder.testkit.ts';

export const passphrase = 'correct horse battery';
const typed = { kind: 'passphrase', passphrase } as const;
export const right: Proof = typed;
export const wrong: Proof = { kind: 'passphrase', passphrase: 'battery staple' };
export const bySystem: Proof = { kind: 'system' };
export const never: AbortSignal = new AbortController().signal;

/** What the system's check says from now on. */
export class ScriptedPresence implements Presence {
  answer: PresenceAnswer = 'unavailable';
  readonly reasons: string[] = [];

  async available(): Promise<boolean> {
    return this.answer !== 'unavailable';
  }

  async confirm(reason: string): Promise<PresenceAnswer> {
    this.reasons.push(reason);
    return this.answer;
  }
}

export interface House {
  readonly broker: Broker;
  readonly clock: FakeClock;
  readonly presence: ScriptedPresence;
  readonly folder: string;
  readonly profile: string;
  lock(): void;
  unlock(opener?: Opener): Promise<void>;
  /** Saves a secret; its id. */
  add(changes: DraftChanges): RecordId;
  /** Of the secrets, in order. */
  names(): string[];
  /** Audit events, oldest first; only while unlocked. */
  audit(): AuditEvent[];
  /** The events that `work` left, save those of automatic backups, which come at a time of their own. */
  recordedBy(work: () => unknown): Promise<AuditEvent[]>;
  /** Another hand on the vault file. */
  inFile<T>(work: (database: SqliteDatabase) => T): T;
  /** While `work` runs, no audit event can be written. */
  withoutLog(work: () => Promise<unknown>): Promise<void>;
}

interface Closer {
  after(work: () => Promise<void>): void;
}

/** An unlocked new vault that only the passphrase opens. */
export async function openHouse(test: Closer, kdf: PassphraseKdf = quickKdf): Promise<House> {
  const folder = mkdtempSync(join(tmpdir(), 'pd-'));
  const profile = join(folder, 'profile');
  mkdirSync(join(folder, 'run'), { mode: 0o700 });
  const clock = new FakeClock();
  const presence = new ScriptedPresence();
  const broker = compose({
    matchers: matchersInPlace,
    ...{ profile, clock, presence, kdf },
    home: folder,
    endpoints: [join(folder, 'run', 'broker.sock')],
    keyStore: new MemoryKeyStore(),
    idleness: { idleMs: () => 0 },
  });
  test.after(async () => {
    await broker.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  await broker.person.createVault(passphrase, { keychain: false });
  const entries = () => broker.person.auditEntries(null, 500).toReversed();
  const inFile: House['inFile'] = (work) => {
    const database = openDatabase(join(profile, 'vault.db'), vaultFileFormat);
    try {
      return work(database);
    } finally {
      database.close();
    }
  };
  return {
    ...{ broker, clock, presence, folder, profile, inFile },
    lock: () => broker.person.lock('person'),
    unlock: (opener = typed) => broker.person.unlock(opener, { acceptRollback: false }, never),
    add: (changes) => {
      const made = draft(changes);
      broker.desks.secrets.save(null, null, made);
      const found = broker.desks.secrets.summaries().find(({ name }) => name === made.name);
      if (found === undefined) throw new Error('not saved');
      return found.id;
    },
    names: () => broker.desks.secrets.summaries().map(({ name }) => name),
    audit: () => entries().flatMap(({ event }) => event ?? []),
    recordedBy: async (work) => {
      const before = entries().at(-1)?.sequence ?? 0;
      await work();
      const left = entries().flatMap(({ sequence, event }) => (sequence > before && event !== null ? [event] : []));
      return left.filter((event) => event.kind !== 'backup.saved' || event.how === 'person');
    },
    withoutLog: async (work) => {
      inFile((database) =>
        database.exec("CREATE TRIGGER shut BEFORE INSERT ON audit_events BEGIN SELECT RAISE(ABORT, 'shut'); END"),
      );
      try {
        await work();
      } finally {
        inFile((database) => database.exec('DROP TRIGGER shut'));
      }
    },
  };
}

/** Waits for what happens outside the test's own calls. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await wait(2);
}
