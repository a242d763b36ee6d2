// Files that the person chose: read whole or not at all; afterwards replaced or shredded only when they are still the same.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  lstatSync,
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
import { type TestContext, test } from 'node:test';
import { maxImportBytes } from '../core/imports/import-limits.ts';
import { readImportFile } from './import-files.ts';
import { replaceOriginal, shredOriginal } from './import-original.ts';
import { refusal } from './imports.testkit.ts';

const imported = Buffer.from('TOKEN=ghp_abcdefghijklmnop\n');
const replaced = Buffer.from('# TOKEN is kept in Postern as token\n');

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'postern-import-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('reads a regular file, also through a link, and nothing else', async (t) => {
  const folder = folderFor(t);
  const file = join(folder, '.env');
  writeFileSync(file, imported);
  symlinkSync(file, join(folder, 'link'));
  assert.deepEqual(await readImportFile(file, 100), imported);
  assert.deepEqual(await readImportFile(join(folder, 'link'), 100), imported);
  spawnSync('mkfifo', [join(folder, 'fifo')]);
  for (const path of [folder, join(folder, 'fifo'), '/dev/zero']) {
    await assert.rejects(readImportFile(path, 100), refusal('import_not_a_file'));
  }
  await assert.rejects(readImportFile(join(folder, 'none'), 100), refusal('import_file_missing'));
  await assert.rejects(readImportFile('a\0b', 100), refusal('import_file_missing'));
});

test('refuses 100 MB at once, and a file that does not tell how large it is', async (t) => {
  const file = join(folderFor(t), 'big.csv');
  writeFileSync(file, '');
  truncateSync(file, 100 * 1024 * 1024);
  const before = process.memoryUsage().rss;
  await assert.rejects(readImportFile(file, maxImportBytes), refusal('import_too_large'));
  assert.ok(process.memoryUsage().rss - before < 16 * 1024 * 1024);
  // It says 0 bytes and gives more.
  await assert.rejects(readImportFile('/proc/self/environ', 10), refusal('import_too_large'));
  assert.ok((await readImportFile('/proc/self/environ', 1024 * 1024)).length > 10);
});

test('replaces the file at once, with its mode, and leaves nothing beside it', async (t) => {
  const folder = folderFor(t);
  const file = join(folder, '.env');
  writeFileSync(file, imported);
  chmodSync(file, 0o640);
  await replaceOriginal(file, imported, replaced);
  assert.deepEqual(readFileSync(file), replaced);
  assert.equal(statSync(file).mode & 0o7777, 0o640);
  assert.deepEqual(readdirSync(folder), ['.env']);
});

test('replaces what a link leads to, and the link stays', async (t) => {
  const folder = folderFor(t);
  mkdirSync(join(folder, 'real'));
  const file = join(folder, 'real', 'env');
  writeFileSync(file, imported);
  symlinkSync(file, join(folder, '.env'));
  await replaceOriginal(join(folder, '.env'), imported, replaced);
  assert.deepEqual(readFileSync(file), replaced);
  assert.ok(lstatSync(join(folder, '.env')).isSymbolicLink());
});

test('a file that changed, has another name, or is gone is left as it is', async (t) => {
  const folder = folderFor(t);
  const file = join(folder, '.env');
  const acts = [
    (path: string) => replaceOriginal(path, imported, replaced),
    (path: string) => shredOriginal(path, imported),
  ];
  for (const act of acts) {
    const changed = Buffer.concat([imported, Buffer.from('MORE=1\n')]);
    writeFileSync(file, changed);
    await assert.rejects(act(file), refusal('import_file_changed'));
    assert.deepEqual(readFileSync(file), changed);
    writeFileSync(file, imported);
    linkSync(file, join(folder, 'twin'));
    await assert.rejects(act(file), refusal('import_file_linked'));
    assert.deepEqual(readFileSync(file), imported);
    rmSync(join(folder, 'twin'));
    await assert.rejects(act(join(folder, 'none')), refusal('import_file_missing'));
    assert.deepEqual(readdirSync(folder), ['.env']);
  }
});

test('a folder is neither replaced nor shredded', async (t) => {
  const folder = folderFor(t);
  await assert.rejects(replaceOriginal(folder, imported, replaced), refusal('import_not_a_file'));
  await assert.rejects(shredOriginal(folder, imported), refusal('import_file_unwritable'));
  assert.ok(statSync(folder).isDirectory());
});

test('shreds: the very blocks of the file are overwritten, and it is gone', async (t) => {
  const folder = folderFor(t);
  const file = join(folder, '.env');
  writeFileSync(file, imported);
  // Opened before, this descriptor still sees the file after it was unlinked.
  const watcher = spawnSync(
    'sh',
    [
      '-c',
      `exec 3<"$0"; "$1" --input-type=module -e "$2"; cat <&3 | od -An -c; ls "$3"`,
      file,
      process.execPath,
      `
    const { shredOriginal } = await import(${JSON.stringify(new URL('./import-original.ts', import.meta.url).href)});
    await shredOriginal(${JSON.stringify(file)}, Buffer.from(${JSON.stringify(imported.toString())}));`,
      folder,
    ],
    { encoding: 'utf8' },
  );
  assert.equal(watcher.stderr, '');
  assert.doesNotMatch(watcher.stdout.replace(/\s/g, ''), /TOKEN|ghp_|\.env/);
  assert.ok(watcher.stdout.replace(/\s/g, '').length >= imported.length);
});
