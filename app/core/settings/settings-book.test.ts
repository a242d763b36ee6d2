// The settings in a real vault on a real SQLite file.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fault, freshVaultPath, passphrase, vaultAt } from '../../adapters/vault.testkit.ts';
import type { AuditEvent } from '../../contract/audit.ts';
import { BrokerError } from '../../contract/fault.ts';
import { defaultSettings, type Settings } from '../../contract/settings.ts';
import { FakeClock } from '../fake-clock.testkit.ts';
import { Confirmation } from '../presence/person-check.ts';
import { settingRecordId } from '../vault/record-seal.ts';
import { SettingsBook, settingsMatter } from './settings-book.ts';

const tighter: Settings = { ...defaultSettings, idleMinutes: 5 };
const looser: Settings = { ...defaultSettings, idleMinutes: null, sessionHours: 24 };
const recordId = settingRecordId('settings');

test('a vault begins with the defaults and keeps what was set, sealed; locked, only the defaults are known', async (t) => {
  const { vault, book, path } = await opened(t);
  assert.deepEqual(book.current, defaultSettings);
  book.save(tighter, null);
  assert.deepEqual(book.current, tighter);
  book.forget();
  vault.lock();
  assert.deepEqual([book.current, book.isKnown], [defaultSettings, false]);
  assert.throws(() => book.save(tighter, null), fault('locked'));
  assert.equal(readFileSync(path).includes('idleMinutes'), false);
  await vault.unlock(passphrase());
  book.load();
  assert.deepEqual([book.current, book.isKnown], [tighter, true]);
});

test('looser settings need a yes of the person, once each (P9)', async (t) => {
  const { book, events } = await opened(t);
  assert.throws(() => book.save(looser, null), fault('presence_needed'));
  assert.deepEqual(book.current, defaultSettings);
  assert.deepEqual(events, []);
  const yes = new Confirmation(settingsMatter, never);
  book.save(looser, yes);
  assert.deepEqual(book.current, looser);
  const names = ['sessionHours', 'idleMinutes'];
  assert.deepEqual(events, [{ kind: 'settings.changed', at: new FakeClock().now(), names, loosened: true }]);
  book.save(tighter, null);
  assert.throws(() => book.save(looser, yes), fault('presence_used'));
  assert.deepEqual(book.current, tighter);
  assert.equal(events.length, 2);
});

test('a yes to something else does not loosen anything (P9)', async (t) => {
  const { book, events } = await opened(t);
  const other = new Confirmation({ purpose: 'reveal', digest: null }, never);
  assert.throws(() => book.save(looser, other), fault('presence_used'));
  assert.deepEqual(book.current, defaultSettings);
  assert.deepEqual(events, []);
});

test('what cannot be audited is not changed (P3)', async (t) => {
  const { vault } = await opened(t);
  const audit = {
    record: () => {
      throw new BrokerError('audit_unwritable');
    },
  };
  const book = new SettingsBook({ records: vault, audit, clock: new FakeClock() });
  assert.throws(() => book.save(tighter, null), fault('audit_unwritable'));
  assert.deepEqual(book.current, defaultSettings);
  assert.equal(vault.record('setting', recordId), null);
});

test('nothing changed is nothing written, and listeners hear of every change', async (t) => {
  const { vault, book, events } = await opened(t);
  let told = 0;
  book.changed.add(() => {
    told += 1;
  });
  book.save({ ...defaultSettings }, null);
  assert.equal(told, 0);
  assert.deepEqual(events, []);
  assert.equal(vault.record('setting', recordId), null);
  book.save(tighter, null);
  assert.equal(told, 1);
});

test('settings out of range are not taken', async (t) => {
  const { book, events } = await opened(t);
  for (const change of [{ sessionHours: 25 }, { sessionHours: 0 }, { sessionHours: 1.2 }, { idleMinutes: 0 }]) {
    assert.throws(() => book.save({ ...defaultSettings, ...change }, null));
  }
  assert.deepEqual(book.current, defaultSettings);
  assert.deepEqual(events, []);
});

test('of what another version wrote, the unknown and the impossible are left out, and the rest counts', async (t) => {
  const { vault, book } = await opened(t);
  const written = { sessionHours: 99, idleMinutes: 5, newerSetting: true, quickUnlock: 'yes', clipboardSeconds: 10 };
  vault.putRecord('setting', recordId, Buffer.from(JSON.stringify(written)));
  book.load();
  assert.deepEqual(book.current, { ...tighter, clipboardSeconds: 10 });
});

test('a record that holds no settings at all is a corrupt vault', async (t) => {
  const { vault, book } = await opened(t);
  for (const text of ['{', 'null', '[]', '7', '']) {
    vault.putRecord('setting', recordId, Buffer.from(text));
    assert.throws(() => book.load(), fault('vault_corrupt'));
  }
});

const never = new AbortController().signal;

async function opened(t: { after(work: () => void): void }) {
  const path = freshVaultPath(t);
  const { vault, database } = vaultAt(path);
  t.after(() => database.close());
  await vault.create(passphrase(), { keychain: false });
  const events: AuditEvent[] = [];
  const audit = { record: (event: AuditEvent) => void events.push(event) };
  const book = new SettingsBook({ records: vault, audit, clock: new FakeClock() });
  book.load();
  return { path, vault, book, events };
}
