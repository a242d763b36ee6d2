// The profile's one file, met in every bad state: each gets its code, and none of them is repaired, replaced or emptied.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { RecordId } from '../contract/vocabulary.ts';
import { openDatabase, openDatabaseToRead } from './sqlite-database.ts';
import { SqliteRecordStore } from './sqlite-record-store.ts';
import { vaultFileFormat } from './sqlite-schema.ts';
import { draft, fault, freshVaultPath, passphrase, vaultAt } from './vault.testkit.ts';

const child = fileURLToPath(new URL('./vault-child.testkit.ts', import.meta.url));
const open = (path: string) => openDatabase(path, vaultFileFormat);
const posix = process.platform !== 'win32';

/** A vault with one secret, closed. */
async function closedVault(path: string): Promise<void> {
  const { vault, secrets, database } = vaultAt(path);
  await vault.create(passphrase(), { keychain: false });
  secrets.add(draft());
  database.close();
}

/** Opening fails with this code, and leaves the bytes as they are. */
function refusedUntouched(path: string, code: Parameters<typeof fault>[0]): void {
  const before = readFileSync(path);
  assert.throws(() => open(path), fault(code));
  assert.throws(() => openDatabaseToRead(path, vaultFileFormat), fault(code));
  assert.deepEqual(readFileSync(path), before);
}

test('makes a private file in a private folder, and makes a loose one private', { skip: !posix }, (t) => {
  const path = freshVaultPath(t);
  open(path).close();
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.equal(statSync(dirname(path)).mode & 0o777, 0o700);
  chmodSync(path, 0o644);
  chmodSync(dirname(path), 0o755);
  const database = open(path);
  database.exec('CREATE TABLE filler (x); DROP TABLE filler;');
  for (const name of readdirSync(dirname(path))) assert.equal(statSync(`${dirname(path)}/${name}`).mode & 0o777, 0o600);
  assert.equal(statSync(dirname(path)).mode & 0o777, 0o700);
  database.close();
});

test('P11: overwrites what it deletes, and waits for the disk', (t) => {
  const database = open(freshVaultPath(t));
  const pragma = (name: string) => database.pragma(name, { simple: true });
  const set = ['journal_mode', 'synchronous', 'secure_delete', 'temp_store', 'trusted_schema'].map(pragma);
  assert.deepEqual(set, ['wal', 2, 1, 2, 0]);
  database.close();
});

test('a truncated file is damaged, wherever it was cut', async (t) => {
  const path = freshVaultPath(t);
  await closedVault(path);
  const whole = readFileSync(path);
  for (const length of [0, 1, 16, 99, 100, 512, 4095, 4096, 4097, 8192, whole.length - 4096, whole.length - 1]) {
    writeFileSync(path, whole.subarray(0, length));
    refusedUntouched(path, 'vault_truncated');
  }
  writeFileSync(path, whole);
  open(path).close();
});

test('what is no database of ours is damaged, not an invitation to start afresh', (t) => {
  const path = freshVaultPath(t);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, 'this is not a database, though it is long enough to be one'.repeat(100));
  refusedUntouched(path, 'vault_truncated');
  rmSync(path);
  openDatabase(path, { ...vaultFileFormat, applicationId: 1 }).close();
  refusedUntouched(path, 'vault_truncated');
});

test('a log without its database is damage, and the log is kept', (t) => {
  const path = freshVaultPath(t);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}-wal`, 'frames');
  assert.throws(() => open(path), fault('vault_truncated'));
  assert.equal(readFileSync(`${path}-wal`, 'utf8'), 'frames');
  assert.equal(existsSync(path), false);
});

test('a database from a newer Postern is left to it', async (t) => {
  const path = freshVaultPath(t);
  openDatabase(path, { ...vaultFileFormat, version: vaultFileFormat.version + 1 }).close();
  refusedUntouched(path, 'vault_newer');
});

test('what a kill left of a file that was never born is no obstacle', (t) => {
  const path = freshVaultPath(t);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, 'half');
  writeFileSync(`${path}.new-wal`, 'half');
  open(path).close();
  assert.deepEqual(readdirSync(dirname(path)), ['vault.db']);
});

test('a table that somebody dropped is a changed vault', async (t) => {
  const path = freshVaultPath(t);
  await closedVault(path);
  const database = open(path);
  database.exec('DROP TABLE manifest');
  assert.throws(() => new SqliteRecordStore(database).manifest(), fault('vault_corrupt'));
  database.close();
});

test('a row of another shape is a changed vault', async (t) => {
  const path = freshVaultPath(t);
  await closedVault(path);
  const database = open(path);
  database.exec("UPDATE records SET version = -1 WHERE kind = 'secret'");
  assert.throws(() => new SqliteRecordStore(database).records(), fault('vault_corrupt'));
  database.close();
});

test('a full disk is told, and nothing was changed', async (t) => {
  const { vault, secrets, database } = vaultAt(freshVaultPath(t));
  await vault.create(passphrase(), { keychain: false });
  const kept = secrets.add(draft());
  database.pragma(`max_page_count = ${Number(database.pragma('page_count', { simple: true })) + 2}`);
  const large = draft({ name: 'large', value: `${'pad-'.repeat(25_000)}end of a large value` });
  assert.throws(() => secrets.add(large), fault('disk_full'));
  assert.throws(() => secrets.update(kept.id, large), fault('disk_full'));
  assert.deepEqual(secrets.list(), [kept]);
  vault.lock();
  await vault.unlock(passphrase());
  assert.deepEqual(secrets.list(), [kept]);
  database.pragma('max_page_count = 100000');
  secrets.add(large);
  database.close();
});

test('a vault that another program holds is told, soon', async (t) => {
  const path = freshVaultPath(t);
  await closedVault(path);
  const holder = open(path);
  holder.exec('BEGIN IMMEDIATE');
  assert.throws(() => open(path), fault('vault_in_use'));
  holder.exec('ROLLBACK');
  holder.close();
  open(path).close();
});

test('a reader beside a running Postern sees the newest state and holds nothing up', async (t) => {
  const path = freshVaultPath(t);
  assert.throws(() => openDatabaseToRead(path, vaultFileFormat), fault('no_vault'));
  const { vault, database } = vaultAt(path);
  await vault.create(passphrase(), { keychain: false });
  const reader = openDatabaseToRead(path, vaultFileFormat);
  const id = RecordId.parse('ab'.repeat(16));
  vault.putRecord('setting', id, Buffer.from('{}'));
  assert.equal(new SqliteRecordStore(reader).record(id)?.version, 1);
  assert.throws(() => new SqliteRecordStore(reader).remove(id), fault('profile_readonly'));
  reader.close();
  database.close();
});

test('a read-only profile is told at opening, before anything is asked of the person', { skip: !posix }, async (t) => {
  const path = freshVaultPath(t);
  const [folder, above] = [dirname(path), dirname(dirname(path))];
  const run = (work: string) => spawnSync(process.execPath, [child, work, path], { encoding: 'utf8' }).stdout.trim();
  await closedVault(path);
  const before = readFileSync(path);

  // As root the child becomes nobody, so the profile must be nobody's to be its own.
  chmodSync(above, 0o755);
  if (process.getuid?.() === 0) for (const file of [folder, path]) chownSync(file, nobody, -1);
  chmodSync(path, 0o400);
  chmodSync(folder, 0o500);
  assert.equal(run('open'), 'profile_readonly');
  chmodSync(folder, 0o700);
  assert.equal(run('open'), 'profile_readonly');
  assert.equal(statSync(path).mode & 0o777, 0o400);
  assert.deepEqual(readFileSync(path), before);
  chmodSync(path, 0o600);
  assert.equal(run('put'), 'ok');

  // No profile yet, and no way to make one.
  rmSync(folder, { recursive: true });
  chmodSync(above, 0o555);
  assert.equal(run('open'), 'profile_readonly');
  chmodSync(above, 0o700);
});

test('a profile that turns read-only while it is open is told, and nothing was changed', async (t) => {
  const { vault, secrets, database } = vaultAt(freshVaultPath(t));
  await vault.create(passphrase(), { keychain: false });
  database.pragma('query_only = ON');
  assert.throws(() => secrets.add(draft()), fault('profile_readonly'));
  assert.deepEqual(secrets.list(), []);
  database.pragma('query_only = OFF');
  secrets.add(draft());
  database.close();
});

/** The account that owns nothing. */
const nobody = 65_534;
