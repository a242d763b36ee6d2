import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { electronProgram } from './electron-official.ts';
import { isOutdated, resolveElectron } from './electron-runtime.ts';
import { Stop } from './step.ts';
import { testFolder } from './test-folder.ts';

function override(context: TestContext, path: string): void {
  const before = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  process.env.ELECTRON_OVERRIDE_DIST_PATH = path;
  context.after(() => {
    if (before === undefined) delete process.env.ELECTRON_OVERRIDE_DIST_PATH;
    else process.env.ELECTRON_OVERRIDE_DIST_PATH = before;
  });
}

test('takes the Electron that the person names before any other', async (context) => {
  const dist = await testFolder(context);
  await writeFile(join(dist, 'version'), 'v41.2.3\n');
  await mkdir(dirname(join(dist, electronProgram())), { recursive: true });
  await writeFile(join(dist, electronProgram()), '');
  override(context, dist);
  assert.deepEqual(await resolveElectron('test'), { dist, version: '41.2.3', source: 'override' });
});

test('refuses a named folder without an Electron instead of quietly taking another', async (context) => {
  override(context, await testFolder(context));
  await assert.rejects(resolveElectron('start'), Stop);
});

test('calls an Electron old when its makers no longer mend it', () => {
  assert.equal(isOutdated('33.2.1', '45.4.1'), true);
  assert.equal(isOutdated('42.9.9', '45.4.1'), true);
  assert.equal(isOutdated('43.0.0', '45.4.1'), false);
  assert.equal(isOutdated('45.4.1', '45.4.1'), false);
});
