// References into real stores: `pass` with a throw-away GPG key, and KeePassXC databases through keepassxc-cli.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Reference } from '../contract/reference.ts';
import { needs, resolveNow, resolverFor, systemPath, temporaryFolder } from './reference.testkit.ts';
import { fault } from './vault.testkit.ts';

describe('pass', needs('pass', 'gpg'), () => {
  // Before the folder goes, or the agent would write into it while it is removed.
  after(() => run('gpgconf', ['--kill', 'gpg-agent']));
  const folder = temporaryFolder({ after });
  const gnupg = join(folder, 'gnupg');
  const env = { HOME: folder, GNUPGHOME: gnupg };

  const run = (file: string, args: readonly string[], input = '') =>
    execFileSync(file, args, { env: { ...env, PATH: systemPath }, input, stdio: ['pipe', 'pipe', 'ignore'] });
  const insert = (entry: string, content: string) => run('pass', ['insert', '--multiline', entry], content);

  before(() => {
    mkdirSync(gnupg, { mode: 0o700 });
    const key = [
      '--batch',
      '--passphrase',
      '',
      '--quick-gen-key',
      'Test <test@example.invalid>',
      'future-default',
      'default',
    ];
    run('gpg', key);
    run('pass', ['init', 'test@example.invalid']);
    insert('web/site', 'pässwörd-1\nuser: joe\nuser: second\nUrl:https://x\nempty:\n');
    insert('größe #1', 'odd-name-value');
    insert('key', '-----BEGIN X-----\nabc\n-----END X-----\n');
  });

  const resolve = (text: string, wanted: 'text' | 'bytes' = 'text') => resolveNow(text, { env, wanted });

  test('an entry is its first line, its fields are read by name, and a star is all of it', async () => {
    assert.equal((await resolve('pass:web/site')).toString(), 'pässwörd-1');
    assert.equal((await resolve('pass:web/site#user')).toString(), 'joe');
    assert.equal((await resolve('pass:web/site#Url')).toString(), 'https://x');
    assert.equal((await resolve('pass:größe %231')).toString(), 'odd-name-value');
    assert.equal((await resolve('pass:key#*')).toString(), '-----BEGIN X-----\nabc\n-----END X-----');
    assert.equal((await resolve('pass:key#*', 'bytes')).toString(), '-----BEGIN X-----\nabc\n-----END X-----\n');
  });

  test('the frozen action names the pass that is installed', async () => {
    const { program, sha256 } = await resolverFor(env).freeze(Reference.parse('pass:web/site'));
    assert.equal(
      program,
      run('readlink', ['-f', run('which', ['pass']).toString().trim()])
        .toString()
        .trim(),
    );
    assert.match(sha256 ?? '', /^[0-9a-f]{64}$/);
  });

  test('a missing entry, a folder (which pass would list) and a missing field are not found', async () => {
    for (const text of ['pass:nope', 'pass:web', 'pass:web/site#nope', 'pass:web/site#empty', 'pass:web/site#joe']) {
      await assert.rejects(resolve(text), fault('reference_not_found'), text);
    }
  });

  test('PASSWORD_STORE_DIR of the login shell is another store', async () => {
    const other = join(folder, 'other');
    await assert.rejects(
      resolveNow('pass:web/site', { env: { ...env, PASSWORD_STORE_DIR: other } }),
      fault('reference_not_found'),
    );
    execFileSync('cp', ['-r', join(folder, '.password-store'), other]);
    const value = await resolveNow('pass:web/site', { env: { ...env, PASSWORD_STORE_DIR: other } });
    assert.equal(value.toString(), 'pässwörd-1');
  });

  test('a key that is not there, or that nobody can unlock now, is told as locked', async () => {
    const home = join(folder, 'empty-gnupg');
    mkdirSync(home, { mode: 0o700 });
    await assert.rejects(resolveNow('pass:web/site', { env: { ...env, GNUPGHOME: home } }), fault('reference_locked'));
    const params = ['--batch', '--pinentry-mode', 'loopback', '--passphrase', 'a passphrase', '--quick-gen-key'];
    run('gpg', [...params, 'Other <other@example.invalid>', 'future-default', 'default']);
    run('pass', ['init', '--path=guarded', 'other@example.invalid']);
    insert('guarded/one', 'behind-a-passphrase');
    run('gpgconf', ['--kill', 'gpg-agent']);
    await assert.rejects(resolve('pass:guarded/one'), fault('reference_locked'));
  });

  test('a damaged entry is a failure, and gives no half of a value', async () => {
    writeFileSync(join(folder, '.password-store', 'broken.gpg'), 'no message at all');
    await assert.rejects(resolve('pass:broken'), fault('reference_failed'));
  });
});

describe('keepassxc', needs('keepassxc-cli'), () => {
  const folder = temporaryFolder({ after });
  const env = { HOME: folder };
  const database = join(folder, 'my db.kdbx');
  const key = join(folder, 'key.keyx');

  const run = (args: readonly string[], input = '') =>
    execFileSync('keepassxc-cli', args, { env: { ...env, PATH: systemPath, LC_ALL: 'C.UTF-8' }, input, stdio: 'pipe' });

  before(() => {
    run(['db-create', '-q', '--set-key-file', key, database]);
    run(['mkdir', '-q', '--no-password', '-k', key, database, 'Wörk']);
    const add = ['add', '-q', '--no-password', '-k', key, '-p', '-u', 'joe', '--notes', 'one\\ntwo'];
    run([...add, database, 'Mail'], 'p@ss#wörd\n');
    run([...add, database, 'Wörk/me@example.com'], 'second-password\n');
  });

  const resolve = (rest: string) => resolveNow(`keepassxc:${database}?keyfile=${key}#${rest}`, { env });

  test('an entry is its password, and any attribute is read by name', async () => {
    assert.equal((await resolve('Mail')).toString(), 'p@ss#wörd');
    assert.equal((await resolve('Mail@Password')).toString(), 'p@ss#wörd');
    assert.equal((await resolve('Mail@UserName')).toString(), 'joe');
    assert.equal((await resolve('Mail@Notes')).toString(), 'one\ntwo');
    assert.equal((await resolve('Wörk/me%40example.com')).toString(), 'second-password');
  });

  test('a missing entry, group, attribute, database or key file is not found', async () => {
    for (const rest of ['Nope', 'Wörk', 'Mail@Nope']) {
      await assert.rejects(resolve(rest), fault('reference_not_found'), rest);
    }
    for (const text of [`${folder}/no.kdbx?keyfile=${key}#Mail`, `${database}?keyfile=${folder}/no.keyx#Mail`]) {
      await assert.rejects(resolveNow(`keepassxc:${text}`, { env }), fault('reference_not_found'), text);
    }
  });

  test('a key file that does not open the database, or none, is denied and asks nobody', async () => {
    const other = join(folder, 'other.keyx');
    copyFileSync('/etc/hostname', other);
    for (const text of [`${database}?keyfile=${other}#Mail`, `${database}#Mail`]) {
      await assert.rejects(resolveNow(`keepassxc:${text}`, { env }), fault('reference_denied'), text);
    }
  });

  test('a database with a password is denied: Postern holds no such password', async () => {
    const guarded = join(folder, 'guarded.kdbx');
    run(['db-create', '-q', '-p', guarded], 'a password\na password\n');
    await assert.rejects(resolveNow(`keepassxc:${guarded}#Mail`, { env }), fault('reference_denied'));
  });

  test('a file that is no database is a failure', async () => {
    await assert.rejects(resolveNow(`keepassxc:${key}?keyfile=${key}#Mail`, { env }), fault('reference_failed'));
  });
});
