// Damage is named record by record, nothing good is lost over it, and what a backup brings is put in.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { fault, freshVaultPath, MemoryKeyStore, passphrase, quickKdf, vaultAt } from '../../adapters/vault.testkit.ts';
import type { RecordId } from '../../contract/vocabulary.ts';
import type { StoredRecord } from '../ports/record-store.ts';
import { settingRecordId } from './record-seal.ts';

const ids = Array.from({ length: 12 }, (_, at) => settingRecordId(String(at)));
const [a = assert.fail(), b = assert.fail(), c = assert.fail(), d = assert.fail(), e = assert.fail()] = ids;
const opener = { kind: 'passphrase', passphrase: passphrase() } as const;
const bodyOf = (text: string) => Buffer.from(`{"is":"${text}"}`);

/** A vault of twelve settings in their second version, locked; `edit` is what somebody does to its rows. */
async function made(t: TestContext, options = { keychain: false }) {
  const keyStore = new MemoryKeyStore();
  const kit = vaultAt(freshVaultPath(t), { kdf: quickKdf, keyStore });
  t.after(() => void kit.database.close());
  const { vault, store } = kit;
  await vault.create(passphrase(), options);
  vault.writeRecords(ids.map((id) => ({ kind: 'setting', id, body: bodyOf('old') })));
  const old = new Map(store.records().map((row) => [row.id, row]));
  vault.writeRecords(ids.map((id) => ({ kind: 'setting', id, body: bodyOf(id) })));
  vault.lock();
  await kit.anchor.flush();
  const row = (id: string): StoredRecord => store.record(id) ?? assert.fail();
  const oldRow = (id: string): StoredRecord => old.get(id) ?? assert.fail();
  const wholeAfterwards = async (expected: Partial<Record<RecordId, string | null>> = {}) => {
    const { damaged, manifest, wraps } = await vault.repair.inspect(opener);
    assert.deepEqual({ damaged, manifest, wraps }, { damaged: [], manifest: 'whole', wraps: 'whole' });
    await vault.unlock(passphrase());
    for (const id of ids) {
      const is = id in expected ? expected[id] : id;
      assert.equal(vault.record('setting', id)?.body.toString() ?? null, is && bodyOf(is).toString());
    }
    // It can be written, locked and opened again.
    vault.putRecord('setting', settingRecordId('another'), bodyOf('written'));
    vault.lock();
    await vault.unlock(passphrase());
  };
  return { ...kit, keyStore, row, oldRow, wholeAfterwards };
}

function flipped(row: StoredRecord): StoredRecord {
  const sealed = Buffer.from(row.sealed);
  sealed[40] = (sealed[40] ?? 0) ^ 1;
  return { ...row, sealed };
}

test('a whole vault has nothing to mend', async (t) => {
  const { vault, store } = await made(t);
  const before = JSON.stringify([store.wraps(), store.records(), store.manifest()]);
  const found = await vault.repair.inspect(opener);
  assert.deepEqual(found.damaged, []);
  assert.deepEqual(
    found.good.map(({ id, version }) => [id, version]),
    [...ids].sort().map((id) => [id, 2]),
  );
  assert.deepEqual([found.sequence, found.manifest, found.wraps], [3, 'whole', 'whole']);
  assert.equal(JSON.stringify([store.wraps(), store.records(), store.manifest()]), before);
  assert.equal(vault.state, 'locked');
});

test('P5: each kind of damage is named, and a repair keeps all that opens and puts in what a backup brings', async (t) => {
  const { vault, store, row, oldRow, wholeAfterwards } = await made(t);
  const other = await made(t);
  const stranger = settingRecordId('of another vault');
  await other.vault.unlock(passphrase());
  other.vault.putRecord('setting', stranger, bodyOf('stranger'));
  store.put(flipped(row(a)));
  store.remove(b);
  store.put(oldRow(c));
  const [atD, atE] = [row(d), row(e)];
  store.put({ ...atD, sealed: atE.sealed });
  store.put({ ...atE, sealed: atD.sealed });
  store.put(other.row(stranger));
  store.put({ ...row(a), id: 'not an id', kind: 'not a kind' });
  await assert.rejects(vault.unlock(passphrase()), fault('vault_corrupt'));
  const found = await vault.repair.inspect(opener);
  const named = new Map(found.damaged.map(({ id, why, kept }) => [id, [why, kept]]));
  assert.deepEqual(
    named,
    new Map<string, unknown>([
      [a, ['edited', false]],
      [b, ['missing', false]],
      [c, ['older', true]],
      [d, ['moved', true]],
      [e, ['moved', true]],
      [stranger, ['foreign', false]],
      ['not an id', ['foreign', false]],
    ]),
  );
  assert.equal(found.good.length, 7);
  const acted = await vault.repair.repair(opener, [
    { kind: 'setting', id: a, body: bodyOf('from a backup'), after: 9 },
    { kind: 'setting', id: b, body: bodyOf('also from it') },
  ]);
  assert.deepEqual(acted, found);
  assert.equal(vault.state, 'locked');
  await wholeAfterwards({ [a]: 'from a backup', [b]: 'also from it', [c]: 'old' });
  // No version comes twice, neither of this vault nor of the backup.
  assert.equal(vault.record('setting', a)?.version, 10);
  assert.equal(vault.record('setting', b)?.version, 3);
  assert.equal(vault.record('setting', c)?.version, 3);
});

test('a repair without a backup leaves out what is lost, and drops what it is told to', async (t) => {
  const { vault, store, row, oldRow, wholeAfterwards } = await made(t);
  store.put(flipped(row(a)));
  store.put(oldRow(b));
  await vault.repair.repair(opener, [{ kind: 'setting', id: b, body: null }]);
  await wholeAfterwards({ [a]: null, [b]: null });
});

test('a relabelled row gets its place back, and a removed record that was put back is told', async (t) => {
  const { vault, store, row, wholeAfterwards } = await made(t);
  const extra = settingRecordId('extra');
  await vault.unlock(passphrase());
  vault.putRecord('setting', extra, bodyOf('removed before'));
  const removed = row(extra);
  vault.removeRecord('setting', extra);
  vault.lock();
  store.put(removed);
  store.put({ ...row(a), kind: 'client' });
  store.put({ ...row(b), version: 2 ** 50 });
  await assert.rejects(vault.unlock(passphrase()), fault('vault_corrupt'));
  const { damaged } = await vault.repair.inspect(opener);
  assert.deepEqual(
    damaged.map(({ id, why, kept }) => [id, why, kept]),
    [...[a, b].sort().map((id) => [id, 'edited', true]), [extra, 'extra', true]],
  );
  await vault.repair.repair(opener, [{ kind: 'setting', id: extra, body: null }]);
  await wholeAfterwards();
  assert.equal(vault.record('setting', extra), null);
});

test('the list of records may be lost too: every record that opens is kept', async (t) => {
  const { vault, store, row, wholeAfterwards } = await made(t);
  for (const name of store.pages().keys()) store.putPage(name, Buffer.from('damaged'));
  assert.equal((await vault.repair.inspect(opener)).manifest, 'whole', 'the rows fit it');
  store.put(flipped(row(a)));
  const found = await vault.repair.inspect(opener);
  assert.equal(found.manifest, 'partly');
  assert.deepEqual(found.damaged, [{ id: a, kind: 'setting', why: 'edited', kept: false }]);
  await vault.repair.repair(opener, [{ kind: 'setting', id: a, body: bodyOf(a) }]);
  await wholeAfterwards();
});

test('a lost manifest is made anew from all that opens, ahead of the anchor', async (t) => {
  const { vault, store, row, keyStore, wholeAfterwards } = await made(t, { keychain: true });
  const manifest = store.manifest() ?? assert.fail();
  store.putManifest(Buffer.from('not a manifest'));
  store.put(flipped(row(a)));
  await assert.rejects(vault.unlock(passphrase()), fault('vault_corrupt'));
  const found = await vault.repair.inspect(opener);
  assert.deepEqual([found.manifest, found.sequence, found.good.length], ['lost', null, 11]);
  assert.deepEqual(found.damaged, [{ id: a, kind: 'setting', why: 'edited', kept: false }]);
  await vault.repair.repair(opener, []);
  assert.equal((await vault.repair.inspect(opener)).sequence, 4);
  await wholeAfterwards({ [a]: null });
  // What lay there before is older than that now.
  vault.lock();
  const anchored = [...keyStore.items].find(([account]) => account.startsWith('anchor:'));
  assert.ok(anchored);
  store.putManifest(manifest);
  await assert.rejects(vault.unlock(passphrase()), fault('vault_corrupt'));
});

test('P5: a repair does not make an older copy of the whole file the newest', async (t) => {
  const { vault, store, row, anchor } = await made(t, { keychain: true });
  const before = { rows: store.records(), pages: store.pages(), manifest: store.manifest() ?? assert.fail() };
  await vault.unlock(passphrase());
  vault.putRecord('setting', a, bodyOf('newer'));
  vault.putRecord('setting', a, bodyOf('newest'));
  vault.lock();
  await anchor.flush();
  for (const old of before.rows) store.put(old);
  for (const [name, bytes] of before.pages) store.putPage(name, bytes);
  store.putManifest(before.manifest);
  store.put(flipped(row(b)));
  await vault.repair.repair(opener, []);
  await assert.rejects(vault.unlock(passphrase()), fault('vault_rolled_back'));
});

test('of wraps that somebody changed a repair keeps only the one that opened the vault', async (t) => {
  const { vault, store, wholeAfterwards } = await made(t);
  await vault.unlock(passphrase());
  await vault.wraps.newRecoveryCode();
  vault.lock();
  const [first = assert.fail()] = store.wraps().filter(({ kind }) => kind === 'passphrase');
  const forged = { ...first, id: '0'.repeat(32), wrapped: Buffer.alloc(60, 1) };
  const unknown = { ...first, id: '1'.repeat(32), kind: 'backdoor' };
  store.replaceWraps([...store.wraps(), forged, unknown]);
  await assert.rejects(vault.unlock(passphrase()), fault('vault_corrupt'));
  assert.equal((await vault.repair.inspect(opener)).wraps, 'changed');
  await vault.repair.repair(opener, []);
  assert.deepEqual(store.wraps(), [first]);
  await wholeAfterwards();
});

test('a vault in the middle of a rotation is inspected and mended with both keys', async (t) => {
  const { vault, store, row, wholeAfterwards } = await made(t);
  await vault.unlock(passphrase());
  await vault.rotation.start(passphrase());
  vault.putRecord('setting', c, bodyOf(c));
  vault.lock();
  store.put(flipped(row(a)));
  store.putManifest(Buffer.from('lost'));
  const found = await vault.repair.inspect(opener);
  assert.deepEqual([found.good.length, found.damaged.length], [11, 1]);
  await vault.repair.repair(opener, [{ kind: 'setting', id: a, body: bodyOf(a) }]);
  await wholeAfterwards();
  assert.equal(await vault.rotation.resume({ pause: async () => undefined }), 'finished');
});

test('nothing is inspected without what opens the vault, and nothing is mended while it is open', async (t) => {
  const { vault, store } = await made(t);
  const wrong = { kind: 'passphrase', passphrase: passphrase('not the right one') } as const;
  await assert.rejects(vault.repair.inspect(wrong), fault('wrong_passphrase'));
  await assert.rejects(vault.repair.repair(wrong, []), fault('wrong_passphrase'));
  await assert.rejects(vault.repair.inspect({ kind: 'keychain' }), fault('opener_unknown'));
  const empty = vaultAt(freshVaultPath(t));
  await assert.rejects(empty.vault.repair.inspect(opener), fault('no_vault'));
  empty.database.close();
  await vault.unlock(passphrase());
  const before = JSON.stringify([store.records(), store.manifest()]);
  await assert.rejects(vault.repair.repair(opener, []), fault('internal'));
  assert.equal(JSON.stringify([store.records(), store.manifest()]), before);
  vault.lock();
  const [own = assert.fail()] = store.wraps();
  store.replaceWraps([own, { ...own, id: 'f'.repeat(32), parameters: 'malformed' }]);
  await assert.rejects(vault.repair.inspect(wrong), fault('wrong_passphrase'));
});

test('a key that opens nothing in the file mends nothing', async (t) => {
  const { vault, store } = await made(t);
  const other = await made(t);
  store.replaceWraps(other.store.wraps());
  other.database.close();
  await assert.rejects(vault.repair.repair(opener, []), fault('wrong_passphrase'));
  store.putManifest(Buffer.from('lost'));
  for (const row of store.records()) store.put(flipped(row));
  const third = await made(t);
  await third.vault.unlock(passphrase());
  third.store.putManifest(Buffer.from('lost'));
  for (const row of third.store.records()) third.store.put(flipped(row));
  third.vault.lock();
  await assert.rejects(third.vault.repair.repair(opener, []), fault('vault_corrupt'));
  assert.equal(third.store.records().length, 12);
});
