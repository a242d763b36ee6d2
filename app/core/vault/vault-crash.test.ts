// A process that dies at any step of a change of keys leaves a vault that opens, with everything that was in it.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { Life, MortalKeyStore, mortalStore } from '../../adapters/mortal.testkit.ts';
import { freshVaultPath, MemoryKeyStore, passphrase, quickKdf, vaultAt } from '../../adapters/vault.testkit.ts';
import { isWrong } from './attempts.ts';
import { settingRecordId } from './record-seal.ts';
import type { Vault } from './vault.ts';
import type { Proof } from './vault-openers.ts';

const ids = Array.from({ length: 410 }, (_, at) => settingRecordId(String(at)));
const bodyOf = (at: number) => Buffer.from(`{"number":${at}}`);
const byPassphrase = (text?: string): Proof => ({ kind: 'passphrase', passphrase: passphrase(text) });
const pause = async () => undefined;

/** A keychain vault with a recovery code and 410 records. */
async function made(t: TestContext) {
  const path = freshVaultPath(t);
  const keyStore = new MemoryKeyStore();
  const { vault, anchor, database } = vaultAt(path, { keyStore, kdf: quickKdf });
  await vault.create(passphrase(), { keychain: true });
  vault.writeRecords(ids.map((id, at) => ({ kind: 'setting', id, body: bodyOf(at) })));
  const code = await vault.wraps.newRecoveryCode();
  vault.lock();
  await anchor.flush();
  database.close();
  return { path, keyStore, code };
}

/** Does `work` in an unlocked vault that dies after `steps` steps; whether it lived to the end of it. */
async function dying(
  path: string,
  keyStore: MemoryKeyStore,
  steps: number,
  opener: Proof,
  work: (vault: Vault) => Promise<unknown>,
): Promise<boolean> {
  const life = new Life(steps);
  // Unlocking is not what is tested: the life begins when the work does.
  let begun = false;
  const lived = { step: () => (begun ? life.step() : undefined) };
  const { vault, database } = vaultAt(path, {
    keyStore: new MortalKeyStore(keyStore, lived),
    kdf: quickKdf,
    around: (store) => mortalStore(store, lived),
  });
  await vault.unlockWith(opener);
  begun = true;
  try {
    await work(vault);
  } catch {
    assert.ok(life.isOver, 'it failed only because it died');
  }
  database.close();
  return !life.isOver;
}

/** Opens with the first of `openers` that does, and holds every record against what was put; which opener it was. */
async function openedBy(path: string, keyStore: MemoryKeyStore, openers: readonly Proof[]): Promise<Proof> {
  const { vault, anchor, database } = vaultAt(path, { keyStore, kdf: quickKdf });
  try {
    for (const opener of openers) {
      try {
        await vault.unlockWith(opener);
      } catch (thrown) {
        if (isWrong(thrown)) continue;
        throw thrown;
      }
      ids.forEach((id, at) => void assert.deepEqual(vault.record('setting', id)?.body, bodyOf(at)));
      return opener;
    }
    return assert.fail('nothing opens it');
  } finally {
    vault.lock();
    await anchor.flush();
    database.close();
  }
}

test('a change of passphrase opens with the old or the new one, wherever it dies', async (t) => {
  const { path, keyStore, code } = await made(t);
  let current = byPassphrase();
  const seen = new Set<string>();
  for (let steps = 0; ; steps += 1) {
    assert.ok(steps < 100, 'it comes to an end');
    const next = byPassphrase(`a passphrase for step ${steps}`);
    const text = next.kind === 'passphrase' ? next.passphrase : assert.fail();
    const lived = await dying(path, keyStore, steps, current, (vault) => vault.wraps.changePassphrase(current, text));
    const opened = await openedBy(path, keyStore, [next, current]);
    seen.add(opened === next ? 'new' : 'old');
    current = opened;
    await openedBy(path, keyStore, [{ kind: 'recovery', code }]);
    if (lived) break;
  }
  assert.deepEqual([...seen].sort(), ['new', 'old']);
  assert.ok(current.kind === 'passphrase' && current.passphrase.includes('step'));
});

test('a rotation loses nothing wherever it dies, and goes on from there', async (t) => {
  const { path, keyStore, code } = await made(t);
  let unfinished = 0;
  for (let steps = 0; ; steps += 1) {
    assert.ok(steps < 100, 'it comes to an end');
    const lived = await dying(path, keyStore, steps, byPassphrase(), async (vault) => {
      if (!vault.rotation.isUnfinished) await vault.rotation.start(passphrase());
      await vault.rotation.resume({ pause });
    });
    await openedBy(path, keyStore, [byPassphrase()]);
    if (steps % 5 === 0) await openedBy(path, keyStore, [{ kind: 'recovery', code }]);
    if (lived) break;
    const { vault, database } = vaultAt(path, { keyStore, kdf: quickKdf });
    await vault.unlock(passphrase());
    if (vault.rotation.isUnfinished) unfinished += 1;
    // Begin the next one from a finished rotation, so that each step of a whole one is a place to die.
    await vault.rotation.resume({ pause });
    vault.lock();
    database.close();
  }
  assert.ok(unfinished > 3, 'it died in between');
});

test('adding and removing wraps, and a new recovery code, leave a vault that opens wherever they die', async (t) => {
  const { path, keyStore } = await made(t);
  for (const work of [
    (vault: Vault) => vault.wraps.newRecoveryCode(),
    (vault: Vault) => vault.wraps.add({ kind: 'keychain' }),
    (vault: Vault) => vault.wraps.add({ kind: 'passphrase', passphrase: passphrase() }),
    (vault: Vault) => vault.wraps.remove('keychain+passphrase'),
    (vault: Vault) => vault.wraps.remove('keychain'),
  ]) {
    for (let steps = 0; ; steps += 1) {
      assert.ok(steps < 100, 'it comes to an end');
      const lived = await dying(path, keyStore, steps, byPassphrase(), work);
      await openedBy(path, keyStore, [byPassphrase()]);
      if (lived) break;
    }
  }
});
