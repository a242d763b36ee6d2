import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { newLog, openProfile, replay, seededRandomness, temporaryFolder, vectorKeys, whole } from './audit-fixture.ts';
import { SqliteAuditStore } from './sqlite-audit-store.ts';
import { openDatabaseToRead, type SqliteDatabase } from './sqlite-database.ts';
import { vaultFileFormat } from './sqlite-schema.ts';

type Context = { after(work: () => void): void };

function written(context: Context): { database: SqliteDatabase; store: SqliteAuditStore; folder: string } {
  const folder = temporaryFolder(context);
  const database = openProfile(context, folder);
  replay(newLog(database, seededRandomness(whole.randomSeed)));
  return { database, store: new SqliteAuditStore(database), folder };
}

const next = { sequence: whole.events.length + 1, sealed: Buffer.from('sealed'), link: Buffer.alloc(32, 1) };
const head = { sequence: next.sequence, link: next.link, signature: Buffer.alloc(64, 1) };

for (const statement of [
  "UPDATE audit_events SET sealed = x'00' WHERE sequence = 2",
  'UPDATE audit_events SET sequence = 99 WHERE sequence = 2',
  'DELETE FROM audit_events WHERE sequence = 2',
  'DELETE FROM audit_events',
  "INSERT OR REPLACE INTO audit_events VALUES (2, x'00', zeroblob(32))",
  "INSERT INTO audit_events VALUES (2, x'00', zeroblob(32)) ON CONFLICT (sequence) DO UPDATE SET sealed = x'00'",
  'DELETE FROM audit_head',
  'INSERT OR REPLACE INTO audit_head VALUES (1, 2, zeroblob(32), zeroblob(64))',
  "UPDATE audit_meta SET vault_id = 'x'",
  'DELETE FROM audit_meta',
  "INSERT OR REPLACE INTO audit_meta VALUES (1, 1, 'x', zeroblob(32), zeroblob(32))",
]) {
  test(`P6: the file itself refuses: ${statement}`, (context) => {
    const { database, store } = written(context);
    assert.throws(() => database.exec(statement), { code: 'SQLITE_CONSTRAINT_TRIGGER' });
    assert.deepEqual(store.range(1, 100), whole.events);
    assert.deepEqual(store.lastHead(), whole.head);
    assert.equal(store.meta()?.vaultId, whole.vaultId);
  });
}

test('events come back in order, by page, and newest first', (context) => {
  const { store } = written(context);
  const sequences = (events: readonly { sequence: number }[]): number[] => events.map(({ sequence }) => sequence);
  assert.deepEqual(sequences(store.range(3, 2)), [3, 4]);
  assert.deepEqual(sequences(store.newest(null, 2)), [13, 12]);
  assert.deepEqual(sequences(store.newest(3, 10)), [2, 1]);
  assert.equal(store.last()?.sequence, 13);
});

test('an event and its head are written together or not at all', (context) => {
  const { store } = written(context);
  const badHead = { ...head, signature: Buffer.alloc(63) };
  assert.throws(() => store.appendSigned([next], badHead), { code: 'audit_unwritable' });
  assert.equal(store.last()?.sequence, whole.events.length);
  store.appendSigned([next], head);
  assert.equal(store.last()?.sequence, next.sequence);
  assert.deepEqual(store.lastHead(), head);
});

test('P3: inside a larger transaction an event would not be on disk, so it is refused', (context) => {
  const { database, store } = written(context);
  database.transaction(() => assert.throws(() => store.append([next]), { code: 'audit_unwritable' })).immediate();
  assert.equal(store.last()?.sequence, whole.events.length);
});

test('P3: every commit is forced to the disk', (context) => {
  const { database } = written(context);
  assert.equal(database.pragma('synchronous', { simple: true }), 2);
});

test('P3: another program that holds the file, and a table that is gone, are audit_unwritable', (context) => {
  const { database, store, folder } = written(context);
  const other = openProfile(context, folder);
  database.pragma('busy_timeout = 0');
  other.exec('BEGIN IMMEDIATE');
  assert.throws(() => store.append([next]), { code: 'audit_unwritable' });
  other.exec('ROLLBACK');
  other.exec('DROP TABLE audit_events');
  assert.throws(() => store.append([next]), { code: 'audit_unwritable' });
});

test('P3: a file that may only be read says profile_readonly', (context) => {
  const { folder } = written(context);
  const reading = openDatabaseToRead(join(folder, 'vault.db'), vaultFileFormat);
  context.after(() => void reading.close());
  const store = new SqliteAuditStore(reading);
  assert.throws(() => store.append([next]), { code: 'profile_readonly' });
  assert.throws(() => store.putHead(head), { code: 'profile_readonly' });
  assert.equal(store.last()?.sequence, whole.events.length);
});

test('a log is made once', (context) => {
  const { store } = written(context);
  const { signPublic, sealPublic } = vectorKeys();
  const meta = { vaultId: 'ff'.repeat(16), signPublic, sealPublic };
  assert.throws(() => store.create(meta, whole.head), { code: 'audit_unwritable' });
  assert.equal(store.meta()?.vaultId, whole.vaultId);
});
