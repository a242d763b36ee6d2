import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { AuditEvent } from '../contract/audit.ts';
import { AuditLog } from '../core/audit/audit-log.ts';
import { SystemRandomness } from '../core/crypto/randomness.ts';
import { newLog, openProfile, temporaryFolder, vectorKeys } from './audit-fixture.ts';
import { SqliteAuditStore } from './sqlite-audit-store.ts';
import type { SqliteDatabase } from './sqlite-database.ts';

type Context = { after(work: () => void): void };

const randomness = new SystemRandomness();
const locked = (at: number): AuditEvent => ({ kind: 'vault.locked', at, why: 'person' });
const failed = (at: number): AuditEvent => ({ kind: 'unlock.failed', at, code: 'wrong_passphrase' });

function opened(context: Context): { log: AuditLog; database: SqliteDatabase; folder: string } {
  const folder = temporaryFolder(context);
  const database = openProfile(context, folder);
  const log = newLog(database, randomness);
  log.openWith(vectorKeys());
  return { log, database, folder };
}

function restarted(database: SqliteDatabase): AuditLog {
  return new AuditLog(new SqliteAuditStore(database), randomness);
}

test('what was recorded is listed newest first, by page, with its place', (context) => {
  const { log } = opened(context);
  for (let at = 1; at <= 5; at++) log.record(locked(at));
  assert.deepEqual(log.entries(null, 2), [
    { sequence: 5, event: locked(5) },
    { sequence: 4, event: locked(4) },
  ]);
  assert.deepEqual(
    log.entries(4, 100).map(({ sequence }) => sequence),
    [3, 2, 1],
  );
});

test('a new log is whole and signed before its first event', (context) => {
  const { log } = opened(context);
  assert.deepEqual(log.verify(), { kind: 'whole', events: 0, signedUpTo: 0, unsigned: 0 });
  assert.equal(log.position().sequence, 0);
  assert.equal(log.last(), null);
});

test('while unlocked every event is signed at once', (context) => {
  const { log } = opened(context);
  for (let at = 1; at <= 3; at++) {
    log.record(locked(at));
    assert.deepEqual(log.verify(), { kind: 'whole', events: at, signedUpTo: at, unsigned: 0 });
  }
});

test('what is prepared serves one write alone, and none after a lock', (context) => {
  const { log, database } = opened(context);
  const ephemerals = (): string[] =>
    new SqliteAuditStore(database).range(1, 100).map(({ sealed }) => sealed.toString('hex', 0, 32));
  log.prepare();
  log.prepare();
  log.recordAll([locked(1), locked(2)]);
  log.record(locked(3));
  log.prepare();
  log.close();
  log.prepare();
  log.record(locked(4));
  log.openWith(vectorKeys());
  const [first, second, third, fourth] = ephemerals();
  assert.equal(first, second);
  assert.equal(new Set([first, third, fourth]).size, 3);
  assert.deepEqual(
    log.entries(null, 10).map(({ event }) => event),
    [locked(4), locked(3), locked(2), locked(1)],
  );
  assert.deepEqual(log.verify(), { kind: 'whole', events: 4, signedUpTo: 4, unsigned: 0 });
});

test('P6: what is recorded while locked is linked at once, and signed at the next unlock', (context) => {
  const { log, database } = opened(context);
  log.record(locked(1));
  log.close();
  log.record(failed(2));
  assert.deepEqual(log.verify(), { kind: 'whole', events: 2, signedUpTo: 1, unsigned: 1 });
  const later = restarted(database);
  later.record(failed(3));
  later.openWith(vectorKeys());
  assert.deepEqual(later.verify(), { kind: 'whole', events: 3, signedUpTo: 3, unsigned: 0 });
  assert.deepEqual(
    later.entries(null, 10).map(({ event }) => event),
    [failed(3), failed(2), locked(1)],
  );
});

test('P4: while locked nothing can be read, and the private keys that were handed over are wiped at once', (context) => {
  const { log } = opened(context);
  const keys = vectorKeys();
  log.openWith(keys);
  assert.equal(
    Buffer.concat([keys.signPrivate, keys.sealPrivate]).every((byte) => byte === 0),
    true,
  );
  log.record(locked(1));
  log.close();
  log.close();
  assert.throws(() => log.entries(null, 10), { code: 'locked' });
});

test('P11: neither names nor commands lie readable in the file', (context) => {
  const { log, database } = opened(context);
  const client = { id: 'claude-code', name: 'Claude Code' };
  log.record(AuditEvent.parse({ kind: 'client.asked', at: 1, client, host: '/usr/bin/bash' }));
  for (const word of ['claude-code', 'Claude Code', '/usr/bin/bash', 'client.asked']) {
    assert.equal(database.serialize().includes(Buffer.from(word)), false, word);
  }
});

test('a size on disk does not tell one kind of short event from another', (context) => {
  const { log, database } = opened(context);
  log.record(locked(1));
  log.record(failed(1_790_000_000_000));
  const sizes = new SqliteAuditStore(database).range(1, 10).map(({ sealed }) => sealed.length);
  assert.deepEqual(sizes, [32 + 12 + 256 + 16, 32 + 12 + 256 + 16]);
});

test('P3: when the disk is full nothing is recorded, and with room again the log goes on whole', (context) => {
  const { log, database } = opened(context);
  const pages = Number(database.pragma('page_count', { simple: true }));
  database.pragma(`max_page_count = ${pages + 2}`);
  let recorded = 0;
  assert.throws(
    () => {
      for (;;) {
        log.record(locked(recorded));
        recorded += 1;
      }
    },
    { code: 'disk_full' },
  );
  assert.equal(new SqliteAuditStore(database).last()?.sequence, recorded);
  assert.deepEqual(log.verify(), { kind: 'whole', events: recorded, signedUpTo: recorded, unsigned: 0 });
  database.pragma('max_page_count = 1000000');
  log.record(locked(recorded));
  assert.deepEqual(log.verify(), { kind: 'whole', events: recorded + 1, signedUpTo: recorded + 1, unsigned: 0 });
});

test('P3: a log that cannot be written, or was never made, throws, and tells no listener', (context) => {
  const { log, database } = opened(context);
  let told = 0;
  log.changed.add(() => (told += 1));
  log.record(locked(1));
  assert.equal(told, 1);
  database.exec('DROP TABLE audit_events');
  assert.throws(() => log.record(locked(2)), { code: 'audit_unwritable' });
  database.close();
  assert.throws(() => log.record(locked(3)), { code: 'audit_unwritable' });
  const empty = openProfile(context, temporaryFolder(context));
  assert.throws(() => restarted(empty).record(locked(1)), { code: 'no_vault' });
  assert.equal(restarted(empty).last(), null);
  assert.equal(told, 1);
});

test('P3: an event is in the file when record returns, even if the process is killed right then', async (context) => {
  const { log, database, folder } = opened(context);
  log.record(locked(1));
  database.close();
  const fixture = new URL('audit-fixture.ts', import.meta.url).href;
  const script = `
    const { openProfile } = await import(${JSON.stringify(fixture)});
    const { SqliteAuditStore } = await import(${JSON.stringify(new URL('sqlite-audit-store.ts', import.meta.url).href)});
    const { AuditLog } = await import(${JSON.stringify(new URL('../core/audit/audit-log.ts', import.meta.url).href)});
    const { SystemRandomness } = await import(${JSON.stringify(new URL('../core/crypto/randomness.ts', import.meta.url).href)});
    const database = openProfile({ after() {} }, ${JSON.stringify(folder)});
    new AuditLog(new SqliteAuditStore(database), new SystemRandomness()).record(${JSON.stringify(failed(2))});
    process.kill(process.pid, 'SIGKILL');
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' });
  const [, signal] = await once(child, 'exit');
  assert.equal(signal, 'SIGKILL');
  const later = restarted(openProfile(context, folder));
  later.openWith(vectorKeys());
  assert.deepEqual(later.entries(null, 1), [{ sequence: 2, event: failed(2) }]);
});

test('P1: an event with anything more than its kind names is not recorded', (context) => {
  const { log } = opened(context);
  const event = { ...locked(1), value: 'hunter2' };
  assert.throws(() => log.record(event), { code: 'internal' });
  assert.equal(log.position().sequence, 0);
});

test('a log made in a larger transaction that fails was never made, and can be made again', (context) => {
  const database = openProfile(context, temporaryFolder(context));
  const log = restarted(database);
  const make = (): void => log.create('00'.repeat(16), vectorKeys());
  const failing = database.transaction(() => {
    make();
    throw new Error('cut short');
  });
  assert.throws(() => failing.immediate(), { message: 'cut short' });
  assert.equal(new SqliteAuditStore(database).meta(), null);
  assert.throws(() => log.openWith(vectorKeys()), { code: 'no_vault' });
  database.transaction(make).immediate();
  log.openWith(vectorKeys());
  log.record(locked(1));
  assert.equal(log.verify().kind, 'whole');
});

test('the position for the anchor is the newest event, and its link is found again', (context) => {
  const { log, database } = opened(context);
  log.record(locked(1));
  log.record(locked(2));
  const position = log.position();
  assert.deepEqual(position, log.last());
  assert.equal(position.sequence, 2);
  assert.deepEqual(restarted(database).linkAt(2), position.link);
  assert.equal(log.linkAt(3), null);
  assert.equal(log.verify(position).kind, 'whole');
});
