// Real KeePassXC databases, made and read by the real `keepassxc-cli`.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { importKeepassxc } from './import-keepassxc.ts';
import { refusal, valuesOf } from './imports.testkit.ts';

const isThere = spawnSync('sh', ['-c', 'command -v keepassxc-cli']).status === 0;
const withCli = { skip: isThere ? false : 'keepassxc-cli is not installed', timeout: 60_000 };
const home = mkdtempSync(join(tmpdir(), 'p-keepass-'));
const environment = { PATH: process.env.PATH ?? '', HOME: home };
const database = join(home, '-my passwords.kdbx');
const keyed = join(home, 'keyed.kdbx');
const keyFile = join(home, 'key');
const password = 'the database pässword';

before(() => {
  if (!isThere) return;
  cli(['db-create', '-q', '-p', database], `${password}\n${password}\n`);
  cli(['mkdir', '-q', database, 'Work'], `${password}\n`);
  cli(
    ['add', '-q', '-u', 'me', '--url', 'https://x.example', '-p', database, 'Work/Site "A", b'],
    `${password}\ns3cret,"pass-1\n`,
  );
  cli(['add', '-q', '-p', database, 'plain'], `${password}\nplain-password\n`);
  cli(['db-create', '-q', '-k', keyFile, keyed], '');
  cli(['add', '-q', '-k', keyFile, '--no-password', '-p', keyed, 'only'], 'with-key-file\n');
});

after(() => rmSync(home, { recursive: true, force: true }));

test('takes every entry of a database that opens with a password', withCli, async () => {
  const typed = Buffer.from(password);
  const read = await importKeepassxc({ database, password: typed, keyFile: null, environment });
  assert.deepEqual(valuesOf(read), {
    plain: { password: 'plain-password' },
    'Work/Site-A-b': { password: 's3cret,"pass-1', username: 'me' },
  });
  assert.equal(typed.toString(), password);
});

test('takes a database that opens with a key file alone', withCli, async () => {
  const read = await importKeepassxc({ database: keyed, password: null, keyFile, environment });
  assert.deepEqual(valuesOf(read), { only: { password: 'with-key-file' } });
});

test('a wrong password, no file, no database and no program are told apart', withCli, async () => {
  const request = { database, password: Buffer.from('wrong'), keyFile: null, environment };
  await assert.rejects(importKeepassxc(request), refusal('import_wrong_password'));
  await assert.rejects(importKeepassxc({ ...request, database: join(home, 'none') }), refusal('import_file_missing'));
  const junk = join(home, 'junk.kdbx');
  writeFileSync(junk, 'no database at all');
  await assert.rejects(importKeepassxc({ ...request, database: junk }), refusal('import_tool_failed'));
  const nowhere = { ...environment, PATH: '/nonexistent' };
  await assert.rejects(importKeepassxc({ ...request, environment: nowhere }), refusal('import_tool_missing'));
});

test('a path that is not absolute and a password of two lines never reach the program', withCli, async () => {
  const request = { database, password: Buffer.from(password), keyFile: null, environment: { PATH: '/nonexistent' } };
  for (const unfit of [{ database: '-k' }, { keyFile: 'key' }, { password: Buffer.from('one\ntwo') }]) {
    await assert.rejects(importKeepassxc({ ...request, ...unfit }), refusal('bad_request'));
  }
});

function cli(args: readonly string[], input: string): void {
  execFileSync('keepassxc-cli', args, { env: environment, input, stdio: ['pipe', 'ignore', 'ignore'] });
}
