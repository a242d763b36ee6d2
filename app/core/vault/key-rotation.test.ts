// A new vault key for everything: in small steps, with the vault in use between them, and with nothing lost on the way.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { Argon2Kdf } from '../../adapters/argon2-kdf.ts';
import { fault, freshVaultPath, MemoryKeyStore, passphrase, quickKdf, vaultAt } from '../../adapters/vault.testkit.ts';
import type { PassphraseKdf } from '../ports/passphrase-kdf.ts';
import { settingRecordId } from './record-seal.ts';

const ids = Array.from({ length: 450 }, (_, at) => settingRecordId(String(at)));
const [first = assert.fail(), second = assert.fail(), third = assert.fail()] = ids;
const bodyOf = (at: number) => Buffer.from(`{"number":${at}}`);
const pause = async () => undefined;
const byPassphrase = { kind: 'passphrase', passphrase: passphrase() } as const;

async function made(t: TestContext, kdf: PassphraseKdf = quickKdf) {
  const keyStore = new MemoryKeyStore();
  const kit = vaultAt(freshVaultPath(t), { keyStore, kdf });
  t.after(() => void kit.database.close());
  await kit.vault.create(passphrase(), { keychain: true });
  kit.vault.writeRecords(ids.map((id, at) => ({ kind: 'setting', id, body: bodyOf(at) })));
  const keyVersions = () => {
    const counts: Record<number, number> = {};
    for (const { keyVersion } of kit.store.records()) counts[keyVersion] = (counts[keyVersion] ?? 0) + 1;
    return counts;
  };
  const allOpen = () => ids.every((id, at) => kit.vault.record('setting', id)?.body.equals(bodyOf(at)));
  return { ...kit, keyStore, keyVersions, allOpen };
}

test('every record and every wrap is under the new key, each record with the version it had', async (t) => {
  const { vault, store, keyStore, keyVersions, allOpen } = await made(t, new Argon2Kdf());
  const code = await vault.wraps.newRecoveryCode();
  await vault.wraps.add({ kind: 'keychain' });
  const before = new Map(store.records().map(({ id, version, sealed }) => [id, { version, sealed }]));
  const items = new Set(keyStore.items.keys());
  const progress: [number, number][] = [];
  await vault.rotation.start(passphrase());
  assert.equal(vault.rotation.isUnfinished, true);
  assert.deepEqual(keyVersions(), { 1: 450 });
  let pauses = 0;
  const counted = async () => {
    pauses += 1;
  };
  const onProgress = (done: number, total: number) => void progress.push([done, total]);
  assert.equal(await vault.rotation.resume({ pause: counted, onProgress }), 'finished');
  assert.deepEqual(
    progress,
    [0, 200, 400, 450].map((done) => [done, 450]),
  );
  assert.equal(pauses, 4);
  assert.equal(vault.rotation.isUnfinished, false);
  assert.deepEqual(keyVersions(), { 2: 450 });
  assert.ok(store.records().every(({ id, version }) => version === before.get(id)?.version));
  assert.ok(store.records().every(({ id, sealed }) => !before.get(id)?.sealed.equals(sealed)));
  assert.deepEqual([...new Set(store.wraps().map(({ keyVersion }) => keyVersion))], [2]);
  const stayed = [...keyStore.items.keys()].filter((account) => items.has(account));
  assert.equal(stayed.length, 2, 'the anchor, and the half that backups of before open with beside their passphrase');
  assert.equal(keyStore.items.size, items.size + 1);
  for (const opener of [byPassphrase, { kind: 'keychain' }, { kind: 'recovery', code }] as const) {
    vault.lock();
    await vault.unlockWith(opener);
    assert.ok(allOpen());
  }
});

test('a cancelled rotation leaves a vault with two keys that works as ever, and goes on after the next unlock', async (t) => {
  const { vault, keyVersions, allOpen } = await made(t);
  const stop = new AbortController();
  await vault.rotation.start(passphrase());
  const stopSoon = async () => stop.abort();
  assert.equal(await vault.rotation.resume({ pause: stopSoon, signal: stop.signal }), 'cancelled');
  assert.deepEqual(keyVersions(), { 1: 250, 2: 200 });
  assert.ok(allOpen());
  await assert.rejects(vault.rotation.start(passphrase()), fault('rotation_unfinished'));
  vault.lock();
  await vault.unlock(passphrase());
  assert.equal(vault.rotation.isUnfinished, true);
  assert.ok(allOpen());
  // What else changes what opens the vault leaves the previous key where it is.
  const code = await vault.wraps.newRecoveryCode();
  await vault.wraps.changePassphrase(byPassphrase, passphrase('another passphrase'));
  await vault.wraps.add({ kind: 'keychain' });
  await vault.wraps.remove('keychain');
  vault.lock();
  await vault.unlockWith({ kind: 'recovery', code });
  assert.ok(allOpen());
  assert.equal(await vault.rotation.resume({ pause }), 'finished');
  assert.equal(await vault.rotation.resume({ pause }), 'finished');
  assert.deepEqual(keyVersions(), { 2: 450 });
  assert.ok(allOpen());
});

test('what others write between two steps is neither lost nor undone', async (t) => {
  const { vault, keyVersions } = await made(t);
  const added = settingRecordId('added meanwhile');
  let step = 0;
  const write = async () => {
    step += 1;
    vault.putRecord('setting', first, Buffer.from(`changed ${step}`));
    if (step === 1) vault.putRecord('setting', added, Buffer.from('new'));
    if (step === 2) vault.removeRecord('setting', second);
    if (step === 3) vault.writeRecords([{ kind: 'setting', id: third, body: Buffer.from('last') }]);
  };
  await vault.rotation.start(passphrase());
  assert.equal(await vault.rotation.resume({ pause: write }), 'finished');
  assert.equal(vault.record('setting', first)?.body.toString(), `changed ${step}`);
  assert.equal(vault.record('setting', first)?.version, 1 + step);
  assert.equal(vault.record('setting', added)?.body.toString(), 'new');
  assert.equal(vault.record('setting', second), null);
  assert.equal(vault.record('setting', third)?.body.toString(), 'last');
  assert.deepEqual(keyVersions(), { 2: 450 });
  vault.lock();
  await vault.unlock(passphrase());
  assert.equal(vault.records('setting').length, 450);
});

test('P11: the previous key goes with its last record, from the database and from its log', async (t) => {
  const { vault, store, database } = await made(t);
  await vault.rotation.start(passphrase());
  const [previous = assert.fail()] = store.wraps().filter(({ kind }) => kind === 'previous');
  const holds = () =>
    ['', '-wal'].some((end) => readFileSync(database.name + end).includes(previous.wrapped.subarray(12, 44)));
  assert.equal(holds(), true);
  assert.ok(!vault.wraps.kinds.some((kind) => String(kind) === 'previous'));
  await vault.rotation.resume({ pause });
  assert.deepEqual(
    store.wraps().map(({ kind }) => kind),
    ['keychain+passphrase'],
  );
  assert.equal(holds(), false);
});

test('a rotation is refused without the passphrase that the vault has, and changes nothing', async (t) => {
  const { vault, store } = await made(t);
  const before = JSON.stringify([store.wraps(), store.manifest()]);
  await assert.rejects(vault.rotation.start(passphrase('not the right one')), fault('wrong_passphrase'));
  await assert.rejects(vault.rotation.start(null), fault('bad_request'));
  vault.lock();
  await assert.rejects(vault.rotation.start(passphrase()), fault('locked'));
  await assert.rejects(vault.rotation.resume({ pause }), fault('locked'));
  assert.throws(() => vault.rotation.isUnfinished, fault('locked'));
  assert.equal(JSON.stringify([store.wraps(), store.manifest()]), before);
});

test('a vault without a passphrase is rotated with what the keychain holds', async (t) => {
  const { vault, allOpen } = await made(t);
  await vault.wraps.add({ kind: 'keychain' });
  await vault.wraps.remove('keychain+passphrase');
  await vault.rotation.start(null);
  await vault.rotation.resume({ pause });
  vault.lock();
  await vault.unlockWith({ kind: 'keychain' });
  assert.ok(allOpen());
});

test('a lock between two steps stops the rotation, and a step that cannot be written changes nothing', async (t) => {
  const { vault, database, keyVersions, allOpen } = await made(t);
  await vault.rotation.start(passphrase());
  await assert.rejects(vault.rotation.resume({ pause: async () => vault.lock() }), fault('locked'));
  await vault.unlock(passphrase());
  assert.deepEqual(keyVersions(), { 1: 250, 2: 200 });
  database.pragma('query_only = ON');
  await assert.rejects(vault.rotation.resume({ pause }), fault('profile_readonly'));
  database.pragma('query_only = OFF');
  assert.ok(allOpen());
  assert.equal(await vault.rotation.resume({ pause }), 'finished');
  assert.ok(allOpen());
});

test('P5: a record of the old key that is put back after a rotation does not open', async (t) => {
  const { vault, store } = await made(t);
  const old = store.record(first) ?? assert.fail();
  const oldWraps = store.wraps();
  await vault.rotation.start(passphrase());
  await vault.rotation.resume({ pause });
  const newWraps = store.wraps();
  store.put(old);
  assert.throws(() => vault.record('setting', first), fault('vault_corrupt'));
  vault.lock();
  await assert.rejects(vault.unlock(passphrase()), fault('vault_corrupt'));
  store.replaceWraps(oldWraps);
  // Its half in the keychain is there for backups, but the list of records is under the new key.
  await assert.rejects(vault.unlock(passphrase()), fault('vault_corrupt'));
  store.replaceWraps(newWraps);
});
