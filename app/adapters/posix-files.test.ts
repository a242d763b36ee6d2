import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { PosixFiles } from './posix-files.ts';

const files = new PosixFiles('/home/nobody');

function tempFolder(t: TestContext): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'files-')));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

function program(...path: readonly string[]): string {
  const whole = join(...path);
  writeFileSync(whole, '#!/bin/sh\n', { mode: 0o755 });
  return whole;
}

test('a folder is named by its real path, and anything else is null', async (t) => {
  const folder = tempFolder(t);
  mkdirSync(join(folder, 'real'));
  symlinkSync('real', join(folder, 'link'));
  symlinkSync('loop', join(folder, 'loop'));
  writeFileSync(join(folder, 'file'), '');
  assert.equal((await files.folder(join(folder, 'link/.')))?.path, join(folder, 'real'));
  for (const name of ['file', 'missing', 'loop', 'real\0', 'x'.repeat(5000)]) {
    assert.equal(await files.folder(join(folder, name)), null);
  }
});

test('another folder that takes the place of one under the same path is told apart (P10)', async (t) => {
  const folder = tempFolder(t);
  const path = join(folder, 'work');
  mkdirSync(path);
  const before = await files.folder(path);
  assert.deepEqual(await files.folder(path), before);
  renameSync(path, join(folder, 'old'));
  mkdirSync(path);
  const after = await files.folder(path);
  assert.equal(after?.path, before?.path);
  assert.notEqual(after?.id, before?.id);
});

test('the project is the nearest repository, and neither the home folder nor what is above it', async (t) => {
  const home = tempFolder(t);
  const inHome = new PosixFiles(home);
  const sub = join(home, 'code', 'api', 'src');
  mkdirSync(sub, { recursive: true });
  mkdirSync(join(home, '.git'));
  assert.equal(await inHome.projectOf(sub), null);
  mkdirSync(join(home, 'code', 'api', '.git'));
  assert.equal(await inHome.projectOf(sub), join(home, 'code', 'api'));
  // A worktree or submodule has a file of that name.
  writeFileSync(join(sub, '.git'), 'gitdir: x');
  assert.equal(await inHome.projectOf(sub), sub);
});

test('a bare word is the first executable file on the search path', async (t) => {
  const folder = tempFolder(t);
  for (const name of ['a', 'b', 'c', 'd']) mkdirSync(join(folder, name));
  mkdirSync(join(folder, 'a', 'tool'));
  writeFileSync(join(folder, 'b', 'tool'), 'not executable', { mode: 0o644 });
  program(folder, 'c', 'tool');
  program(folder, 'd', 'tool');
  const path = ['/nowhere', ...['a', 'b', 'c', 'd'].map((name) => join(folder, name))].join(':');
  assert.equal(await files.findExecutable('tool', path, '/'), join(folder, 'c', 'tool'));
  assert.equal(await files.findExecutable('other', path, '/'), null);
  assert.equal(await files.findExecutable('', path, '/'), null);
  assert.equal(await files.findExecutable('tool\0', path, '/'), null);
});

test('an empty or relative element of the search path is taken from the working folder, as exec does', async (t) => {
  const folder = tempFolder(t);
  mkdirSync(join(folder, 'bin'));
  const here = program(folder, 'here');
  const there = program(folder, 'bin', 'there');
  for (const path of ['', ':/nowhere', '/nowhere:', '.']) {
    assert.equal(await files.findExecutable('here', path, folder), here);
  }
  assert.equal(await files.findExecutable('there', 'bin', folder), there);
  assert.equal(await files.findExecutable('here', '/nowhere', folder), null);
});

test('a word with a slash is a path from the working folder and is never searched for', async (t) => {
  const folder = tempFolder(t);
  mkdirSync(join(folder, 'sub'));
  const tool = program(folder, 'sub', 'tool');
  assert.equal(await files.findExecutable('sub/tool', '/nowhere', folder), tool);
  assert.equal(await files.findExecutable(tool, '/nowhere', '/'), tool);
  assert.equal(await files.findExecutable('./tool', join(folder, 'sub'), folder), null);
});

test('P10 a path through a linked folder means what the kernel takes it for', async (t) => {
  const folder = tempFolder(t);
  mkdirSync(join(folder, 'far', 'deep'), { recursive: true });
  symlinkSync('far/deep', join(folder, 'link'));
  program(folder, 'tool');
  const far = program(folder, 'far', 'tool');
  const shown = execFileSync('/bin/sh', ['-c', 'readlink -f link/../tool'], { cwd: folder, encoding: 'utf8' }).trim();
  assert.equal(await files.findExecutable('link/../tool', '', folder), shown);
  assert.equal(await files.realFile('link/../tool', folder), far);
});

test('a link to a program is the program, and a broken or circular one is none', async (t) => {
  const folder = tempFolder(t);
  const box = program(folder, 'box');
  symlinkSync('box', join(folder, 'applet'));
  symlinkSync('gone', join(folder, 'broken'));
  symlinkSync('loop', join(folder, 'loop'));
  assert.equal(await files.findExecutable('applet', folder, '/'), box);
  for (const word of ['broken', 'loop']) assert.equal(await files.findExecutable(word, folder, '/'), null);
});

test('a file is a regular one', async (t) => {
  const folder = tempFolder(t);
  writeFileSync(join(folder, 'plain'), '');
  execFileSync('mkfifo', [join(folder, 'fifo')]);
  symlinkSync('plain', join(folder, 'link'));
  assert.equal(await files.realFile('link', folder), join(folder, 'plain'));
  for (const word of ['', '.', 'fifo', 'missing', '/dev/null']) assert.equal(await files.realFile(word, folder), null);
});
