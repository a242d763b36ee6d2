import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { buildOnce, cacheFolder } from './cache-folder.ts';
import { testFolder } from './test-folder.ts';

test('honours XDG_CACHE_HOME, except a relative one', () => {
  assert.equal(cacheFolder({ XDG_CACHE_HOME: '/var/cache/me' }), '/var/cache/me/postern');
  assert.equal(cacheFolder({ XDG_CACHE_HOME: 'here' }), join(homedir(), '.cache', 'postern'));
  assert.equal(cacheFolder({}), join(homedir(), '.cache', 'postern'));
});

test('two runs at once end with one whole result and nothing beside it', async (context) => {
  const root = await testFolder(context);
  const target = join(root, 'thing');
  const bothInside = Promise.withResolvers<void>();
  let inside = 0;
  const build = async (folder: string) => {
    inside += 1;
    if (inside === 2) bothInside.resolve();
    await bothInside.promise;
    await writeFile(join(folder, 'a'), 'whole');
  };
  await Promise.all([buildOnce(target, build), buildOnce(target, build)]);
  assert.equal(await readFile(join(target, 'a'), 'utf8'), 'whole');
  assert.deepEqual(await readdir(root), ['thing']);
});

test('what fails leaves nothing, and what exists is not built again', async (context) => {
  const root = await testFolder(context);
  const target = join(root, 'deep', 'thing');
  const failing = async (folder: string) => {
    await writeFile(join(folder, 'half'), '');
    throw new Error('disk full');
  };
  await assert.rejects(buildOnce(target, failing), /disk full/);
  assert.deepEqual(await readdir(join(root, 'deep')), []);
  await mkdir(target);
  await buildOnce(target, failing);
});

test('removes what a killed run left an hour ago, and nothing that may still be in use', async (context) => {
  const root = await testFolder(context);
  const target = join(root, 'thing');
  for (const name of ['thing.building-old', 'thing.building-new', 'thing2.building-old']) await mkdir(join(root, name));
  const longAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);
  for (const name of ['thing.building-old', 'thing2.building-old']) await utimes(join(root, name), longAgo, longAgo);
  await buildOnce(target, async () => undefined);
  assert.deepEqual((await readdir(root)).sort(), ['thing', 'thing.building-new', 'thing2.building-old']);
});
