// The keychain on a real Secret Service: gnome-keyring in a private D-Bus session, with its own home and its own display.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('./keychain-session.testkit.ts', import.meta.url));
const linuxOnly = { skip: process.platform !== 'linux', timeout: 180_000 };

test('keeps bytes as base64 under the service Postern, and gives them back', linuxOnly, async (t) => {
  const told = await inSession(t, 'open');
  assert.deepEqual(told, { before: 'null', after: '\u0000ÿ\u0001þ', stored: 'AP8B/g==', gone: 'null' });
});

test(
  'a locked keychain is told as locked where nobody can be asked, also of an item that is not there',
  linuxOnly,
  async (t) => {
    const locked = 'keychain_locked';
    assert.deepEqual(await inSession(t, 'locked'), { probe: 'locked', there: locked, absent: locked, write: locked });
  },
);

test(
  'a prompt that was dismissed is told as that, and does not block the process while it is open',
  linuxOnly,
  async (t) => {
    const told = await inSession(t, 'dismissed', { display: true });
    assert.deepEqual(told, {
      there: 'keychain_dismissed',
      absent: 'keychain_locked',
      write: 'keychain_dismissed',
      probe: 'locked',
    });
  },
);

test('a service without a collection is no keychain', linuxOnly, async (t) => {
  const absent = 'keychain_absent';
  assert.deepEqual(await inSession(t, 'bare'), { probe: 'absent', read: absent, write: absent });
});

test('no bus, or one that is gone, is no keychain, and does not end the process', linuxOnly, async () => {
  for (const address of [undefined, 'unix:path=/nonexistent/bus']) {
    const source = `
      const { OsKeychain } = await import(${JSON.stringify(new URL('./os-keychain.ts', import.meta.url).href)});
      const keychain = new OsKeychain();
      const outcome = (call) => call.then(String, (thrown) => thrown.code);
      const told = [await keychain.probe(), await outcome(keychain.read('a')), await outcome(keychain.remove('a'))];
      console.log(JSON.stringify([...told, await outcome(keychain.write('a', Buffer.from('b')))]));`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
      env: { PATH: process.env.PATH, ...(address !== undefined && { DBUS_SESSION_BUS_ADDRESS: address }) },
    });
    const absent = 'keychain_absent';
    assert.deepEqual(JSON.parse(await text(child.stdout)), ['absent', absent, absent, absent]);
  }
});

test('a vault of keychain and passphrase lives on from one session to the next', linuxOnly, async (t) => {
  const home = sessionHome(t);
  const path = join(home, 'profile', 'vault.db');
  const made = await inSession(t, 'create', { home, path });
  assert.deepEqual(made, { wrong: 'wrong_passphrase', opensWith: 'keychain+passphrase' });
  const witness = '{"audit":null,"format":1,"manifest":{"digest":"…","sequence":2},"vaultId":"…"}';
  assert.deepEqual(await inSession(t, 'reopen', { home, path }), { names: ['github/token'], witness });
  assert.deepEqual(await inSession(t, 'lockedVault', { home, path }), { unlock: 'keychain_locked' });
  assert.deepEqual(await inSession(t, 'bare', { path }), {
    probe: 'absent',
    read: 'keychain_absent',
    write: 'keychain_absent',
  });
});

test('a vault whose keychain item was removed says so, makes no new key, and is not touched', linuxOnly, async (t) => {
  const home = sessionHome(t);
  const path = join(home, 'profile', 'vault.db');
  await inSession(t, 'create', { home, path });
  const before = readFileSync(path);
  assert.deepEqual(await inSession(t, 'itemRemoved', { home, path }), {
    was: 32,
    unlock: 'keychain_item_missing',
    again: 'keychain_item_missing',
    after: 'null',
  });
  assert.deepEqual(readFileSync(path), before);
});

interface SessionOptions {
  /** Kept from one session to the next; a fresh one otherwise. */
  readonly home?: string;
  /** Of a vault file. */
  readonly path?: string;
  readonly display?: boolean;
}

/** Runs one scenario in a D-Bus session of its own, and gives what it printed. */
async function inSession(t: TestContext, scenario: string, options: SessionOptions = {}): Promise<unknown> {
  const { home = sessionHome(t), path = '', display = false } = options;
  const runtime = mkdtempSync(join(home, 'run-'));
  const words = ['dbus-run-session', '--', process.execPath, script, scenario, path];
  const [command = '', ...args] = display ? ['xvfb-run', '-a', ...words] : words;
  const child = spawn(command, args, {
    env: {
      PATH: process.env.PATH,
      LANG: 'C.UTF-8',
      HOME: home,
      XDG_DATA_HOME: join(home, 'data'),
      XDG_RUNTIME_DIR: runtime,
      NO_AT_BRIDGE: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [printed, complaints] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  // Services of the display's session print into the same stream.
  const line = printed.split('\n').find((one) => one.startsWith('{')) ?? assert.fail(complaints);
  return JSON.parse(line);
}

function sessionHome(t: TestContext): string {
  const home = mkdtempSync(join(tmpdir(), 'postern-session-'));
  mkdirSync(join(home, 'data'), { mode: 0o700 });
  t.after(() => rmSync(home, { recursive: true, force: true }));
  return home;
}
