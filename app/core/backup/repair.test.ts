// Every kind of damage to a real vault file: it is found, named, and mended from a backup, and no good record is lost.
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { moveAside } from '../../adapters/backup-files.ts';
import {
  draft,
  fault,
  freshVaultPath,
  MemoryKeyStore,
  passphrase,
  type TestVault,
  vaultAt,
} from '../../adapters/vault.testkit.ts';
import { type RepairItem, RepairReport, RepairView } from '../../contract/backup.ts';
import { RecordId } from '../../contract/vocabulary.ts';
import { settingRecordId } from '../vault/record-seal.ts';
import { again, backupOf, opened, openedVault, typed } from './backup.testkit.ts';
import { compareBackup } from './compare.ts';
import { planRepair, repairReport } from './repair.ts';
import { restoreBackup } from './restore.ts';

const client = RecordId.parse('c'.repeat(32));
const theme = settingRecordId('theme');

interface Furnished extends TestVault {
  readonly bytes: Buffer;
  readonly ids: Readonly<Record<'token' | 'aws' | 'late', RecordId>>;
}

test('a flipped bit in the card of a secret: the card comes from the backup, everything else stays', async (t) => {
  const made = await furnished(t);
  flip(made, made.ids.aws);
  const { items, view } = await mend(t, made);
  assert.deepEqual(items, [`secret aws edited → backup 1`]);
  assert.equal(view.manifest, 'whole');
  assert.deepEqual(await valuesOf(made), [...intact]);
});

test('a flipped bit in values that the backup has too: they come from there', async (t) => {
  const made = await furnished(t);
  flip(made, valuesIdOf(made, made.ids.aws));
  const { items } = await mend(t, made);
  assert.deepEqual(items, [`values aws edited → backup 1`]);
  assert.deepEqual(await valuesOf(made), [...intact]);
});

test('values that were changed after the backup and then damaged are lost, and told; the secret can be given a new one or the old one', async (t) => {
  const made = await furnished(t);
  flip(made, valuesIdOf(made, made.ids.token));
  const { items } = await mend(t, made);
  assert.deepEqual(items, ['values - edited → lost']);
  assert.deepEqual(await withoutValue(made), ['github/token']);
  assert.deepEqual(
    (await valuesOf(made)).find(([name]) => name === 'github/token'),
    ['github/token', ''],
  );
  // Yesterday's value, by a restore of this one secret.
  const backup = await opened(t, made.bytes);
  const state = compareBackup(backup, made.vault, '').secrets.find(({ name }) => name === 'github/token')?.state;
  assert.equal(state, 'differs');
  const secretsChoice = { kind: 'picked', ids: [made.ids.token] } as const;
  restoreBackup(backup, made.vault, { secrets: secretsChoice, clients: false, settings: false });
  assert.deepEqual(
    (await valuesOf(made)).find(([name]) => name === 'github/token'),
    ['github/token', 'ghp_first_0123456789'],
  );
  assert.deepEqual(await withoutValue(made), []);
  // Or a new one.
  flip(made, valuesIdOf(made, made.ids.late));
  await mend(t, made);
  again(made).secrets.update(made.ids.late, draft({ name: 'late', value: 'typed once more' }));
  assert.ok((await valuesOf(made)).some(([name, value]) => name === 'late' && value === 'typed once more'));
});

test('records whose bytes changed places go back where they belong, without a backup', async (t) => {
  const made = await furnished(t);
  const [one, two] = [made.store.record(made.ids.aws), made.store.record(made.ids.late)];
  assert.ok(one && two);
  made.store.put({ ...one, sealed: two.sealed });
  made.store.put({ ...two, sealed: one.sealed });
  made.vault.lock();
  const { items } = await mend(t, made, null);
  assert.deepEqual(items.sort(), ['secret - moved → kept', 'secret - moved → kept']);
  assert.deepEqual(await valuesOf(made), [...intact]);
});

test('a record that is gone comes back from the backup with all that belongs to it', async (t) => {
  const made = await furnished(t);
  for (const id of [made.ids.token, valuesIdOf(made, made.ids.aws), client]) made.store.remove(id);
  made.vault.lock();
  const { items } = await mend(t, made);
  assert.deepEqual(items.sort(), [
    'client - missing → backup 1',
    'secret github/token missing → backup 1',
    'values aws missing → backup 1',
  ]);
  assert.deepEqual(
    await valuesOf(made),
    [...intact].map(([name, value]) => [name, name === 'github/token' ? 'ghp_first_0123456789' : value]),
  );
  assert.deepEqual(made.vault.record('client', client)?.body, Buffer.from('a client'));
  assert.deepEqual(
    made.vault.record('setting', theme)?.body,
    Buffer.from('light'),
    'a good setting is not taken from the backup',
  );
});

test('without any backup what is damaged is lost, and everything else opens', async (t) => {
  const made = await furnished(t);
  flip(made, made.ids.aws);
  const { items } = await mend(t, made, null);
  assert.deepEqual(items, ['secret - edited → lost']);
  assert.deepEqual(
    await valuesOf(made),
    [...intact].filter(([name]) => name !== 'aws'),
  );
});

test('an older version of a record that was put back gives way to a newer one of the backup, or is kept', async (t) => {
  const made = await openedVault(t);
  made.vault.putRecord('setting', theme, Buffer.from('first'));
  const [first] = made.store.records();
  const without = backupOf(made);
  made.vault.putRecord('setting', theme, Buffer.from('second'));
  const bytes = backupOf(made);
  made.vault.putRecord('setting', theme, Buffer.from('third'));
  const rollBack = (): void => {
    assert.ok(first);
    made.store.put(first);
    made.vault.lock();
  };
  rollBack();
  const withNewer = await mend(t, { ...made, bytes });
  assert.deepEqual(withNewer.items, ['setting - older → backup 2']);
  const found = made.vault.record('setting', theme);
  assert.deepEqual([found?.body.toString('utf8'), found?.version], ['second', 4]);
  rollBack();
  const withOlder = await mend(t, { ...made, bytes: without });
  assert.deepEqual(withOlder.items, ['setting - older → kept 1']);
  assert.equal(made.vault.record('setting', theme)?.body.toString('utf8'), 'first');
});

test('rows of another vault, and rows that are none, are dropped', async (t) => {
  const made = await furnished(t);
  const stranger = await openedVault(t);
  stranger.vault.putRecord('setting', RecordId.parse('d'.repeat(32)), Buffer.from('foreign'));
  for (const record of stranger.store.records()) made.store.put(record);
  made.database.prepare("INSERT INTO records VALUES ('<b>', 'no kind', 1, 1, x'00')").run();
  made.vault.lock();
  const { items, view } = await mend(t, made);
  assert.deepEqual(items.sort(), ['other - foreign → dropped', 'setting - foreign → dropped']);
  assert.ok(view.items.some(({ id }) => id === null));
  assert.deepEqual(await valuesOf(made), [...intact]);
});

test('a manifest that was rolled back loses nothing that was written since', async (t) => {
  const made = await furnished(t);
  const old = made.store.manifest();
  made.vault.putRecord('setting', theme, Buffer.from('newest'));
  assert.ok(old);
  made.store.putManifest(old);
  made.vault.lock();
  await mend(t, made);
  assert.deepEqual(await valuesOf(made), [...intact]);
  assert.deepEqual(made.vault.record('setting', theme)?.body, Buffer.from('newest'));
});

test('a manifest that is lost: what opens is good, and what only the backup has comes back', async (t) => {
  const made = await furnished(t);
  made.store.putManifest(Buffer.from('nothing'));
  for (const name of made.store.pages().keys()) made.store.putPage(name, null);
  for (const id of [made.ids.aws, client]) made.store.remove(id);
  made.vault.lock();
  const { items, view } = await mend(t, made);
  assert.equal(view.manifest, 'lost');
  assert.deepEqual(items.sort(), ['client - missing → backup 1', 'secret aws missing → backup 1']);
  assert.deepEqual(await valuesOf(made), [...intact]);
});

test('a wrap that was put in is taken out again', async (t) => {
  const made = await furnished(t);
  made.store.replaceWraps([
    ...made.store.wraps(),
    await (await openedVault(t)).vault.wraps.forFile(passphrase('another one')),
  ]);
  made.vault.lock();
  const { view } = await mend(t, made);
  assert.equal(view.wraps, 'changed');
  assert.equal(made.store.wraps().length, 1);
  assert.deepEqual(await valuesOf(made), [...intact]);
});

test('references that come from the backup wait for the person, also in a repair', async (t) => {
  const made = await openedVault(t);
  const reference = { kind: 'reference', reference: 'op://work/mail/password' };
  const { id } = made.secrets.add(draft({ name: 'mail', content: reference }));
  const bytes = backupOf(made);
  flip(made, id);
  await mend(t, { ...made, bytes });
  assert.deepEqual(
    again(made)
      .secrets.get(id)
      .fields.map((field) => field.reference?.active),
    [false],
  );
});

test('a backup of another vault mends nothing', async (t) => {
  const made = await furnished(t);
  flip(made, made.ids.aws);
  const inspection = await made.vault.repair.inspect(typed());
  const backup = await opened(t, backupOf(await openedVault(t)));
  assert.throws(() => planRepair({ inspection, backup, versionInFile: () => null }), fault('backup_of_another'));
});

test('a vault file that was rolled back is refused, and after the person says so everything comes from the backup', async (t) => {
  const path = freshVaultPath(t);
  const keyStore = new MemoryKeyStore();
  const made = vaultAt(path, { keyStore });
  await made.vault.create(passphrase(), { keychain: true });
  made.secrets.add(draft({ name: 'aws' }));
  made.vault.lock();
  await made.anchor.flush();
  made.database.close();
  copyFileSync(path, `${path}.old`);
  const later = vaultAt(path, { keyStore });
  await later.vault.unlock(passphrase());
  later.secrets.add(draft({ name: 'late' }));
  const bytes = backupOf(later);
  later.vault.lock();
  await later.anchor.flush();
  later.database.close();
  copyFileSync(`${path}.old`, path);
  const back = vaultAt(path, { keyStore });
  t.after(() => back.database.close());
  await assert.rejects(back.vault.unlock(passphrase()), fault('vault_rolled_back'));
  await back.vault.unlock(passphrase(), { acceptRollback: true });
  const backup = await opened(t, bytes, typed(), keyStore);
  const everything = { secrets: { kind: 'everything' }, clients: true, settings: true } as const;
  assert.equal(restoreBackup(backup, back.vault, everything).added, 1);
  assert.deepEqual(
    (await valuesOf(back)).map(([name]) => name),
    ['aws', 'late'],
  );
});

test('a write-ahead log that was cut is an older vault, and told as that', async (t) => {
  const path = freshVaultPath(t);
  const keyStore = new MemoryKeyStore();
  const made = vaultAt(path, { keyStore });
  await made.vault.create(passphrase(), { keychain: true });
  made.secrets.add(draft({ name: 'aws' }));
  made.database.pragma('wal_checkpoint(TRUNCATE)');
  made.secrets.add(draft({ name: 'late' }));
  const bytes = backupOf(made);
  await made.anchor.flush();
  // As a power cut leaves it: the log is there, and no one closed the database.
  for (const part of ['', '-wal']) copyFileSync(`${path}${part}`, `${path}.cut${part}`);
  made.database.close();
  const { size } = statSync(`${path}.cut-wal`);
  truncateSync(`${path}.cut-wal`, Math.floor(size / 2));
  const cut = vaultAt(`${path}.cut`, { keyStore });
  t.after(() => cut.database.close());
  await assert.rejects(cut.vault.unlock(passphrase()), fault('vault_rolled_back'));
  await cut.vault.unlock(passphrase(), { acceptRollback: true });
  const backup = await opened(t, bytes, typed(), keyStore);
  restoreBackup(backup, cut.vault, { secrets: { kind: 'missing' }, clients: false, settings: false });
  assert.deepEqual(
    (await valuesOf(cut)).map(([name]) => name),
    ['aws', 'late'],
  );
});

test('a file that SQLite cannot read is moved aside, and a new vault takes everything from the backup', async (t) => {
  const path = freshVaultPath(t);
  const made = vaultAt(path);
  await made.vault.create(passphrase(), { keychain: false });
  made.secrets.add(draft({ name: 'aws', value: 'AKIA0123456789ABCDEF' }));
  const bytes = backupOf(made);
  made.database.close();
  truncateSync(path, Math.floor(statSync(path).size / 2));
  const left = readFileSync(path);
  assert.throws(() => vaultAt(path), fault('vault_truncated'));
  const aside = await moveAside(path, 0);
  assert.equal(existsSync(path), false);
  assert.deepEqual(readFileSync(aside), left);
  const fresh = vaultAt(path);
  t.after(() => fresh.database.close());
  await fresh.vault.create(passphrase('a new passphrase'), { keychain: false });
  const everything = { secrets: { kind: 'everything' }, clients: true, settings: true } as const;
  restoreBackup(await opened(t, bytes), fresh.vault, everything);
  assert.deepEqual(await valuesOf(fresh), [['aws', 'AKIA0123456789ABCDEF']]);
});

/** What `furnished` holds, by name. */
const intact: readonly (readonly [string, string])[] = [
  ['aws', 'AKIA0123456789ABCDEF'],
  ['github/token', 'ghp_second_0123456789'],
  ['late', 'made after the backup'],
];

/** A vault that was written after its backup: one secret is newer, one is not in it, and so is the setting. */
async function furnished(t: TestContext): Promise<Furnished> {
  const made = await openedVault(t);
  const token = made.secrets.add(draft({ value: 'ghp_first_0123456789' })).id;
  const aws = made.secrets.add(draft({ name: 'aws', value: 'AKIA0123456789ABCDEF' })).id;
  made.vault.putRecord('client', client, Buffer.from('a client'));
  made.vault.putRecord('setting', theme, Buffer.from('dark'));
  const bytes = backupOf(made);
  made.secrets.update(token, draft({ value: 'ghp_second_0123456789' }));
  made.vault.putRecord('setting', theme, Buffer.from('light'));
  const late = made.secrets.add(draft({ name: 'late', value: 'made after the backup' })).id;
  return { ...made, bytes, ids: { token, aws, late } };
}

/** Finds the vault damaged, mends it with the backup (null: without), and opens it. */
async function mend(t: TestContext, made: TestVault & { bytes: Buffer | null }, bytes = made.bytes) {
  await assert.rejects(made.vault.unlock(passphrase()), fault('vault_corrupt'));
  const backup = bytes === null ? null : await opened(t, bytes);
  const inspection = await made.vault.repair.inspect(typed());
  const versionInFile = (id: string) => made.store.record(id)?.version ?? null;
  const plan = planRepair({ inspection, backup, versionInFile });
  const view = RepairView.parse(plan.view);
  await made.vault.repair.repair(typed(), plan.replacements);
  await made.vault.unlock(passphrase());
  const report = RepairReport.parse(repairReport(view));
  assert.equal(report.kept + report.backup + report.lost + report.dropped, view.items.length);
  return { view, items: view.items.map(inWords) };
}

function inWords({ kind, name, why, outcome, versionInBackup }: RepairItem): string {
  return [kind, name ?? '-', why, '→', outcome, ...(versionInBackup === null ? [] : [versionInBackup])].join(' ');
}

function flip(made: TestVault, id: RecordId): void {
  const record = made.store.record(id);
  assert.ok(record);
  const sealed = Buffer.from(record.sealed);
  sealed.writeUInt8(sealed.readUInt8(40) ^ 4, 40);
  made.store.put({ ...record, sealed });
  made.vault.lock();
}

/** The record of a secret's sealed values, read from the card. */
function valuesIdOf({ vault }: TestVault, id: RecordId): RecordId {
  const body = vault.record('secret', id)?.body ?? assert.fail();
  return RecordId.parse(JSON.parse(body.toString('utf8')).values);
}

async function withoutValue(made: TestVault): Promise<string[]> {
  return (await valuesOf(made)).filter(([, value]) => value === '').map(([name]) => name);
}

async function valuesOf(made: TestVault): Promise<[string, string][]> {
  const { secrets } = again(made);
  const ids = secrets.list().map(({ id }) => id);
  return secrets.withRevealed(ids, async (all) => {
    return all.map(({ name, fields }) => [name, fields.map(({ value }) => value.toString('utf8')).join()]);
  });
}
