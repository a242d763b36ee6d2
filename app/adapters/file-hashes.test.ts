import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { sha256Stream } from '../core/crypto/digest.ts';
import { FileHashes, isOnlyRoots } from './file-hashes.ts';

/** Counts how often a file is read; every file counts as one that nobody changes unseen, and as written a minute ago. */
function start(t: TestContext, { isKept = (): boolean => true, agoMs = 60_000 } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'hashes-'));
  t.after(() => rmSync(folder, { recursive: true }));
  let reads = 0;
  const newHash = () => {
    reads += 1;
    return sha256Stream();
  };
  const hashes = new FileHashes({ clock: { now: () => Date.now() + agoMs }, isKept, newHash });
  const file = (name: string, content: string | Buffer): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  return { folder, hashes, file, reads: () => reads };
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

test('a file is hashed whole, an empty one too, and what is no regular file is not and does not wait', async (t) => {
  const { folder, hashes, file } = start(t);
  const large = Buffer.alloc(3_000_001, 'not a multiple of any block ');
  assert.equal(await hashes.hashOf(file('large', large)), sha256(large));
  assert.equal(await hashes.hashOf(file('empty', '')), sha256(''));
  execFileSync('mkfifo', [join(folder, 'fifo')]);
  for (const name of ['fifo', 'missing', '.']) assert.equal(await hashes.hashOf(join(folder, name)), null);
  assert.equal(await hashes.hashOf('/dev/zero'), null);
});

test('what only root can change is read once, also under another path', async (t) => {
  const { folder, hashes, file, reads } = start(t);
  const path = file('tool', 'one');
  assert.equal(await hashes.hashOf(path), sha256('one'));
  assert.equal(await hashes.hashOf(path), sha256('one'));
  assert.equal(await hashes.hashOf(join(folder, '.', 'tool')), sha256('one'));
  assert.equal(reads(), 1);
});

test('what was rewritten in place or replaced is read again, though its length and times were put back (P10)', async (t) => {
  const { hashes, file } = start(t);
  const path = file('tool', 'one');
  const { atime, mtime } = statSync(path);
  assert.equal(await hashes.hashOf(path), sha256('one'));
  writeFileSync(path, 'two');
  utimesSync(path, atime, mtime);
  assert.equal(await hashes.hashOf(path), sha256('two'));
  const other = file('other', 'six');
  utimesSync(other, atime, mtime);
  renameSync(other, path);
  assert.equal(await hashes.hashOf(path), sha256('six'));
});

test('what others may write, and what was changed a moment ago, is read each time (P10)', async (t) => {
  for (const limits of [{ isKept: () => false }, { agoMs: 0 }, { agoMs: -60_000 }]) {
    const { hashes, file, reads } = start(t, limits);
    const path = file('tool', 'one');
    for (let i = 0; i < 2; i += 1) assert.equal(await hashes.hashOf(path), sha256('one'));
    assert.equal(reads(), 2);
  }
});

test("only root's own files that nobody else may write count as unchanged, and for no program of root's (P10)", () => {
  const about = (uid: number, mode: number) => ({ uid: BigInt(uid), mode: BigInt(0o100000 | mode) });
  assert.equal(isOnlyRoots(about(0, 0o755), 1000), process.platform === 'linux');
  assert.equal(isOnlyRoots(statSync('/bin/sh', { bigint: true }), 1000), process.platform === 'linux');
  for (const [uid, mode, own] of [
    [1000, 0o755, 1000],
    [1001, 0o755, 1000],
    [0, 0o775, 1000],
    [0, 0o757, 1000],
    [0, 0o755, 0],
    [0, 0o755, null],
  ] as const) {
    assert.equal(isOnlyRoots(about(uid, mode), own), false);
  }
});
