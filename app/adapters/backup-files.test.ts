// Backups on a real file system: whole or not at all, for this account alone, and nothing else touched.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { maxBackupBytes } from '../core/backup/backup-file.ts';
import { BackupFiles, copyAside, moveAside, readBackupFile, writeBackupFile } from './backup-files.ts';
import { openDatabase } from './sqlite-database.ts';
import { vaultFileFormat } from './sqlite-schema.ts';
import { fault } from './vault.testkit.ts';

const old = Buffer.from('the old backup');
const at = Date.UTC(2026, 10, 22, 6, 30);

test('a backup is 0600 in a folder of 0700, comes back byte for byte, and replaces the one of its name', async (t) => {
  const folder = join(freshFolder(t), 'profile', 'backups');
  const files = new BackupFiles(folder);
  assert.deepEqual(await files.list(), []);
  await files.write('a.backup', old);
  await files.write('a.backup', Buffer.from([0, 255, 10]));
  assert.deepEqual(await files.read('a.backup'), Buffer.from([0, 255, 10]));
  assert.deepEqual(await files.list(), ['a.backup']);
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  assert.equal(statSync(join(folder, 'a.backup')).mode & 0o777, 0o600);
  chmodSync(folder, 0o755);
  await files.write('b.backup', old);
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  await files.remove('a.backup');
  await files.remove('a.backup');
  assert.deepEqual(await files.list(), ['b.backup']);
});

test('a folder that the person chose keeps its own mode', async (t) => {
  const folder = freshFolder(t);
  chmodSync(folder, 0o755);
  await writeBackupFile(join(folder, 'mine.backup'), old);
  assert.equal(statSync(folder).mode & 0o777, 0o755);
  assert.equal(statSync(join(folder, 'mine.backup')).mode & 0o777, 0o600);
});

test('a name is a file of the folder and nothing else', async (t) => {
  const files = new BackupFiles(join(freshFolder(t), 'backups'));
  for (const name of ['../x', 'a/b', '..', '.', '/etc/passwd']) {
    assert.throws(() => files.read(name), fault('internal'));
    await assert.rejects(files.write(name, old), fault('internal'));
    await assert.rejects(files.remove(name), fault('internal'));
  }
});

test('what is no readable file is a coded fault: missing, a folder, a pipe, larger than any backup', async (t) => {
  const folder = freshFolder(t);
  await assert.rejects(readBackupFile(join(folder, 'none')), fault('backup_missing'));
  await assert.rejects(readBackupFile(folder), fault('backup_unreadable'));
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  await assert.rejects(readBackupFile(join(folder, 'pipe')), fault('backup_unreadable'));
  writeFileSync(join(folder, 'large'), '');
  truncateSync(join(folder, 'large'), maxBackupBytes + 1);
  await assert.rejects(readBackupFile(join(folder, 'large')), fault('backup_unreadable'));
});

test('where nothing can be written the old backup stays and the fault has a code', async (t) => {
  const folder = freshFolder(t);
  await assert.rejects(writeBackupFile(join(folder, 'gone', 'x'), old), fault('backup_unwritable'));
  writeFileSync(join(folder, 'file'), '');
  await assert.rejects(new BackupFiles(join(folder, 'file')).write('x', old), fault('backup_unwritable'));
  await assert.rejects(new BackupFiles(join(folder, 'file', 'sub')).write('x', old), fault('backup_unwritable'));
  mkdirSync(join(folder, 'taken'));
  await assert.rejects(writeBackupFile(join(folder, 'taken'), old), fault('backup_unwritable'));
  assert.deepEqual(readdirSync(folder).sort(), ['file', 'taken']);
});

test('a link left in the way is replaced and not followed', async (t) => {
  const folder = freshFolder(t);
  writeFileSync(join(folder, 'precious'), 'precious');
  symlinkSync('precious', join(folder, 'x.backup.postern-partial'));
  symlinkSync('precious', join(folder, 'x.backup'));
  await writeBackupFile(join(folder, 'x.backup'), old);
  assert.equal(readFileSync(join(folder, 'precious'), 'utf8'), 'precious');
  assert.deepEqual(readFileSync(join(folder, 'x.backup')), old);
});

test('a full disk leaves the old backup as it was and nothing half-written', async (t) => {
  const folder = freshFolder(t);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'postern-test', folder], { stdio: 'ignore' });
  } catch {
    t.skip('mounting a small disk needs root');
    return;
  }
  try {
    const files = new BackupFiles(join(folder, 'backups'));
    await files.write('a.backup', old);
    await assert.rejects(files.write('a.backup', Buffer.alloc(200_000)), fault('disk_full'));
    await assert.rejects(files.write('b.backup', Buffer.alloc(200_000)), fault('disk_full'));
    assert.deepEqual(await files.read('a.backup'), old);
    assert.deepEqual(readdirSync(join(folder, 'backups')), ['a.backup']);
    await files.write('a.backup', Buffer.alloc(20_000));
  } finally {
    execFileSync('umount', [folder]);
  }
});

test('after each of 20 kills in the middle of writing there is the old or the new backup, whole', async (t) => {
  const path = join(freshFolder(t), 'a.backup');
  const child = fileURLToPath(new URL('./backup-child.testkit.ts', import.meta.url));
  let cut = 0;
  for (let kill = 0; kill < 20; kill += 1) {
    const writer = spawn(process.execPath, [child, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = createInterface({ input: writer.stdout });
    await once(lines, 'line');
    setTimeout(() => writer.kill('SIGKILL'), Math.random() * 10);
    await once(writer, 'exit');
    const found = await readBackupFile(path);
    assert.equal(found.length, 300_000);
    assert.ok(found.equals(Buffer.alloc(300_000, found.subarray(0, 1))));
    if (existsSync(`${path}.postern-partial`)) cut += 1;
  }
  assert.ok(cut > 0, 'some kill fell into the middle of a write');
  await writeBackupFile(path, old);
  assert.deepEqual(readdirSync(join(path, '..')), ['a.backup']);
});

test('a damaged vault that SQLite can read is copied aside with its damage, and stays open', async (t) => {
  const path = join(freshFolder(t), 'vault.db');
  const database = openDatabase(path, vaultFileFormat);
  t.after(() => database.close());
  database.prepare('INSERT INTO records VALUES (?, ?, 1, 1, ?)').run('0'.repeat(32), 'secret', Buffer.from('damaged'));
  const first = await copyAside(database, at);
  const second = await copyAside(database, at);
  assert.match(first, /damaged\/vault-2026-11-22T06-30-00\.db$/);
  assert.match(second, /damaged\/vault-2026-11-22T06-30-00-2\.db$/);
  assert.equal(statSync(first).mode & 0o777, 0o600);
  assert.equal(statSync(join(first, '..')).mode & 0o777, 0o700);
  const copy = new Database(second, { readonly: true });
  assert.deepEqual(copy.prepare('SELECT sealed FROM records').pluck().get(), Buffer.from('damaged'));
  copy.close();
  assert.equal(database.prepare('SELECT count(*) FROM records').pluck().get(), 1);
});

test('a vault that SQLite cannot read is moved aside with its log, and a new one can be made in its place', async (t) => {
  const path = join(freshFolder(t), 'vault.db');
  writeFileSync(path, 'what is left of it'.padEnd(8192));
  assert.throws(() => openDatabase(path, vaultFileFormat), fault('vault_truncated'));
  writeFileSync(`${path}-wal`, 'and of its log');
  const aside = await moveAside(path, at);
  assert.equal(readFileSync(aside, 'utf8').trim(), 'what is left of it');
  assert.equal(readFileSync(`${aside}-wal`, 'utf8'), 'and of its log');
  openDatabase(path, vaultFileFormat).close();
  const again = await moveAside(path, at);
  assert.notEqual(again, aside);
  assert.equal(readFileSync(aside, 'utf8').trim(), 'what is left of it');
});

function freshFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'postern-backup-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
