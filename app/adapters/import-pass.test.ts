// A real `pass` store, with a real gpg key that lives in a folder of its own.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { importPass } from './import-pass.ts';
import { refusal, valuesOf } from './imports.testkit.ts';

const isThere = ['pass', 'gpg'].every((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0);
const withPass = { skip: isThere ? false : 'pass is not installed', timeout: 60_000 };
const home = mkdtempSync(join(tmpdir(), 'p-pass-'));
const store = join(home, 'store');
const environment = {
  PATH: process.env.PATH ?? '',
  HOME: home,
  GNUPGHOME: join(home, 'gnupg'),
  PASSWORD_STORE_DIR: store,
};
const seed = 'otpauth://totp/x?secret=JBSWY3DPEHPK3PXPJBSWY3DP';

before(() => {
  if (!isThere) return;
  mkdirSync(environment.GNUPGHOME, { mode: 0o700 });
  chmodSync(environment.GNUPGHOME, 0o700);
  run('gpg', [
    '--batch',
    '--quiet',
    '--passphrase',
    '',
    '--quick-gen-key',
    'me@postern.example',
    'default',
    'default',
    'never',
  ]);
  run('pass', ['init', 'me@postern.example']);
  insert('web/site', `s3cret-pass-1\nlogin: me\nurl: https://site.example\n${seed}\n`);
  insert('-dash', 'starts-with-dash');
  insert('plain', 'plain-password\n');
});

after(() => {
  if (isThere) spawnSync('gpgconf', ['--kill', 'gpg-agent'], { env: environment });
  rmSync(home, { recursive: true, force: true });
});

test('takes every entry of the store, and says how far it is', withPass, async () => {
  const steps: string[] = [];
  const read = await importPass({ environment, onProgress: (done, all) => steps.push(`${done}/${all}`) });
  assert.deepEqual(valuesOf(read), {
    dash: { password: 'starts-with-dash' },
    plain: { password: 'plain-password' },
    'web/site': { password: 's3cret-pass-1', login: 'me', totp: seed },
  });
  assert.deepEqual(steps, ['1/3', '2/3', '3/3']);
  assert.deepEqual(read.skipped, []);
});

test(
  'an entry that gpg does not open and a folder that is a link are reported, and the others taken',
  withPass,
  async (t) => {
    writeFileSync(join(store, 'zz-broken.gpg'), 'no message');
    symlinkSync(store, join(store, 'circle'));
    t.after(() => {
      for (const name of ['zz-broken.gpg', 'circle']) rmSync(join(store, name));
    });
    const read = await importPass({ environment });
    assert.equal(read.candidates.length, 3);
    assert.deepEqual(read.skipped, [
      { from: 'zz-broken', why: 'not_given' },
      { from: 'circle', why: 'linked_folder' },
    ]);
  },
);

test('where no key is, it gives up after three entries', withPass, async () => {
  const empty = join(home, 'no-keys');
  mkdirSync(empty, { mode: 0o700 });
  const steps: number[] = [];
  const request = { environment: { ...environment, GNUPGHOME: empty }, onProgress: (done: number) => steps.push(done) };
  await assert.rejects(importPass(request), refusal('import_tool_failed'));
  assert.deepEqual(steps, [1, 2]);
});

test('is cancelled between and within entries', withPass, async () => {
  const cancelled = new AbortController();
  const request = { environment, signal: cancelled.signal, onProgress: () => cancelled.abort() };
  await assert.rejects(importPass(request), refusal('import_cancelled'));
});

test('no store and no pass are told apart', withPass, async () => {
  const nowhere = { ...environment, PASSWORD_STORE_DIR: join(home, 'none') };
  await assert.rejects(importPass({ environment: nowhere }), refusal('import_file_missing'));
  await assert.rejects(
    importPass({ environment: { ...environment, PATH: '/nonexistent' } }),
    refusal('import_tool_missing'),
  );
});

function run(file: string, args: readonly string[], input = ''): void {
  execFileSync(file, args, { env: environment, input, stdio: ['pipe', 'ignore', 'ignore'] });
}

function insert(name: string, content: string): void {
  run('pass', ['insert', '--multiline', '--', name], content);
}
