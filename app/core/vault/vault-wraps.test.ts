// What opens the vault, and how the person changes that: each way opens, each change takes, and no change locks anyone out.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Argon2Kdf } from '../../adapters/argon2-kdf.ts';
import { fault, freshVaultPath, MemoryKeyStore, passphrase, quickKdf, vaultAt } from '../../adapters/vault.testkit.ts';
import { RecordId } from '../../contract/vocabulary.ts';
import type { PassphraseKdf } from '../ports/passphrase-kdf.ts';
import { argon2ForNewWraps } from './key-wrap.ts';

const id = RecordId.parse('0123456789abcdef0123456789abcdef');
const body = Buffer.from('{"theme":"dark"}');
const next = passphrase('staple battery horse');
const byPassphrase = { kind: 'passphrase', passphrase: passphrase() } as const;

async function made(t: { after(fn: () => void): void }, options = { keychain: true }, kdf: PassphraseKdf = quickKdf) {
  const keyStore = new MemoryKeyStore();
  const kit = vaultAt(freshVaultPath(t), { keyStore, kdf });
  t.after(() => void kit.database.close());
  await kit.vault.create(passphrase(), options);
  kit.vault.putRecord('setting', id, body);
  const keks = () => [...keyStore.items.keys()].filter((name) => name.startsWith('kek:'));
  return { ...kit, keyStore, keks };
}

test('each kind of wrap opens the vault, with the same records', async (t) => {
  const { vault, keks } = await made(t, { keychain: true }, new Argon2Kdf());
  const code = await vault.wraps.newRecoveryCode();
  await vault.wraps.add({ kind: 'keychain' });
  await vault.wraps.add({ kind: 'passphrase', passphrase: passphrase() });
  assert.deepEqual(vault.wraps.kinds, ['keychain+passphrase', 'passphrase', 'keychain', 'recovery']);
  assert.equal(keks().length, 2);
  const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o');
  for (const opener of [byPassphrase, { kind: 'keychain' }, { kind: 'recovery', code: typed }] as const) {
    vault.lock();
    await vault.unlockWith(opener);
    assert.deepEqual(vault.record('setting', id)?.body, body);
  }
  await assert.rejects(vault.wraps.changePassphrase({ kind: 'keychain' }, next), fault('opener_unknown'));
});

test('what the vault does not open with is told as that', async (t) => {
  const { vault } = await made(t, { keychain: false });
  vault.lock();
  const code = '000G-40R4-0M30-E209-185G-R38E-1W81-24GK-YK59';
  for (const opener of [{ kind: 'keychain' }, { kind: 'recovery', code }, { kind: 'quick' }] as const) {
    await assert.rejects(vault.unlockWith(opener), fault('opener_unknown'));
  }
  await vault.unlock(passphrase());
  await vault.wraps.newRecoveryCode();
  vault.lock();
  await assert.rejects(vault.unlockWith({ kind: 'recovery', code }), fault('wrong_recovery_code'));
  await assert.rejects(vault.unlockWith({ kind: 'recovery', code: `${code}X` }), fault('recovery_code_mistyped'));
  assert.equal(vault.state, 'locked');
});

test('a passphrase alone still opens when the keychain is gone, if the person has such a wrap', async (t) => {
  const { vault, keyStore } = await made(t);
  await vault.wraps.add(byPassphrase);
  vault.lock();
  keyStore.fault = 'keychain_absent';
  await assert.rejects(vault.unlock(passphrase('wrong one')), fault('wrong_passphrase'));
  await vault.unlock(passphrase());
});

test('a changed passphrase opens with the new one only; what backups of before need stays in the keychain', async (t) => {
  const { vault, keks } = await made(t);
  const [before] = keks();
  await vault.wraps.changePassphrase(byPassphrase, next);
  assert.equal(keks().length, 2);
  assert.equal(keks()[0], before);
  assert.deepEqual(vault.record('setting', id)?.body, body);
  vault.lock();
  await assert.rejects(vault.unlock(passphrase()), fault('wrong_passphrase'));
  await vault.unlock(next);
  assert.deepEqual(vault.record('setting', id)?.body, body);
});

test('a passphrase is not changed by who does not know it, to a weak one, or while locked', async (t) => {
  const { vault, store } = await made(t);
  const before = JSON.stringify(store.wraps());
  const wrong = { kind: 'passphrase', passphrase: passphrase('wrong one') } as const;
  await assert.rejects(vault.wraps.changePassphrase(wrong, next), fault('wrong_passphrase'));
  await assert.rejects(vault.wraps.changePassphrase(byPassphrase, passphrase('seven77')), fault('passphrase_too_weak'));
  const notText = Buffer.from([0xff, 0xfe, 1, 2, 3, 4, 5, 6]);
  await assert.rejects(vault.wraps.changePassphrase(byPassphrase, notText), fault('bad_request'));
  vault.lock();
  for (const refused of [
    vault.wraps.changePassphrase(byPassphrase, next),
    vault.wraps.add({ kind: 'keychain' }),
    vault.wraps.remove('passphrase'),
    vault.wraps.newRecoveryCode(),
    vault.wraps.forFile(next),
  ]) {
    await assert.rejects(refused, fault('locked'));
  }
  assert.equal(JSON.stringify(store.wraps()), before);
});

test('who forgot the passphrase sets another one with the recovery code', async (t) => {
  const { vault, keyStore } = await made(t);
  const code = await vault.wraps.newRecoveryCode();
  vault.lock();
  // Even the keychain forgot its half.
  for (const account of keyStore.items.keys()) keyStore.items.delete(account);
  await assert.rejects(vault.unlock(passphrase()), fault('keychain_item_missing'));
  await vault.unlockWith({ kind: 'recovery', code });
  await vault.wraps.changePassphrase({ kind: 'recovery', code }, next);
  vault.lock();
  await vault.unlock(next);
  assert.deepEqual(vault.record('setting', id)?.body, body);
});

test('a wrap with a passphrase is added only for the passphrase that the vault has', async (t) => {
  const { vault } = await made(t, { keychain: false });
  await assert.rejects(vault.wraps.add({ kind: 'keychain+passphrase', passphrase: next }), fault('wrong_passphrase'));
  assert.deepEqual(vault.wraps.kinds, ['passphrase']);
  await vault.wraps.add({ kind: 'keychain' });
  assert.equal(await vault.wraps.remove('passphrase'), true);
  await assert.rejects(vault.wraps.changePassphrase(byPassphrase, next), fault('opener_unknown'));
  await vault.wraps.add({ kind: 'keychain+passphrase', passphrase: next });
  assert.deepEqual(vault.wraps.kinds, ['keychain+passphrase', 'keychain']);
});

test('the last wrap besides the recovery code stays; any other can go, and the keychain alone takes its item along', async (t) => {
  const { vault, keks } = await made(t);
  await vault.wraps.newRecoveryCode();
  await assert.rejects(vault.wraps.remove('keychain+passphrase'), fault('wrap_is_last'));
  assert.equal(await vault.wraps.remove('passphrase'), false);
  await vault.wraps.add(byPassphrase);
  assert.equal(await vault.wraps.remove('keychain+passphrase'), true);
  const needed = keks();
  assert.equal(needed.length, 1, 'backups of before open with it');
  await vault.wraps.add({ kind: 'keychain' });
  assert.equal(keks().length, 2);
  assert.equal(await vault.wraps.remove('keychain'), true);
  assert.deepEqual(keks(), needed);
  await assert.rejects(vault.wraps.remove('passphrase'), fault('wrap_is_last'));
  assert.equal(await vault.wraps.remove('recovery'), true);
  assert.deepEqual(vault.wraps.kinds, ['passphrase']);
  vault.lock();
  await vault.unlock(passphrase());
});

test('a new recovery code ends the one before, and is checked without unlocking anything', async (t) => {
  const { vault } = await made(t);
  const first = await vault.wraps.newRecoveryCode();
  assert.equal(await vault.wraps.checkRecoveryCode(first), 'right');
  const second = await vault.wraps.newRecoveryCode();
  assert.notEqual(first, second);
  assert.equal(await vault.wraps.checkRecoveryCode(first), 'wrong');
  vault.lock();
  assert.equal(await vault.wraps.checkRecoveryCode(second), 'right');
  assert.equal(await vault.wraps.checkPassphrase(passphrase()), true);
  assert.equal(vault.state, 'locked');
  await assert.rejects(vault.unlockWith({ kind: 'recovery', code: first }), fault('wrong_recovery_code'));
  await vault.unlockWith({ kind: 'recovery', code: second });
});

test('P5: a recovery key that somebody slipped into the open vault is never sealed to', async (t) => {
  const { vault, store } = await made(t);
  const code = await vault.wraps.newRecoveryCode();
  const [own] = store.wraps().filter(({ kind }) => kind === 'recovery');
  assert.ok(own);
  const forged = { ...own, parameters: JSON.stringify({ publicKey: '09'.padEnd(64, '0') }) };
  store.replaceWraps([...store.wraps().filter(({ kind }) => kind !== 'recovery'), forged]);
  await vault.rotation.start(passphrase());
  vault.lock();
  await vault.unlockWith({ kind: 'recovery', code });
  assert.ok(!store.wraps().some(({ parameters }) => parameters === forged.parameters));
});

test('quick unlock opens with what was kept, and with nothing once it was forgotten', async (t) => {
  const { vault } = await made(t);
  vault.lock({ keepQuick: true });
  assert.equal(vault.quickReady, true);
  assert.throws(() => vault.record('setting', id), fault('locked'));
  await vault.unlockWith({ kind: 'quick' });
  assert.deepEqual(vault.record('setting', id)?.body, body);
  vault.lock({ keepQuick: true });
  vault.forgetQuick();
  await assert.rejects(vault.unlockWith({ kind: 'quick' }), fault('opener_unknown'));
  await vault.unlock(passphrase());
  vault.lock({ keepQuick: true });
  // A lock while locked, such as the kill switch, takes it too.
  vault.lock();
  assert.equal(vault.quickReady, false);
  await assert.rejects(vault.unlockWith({ kind: 'quick' }), fault('opener_unknown'));
});

test('quick unlock follows a changed passphrase, and is not there after the recovery code', async (t) => {
  const { vault } = await made(t, { keychain: false });
  const code = await vault.wraps.newRecoveryCode();
  await vault.wraps.changePassphrase(byPassphrase, next);
  vault.lock({ keepQuick: true });
  await vault.unlockWith({ kind: 'quick' });
  await vault.rotation.start(next);
  vault.lock({ keepQuick: true });
  await vault.unlockWith({ kind: 'quick' });
  vault.lock();
  await vault.unlockWith({ kind: 'recovery', code });
  vault.lock({ keepQuick: true });
  assert.equal(vault.quickReady, false);
});

test('the key kept for quick unlock opens no wrap but its own', async (t) => {
  const { vault, store } = await made(t, { keychain: false });
  const before = store.wraps();
  await vault.wraps.changePassphrase(byPassphrase, next);
  vault.lock({ keepQuick: true });
  const after = store.wraps();
  store.replaceWraps(before);
  await assert.rejects(vault.unlockWith({ kind: 'quick' }), fault('opener_unknown'));
  store.replaceWraps(after);
  await vault.unlockWith({ kind: 'quick' });
});

test('a wrap that costs less to guess than new ones do is made anew at the next unlock by passphrase', async (t) => {
  const path = freshVaultPath(t);
  const keyStore = new MemoryKeyStore();
  const first = vaultAt(path, { keyStore, kdf: quickKdf });
  await first.vault.create(passphrase(), { keychain: true });
  first.vault.putRecord('setting', id, body);
  first.vault.lock();
  await first.anchor.flush();
  first.database.close();
  const cost = { ...argon2ForNewWraps, iterations: 4 };
  const { vault, store, database } = vaultAt(path, { keyStore, kdf: quickKdf, cost });
  const iterations = () => store.wraps().map(({ parameters }) => JSON.parse(parameters).argon2.iterations);
  assert.deepEqual(iterations(), [3]);
  // What cannot be written now is written another time, and the vault opens all the same.
  database.pragma('query_only = ON');
  await vault.unlock(passphrase());
  assert.deepEqual(iterations(), [3]);
  vault.lock();
  database.pragma('query_only = OFF');
  await vault.unlock(passphrase());
  assert.deepEqual(iterations(), [4]);
  assert.equal(
    keyStore.items.size,
    4,
    'the anchor, the item in use, the one before, and the one of the write that failed',
  );
  const wraps = JSON.stringify(store.wraps());
  vault.lock();
  await vault.unlock(passphrase());
  assert.equal(JSON.stringify(store.wraps()), wraps);
  assert.deepEqual(vault.record('setting', id)?.body, body);
  database.close();
});

test('P4: a lock while a wrap is made wins: nothing is written, and no item stays in the keychain', async (t) => {
  const { vault, store, keks } = await made(t, { keychain: true }, new Argon2Kdf());
  const before = JSON.stringify([store.wraps(), store.manifest(), keks()]);
  const changing = vault.wraps.changePassphrase(byPassphrase, next);
  const rotating = vault.rotation.start(passphrase());
  for (let tick = 0; tick < 5; tick += 1) await Promise.resolve();
  vault.lock();
  await assert.rejects(changing, fault('locked'));
  await assert.rejects(rotating, fault('locked'));
  assert.equal(JSON.stringify([store.wraps(), store.manifest(), keks()]), before);
});
