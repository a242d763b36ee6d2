// A folder of its own for one test, removed with the test.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/** Absolute path of a new, empty folder. */
export async function testFolder(context: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-build-test-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
