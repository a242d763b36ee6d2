// The vault's half in the keychain: needed, told from everything else that can be wrong, and never made anew.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fault, freshVaultPath, MemoryKeyStore, passphrase, vaultAt } from '../../adapters/vault.testkit.ts';
import { SystemRandomness } from '../crypto/randomness.ts';

test('the keychain key is needed, is never made anew, and a wrong one is told from a wrong passphrase', async (t) => {
  const keyStore = new MemoryKeyStore();
  const { database, vault, store } = vaultAt(freshVaultPath(t), { keyStore });
  await vault.create(passphrase(), { keychain: true });
  assert.equal(vault.opensWith, 'keychain+passphrase');
  vault.lock();
  const [account, key] = [...keyStore.items].find(([name]) => name.startsWith('kek:')) ?? assert.fail();
  const before = JSON.stringify([store.wraps(), store.manifest()]);

  await assert.rejects(vault.unlock(passphrase('not the right one')), fault('wrong_passphrase'));
  keyStore.items.set(account, new SystemRandomness().bytes(32));
  await assert.rejects(vault.unlock(passphrase()), fault('keychain_item_missing'));
  keyStore.items.delete(account);
  await assert.rejects(vault.unlock(passphrase()), fault('keychain_item_missing'));
  assert.equal(keyStore.items.has(account), false);
  for (const code of ['keychain_absent', 'keychain_locked', 'keychain_dismissed'] as const) {
    keyStore.fault = code;
    await assert.rejects(vault.unlock(passphrase()), fault(code));
  }
  assert.equal(JSON.stringify([store.wraps(), store.manifest()]), before);
  keyStore.fault = null;
  keyStore.items.set(account, key);
  await vault.unlock(passphrase());
  database.close();
});

test('makes no vault when the keychain refuses or does not keep what it was given', async (t) => {
  const keyStore = new MemoryKeyStore();
  const { database, vault } = vaultAt(freshVaultPath(t), { keyStore });
  for (const code of ['keychain_absent', 'keychain_locked', 'keychain_dismissed'] as const) {
    keyStore.fault = code;
    await assert.rejects(vault.create(passphrase(), { keychain: true }), fault(code));
    assert.equal(vault.state, 'empty');
  }
  const forgetful = new (class extends MemoryKeyStore {
    override async write() {}
  })();
  const other = vaultAt(freshVaultPath(t), { keyStore: forgetful });
  await assert.rejects(other.vault.create(passphrase(), { keychain: true }), fault('keychain_absent'));
  assert.equal(other.vault.state, 'empty');
  database.close();
  other.database.close();
});

test('takes its item out of the keychain again when the vault could not be written', async (t) => {
  const keyStore = new MemoryKeyStore();
  const { database, vault } = vaultAt(freshVaultPath(t), { keyStore });
  database.pragma('query_only = ON');
  await assert.rejects(vault.create(passphrase(), { keychain: true }), fault('profile_readonly'));
  assert.equal(vault.state, 'empty');
  assert.equal(keyStore.items.size, 0);
  database.pragma('query_only = OFF');
  await vault.create(passphrase(), { keychain: true });
  database.close();
});
