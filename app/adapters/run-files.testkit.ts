// For the tests of files for runs: folders on the real tmpfs and elsewhere, and another process that holds files.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

export const linux = { skip: process.platform === 'linux' ? false : 'there is no tmpfs' };
export const child = fileURLToPath(new URL('./run-files-child.testkit.ts', import.meta.url));

/** A folder of our own on the real tmpfs, gone after the test. */
export function tmpfsFolder(t: TestContext): string {
  const folder = mkdtempSync('/dev/shm/postern-test-');
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The same on a disk, or wherever temporary files lie. */
export function otherFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'postern-test-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs the child to its end, and gives the lines it wrote. */
export function runChild(...args: readonly string[]): string[] {
  return execFileSync(process.execPath, [child, ...args], { encoding: 'utf8' })
    .trim()
    .split('\n');
}
