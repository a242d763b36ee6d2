// Items of other programs in a real Secret Service: gnome-keyring in a private D-Bus session.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const linuxOnly = { skip: process.platform !== 'linux', timeout: 60_000 };

test('takes items by name, never those of Postern, and says when they are locked', linuxOnly, async (t) => {
  const home = mkdtempSync(join(tmpdir(), 'p-keychain-'));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  for (const name of ['data', 'run']) mkdirSync(join(home, name), { mode: 0o700 });
  const script = fileURLToPath(new URL('./import-keychain.testkit.ts', import.meta.url));
  const child = spawn('dbus-run-session', ['--', process.execPath, script], {
    env: {
      PATH: process.env.PATH,
      LANG: 'C.UTF-8',
      HOME: home,
      XDG_DATA_HOME: join(home, 'data'),
      XDG_RUNTIME_DIR: join(home, 'run'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [printed, complaints] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  const line = printed.split('\n').find((one) => one.startsWith('{')) ?? assert.fail(complaints);
  assert.deepEqual(JSON.parse(line), {
    values: {
      'keychain/gh-github.com': { password: 'gho_abcdefghijklmnop1234', username: 'octo' },
      'keychain/Mail': { password: 'mail-password-1', username: 'me' },
      'keychain/Mail-2': { password: 'mail-password-2', username: 'you' },
    },
    skipped: [
      { from: 'Blob', why: 'value_not_text' },
      { from: 'nobody', why: 'not_given' },
      { from: 'Postern', why: 'not_given' },
    ],
    own: 0,
    locked: 'keychain_locked',
  });
});

test('without a bus there is no keychain', linuxOnly, async () => {
  const source = `
    const { importKeychain } = await import(${JSON.stringify(new URL('./import-keychain.ts', import.meta.url).href)});
    console.log(await importKeychain(['Mail'], {}).catch(({ code }) => code));`;
  for (const address of [undefined, 'unix:path=/nonexistent/bus']) {
    const env = { PATH: process.env.PATH, ...(address !== undefined && { DBUS_SESSION_BUS_ADDRESS: address }) };
    const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    assert.equal((await text(child.stdout)).trim(), 'keychain_absent');
  }
});
