// What may stay in memory while the vault is locked: nothing, or the one key that the person chose to keep.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fault, freshVaultPath, MemoryKeyStore, passphrase, quickKdf, vaultAt } from '../../adapters/vault.testkit.ts';
import { SystemRandomness } from '../crypto/randomness.ts';
import { Latch } from './latch.ts';
import { openVault } from './vault-opening.ts';

test('P4: what is kept for quick unlock is the KEK alone, and it is zeroed when forgotten, used up or locked again', async (t) => {
  const { vault, store, anchor, clock, database } = vaultAt(freshVaultPath(t), { kdf: quickKdf });
  t.after(() => void database.close());
  await vault.create(passphrase(), { keychain: false });
  vault.lock();
  const parts = { store, keyStore: new MemoryKeyStore(), kdf: quickKdf, randomness: new SystemRandomness() };
  const latch = new Latch(anchor, clock);
  const opener = { kind: 'passphrase', passphrase: passphrase() } as const;
  const quick = () => latch.quick;
  const isZero = (bytes: Buffer) => bytes.every((byte) => byte === 0);
  for (const end of [
    () => latch.forgetQuick(),
    () => latch.shut(false),
    async () => latch.enter(await openVault(parts, { kind: 'quick' }, latch.quick), latch.locks),
  ]) {
    const opened = await openVault(parts, opener);
    const { vaultKey, records, manifest } = opened.keys.current;
    latch.enter(opened, latch.locks);
    assert.equal(quick(), null);
    latch.shut(true);
    assert.ok([vaultKey, records, manifest].every(isZero));
    const kept = quick() ?? assert.fail();
    assert.ok(!isZero(kept.key));
    await end();
    assert.equal(quick(), null);
    assert.ok(isZero(kept.key));
    latch.shut(false);
  }
});

test('P4: a lock while a vault is being opened wins, and its keys are zeroed', async (t) => {
  const { vault, store, anchor, clock, database } = vaultAt(freshVaultPath(t), { kdf: quickKdf });
  t.after(() => void database.close());
  await vault.create(passphrase(), { keychain: false });
  const parts = { store, keyStore: new MemoryKeyStore(), kdf: quickKdf, randomness: new SystemRandomness() };
  const latch = new Latch(anchor, clock);
  const opened = await openVault(parts, { kind: 'passphrase', passphrase: passphrase() });
  const { locks } = latch;
  latch.shut(true);
  assert.throws(() => latch.enter(opened, locks), fault('locked'));
  assert.equal(latch.isOpen, false);
  assert.ok(opened.keys.current.vaultKey.every((byte) => byte === 0));
});
