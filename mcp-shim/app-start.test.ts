import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import test from 'node:test';
import { LaunchPermission } from '../app/adapters/launch-permission.ts';
import { launchFilePath } from '../app/contract/launch.ts';
import { startApp } from './app-start.ts';

/** A session manager that writes down what it was asked and with which environment. */
function place(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'start-'));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'postern'), { mode: 0o700 });
  const manager = join(folder, 'manager');
  writeFileSync(manager, `#!/bin/sh\n{ printf '%s\\n' "$@"; env; } > ${folder}/asked\n`, { mode: 0o755 });
  const env = {
    XDG_DATA_HOME: folder,
    XDG_RUNTIME_DIR: '/run/user/1',
    ANTHROPIC_API_KEY: 'sk-must-not-be-passed',
    PATH: '/evil',
  };
  const at = { platform: 'linux', env, home: folder, uid: process.getuid?.() ?? null };
  const permission = new LaunchPermission(launchFilePath(at), {
    format: 1,
    program: '/opt/postern/postern',
    args: ['--old'],
  });
  return { at, permission, start: () => startApp(at, [manager, '--user']), asked: join(folder, 'asked') };
}

test('does not start the app unless the person allowed it', async (t) => {
  const { permission, start, asked } = place(t);
  assert.equal(await start(), false);
  permission.set(true);
  permission.set(false);
  assert.equal(permission.allowed, false);
  assert.equal(await start(), false);
  assert.equal(existsSync(asked), false);
});

test('orders exactly the program the app wrote down, and passes on none of the agent’s environment (P1)', async (t) => {
  const { permission, start, asked } = place(t);
  permission.set(true);
  assert.equal(permission.allowed, true);
  assert.equal(await start(), true);
  const [first, program, argument, ...env] = readFileSync(asked, 'utf8').trim().split('\n');
  assert.deepEqual([first, program, argument], ['--user', '/opt/postern/postern', '--old']);
  assert.ok(env.includes('XDG_RUNTIME_DIR=/run/user/1'));
  assert.ok(env.includes('PATH=/usr/bin:/bin'));
  assert.equal(
    env.some((line) => /ANTHROPIC|sk-must|evil/.test(line)),
    false,
  );
});

test('takes no order from a file that others may read or write, or that is no such file', async (t) => {
  const { at, permission, start, asked } = place(t);
  permission.set(true);
  chmodSync(launchFilePath(at), 0o644);
  assert.equal(await start(), false);
  chmodSync(launchFilePath(at), 0o600);
  writeFileSync(launchFilePath(at), '{"format":2}');
  assert.equal(await start(), false);
  writeFileSync(launchFilePath(at), 'not json');
  assert.equal(await start(), false);
  assert.equal(existsSync(asked), false);
});

test('says so when there is no session manager', async (t) => {
  const { at, permission } = place(t);
  permission.set(true);
  assert.equal(await startApp(at, ['/no/such/manager']), false);
  assert.equal(await startApp({ ...at, platform: 'win32' }), false);
});
