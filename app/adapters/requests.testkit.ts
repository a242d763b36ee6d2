// For tests only: requests over a real table of kept ones, which can be ended and started again on the same file.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditEvent } from '../contract/audit.ts';
import { BrokerError } from '../contract/fault.ts';
import type { RequestOutcome } from '../contract/run.ts';
import { ClientId } from '../contract/vocabulary.ts';
import { SystemRandomness } from '../core/crypto/randomness.ts';
import { FakeClock } from '../core/fake-clock.testkit.ts';
import type { KeptStore } from '../core/ports/kept-store.ts';
import { KeptEnds } from '../core/runs/kept-ends.ts';
import { KeptRequests, type KeyRecords, type Wanted } from '../core/runs/kept-requests.ts';
import { cancelled, type Holder, type Work } from '../core/runs/request-entry.ts';
import { Requests } from '../core/runs/requests.ts';
import { openDatabase, type SqliteDatabase } from './sqlite-database.ts';
import { SqliteKeptStore } from './sqlite-kept-store.ts';
import { vaultFileFormat } from './sqlite-schema.ts';

export const wanted: Wanted = {
  kind: 'run',
  request: { command: 'deploy', secrets: [{ name: 'api/token' }], cwd: '/srv' },
};
export const expired: RequestOutcome = { kind: 'expired', waitedFor: 'approval' };
export const no: RequestOutcome = { kind: 'denied', by: 'person', reason: null };

/** Two clients, the second also with another key. */
export const holder = (connection: string, client = 'agent', key = 'a'): Holder => ({
  clientId: ClientId.parse(client),
  owner: `${client}:${key}`,
  connection,
});

/** Work that asks, and ends as the test says or as its signal does. */
export class Asked {
  begun = 0;
  askedAt = 0;
  answer: (outcome: RequestOutcome) => void = () => {};
  run: () => void = () => {};

  readonly work: Work = (handle) => {
    this.begun += 1;
    handle.waitsFor('approval');
    this.askedAt = handle.askedAt;
    return new Promise((resolve) => {
      this.answer = resolve;
      this.run = () => handle.waitsFor('run');
      handle.signal.addEventListener('abort', () => resolve(cancelled(handle.signal)), { once: true });
    });
  };

  readonly resume = (): Work => this.work;
}

export interface TestHouse {
  readonly clock: FakeClock;
  readonly database: SqliteDatabase;
  readonly keyRecords: { readonly kind: string; readonly body: Buffer }[];
  readonly logged: { readonly event: string; readonly code: unknown }[];
  readonly audited: AuditEvent[];
  readonly store: SqliteKeptStore;
  /** While false, nothing of the vault can be read or written. */
  open: boolean;
  /** Ids of the kept requests. */
  rows(): string[];
  /** Another start of Postern on the same file; locked at first. */
  start(around?: (store: KeptStore) => KeptStore): Requests;
  unlock(requests: Requests): void;
}

export function requestHouse(test: { after(fn: () => void): void }): TestHouse {
  const folder = mkdtempSync(join(tmpdir(), 'postern-requests-'));
  const database = openDatabase(join(folder, 'profile', 'vault.db'), vaultFileFormat);
  test.after(() => {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const clock = new FakeClock();
  const randomness = new SystemRandomness();
  const house: TestHouse = {
    ...{ clock, database, keyRecords: [], logged: [], audited: [], open: true },
    store: new SqliteKeptStore(database),
    rows: () => house.store.all().map(({ id }) => id),
    start: (around = (store) => store) => {
      const records: KeyRecords = {
        readRecords: (_kind, read) => {
          if (!house.open) throw new BrokerError('locked');
          return house.keyRecords.map(read);
        },
        putRecord: (kind, _id, body) => {
          if (!house.open) throw new BrokerError('locked');
          return house.keyRecords.push({ kind, body: Buffer.from(body) });
        },
      };
      const log = {
        write: (_level: string, event: string, fields: object = {}) =>
          void house.logged.push({ event, code: 'code' in fields ? fields.code : null }),
      };
      const audit = { record: (event: AuditEvent) => void house.audited.push(event) };
      const clients = { nameOf: () => 'Agent' };
      return new Requests({
        ...{ clock, randomness },
        ownerNow: (owner) => owner,
        kept: new KeptRequests({ store: around(house.store), records, randomness, log }),
        keptEnds: new KeptEnds({ audit, clients, clock, log }),
      });
    },
    unlock: (requests) => {
      house.open = true;
      requests.unlocked();
    },
  };
  return house;
}
