// Changes of keys against a real gnome-keyring: items come before the vault needs them and go when it does not.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('./vault-keyring.testkit.ts', import.meta.url));
const skip = process.platform === 'linux' ? false : 'the Secret Service is Linux only';

test('a real keychain holds the items of the wraps that there are, and the halves that earlier backups need', {
  skip,
}, async (t) => {
  const home = mkdtempSync(join(tmpdir(), 'postern-keyring-'));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  for (const folder of ['data', 'run']) mkdirSync(join(home, folder), { mode: 0o700 });
  const path = join(home, 'profile', 'vault.db');
  const child = spawn('dbus-run-session', ['--', process.execPath, script, path], {
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
    afterChange: [[true], [true, true]],
    // The keychain alone opens nothing of before.
    afterRotation: [1, [true, true]],
    old: 'wrong_passphrase',
    afterRemoval: 1,
    body: 'dark',
  });
});
