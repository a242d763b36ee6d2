import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { BrokerError } from '../app/contract/fault.ts';
import { ClientId } from '../app/contract/vocabulary.ts';
import { ownUid, tempFolder } from '../app/socket/socket.testkit.ts';
import { loadClientKey, renewClientKey } from './client-key.ts';

const client = ClientId.parse('claude-code');
const unusable = (thrown: unknown) => thrown instanceof BrokerError && thrown.code === 'client_key_unusable';

test('makes a key once, in a 0600 file in a 0700 folder, and gives the same one ever after', async (t) => {
  const dataFolder = join(await tempFolder(t), 'postern');
  const key = await loadClientKey({ dataFolder, client, uid: ownUid });
  assert.equal(Buffer.from(key, 'base64url').length, 32);
  assert.equal(await loadClientKey({ dataFolder, client, uid: ownUid }), key);
  const folder = join(dataFolder, 'clients');
  assert.deepEqual(await readdir(folder), ['claude-code.key']);
  assert.equal((await stat(folder)).mode & 0o777, 0o700);
  assert.equal((await stat(join(folder, 'claude-code.key'))).mode & 0o777, 0o600);
});

test('gives each client its own key', async (t) => {
  const dataFolder = await tempFolder(t);
  const codex = ClientId.parse('codex');
  const keys = [client, codex].map((id) => loadClientKey({ dataFolder, client: id, uid: ownUid }));
  assert.equal(new Set(await Promise.all(keys)).size, 2);
});

test('gives shims that start at the same moment the same key', async (t) => {
  const dataFolder = await tempFolder(t);
  const script = `
    const { loadClientKey } = await import(process.argv[1]);
    process.stdout.write(await loadClientKey({ dataFolder: process.argv[2], client: 'claude-code', uid: process.getuid() }));`;
  const file = new URL('./client-key.ts', import.meta.url).href;
  const runs = Array.from({ length: 4 }, () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, file, dataFolder]);
    return Promise.all([text(child.stdout), once(child, 'exit')]).then(([key]) => key);
  });
  const here = Array.from({ length: 20 }, () => loadClientKey({ dataFolder, client, uid: ownUid }));
  const keys = await Promise.all([...runs, ...here]);
  assert.equal(new Set(keys).size, 1);
  assert.equal(await readFile(join(dataFolder, 'clients', 'claude-code.key'), 'utf8'), `${keys[0]}\n`);
});

test('refuses a key that others can read, and changes nothing', async (t) => {
  const dataFolder = await tempFolder(t);
  const key = await loadClientKey({ dataFolder, client, uid: ownUid });
  const path = join(dataFolder, 'clients', 'claude-code.key');
  await chmod(path, 0o640);
  await assert.rejects(loadClientKey({ dataFolder, client, uid: ownUid }), unusable);
  assert.equal(await readFile(path, 'utf8'), `${key}\n`);
});

test("refuses a link, a cut key, a folder and another account's file", async (t) => {
  const dataFolder = await tempFolder(t);
  const folder = join(dataFolder, 'clients');
  await mkdir(folder);
  await writeFile(join(folder, 'cut.key'), 'abc\n', { mode: 0o600 });
  await writeFile(join(folder, 'whole.key'), `${'k'.repeat(43)}\n`, { mode: 0o600 });
  await symlink('whole.key', join(folder, 'link.key'));
  await mkdir(join(folder, 'folder.key'));
  for (const id of ['cut', 'link', 'folder']) {
    await assert.rejects(loadClientKey({ dataFolder, client: ClientId.parse(id), uid: ownUid }), unusable);
  }
  await assert.rejects(loadClientKey({ dataFolder, client: ClientId.parse('whole'), uid: ownUid + 1 }), unusable);
  assert.equal(await loadClientKey({ dataFolder, client: ClientId.parse('whole'), uid: ownUid }), 'k'.repeat(43));
});

test('a new key is in its place only once the broker knows it; what is killed before leaves the old one, and goes on with the same', async (t) => {
  const place = { dataFolder: await tempFolder(t), client, uid: ownUid };
  const folder = join(place.dataFolder, 'clients');
  const held = await loadClientKey(place);
  const offered: string[] = [];
  const offers = (answer: () => Promise<unknown>) =>
    renewClientKey(place, held, (key) => {
      offered.push(key);
      return answer();
    });
  await assert.rejects(
    offers(() => Promise.reject(new BrokerError('locked'))),
    { code: 'locked' },
  );
  assert.equal(await loadClientKey(place), held);
  // Never answered: as if it was killed at that moment.
  void offers(() => new Promise(() => {}));
  while (offered.length < 2) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(await loadClientKey(place), held);
  await offers(async () => {});
  assert.deepEqual(new Set(offered).size, 1, 'the same key each time');
  assert.equal(await loadClientKey(place), offered[0]);
  assert.deepEqual(await readdir(folder), ['claude-code.key']);
  assert.equal((await stat(join(folder, 'claude-code.key'))).mode & 0o777, 0o600);
});

test('two shims at once make the same new key; one that comes late neither offers nor changes anything', async (t) => {
  const place = { dataFolder: await tempFolder(t), client, uid: ownUid };
  const held = await loadClientKey(place);
  const offered: string[] = [];
  const offer = async (key: string) => void offered.push(key);
  await Promise.all(Array.from({ length: 10 }, () => renewClientKey(place, held, offer)));
  assert.equal(new Set(offered).size, 1);
  const now = await loadClientKey(place);
  assert.equal(now, offered[0]);
  const before = offered.length;
  await renewClientKey(place, held, offer);
  assert.equal(offered.length, before);
  assert.deepEqual(await readdir(join(place.dataFolder, 'clients')), ['claude-code.key']);
});
