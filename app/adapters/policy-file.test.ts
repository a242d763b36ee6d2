import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { policyLimits } from '../contract/policy.ts';
import { PolicyFileOnDisk } from './policy-file.ts';

function fresh(t: { after(work: () => void): void }) {
  const folder = mkdtempSync(join(tmpdir(), 'postern-policy-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'policy.yaml');
  return { folder, path, file: new PolicyFileOnDisk(path) };
}

test('a file of this account alone is read as it is', (t) => {
  const { path, file } = fresh(t);
  assert.deepEqual(file.read(), { kind: 'absent' });
  writeFileSync(path, 'version: 1 # é\n', { mode: 0o600 });
  assert.deepEqual(file.read(), { kind: 'text', text: 'version: 1 # é\n' });
});

test('a link is not followed, also a hard one', (t) => {
  const { folder, path, file } = fresh(t);
  const other = join(folder, 'other');
  writeFileSync(other, 'version: 1\n', { mode: 0o600 });
  symlinkSync(other, path);
  assert.deepEqual(file.read(), { kind: 'unsafe', why: 'link' });
  rmSync(path);
  linkSync(other, path);
  assert.deepEqual(file.read(), { kind: 'unsafe', why: 'link' });
});

test('a file that others can write is not read', (t) => {
  const { path, file } = fresh(t);
  writeFileSync(path, 'version: 1\n');
  for (const mode of [0o620, 0o602, 0o666]) {
    chmodSync(path, mode);
    assert.deepEqual(file.read(), { kind: 'unsafe', why: 'mode' });
  }
  chmodSync(path, 0o644);
  assert.equal(file.read().kind, 'text');
});

test('a file of another account is not read', { skip: process.getuid?.() !== 0 }, (t) => {
  const { path, file } = fresh(t);
  writeFileSync(path, 'version: 1\n', { mode: 0o600 });
  chownSync(path, 12_345, 12_345);
  assert.deepEqual(file.read(), { kind: 'unsafe', why: 'owner' });
});

test('a FIFO, a folder and a device are no files, and none of them makes it wait', (t) => {
  const { path, file } = fresh(t);
  execFileSync('mkfifo', ['-m', '600', path]);
  assert.deepEqual(file.read(), { kind: 'unsafe', why: 'no_file' });
  rmSync(path);
  mkdirSync(path);
  assert.deepEqual(file.read(), { kind: 'unsafe', why: 'no_file' });
  assert.equal(file.write('version: 1\n'), false);
});

test('a file that is too large, or no UTF-8, is not taken', (t) => {
  const { path, file } = fresh(t);
  writeFileSync(path, 'x'.repeat(policyLimits.fileBytes + 1), { mode: 0o600 });
  assert.deepEqual(file.read(), { kind: 'unsafe', why: 'size' });
  writeFileSync(path, Buffer.from([0x61, 0xff]));
  assert.deepEqual(file.read(), { kind: 'not_text' });
});

test('a file that is written to while it is read gives a text or none, and no fault', async (t) => {
  const { path, file } = fresh(t);
  const other = 'b'.repeat(90_000);
  writeFileSync(path, 'a'.repeat(60_000), { mode: 0o600 });
  const script = `const fs=require('fs');for(let i=0;;i++)fs.writeFileSync(${JSON.stringify(path)},i%2?'a'.repeat(60000):'b'.repeat(90000))`;
  const { spawn } = await import('node:child_process');
  const writer = spawn(process.execPath, ['-e', script]);
  const ended = new Promise((resolve) => writer.once('exit', resolve));
  try {
    while (!readFileSync(path, 'utf8').startsWith('b')) {}
    for (let at = 0; at < 300; at += 1) {
      const read = file.read();
      // A torn text is a proposal like any other: what the person reads is what they accept.
      if (read.kind === 'text') assert.ok(read.text.length <= other.length, String(read.text.length));
      else assert.deepEqual(read, { kind: 'unsafe', why: 'unreadable' });
    }
  } finally {
    writer.kill('SIGKILL');
    await ended;
  }
});

test('it is written whole, for this account alone, and takes the place of a link instead of following it', (t) => {
  const { folder, path, file } = fresh(t);
  const other = join(folder, 'other');
  writeFileSync(other, 'untouched');
  symlinkSync(other, path);
  symlinkSync(other, `${path}.postern-partial`);
  assert.equal(file.write('version: 1\n'), true);
  assert.equal(readFileSync(other, 'utf8'), 'untouched');
  assert.equal(lstatSync(path).isFile(), true);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.equal(file.keepRejected('no'), true);
  assert.equal(readFileSync(join(folder, 'policy.rejected.yaml'), 'utf8'), 'no');
  assert.equal(new PolicyFileOnDisk(join(folder, 'absent', 'policy.yaml')).write('x'), false);
});

test('a change of the file is told, also when an editor puts another one in its place', async (t) => {
  const { folder, path, file } = fresh(t);
  t.after(() => file.stop());
  file.start();
  file.start();
  for (const change of [
    () => writeFileSync(path, 'a'),
    () => {
      writeFileSync(join(folder, 'new'), 'b');
      execFileSync('mv', [join(folder, 'new'), path]);
    },
    () => rmSync(path),
  ]) {
    const told = Promise.withResolvers<void>();
    const stop = file.changed.add(told.resolve);
    change();
    await told.promise;
    stop();
  }
});

test('a folder that is not there yet is waited for without a fault', (t) => {
  const { folder } = fresh(t);
  const file = new PolicyFileOnDisk(join(folder, 'later', 'policy.yaml'));
  file.start();
  file.stop();
  file.stop();
  assert.deepEqual(file.read(), { kind: 'absent' });
});
