// For tests only: one life in a private D-Bus session with a real gnome-keyring that holds items of other programs. Started by
// import-keychain.test.ts under dbus-run-session as `node import-keychain.testkit.ts`; prints one JSON object.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { Message, sessionBus, Variant } from '@jellybrick/dbus-next';
import { faultCodeOf } from '../contract/fault.ts';
import { importKeychain } from './import-keychain.ts';
import { valuesOf } from './imports.testkit.ts';
import { OsKeychain } from './os-keychain.ts';

const bus = sessionBus();
const daemon = spawn('gnome-keyring-daemon', ['--foreground', '--components=secrets', '--unlock'], {
  stdio: ['pipe', 'ignore', 'ignore'],
});
daemon.stdin.end('login-password');
const name = 'org.freedesktop.secrets';
while (
  (
    await call('/org/freedesktop/DBus', 'org.freedesktop.DBus', 'NameHasOwner', 's', [name], 'org.freedesktop.DBus')
  )[0] !== true
) {
  await wait(20);
}
try {
  writeSync(1, `${JSON.stringify(await scenario())}\n`);
} finally {
  daemon.kill();
  await once(daemon, 'exit');
}
process.exit(0);

async function scenario(): Promise<unknown> {
  const root = '/org/freedesktop/secrets';
  const service = 'org.freedesktop.Secret.Service';
  const [, session] = await call(root, service, 'OpenSession', 'sv', ['plain', new Variant('s', '')]);
  const [collection] = await call(root, service, 'ReadAlias', 's', ['default']);
  const add = async (label: string, attributes: Record<string, string>, value: Buffer) => {
    const properties = {
      'org.freedesktop.Secret.Item.Label': new Variant('s', label),
      'org.freedesktop.Secret.Item.Attributes': new Variant('a{ss}', attributes),
    };
    const secret = [session, Buffer.alloc(0), value, 'text/plain'];
    await call(String(collection), 'org.freedesktop.Secret.Collection', 'CreateItem', 'a{sv}(oayays)b', [
      properties,
      secret,
      false,
    ]);
  };
  await new OsKeychain().write('kek:test', Buffer.from('the key of the vault'));
  await add('gh:github.com', { service: 'gh:github.com', username: 'octo' }, Buffer.from('gho_abcdefghijklmnop1234'));
  await add('Mail', { service: 'mail', username: 'me' }, Buffer.from('mail-password-1'));
  await add('Mail', { service: 'mail2', username: 'you' }, Buffer.from('mail-password-2'));
  await add('Blob', { service: 'blob' }, Buffer.from([0xc3, 0x28]));
  const read = await importKeychain(['gh:github.com', 'Mail', 'Blob', 'nobody', 'Postern'], {});
  const own = await importKeychain(['kek:test@Postern', 'keyring:kek:test@Postern'], {});
  await call(root, service, 'Lock', 'ao', [[collection]]);
  const locked = await importKeychain(['Mail'], {}).catch(faultCodeOf);
  return { values: valuesOf(read), skipped: read.skipped, own: own.candidates.length, locked };
}

async function call(path: string, of: string, member: string, signature: string, body: unknown[], destination = name) {
  const reply = await bus.call(new Message({ destination, path, interface: of, member, signature, body }));
  return reply?.body ?? [];
}
