import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditEvent } from '../contract/audit.ts';
import { generateAuditKeys } from '../core/audit/audit-keys.ts';
import { AuditLog } from '../core/audit/audit-log.ts';
import { SystemRandomness } from '../core/crypto/randomness.ts';
import { dropTriggers, keysOf, newLog, openProfile, temporaryFolder, vectorKeys } from './audit-fixture.ts';
import { SqliteAuditStore } from './sqlite-audit-store.ts';
import type { SqliteDatabase } from './sqlite-database.ts';

type Context = { after(work: () => void): void };

const randomness = new SystemRandomness();
const locked = (at: number): AuditEvent => ({ kind: 'vault.locked', at, why: 'person' });
const failed = (at: number): AuditEvent => ({ kind: 'unlock.failed', at, code: 'wrong_passphrase' });

function opened(context: Context): { log: AuditLog; database: SqliteDatabase } {
  const database = openProfile(context, temporaryFolder(context));
  const log = newLog(database, randomness);
  log.openWith(vectorKeys());
  return { log, database };
}

function restarted(database: SqliteDatabase): AuditLog {
  return new AuditLog(new SqliteAuditStore(database), randomness);
}

test('P6: keys of another vault, and public keys exchanged in the file, are audit_broken', (context) => {
  const { log, database } = opened(context);
  const other = generateAuditKeys(randomness);
  const { signPrivate, sealPrivate } = vectorKeys();
  for (const keys of [other, keysOf(other.signPrivate, sealPrivate), keysOf(signPrivate, other.sealPrivate)]) {
    assert.throws(() => restarted(database).openWith(keys), { code: 'audit_broken' });
    assert.equal(
      keys.signPrivate.every((byte) => byte === 0),
      true,
    );
  }
  log.close();
  dropTriggers(database);
  database.prepare('UPDATE audit_meta SET seal_public = ?').run(generateAuditKeys(randomness).sealPublic);
  assert.throws(() => restarted(database).openWith(vectorKeys()), { code: 'audit_broken' });
});

test('a body that does not open is listed as such, and the others stay readable', (context) => {
  const { log, database } = opened(context);
  for (let at = 1; at <= 3; at++) log.record(locked(at));
  dropTriggers(database);
  database.exec('UPDATE audit_events SET sealed = zeroblob(400) WHERE sequence = 2');
  assert.deepEqual(log.entries(null, 10), [
    { sequence: 3, event: locked(3) },
    { sequence: 2, event: null },
    { sequence: 1, event: locked(1) },
  ]);
  assert.deepEqual(log.verify(), { kind: 'broken', at: 2, why: 'edited' });
});

test('P5: a body moved to another place does not open there', (context) => {
  const { log, database } = opened(context);
  for (let at = 1; at <= 2; at++) log.record(locked(at));
  dropTriggers(database);
  database.exec('UPDATE audit_events SET sealed = (SELECT sealed FROM audit_events WHERE sequence = 1)');
  assert.deepEqual(
    log.entries(null, 10).map(({ event }) => event),
    [null, locked(1)],
  );
});

test('P6: events cut from the table while Postern runs leave a gap, even with the older head put back', (context) => {
  const { log, database } = opened(context);
  for (let at = 1; at <= 2; at++) log.record(locked(at));
  const older = new SqliteAuditStore(database).lastHead() ?? assert.fail('a head');
  log.record(locked(3));
  dropTriggers(database);
  database.exec('DELETE FROM audit_events WHERE sequence = 3');
  database.prepare('UPDATE audit_head SET sequence = 2, link = ?, signature = ?').run(older.link, older.signature);
  log.record(locked(4));
  assert.deepEqual(log.verify(), { kind: 'broken', at: 3, why: 'gap' });
});

for (const [what, sql] of Object.entries({
  'a cut tail': 'DELETE FROM audit_events WHERE sequence > 1',
  'a cut tail and a spoilt head':
    'DELETE FROM audit_events WHERE sequence > 1; UPDATE audit_head SET sequence = 1, link = (SELECT link FROM audit_events)',
  'a missing head': 'DELETE FROM audit_head',
  'a spoilt head': 'UPDATE audit_head SET signature = zeroblob(64)',
})) {
  test(`P6: ${what} still shows after Postern went on recording and signing`, (context) => {
    const { log, database } = opened(context);
    for (let at = 1; at <= 3; at++) log.record(locked(at));
    log.close();
    dropTriggers(database);
    database.exec(sql);
    assert.equal(log.verify().kind, 'broken');
    restarted(database).openWith(vectorKeys());
    assert.equal(log.verify().kind, 'broken', 'an unlock alone heals nothing');
    const later = restarted(database);
    const before = later.position();
    later.record(failed(4));
    later.openWith(vectorKeys());
    later.record(locked(5));
    const last = restarted(database);
    last.openWith(vectorKeys());
    last.record(locked(6));
    assert.deepEqual(last.verify(), { kind: 'broken', at: before.sequence + 1, why: 'gap' });
    assert.deepEqual(last.entries(null, 1)[0]?.event, locked(6));
  });
}
