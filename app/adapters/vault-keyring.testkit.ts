// For tests only: changes of keys against a real Secret Service. Run inside a D-Bus session of its own as
// `node vault-keyring.testkit.ts PATH`; prints one line of JSON.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { Message, sessionBus } from '@jellybrick/dbus-next';
import { faultCodeOf } from '../contract/fault.ts';
import { settingRecordId } from '../core/vault/record-seal.ts';
import { Argon2Kdf } from './argon2-kdf.ts';
import { OsKeychain } from './os-keychain.ts';
import { passphrase, vaultAt } from './vault.testkit.ts';

const daemon = spawn('gnome-keyring-daemon', ['--foreground', '--components=secrets', '--unlock'], {
  stdio: ['pipe', 'ignore', 'ignore'],
});
daemon.stdin.end('login-password');
// Asking for the service before it is there would make the bus start a second, locked one.
const bus = sessionBus();
const busItself = { destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus' };
const asked = { ...busItself, interface: 'org.freedesktop.DBus', member: 'NameHasOwner' };
const isOwned = async () => {
  const reply = await bus.call(new Message({ ...asked, signature: 's', body: ['org.freedesktop.secrets'] }));
  return reply?.body[0] === true;
};
while (!(await isOwned())) await wait(20);
bus.disconnect();
const keychain = new OsKeychain();
while ((await keychain.probe()) !== 'ready') await wait(20);

const id = settingRecordId('theme');
const { vault, anchor, store, database } = vaultAt(process.argv[2] ?? '', { keyStore: keychain, kdf: new Argon2Kdf() });
const vaultId = () => store.header()?.vaultId;
const items = () => store.wraps().filter(({ kind }) => kind.startsWith('keychain'));
const accounts = () => items().map((wrap) => `kek:${vaultId()}:${wrap.id}`);
const held = async (names: readonly string[]) =>
  (await Promise.all(names.map((name) => keychain.read(name)))).map(Boolean);

const told: Record<string, unknown> = {};
try {
  await vault.create(passphrase(), { keychain: true });
  vault.putRecord('setting', id, Buffer.from('dark'));
  const first = accounts();
  await vault.wraps.changePassphrase({ kind: 'passphrase', passphrase: passphrase() }, passphrase('the next one'));
  await vault.wraps.add({ kind: 'keychain' });
  const second = accounts();
  told.afterChange = [await held(first), await held(second)];
  await vault.rotation.start(passphrase('the next one'));
  await vault.rotation.resume({ pause: () => wait(0) });
  told.afterRotation = [(await held(second)).filter(Boolean).length, await held(accounts())];
  vault.lock();
  await anchor.flush();
  await vault.unlockWith({ kind: 'keychain' });
  vault.lock();
  told.old = await vault.unlock(passphrase()).then(String, faultCodeOf);
  await vault.unlock(passphrase('the next one'));
  const third = accounts();
  await vault.wraps.remove('keychain');
  told.afterRemoval = (await held(third)).filter(Boolean).length;
  told.body = vault.record('setting', id)?.body.toString();
  vault.lock();
  await anchor.flush();
} finally {
  database.close();
  daemon.kill();
  await once(daemon, 'exit');
}
writeSync(1, `${JSON.stringify(told)}\n`);
process.exit(0);
