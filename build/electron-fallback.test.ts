import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fallback, fallbackRunsHere, integrityOf, verifyIntegrity } from './electron-fallback.ts';
import { Stop } from './step.ts';
import { testFolder } from './test-folder.ts';

/** FIPS 180-2's "abc", in base64. */
const ABC = 'sha512-3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==';

async function fileWith(context: TestContext, content: string): Promise<string> {
  const path = join(await testFolder(context), 'file.tgz');
  await writeFile(path, content);
  return path;
}

test('computes the integrity that lockfiles write', async (context) => {
  assert.equal(await integrityOf(await fileWith(context, 'abc')), ABC);
});

test('accepts the pinned file and refuses one that differs in a byte', async (context) => {
  await verifyIntegrity(await fileWith(context, 'abc'), ABC);
  await assert.rejects(verifyIntegrity(await fileWith(context, 'abd'), ABC), Stop);
});

test('refuses a file whose pin is of another kind', async (context) => {
  await assert.rejects(verifyIntegrity(await fileWith(context, 'abc'), 'sha1-qZk+NkcGgWq6PiVxeFDCbJzQ2J0='), Stop);
});

test('pins one version by SHA-512', () => {
  assert.match(fallback.package, /@\d+\.\d+\.\d+$/);
  assert.equal(Buffer.from(fallback.integrity.replace('sha512-', ''), 'base64').length, 64);
});

test('exists for Linux on x64 only', () => {
  assert.equal(fallbackRunsHere('linux', 'x64'), true);
  assert.equal(fallbackRunsHere('linux', 'arm64'), false);
  assert.equal(fallbackRunsHere('darwin', 'x64'), false);
});
