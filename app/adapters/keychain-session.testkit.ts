// For tests only: one life in a private D-Bus session with a real gnome-keyring. Started by os-keychain.test.ts under
// dbus-run-session as `node keychain-session.testkit.ts SCENARIO PATH`; prints one JSON object.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { Message, sessionBus, Variant } from '@jellybrick/dbus-next';
import { z } from 'zod';
import { faultCodeOf } from '../contract/fault.ts';
import { Argon2Kdf } from './argon2-kdf.ts';
import { OsKeychain } from './os-keychain.ts';
import { draft, passphrase, vaultAt } from './vault.testkit.ts';

const busItself = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
};
const secretService = {
  destination: 'org.freedesktop.secrets',
  path: '/org/freedesktop/secrets',
  interface: 'org.freedesktop.Secret.Service',
};

const bus = sessionBus();
const keychain = new OsKeychain();
const account = 'test-account';
const path = process.argv[3] ?? '';

const scenarios = {
  /** A keyring that was unlocked at login. */
  open: async () => {
    const before = await outcome(keychain.read(account));
    await keychain.write(account, Buffer.from([0, 255, 1, 254]));
    const after = await outcome(keychain.read(account));
    const stored = await storedText();
    await keychain.remove(account);
    await keychain.remove(account);
    return { before, after, stored, gone: await outcome(keychain.read(account)) };
  },

  /** Locked, and nobody there to be asked. */
  locked: async () => {
    await keychain.write(account, Buffer.from('x'));
    await lockKeyring();
    const there = await outcome(keychain.read(account));
    const absent = await outcome(keychain.read('no-such-account'));
    return {
      probe: await keychain.probe(),
      there,
      absent,
      write: await outcome(keychain.write(account, Buffer.from('y'))),
    };
  },

  /** Locked, on a display: the prompt opens and is dismissed with Escape. */
  dismissed: async () => {
    await keychain.write(account, Buffer.from('x'));
    await lockKeyring();
    const there = outcome(keychain.read(account));
    // That this very process can wait for the prompt and answer it shows that the prompt does not block it.
    await dismissPrompt();
    const absent = await outcome(keychain.read('no-such-account'));
    const write = outcome(keychain.write(account, Buffer.from('y')));
    await dismissPrompt();
    return { there: await there, absent, write: await write, probe: await keychain.probe() };
  },

  /** A service without any collection, as on a machine where nobody ever made a keyring. */
  bare: async () => ({
    probe: await keychain.probe(),
    read: await outcome(keychain.read(account)),
    write: await outcome(keychain.write(account, Buffer.from('x'))),
  }),

  /** First day: a vault of keychain and passphrase. */
  create: async () => {
    const { vault, secrets, anchor, database } = vaultAt(path, { keyStore: keychain, kdf: new Argon2Kdf() });
    await vault.create(passphrase(), { keychain: true });
    secrets.add(draft());
    vault.lock();
    const wrong = await outcome(vault.unlock(passphrase('not the right one')));
    await vault.unlock(passphrase());
    await anchor.flush();
    const { opensWith } = vault;
    database.close();
    return { wrong, opensWith };
  },

  /** Another day: the same keyring file, another session. */
  reopen: async () => {
    const { vault, secrets, anchor, store, database } = vaultAt(path, { keyStore: keychain, kdf: new Argon2Kdf() });
    await vault.unlock(passphrase());
    const names = secrets.list().map(({ name }) => name);
    await anchor.flush();
    const witness = await outcome(keychain.read(`anchor:${store.header()?.vaultId}`));
    database.close();
    return { names, witness: witness.replace(/[0-9a-f]{32,64}/g, '…') };
  },

  lockedVault: async () => {
    await lockKeyring();
    const { vault, database } = vaultAt(path, { keyStore: keychain, kdf: new Argon2Kdf() });
    const unlock = await outcome(vault.unlock(passphrase()));
    database.close();
    return { unlock };
  },

  /** Somebody cleared the keyring. */
  itemRemoved: async () => {
    const { vault, store, database } = vaultAt(path, { keyStore: keychain, kdf: new Argon2Kdf() });
    const [wrap] = store.wraps();
    const item = `kek:${store.header()?.vaultId}:${wrap?.id}`;
    const before = await outcome(keychain.read(item));
    await keychain.remove(item);
    const unlock = await outcome(vault.unlock(passphrase()));
    const again = await outcome(vault.unlock(passphrase()));
    const after = await outcome(keychain.read(item));
    database.close();
    return { was: before.length, unlock, again, after };
  },
};

const scenario = Object.entries(scenarios).find(([name]) => name === process.argv[2])?.[1];
if (scenario === undefined) throw new Error('no such scenario');
const keyring = await startKeyring(process.argv[2] === 'bare' ? null : 'login-password');
try {
  writeSync(1, `${JSON.stringify(await scenario())}\n`);
} finally {
  keyring.kill();
  await once(keyring, 'exit');
}
process.exit(0);

/** What came of a call, in one word: its code, `null`, or what was read. */
async function outcome(call: Promise<unknown>): Promise<string> {
  try {
    const result = await call;
    return Buffer.isBuffer(result) ? result.toString('latin1') : String(result ?? 'null');
  } catch (thrown) {
    return faultCodeOf(thrown);
  }
}

async function startKeyring(password: string | null): Promise<ChildProcess> {
  const unlock = password === null ? [] : ['--unlock'];
  const daemon = spawn('gnome-keyring-daemon', ['--foreground', '--components=secrets', ...unlock], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  daemon.stdin?.end(password ?? '');
  await until(async () => (await call(busItself, 'NameHasOwner', 's', ['org.freedesktop.secrets']))[0] === true);
  return daemon;
}

async function lockKeyring(): Promise<void> {
  const [collection] = await call(secretService, 'ReadAlias', 's', ['default']);
  await call(secretService, 'Lock', 'ao', [[collection]]);
}

/** What the one item of `account` holds, as any program of the account would get it. */
async function storedText(): Promise<string> {
  const [, session] = await call(secretService, 'OpenSession', 'sv', ['plain', new Variant('s', '')]);
  const [items] = await call(secretService, 'SearchItems', 'a{ss}', [{ service: 'Postern', username: account }]);
  const [secrets] = await call(secretService, 'GetSecrets', 'aoo', [items, session]);
  const found = z
    .record(z.string(), z.tuple([z.string(), z.unknown(), z.instanceof(Buffer), z.string()]))
    .parse(secrets);
  return Object.values(found)
    .map(([, , value]) => value.toString('latin1'))
    .join();
}

/** Waits for the keyring's prompt, presses Escape in it, and waits until it is gone. */
async function dismissPrompt(): Promise<void> {
  await until(() => promptWindows() !== '');
  await until(() => {
    for (const window of promptWindows().split('\n')) {
      spawnSync('xdotool', ['windowfocus', window]);
      spawnSync('xdotool', ['key', '--window', window, 'Escape']);
    }
    return promptWindows() === '';
  });
}

function promptWindows(): string {
  return spawnSync('xdotool', ['search', '--onlyvisible', '--class', 'gcr-prompter'], {
    encoding: 'utf8',
  }).stdout.trim();
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await wait(20);
}

interface BusObject {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
}

async function call(object: BusObject, member: string, signature: string, body: unknown[]): Promise<unknown[]> {
  const reply = await bus.call(new Message({ ...object, member, signature, body }));
  return reply?.body ?? [];
}
