// What the person hands over: on a descriptor, and as a policy file.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  fstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { BrokerError } from '../contract/fault.ts';
import { readFirstLine, readToEnd } from './descriptor.ts';
import { readPolicyText } from './policy-text.ts';

const uid = process.getuid?.() ?? null;

test('a line is read to its end, a text to the end of all; then the descriptor is closed', async (t) => {
  const open = opener(t);
  for (const text of ['a passphrase', 'a passphrase\n', 'a passphrase\r\nand more', 'a passphrase\nand\nmore']) {
    const fd = open(text);
    assert.equal((await readFirstLine(fd, 64)).toString(), 'a passphrase');
    assert.throws(() => fstatSync(fd), /EBADF/);
  }
  assert.equal((await readToEnd(open('A=1\nB=2\n'), 64)).toString(), 'A=1\nB=2\n');
  assert.equal((await readFirstLine(open(`${'x'.repeat(64)}`), 64)).length, 64);
});

test('an empty one, one that is too long and one that is not open are refused', async (t) => {
  const open = opener(t);
  for (const text of ['', '\n', '\r\n']) await assert.rejects(readFirstLine(open(text), 64), fault('fd_unreadable'));
  await assert.rejects(readFirstLine(open('x'.repeat(65)), 64), fault('fd_too_long'));
  await assert.rejects(readToEnd(open('x\n'.repeat(40)), 64), fault('fd_too_long'));
  await assert.rejects(readFirstLine(9999, 64), fault('fd_unreadable'));
  const folder = openSync(tmpdir(), 'r');
  await assert.rejects(readFirstLine(folder, 64), fault('fd_unreadable'));
  closeSync(folder);
});

test("Node's own descriptors are never taken for one that was handed over", () => {
  const script = `
    const { readFirstLine } = await import(${JSON.stringify(new URL('./descriptor.ts', import.meta.url).href)});
    for (const fd of [3, 5, 7]) await readFirstLine(fd, 64).then(() => console.log(fd), () => {});
    setTimeout(() => console.log('alive'), 5);`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  assert.equal(stdout, 'alive\n');
});

test('a policy file that others could have written is not read; a link to a safe one is (P9)', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'postern-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'policy.yaml');
  writeFileSync(path, 'version: 1\n', { mode: 0o644 });
  symlinkSync(path, join(folder, 'link'));
  assert.equal(await readPolicyText(join(folder, 'link'), uid), 'version: 1\n');
  const unusable = (at: string) => assert.rejects(readPolicyText(at, uid), fault('policy_file_unusable'));
  for (const mode of [0o666, 0o664]) {
    chmodSync(path, mode);
    await unusable(path);
  }
  writeFileSync(join(folder, 'binary'), Buffer.from([0xff, 0xfe, 0x80]));
  writeFileSync(join(folder, 'large'), Buffer.alloc(1024 * 1024 + 1, 0x20));
  mkdirSync(join(folder, 'folder'));
  for (const name of ['missing', 'binary', 'large', 'folder']) await unusable(join(folder, name));
});

function opener(t: TestContext): (text: string) => number {
  const folder = mkdtempSync(join(tmpdir(), 'postern-'));
  t.after(() => rmSync(folder, { recursive: true }));
  let count = 0;
  return (text) => {
    count += 1;
    const path = join(folder, String(count));
    writeFileSync(path, text);
    return openSync(path, 'r');
  };
}

function fault(code: string) {
  return (thrown: unknown) => thrown instanceof BrokerError && thrown.code === code;
}
