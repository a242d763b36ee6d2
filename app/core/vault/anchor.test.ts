// The anchor: an older file shows, a crash does not look like one, and nothing here makes a keychain prompt.
import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { test } from 'node:test';
import { fault, freshVaultPath, MemoryKeyStore, passphrase, vaultAt } from '../../adapters/vault.testkit.ts';
import { RecordId } from '../../contract/vocabulary.ts';
import type { AuditPosition } from './anchor.ts';

const id = RecordId.parse('0123456789abcdef0123456789abcdef');
const body = Buffer.from('{}');

const anchorOf = (keyStore: MemoryKeyStore) => {
  const [, bytes] = [...keyStore.items].find(([account]) => account.startsWith('anchor:')) ?? [];
  return bytes === undefined ? null : JSON.parse(bytes.toString('utf8'));
};

/** A keychain vault at `path` with one record, closed as a clean quit closes it; a copy of it lies at `path.old`. */
async function vaultWithOldCopy(path: string, keyStore: MemoryKeyStore): Promise<void> {
  const { vault, anchor, database } = vaultAt(path, { keyStore });
  await vault.create(passphrase(), { keychain: true });
  vault.putRecord('setting', id, body);
  database.pragma('wal_checkpoint(TRUNCATE)');
  copyFileSync(path, `${path}.old`);
  vault.putRecord('setting', id, body);
  vault.lock();
  await anchor.flush();
  database.close();
}

test('P5: a file older than the anchor is refused, and nothing is changed', async (t) => {
  const path = freshVaultPath(t);
  const keyStore = new MemoryKeyStore();
  await vaultWithOldCopy(path, keyStore);
  const witness = anchorOf(keyStore);
  copyFileSync(`${path}.old`, path);
  const { vault, database } = vaultAt(path, { keyStore });
  await assert.rejects(vault.unlock(passphrase()), fault('vault_rolled_back'));
  assert.equal(vault.state, 'locked');
  assert.deepEqual(anchorOf(keyStore), witness);
  database.close();
});

test('a backup that the person says they restored opens, and is the newest from then on', async (t) => {
  const path = freshVaultPath(t);
  const keyStore = new MemoryKeyStore();
  await vaultWithOldCopy(path, keyStore);
  copyFileSync(`${path}.old`, path);
  const first = vaultAt(path, { keyStore });
  await first.vault.unlock(passphrase(), { acceptRollback: true });
  first.vault.lock();
  await first.anchor.flush();
  await first.vault.unlock(passphrase());
  first.database.close();
});

test('P5: another branch of the same length is a rollback too', async (t) => {
  const path = freshVaultPath(t);
  const keyStore = new MemoryKeyStore();
  await vaultWithOldCopy(path, keyStore);
  copyFileSync(`${path}.old`, path);
  const away = vaultAt(path, { keyStore });
  await away.vault.unlock(passphrase(), { acceptRollback: true });
  away.vault.putRecord('setting', id, body);
  away.database.close();
  const { vault, database } = vaultAt(path, { keyStore });
  await assert.rejects(vault.unlock(passphrase()), fault('vault_rolled_back'));
  database.close();
});

test('a file ahead of the anchor is what a crash leaves, and opens', async (t) => {
  const path = freshVaultPath(t);
  const keyStore = new MemoryKeyStore();
  const crashed = vaultAt(path, { keyStore });
  await crashed.vault.create(passphrase(), { keychain: true });
  crashed.vault.putRecord('setting', id, body);
  crashed.database.close();
  assert.equal(anchorOf(keyStore).manifest.sequence, 1);
  const { vault, anchor, database } = vaultAt(path, { keyStore });
  await vault.unlock(passphrase());
  await anchor.flush();
  assert.equal(anchorOf(keyStore).manifest.sequence, 2);
  database.close();
});

test('follows a write within a second, several in one go, and at lock at once', async (t) => {
  const keyStore = new MemoryKeyStore();
  const { vault, anchor, clock, database } = vaultAt(freshVaultPath(t), { keyStore });
  await vault.create(passphrase(), { keychain: true });
  vault.putRecord('setting', id, body);
  vault.putRecord('setting', id, body);
  assert.equal(anchorOf(keyStore).manifest.sequence, 1);
  clock.pass(999);
  await anchor.flush();
  assert.equal(anchorOf(keyStore).manifest.sequence, 3);
  vault.removeRecord('setting', id);
  vault.lock();
  await anchor.flush();
  assert.equal(anchorOf(keyStore).manifest.sequence, 4);
  database.close();
});

test('never makes the keychain prompt: it waits until the keychain is open by itself', async (t) => {
  const keyStore = new MemoryKeyStore();
  const { vault, anchor, logged, database } = vaultAt(freshVaultPath(t), { keyStore });
  await vault.create(passphrase(), { keychain: true });
  vault.putRecord('setting', id, body);
  keyStore.state = 'locked';
  keyStore.fault = 'keychain_dismissed';
  await anchor.flush();
  assert.deepEqual(logged, ['anchor.unwritten']);
  assert.equal(anchorOf(keyStore).manifest.sequence, 1);
  keyStore.state = 'ready';
  keyStore.fault = null;
  await anchor.flush();
  assert.equal(anchorOf(keyStore).manifest.sequence, 2);
  await anchor.flush();
  assert.equal(logged.length, 1);
  database.close();
});

test('a vault without a keychain has no anchor', async (t) => {
  const keyStore = new MemoryKeyStore();
  const { vault, anchor, database } = vaultAt(freshVaultPath(t), { keyStore });
  await vault.create(passphrase(), { keychain: false });
  vault.putRecord('setting', id, body);
  anchor.touch();
  vault.lock();
  await anchor.flush();
  await vault.unlock(passphrase());
  await anchor.flush();
  assert.equal(keyStore.items.size, 0);
  database.close();
});

test('an anchor that is gone proves nothing; one that cannot be read is asked about', async (t) => {
  const keyStore = new MemoryKeyStore();
  const { vault, anchor, database } = vaultAt(freshVaultPath(t), { keyStore });
  await vault.create(passphrase(), { keychain: true });
  vault.lock();
  await anchor.flush();
  const account = [...keyStore.items.keys()].find((name) => name.startsWith('anchor:')) ?? assert.fail();
  keyStore.items.set(account, Buffer.from('{"format":1}'));
  await assert.rejects(vault.unlock(passphrase()), fault('vault_rolled_back'));
  keyStore.items.delete(account);
  await vault.unlock(passphrase());
  await anchor.flush();
  assert.ok(keyStore.items.has(account));
  database.close();
});

test('P6: an audit log that was cut, or grown anew after a cut, is a rollback', async (t) => {
  const keyStore = new MemoryKeyStore();
  const events: AuditPosition[] = [];
  const grow = (length: number, salt: number) => {
    while (events.length < length) events.push({ sequence: events.length + 1, link: Buffer.alloc(32, salt) });
  };
  const audit = {
    last: () => events.at(-1) ?? null,
    linkAt: (sequence: number) => events[sequence - 1]?.link ?? null,
  };
  const { vault, anchor, clock, database } = vaultAt(freshVaultPath(t), { keyStore, audit });
  grow(2, 7);
  anchor.touch();
  await vault.create(passphrase(), { keychain: true });
  grow(5, 7);
  anchor.touch();
  clock.pass(1000);
  await anchor.flush();
  assert.deepEqual(anchorOf(keyStore).audit, { sequence: 5, link: '07'.repeat(32) });
  vault.lock();

  events.length = 4;
  await assert.rejects(vault.unlock(passphrase()), fault('vault_rolled_back'));
  grow(9, 8);
  await assert.rejects(vault.unlock(passphrase()), fault('vault_rolled_back'));
  events.length = 4;
  grow(9, 7);
  await vault.unlock(passphrase());
  database.close();
});
