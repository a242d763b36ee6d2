// The vault's states: what opens it, what keeps it shut, and that locked means unreadable.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Argon2Kdf } from '../../adapters/argon2-kdf.ts';
import {
  type Changes,
  draft,
  fault,
  freshVaultPath,
  MemoryKeyStore,
  passphrase,
  vaultAt,
} from '../../adapters/vault.testkit.ts';
import { RecordId } from '../../contract/vocabulary.ts';
import { SystemRandomness } from '../crypto/randomness.ts';
import type { RecordStore } from '../ports/record-store.ts';
import { newRecordId } from './record-seal.ts';
import { VaultKeys } from './vault-keys.ts';

const id = RecordId.parse('0123456789abcdef0123456789abcdef');
const body = Buffer.from('{"theme":"dark"}');

/** With Argon2id, which takes its time. */
const realVaultAt = (path: string, changes: Changes = {}) => vaultAt(path, { kdf: new Argon2Kdf(), ...changes });

test('goes from empty through create, lock and unlock, and keeps what was put', async (t) => {
  const path = freshVaultPath(t);
  const first = realVaultAt(path);
  assert.equal(first.vault.state, 'empty');
  assert.equal(first.vault.opensWith, null);
  await first.vault.create(passphrase(), { keychain: false });
  assert.equal(first.vault.state, 'unlocked');
  assert.equal(first.vault.opensWith, 'passphrase');
  assert.equal(first.vault.putRecord('setting', id, body), 1);
  first.vault.lock();
  assert.equal(first.vault.state, 'locked');
  first.database.close();

  const second = realVaultAt(path);
  assert.equal(second.vault.state, 'locked');
  await second.vault.unlock(passphrase());
  assert.deepEqual(second.vault.record('setting', id)?.body, body);
  second.database.close();
});

test('a passphrase that is not the one opens nothing', async (t) => {
  const { database, vault } = realVaultAt(freshVaultPath(t));
  await vault.create(passphrase(), { keychain: false });
  vault.lock();
  await assert.rejects(vault.unlock(passphrase('correct horse battery ')), fault('wrong_passphrase'));
  assert.equal(vault.state, 'locked');
  await vault.unlock(passphrase());
  database.close();
});

test('refuses a weak passphrase, a second vault and an unlock of none, and makes nothing of them', async (t) => {
  const keyStore = new MemoryKeyStore();
  const { database, vault } = realVaultAt(freshVaultPath(t), { keyStore });
  await assert.rejects(vault.unlock(passphrase()), fault('no_vault'));
  await assert.rejects(vault.create(passphrase('seven77'), { keychain: true }), fault('passphrase_too_weak'));
  assert.equal(vault.state, 'empty');
  assert.equal(keyStore.items.size, 0);
  await vault.create(passphrase(), { keychain: false });
  await assert.rejects(vault.create(passphrase(), { keychain: false }), fault('vault_exists'));
  database.close();
});

test('P4: a lock zeroes the vault key and every subkey, and everything afterwards says locked', async (t) => {
  const made: Buffer[] = [];
  const randomness = {
    bytes: (length: number) => {
      const bytes = new SystemRandomness().bytes(length);
      made.push(bytes);
      return bytes;
    },
  };
  const { database, vault, secrets } = realVaultAt(freshVaultPath(t), { randomness });
  await vault.create(passphrase(), { keychain: false });
  const secret = secrets.add(draft());
  // Vault id, wrap id, vault key: the only one of 32 bytes that is not a salt.
  const vaultKey = made.find((bytes) => bytes.length === 32);
  assert.ok(vaultKey);
  assert.ok(vaultKey.some((byte) => byte !== 0));
  vault.lock();
  assert.ok(vaultKey.every((byte) => byte === 0));
  for (const refused of [
    () => vault.records('secret'),
    () => vault.readRecords('secret', () => null),
    () => vault.record('secret', secret.id),
    () => vault.putRecord('setting', id, body),
    () => vault.removeRecord('secret', secret.id),
    () => vault.session,
    () => secrets.list(),
    () => secrets.describe(['github/token']),
    () => secrets.add(draft({ name: 'other' })),
    () => secrets.update(secret.id, draft()),
    () => secrets.remove(secret.id),
    () => secrets.markUsed(secret.id, 1),
  ]) {
    assert.throws(refused, fault('locked'));
  }
  await assert.rejects(
    secrets.withRevealed([secret.id], () => assert.fail('ran')),
    fault('locked'),
  );
  vault.lock();
  assert.equal(vault.state, 'locked');
  database.close();
});

test('P4: wiping the keys of a version zeroes all of them', () => {
  const keys = new VaultKeys(new SystemRandomness().bytes(32), 'a vault', 1);
  const buffers = [keys.vaultKey, keys.records, keys.manifest, keys.previous];
  assert.ok(buffers.every((buffer) => buffer.some((byte) => byte !== 0)));
  keys.wipe();
  assert.ok(buffers.every((buffer) => buffer.length === 32 && buffer.every((byte) => byte === 0)));
});

test('P4: the stretched passphrase and the keychain key are zeroed once the vault is open', async (t) => {
  const seen: Buffer[] = [];
  const kdf = {
    derive: async (...question: Parameters<Argon2Kdf['derive']>) => {
      const stretched = await new Argon2Kdf().derive(...question);
      seen.push(question[0], stretched);
      return stretched;
    },
  };
  const keyStore = new (class extends MemoryKeyStore {
    override async read(account: string) {
      const bytes = await super.read(account);
      if (bytes !== null && account.startsWith('kek:')) seen.push(bytes);
      return bytes;
    }
  })();
  const { database, vault } = realVaultAt(freshVaultPath(t), { kdf, keyStore });
  const typed = passphrase();
  await vault.create(typed, { keychain: true });
  vault.lock();
  await vault.unlock(typed);
  assert.equal(seen.length, 6);
  assert.ok(seen.every((buffer) => buffer.length >= 20 && buffer.every((byte) => byte === 0)));
  assert.deepEqual(typed, passphrase(), 'the caller wipes what the person typed');
  database.close();
});

test('P4: a lock while the vault is being opened wins', async (t) => {
  const { database, vault } = realVaultAt(freshVaultPath(t));
  await vault.create(passphrase(), { keychain: false });
  vault.lock();
  for (const ticks of [0, 1, 5]) {
    const opening = vault.unlock(passphrase());
    for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
    vault.lock();
    await assert.rejects(opening, fault('locked'));
    assert.equal(vault.state, 'locked');
  }
  database.close();
});

test('two unlocks at once both succeed, one after the other', async (t) => {
  const { database, vault } = realVaultAt(freshVaultPath(t));
  await vault.create(passphrase(), { keychain: false });
  vault.lock();
  await Promise.all([vault.unlock(passphrase()), vault.unlock(passphrase())]);
  assert.equal(vault.state, 'unlocked');
  database.close();
});

test('P5: a record that somebody else changed while the vault is open neither opens nor is written over', async (t) => {
  const { database, vault, store } = realVaultAt(freshVaultPath(t));
  await vault.create(passphrase(), { keychain: false });
  vault.putRecord('setting', id, body);
  const [old] = store.records();
  vault.putRecord('setting', id, Buffer.from('{"theme":"light"}'));
  assert.ok(old);
  store.put(old);
  assert.throws(() => vault.record('setting', id), fault('vault_corrupt'));
  store.put({ ...old, version: 2 });
  assert.throws(() => vault.record('setting', id), fault('vault_corrupt'));
  store.remove(id);
  assert.throws(() => vault.record('setting', id), fault('vault_corrupt'));

  store.putManifest(Buffer.from('what another program wrote'));
  const other = newRecordId(new SystemRandomness());
  assert.throws(() => vault.putRecord('setting', other, body), fault('vault_corrupt'));
  assert.equal(store.record(other), null);
  database.close();
});

test('a record keeps its kind, counts its versions, and is gone when it was removed', async (t) => {
  const { database, vault } = realVaultAt(freshVaultPath(t));
  await vault.create(passphrase(), { keychain: false });
  assert.equal(vault.putRecord('client', id, body), 1);
  assert.equal(vault.putRecord('client', id, body), 2);
  assert.throws(() => vault.putRecord('setting', id, body), fault('internal'));
  assert.equal(vault.record('setting', id), null);
  assert.equal(vault.removeRecord('setting', id), false);
  assert.deepEqual(
    vault.records('client').map((record) => record.version),
    [2],
  );
  assert.equal(vault.removeRecord('client', id), true);
  assert.deepEqual(vault.records('client'), []);
  database.close();
});

test('an unlock opens no record, a kind opens no other, and a write renews one page of the list', async (t) => {
  const calls: string[] = [];
  const around = (store: RecordStore): RecordStore => ({
    ...bound(store),
    record: (asked) => {
      calls.push(`read ${asked}`);
      return store.record(asked);
    },
    putPage: (name, bytes) => {
      calls.push(`page ${name}`);
      store.putPage(name, bytes);
    },
  });
  const { database, vault } = realVaultAt(freshVaultPath(t), { around });
  const randomness = new SystemRandomness();
  const [secrets, values] = [0, 1].map(() => Array.from({ length: 300 }, () => newRecordId(randomness)).sort());
  await vault.create(passphrase(), { keychain: false });
  vault.writeRecords([
    ...(secrets ?? []).map((one) => ({ kind: 'secret', id: one, body }) as const),
    ...(values ?? []).map((one) => ({ kind: 'values', id: one, body }) as const),
  ]);
  vault.lock();
  calls.length = 0;
  await vault.unlock(passphrase());
  assert.deepEqual(calls, []);
  vault.readRecords('secret', () => null);
  assert.deepEqual(
    calls,
    secrets?.map((one) => `read ${one}`),
  );
  calls.length = 0;
  vault.putRecord('setting', id, body);
  assert.deepEqual(calls, ['page 01']);
  database.close();
});

/** The store's methods as plain properties, so that some of them can be replaced. */
function bound(store: RecordStore): RecordStore {
  return {
    header: () => store.header(),
    createVault: (header) => store.createVault(header),
    wraps: () => store.wraps(),
    replaceWraps: (wraps) => store.replaceWraps(wraps),
    records: () => store.records(),
    eachRecord: (visit) => store.eachRecord(visit),
    record: (asked) => store.record(asked),
    put: (record) => store.put(record),
    remove: (asked) => store.remove(asked),
    pages: () => store.pages(),
    putPage: (name, bytes) => store.putPage(name, bytes),
    manifest: () => store.manifest(),
    putManifest: (sealed) => store.putManifest(sealed),
    transaction: (work) => store.transaction(work),
  };
}
