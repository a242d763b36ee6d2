// What opens a backup, what does not, and that a backup is believed only as far as its manifest goes.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import {
  draft,
  fault,
  freshVaultPath,
  MemoryKeyStore,
  passphrase,
  type TestVault,
  vaultAt,
} from '../../adapters/vault.testkit.ts';
import { BrokerError } from '../../contract/fault.ts';
import type { PassphraseKdf } from '../ports/passphrase-kdf.ts';
import { settingRecordId } from '../vault/record-seal.ts';
import { again, backupOf, madeAt, opened, openedVault, tools, typed } from './backup.testkit.ts';
import { encodeBackup, parseBackup, type VaultRows } from './backup-file.ts';
import { makeBackup, readListedRows, readVaultRows } from './make-backup.ts';
import { openBackup } from './open-backup.ts';
import { readSecrets } from './secret-records.ts';

const other = 'another passphrase';

test('opens with the passphrase of the vault on any computer, and with no other', async (t) => {
  const bytes = backupOf(await withSecret(t));
  const backup = await opened(t, bytes);
  assert.deepEqual(
    readSecrets(backup).map(({ card }) => card.name),
    ['github/token'],
  );
  await assert.rejects(openBackup(bytes, typed(other), tools()), fault('wrong_passphrase'));
  await assert.rejects(openBackup(bytes, { kind: 'recovery', code: 'x' }, tools()), fault('opener_unknown'));
  await assert.rejects(openBackup(bytes, { kind: 'keychain' }, tools()), fault('opener_unknown'));
  await assert.rejects(openBackup(bytes, { kind: 'quick' }, tools()), fault('opener_unknown'));
});

test('a backup can be made while locked, and opens', async (t) => {
  const made = await withSecret(t);
  made.vault.lock();
  const parts = { ...made, madeBy: '0.1.0' };
  assert.equal(readSecrets(await opened(t, await makeBackup(parts, null))).length, 1);
  await assert.rejects(makeBackup(parts, passphrase(other)), fault('locked'));
  const empty = vaultAt(freshVaultPath(t));
  t.after(() => empty.database.close());
  await assert.rejects(makeBackup({ ...empty, madeBy: '0.1.0' }, null), fault('no_vault'));
});

test('with the keychain of this computer the passphrase opens it; elsewhere the code, or the passphrase of the file, does', async (t) => {
  const keyStore = new MemoryKeyStore();
  const made = vaultAt(freshVaultPath(t), { keyStore });
  t.after(() => made.database.close());
  await made.vault.create(passphrase(), { keychain: true });
  made.secrets.add(draft());
  const code = await made.vault.wraps.newRecoveryCode();
  const bytes = await makeBackup({ ...made, madeBy: '0.1.0' }, passphrase(other));
  const elsewhere = tools();
  const here = tools(keyStore);
  for (const [opener, parts] of [
    [typed(), here],
    [typed(other), here],
    [typed(other), elsewhere],
    [{ kind: 'recovery', code }, elsewhere],
  ] as const) {
    const backup = await openBackup(bytes, opener, parts);
    assert.equal(readSecrets(backup).length, 1);
    backup.close();
  }
  await assert.rejects(openBackup(bytes, typed(), elsewhere), fault('keychain_item_missing'));
  await assert.rejects(openBackup(bytes, typed('neither of them'), here), fault('wrong_passphrase'));
  const wrong = await (await openedVault(t)).vault.wraps.newRecoveryCode();
  await assert.rejects(openBackup(bytes, { kind: 'recovery', code: wrong }, elsewhere), fault('wrong_recovery_code'));
  await assert.rejects(
    openBackup(bytes, { kind: 'recovery', code: 'no code' }, elsewhere),
    fault('recovery_code_mistyped'),
  );
});

test('the passphrase of a file is never one of the vault, and a weak one is refused', async (t) => {
  const made = await withSecret(t);
  const before = readVaultRows(made.store);
  await made.vault.wraps.forFile(passphrase(other));
  assert.deepEqual(readVaultRows(made.store), before);
  await assert.rejects(made.vault.wraps.forFile(passphrase('seven77')), fault('passphrase_too_weak'));
  made.vault.lock();
  await assert.rejects(made.vault.unlock(passphrase(other)), fault('wrong_passphrase'));
  await assert.rejects(made.vault.wraps.forFile(passphrase(other)), fault('locked'));
});

test('a backup opens with what opened the vault when it was made, whatever was changed since', async (t) => {
  const made = await withSecret(t);
  const before = backupOf(made);
  await made.vault.wraps.changePassphrase({ kind: 'passphrase', passphrase: passphrase() }, passphrase(other));
  const after = backupOf(made);
  assert.equal(readSecrets(await opened(t, before)).length, 1);
  assert.equal(readSecrets(await opened(t, after, typed(other))).length, 1);
  await assert.rejects(openBackup(before, typed(other), tools()), fault('wrong_passphrase'));
  await assert.rejects(openBackup(after, typed(), tools()), fault('wrong_passphrase'));
});

test('so does one of a vault that needs the keychain, through another passphrase and a rotated key', async (t) => {
  const keyStore = new MemoryKeyStore();
  const made = vaultAt(freshVaultPath(t), { keyStore });
  t.after(() => made.database.close());
  await made.vault.create(passphrase(), { keychain: true });
  made.secrets.add(draft());
  const before = backupOf(made);
  await made.vault.wraps.changePassphrase({ kind: 'passphrase', passphrase: passphrase() }, passphrase(other));
  await made.vault.rotation.start(passphrase(other));
  await made.vault.rotation.resume({ pause: async () => undefined });
  const after = backupOf(made);
  const here = { ...tools(), keyStore };
  for (const [bytes, opener] of [
    [before, typed()],
    [after, typed(other)],
  ] as const) {
    const backup = await openBackup(bytes, opener, here);
    assert.equal(readSecrets(backup).length, 1);
    backup.close();
  }
  await assert.rejects(openBackup(before, typed(other), here), fault('wrong_passphrase'));
  await assert.rejects(openBackup(before, typed(), tools()), fault('keychain_item_missing'));
});

test('P5: edited, missing, extra, older and foreign rows are found under a right closing digest', async (t) => {
  const made = await withSecret(t);
  const old = parseBackup(backupOf(made));
  made.secrets.update(made.secrets.list()[0]?.id ?? assert.fail(), draft({ value: 'ghp_second_0123456789' }));
  const good = parseBackup(backupOf(made));
  const foreign = parseBackup(backupOf(await withSecret(t)));
  const [first, second] = good.rows.records;
  assert.ok(first && second);
  const forged: Record<string, Partial<VaultRows>> = {
    edited: { records: good.rows.records.with(0, { ...first, sealed: flipped(first.sealed) }) },
    'of a higher version': { records: good.rows.records.with(0, { ...first, version: first.version + 1 }) },
    'of the highest version': { records: good.rows.records.with(0, { ...first, version: 2 ** 48 - 1 }) },
    'of another key': { records: good.rows.records.with(0, { ...first, keyVersion: 2 }) },
    'of a kind that is none': { records: good.rows.records.with(0, { ...first, kind: 'other' }) },
    swapped: {
      records: [
        { ...first, sealed: second.sealed },
        { ...second, sealed: first.sealed },
        ...good.rows.records.slice(2),
      ],
    },
    missing: { records: good.rows.records.slice(1) },
    'all missing': { records: [] },
    extra: { records: [...good.rows.records, ...foreign.rows.records] },
    older: { records: old.rows.records },
    'an older manifest': { manifest: old.rows.manifest },
    'an edited manifest': { manifest: flipped(good.rows.manifest) },
    'no manifest': { manifest: Buffer.alloc(0) },
    'the manifest of another vault': { manifest: foreign.rows.manifest },
    'the records of another vault': { records: foreign.rows.records },
    'one more wrap': { wraps: [...good.rows.wraps, ...foreign.rows.wraps] },
    'another vault id': { header: foreign.rows.header },
  };
  for (const [what, rows] of Object.entries(forged)) {
    const bytes = encodeBackup({ ...good, rows: { ...good.rows, ...rows } });
    const codes = what === 'another vault id' ? /wrong_passphrase/ : /backup_damaged/;
    await assert.rejects(openBackup(bytes, typed(), tools()), { code: codes }, what);
  }
  const newer = encodeBackup({ ...good, rows: { ...good.rows, header: { ...good.rows.header, format: 2 } } });
  await assert.rejects(openBackup(newer, typed(), tools()), fault('backup_newer'));
  assert.ok(await opened(t, encodeBackup(good)));
});

test('P5: a wrap that somebody else put in opens nothing', async (t) => {
  const made = await withSecret(t);
  const good = parseBackup(backupOf(made));
  const stranger = await openedVault(t);
  const ownWrap = await stranger.vault.wraps.forFile(passphrase(other));
  const bytes = encodeBackup({ ...good, ownWrap });
  await assert.rejects(openBackup(bytes, typed(other), tools()), fault('wrong_passphrase'));
  assert.equal(readSecrets(await opened(t, bytes)).length, 1);
});

test('a vault in the middle of a rotation can be backed up, and opens with both its keys', async (t) => {
  const made = await withSecret(t);
  await made.vault.rotation.start(passphrase());
  made.vault.putRecord('setting', settingRecordId('theme'), Buffer.from('dark'));
  const rows = readListedRows(made.store, made.vault);
  assert.deepEqual(new Set(rows.records.map(({ keyVersion }) => keyVersion)), new Set([1, 2]));
  const ownWrap = await made.vault.wraps.forFile(passphrase(other));
  const bytes = encodeBackup({ madeAt, madeBy: '0.1.0', rows, ownWrap });
  for (const opener of [typed(), typed(other)]) {
    const backup = await opened(t, bytes, opener);
    assert.equal(readSecrets(backup).length, 1);
    assert.deepEqual(
      backup.readRecords('setting', ({ body }) => body.toString('utf8')),
      ['dark'],
    );
  }
});

test('rows that are not what the vault vouches for are not read for an automatic backup', async (t) => {
  const made = await withSecret(t);
  assert.deepEqual(readListedRows(made.store, made.vault), readVaultRows(made.store));
  const [record] = made.store.records();
  assert.ok(record);
  made.store.put({ ...record, sealed: flipped(record.sealed) });
  assert.throws(() => readListedRows(made.store, made.vault), fault('vault_corrupt'));
  made.store.put(record);
  readListedRows(made.store, made.vault);
  made.store.put({ ...record, kind: 'none of ours' });
  assert.throws(() => readListedRows(made.store, made.vault), fault('vault_corrupt'));
  made.store.remove(record.id);
  assert.throws(() => readListedRows(made.store, made.vault), fault('vault_corrupt'));
  made.store.put(record);
  made.store.replaceWraps([]);
  assert.throws(() => readListedRows(made.store, made.vault), fault('vault_corrupt'));
  made.vault.lock();
  assert.throws(() => readListedRows(made.store, made.vault), fault('locked'));
});

test('P4: every key of a backup is zeroed when it is closed, and when it did not open', async (t) => {
  const made = await withSecret(t);
  const bytes = backupOf(made);
  const seen: Buffer[] = [];
  const parts = tools();
  const kdf: PassphraseKdf = {
    derive: async (...question) => {
      const key = await parts.kdf.derive(...question);
      seen.push(question[0], key);
      return key;
    },
  };
  const opener = typed();
  const backup = await openBackup(bytes, opener, { ...parts, kdf });
  backup.close();
  assert.throws(() => backup.readRecords('secret', () => null), BrokerError);
  await assert.rejects(openBackup(bytes, typed(other), { ...parts, kdf }), fault('wrong_passphrase'));
  assert.equal(seen.length, 4);
  assert.ok(seen.every((buffer) => buffer.every((byte) => byte === 0)));
  assert.deepEqual(opener, typed(), 'the caller wipes what was typed');
});

test('whatever a hostile file holds, opening it throws nothing but coded faults', async (t) => {
  const good = parseBackup(backupOf(await withSecret(t)));
  const parts = { ...tools(), kdf: new OneAnswer() };
  const text = fc.constantFrom('passphrase', 'keychain', 'recovery', 'previous', 'keychain+passphrase', 'x');
  const number = fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 2 ** 48 - 1 }));
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.constantFrom(...good.rows.records.map(({ sealed }) => sealed)),
  );
  const parameters = fc.constantFrom(good.rows.wraps[0]?.parameters ?? '', '{}', '[]', '{"publicKey":""}', 'null');
  const id = fc.constantFrom(
    ...good.rows.records.map(({ id: each }) => each),
    ...good.rows.wraps.map(({ id: each }) => each),
  );
  const hostile = fc.record({
    wraps: fc.uniqueArray(
      fc.record({ id, kind: text, parameters, keyVersion: number, wrapped: bytes.map((each) => Buffer.from(each)) }),
      { selector: (wrap) => wrap.id, minLength: 1, maxLength: 4 },
    ),
    records: fc.uniqueArray(
      fc.record({
        id,
        kind: text,
        version: number,
        keyVersion: number,
        sealed: bytes.map((each) => Buffer.from(each)),
      }),
      { selector: (record) => record.id, maxLength: 4 },
    ),
    keepWraps: fc.boolean(),
    manifest: fc.oneof(
      bytes.map((each) => Buffer.from(each)),
      fc.constant(good.rows.manifest),
    ),
  });
  const check = fc.asyncProperty(hostile, async ({ wraps, records, keepWraps, manifest }) => {
    const rows = { ...good.rows, wraps: keepWraps ? good.rows.wraps : wraps, records, manifest };
    const file = encodeBackup({ ...good, rows });
    for (const opener of [typed(), { kind: 'keychain' }, { kind: 'recovery', code: 'x' }] as const) {
      await assert.rejects(openBackup(file, opener, parts), BrokerError);
    }
  });
  await fc.assert(check, { numRuns: 400 });
});

async function withSecret(t: TestContext): Promise<TestVault> {
  const made = await openedVault(t);
  again(made).secrets.add(draft());
  return { ...made, ...again(made) };
}

function flipped(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(20) ^ 1, 20);
  return copy;
}

/** Argon2id of the right passphrase, worked out once: the hostile files differ elsewhere. */
class OneAnswer implements PassphraseKdf {
  #answer: Promise<Buffer> | null = null;

  async derive(...question: Parameters<PassphraseKdf['derive']>): Promise<Buffer> {
    this.#answer ??= tools().kdf.derive(...question);
    return Buffer.from(await this.#answer);
  }
}
