import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import test from 'node:test';
import { type FaultCode, faultCodeOf } from '../contract/fault.ts';
import { FakeClock } from '../core/fake-clock.testkit.ts';
import type { ConfigChange } from '../core/ports/config-files.ts';
import { ClientConfigFiles } from './client-config-files.ts';

const before = Buffer.from('{"a":1}\n');
const after = Buffer.from('{"b":2}\n');

function setUp(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'pcf-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'mcp.json');
  writeFileSync(path, before, { mode: 0o640 });
  const files = new ClientConfigFiles(new FakeClock());
  const change = (more: Partial<ConfigChange> = {}): ConfigChange => {
    return { path, expected: before, bytes: after, mode: 0o600, backup: true, lock: null, ...more };
  };
  /** Refused with this code, and everything in the folder is as it was. */
  const refuses = async (code: FaultCode, changed: ConfigChange) => {
    const names = readdirSync(folder).sort();
    const text = readFileSync(path);
    await assert.rejects(files.write(changed), (thrown) => faultCodeOf(thrown) === code);
    assert.deepEqual(readdirSync(folder).sort(), names);
    assert.deepEqual(readFileSync(path), text);
  };
  return { folder, path, files, change, refuses };
}

test('a file is replaced whole with its mode, and a copy of the old one with that mode stays beside it', async (t) => {
  const { folder, path, files, change } = setUp(t);
  const backup = await files.write(change());
  assert.deepEqual(readFileSync(path), after);
  assert.equal(statSync(path).mode & 0o777, 0o640);
  assert.deepEqual(readFileSync(backup ?? ''), before);
  assert.equal(statSync(backup ?? '').mode & 0o777, 0o640);
  assert.match(backup ?? '', /mcp\.json\.postern-\d{4}-\d\d-\d\dT/);
  assert.equal(readdirSync(folder).length, 2);
});

test('a link stays a link: what it leads to is replaced', async (t) => {
  const { folder, path, files, change } = setUp(t);
  mkdirSync(join(folder, 'dots'));
  const link = join(folder, 'dots', 'linked.json');
  symlinkSync('../mcp.json', link);
  const backup = await files.write(change({ path: link }));
  assert.ok(lstatSync(link).isSymbolicLink());
  assert.deepEqual(readFileSync(path), after);
  assert.equal(backup?.startsWith(`${path}.postern-`), true);
});

test('a new file is made for this account alone, and only where there is none', async (t) => {
  const { folder, files, change, refuses } = setUp(t);
  const path = join(folder, 'new.json');
  assert.equal(await files.read(path), null);
  assert.equal(await files.write(change({ path, expected: null })), null);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  await refuses('config_changed', change({ path, expected: null, bytes: before }));
});

test('what another program wrote meanwhile is never lost', async (t) => {
  const { path, change, refuses } = setUp(t);
  writeFileSync(path, '{"a":1,"theirs":true}\n');
  await refuses('config_changed', change());
  await refuses('config_changed', change({ path: `${path}.gone` }));
});

test('what cannot be written is left as it is, with a reason', async (t) => {
  const { folder, path, change, refuses } = setUp(t);
  await refuses('config_folder_missing', change({ path: join(folder, 'none', 'mcp.json'), expected: null }));
  chmodSync(path, 0o444);
  await refuses('config_readonly', change());
  chmodSync(path, 0o640);
  linkSync(path, join(folder, 'second-name'));
  await refuses('config_linked', change());
});

test('what is no regular file, or over 4 MiB, is not read', async (t) => {
  const { folder, files } = setUp(t);
  const fault = async (path: string) => files.read(path).then(() => null, faultCodeOf);
  assert.equal(await fault(folder), 'config_not_a_file');
  const fifo = join(folder, 'fifo');
  execFileSync('mkfifo', [fifo]);
  assert.equal(await fault(fifo), 'config_not_a_file');
  const nowhere = join(folder, 'nowhere');
  symlinkSync(join(folder, 'gone'), nowhere);
  assert.equal(await fault(nowhere), 'config_not_a_file');
  const large = join(folder, 'large.json');
  writeFileSync(large, Buffer.alloc(4 * 1024 * 1024 + 1, ' '));
  assert.equal(await fault(large), 'config_too_large');
  assert.equal(await files.read(join(folder, 'mcp.json', 'below')), null);
});

test('a program that is writing its file is waited for by the person, and a lock it left behind is taken over', async (t) => {
  const { path, files, change, refuses } = setUp(t);
  const lock = `${path}.lock`;
  mkdirSync(lock);
  await refuses('config_busy', change({ lock }));
  const long = Date.now() / 1000 - 60;
  utimesSync(lock, long, long);
  await files.write(change({ lock }));
  assert.deepEqual(readFileSync(path), after);
  assert.throws(() => statSync(lock));
});

test('a file is removed only while it is what was read', async (t) => {
  const { path, files } = setUp(t);
  await assert.rejects(files.remove(path, after), (thrown) => faultCodeOf(thrown) === 'config_changed');
  await files.remove(path, before);
  assert.equal(await files.read(path), null);
});
