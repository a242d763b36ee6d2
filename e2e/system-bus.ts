// A system bus of our own with a login manager on it that does nothing but say, when told to, that the machine goes to sleep.
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { MessageBus } from '@jellybrick/dbus-next';
import { Message, systemBus } from '@jellybrick/dbus-next';

export interface SystemBus {
  /** For the app: where it finds this bus. */
  readonly env: Readonly<Record<string, string>>;
  /** Resolves once the app has asked to hear of sleep. */
  listened(): Promise<void>;
  /** What the login manager says before the machine sleeps, and when it is awake again. */
  sleep(): void;
  wake(): void;
  close(): Promise<void>;
}

const login = '/org/freedesktop/login1';

export async function startSystemBus(): Promise<SystemBus> {
  const folder = mkdtempSync('/tmp/p-bus-');
  const config = join(folder, 'bus.conf');
  const address = `unix:path=${join(folder, 'socket')}`;
  writeFileSync(config, busConfig(address));
  const daemon = spawn('dbus-daemon', [`--config-file=${config}`, '--nofork', '--nopidfile', '--print-address'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(daemon.stdout, 'data');
  const bus = await connected(address);
  const heard = Promise.withResolvers<void>();
  bus.addMethodHandler((message) => {
    // The app asks the login manager to wait for it before sleeping; it does so once it listens.
    if (message.member !== 'Inhibit') return false;
    bus.send(Message.newError(message, 'org.freedesktop.DBus.Error.NotSupported', 'not here'));
    heard.resolve();
    return true;
  });
  await bus.requestName('org.freedesktop.login1', 0);
  return {
    env: { DBUS_SYSTEM_BUS_ADDRESS: address },
    listened: () => heard.promise,
    sleep: () => say(bus, true),
    wake: () => say(bus, false),
    close: async () => {
      bus.disconnect();
      await ended(daemon);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function say(bus: MessageBus, sleeps: boolean): void {
  bus.send(Message.newSignal(login, 'org.freedesktop.login1.Manager', 'PrepareForSleep', 'b', [sleeps]));
}

/** The library reads this bus's address from the environment alone. */
async function connected(address: string): Promise<MessageBus> {
  const before = process.env.DBUS_SYSTEM_BUS_ADDRESS;
  process.env.DBUS_SYSTEM_BUS_ADDRESS = address;
  try {
    const bus = systemBus();
    await once(bus, 'connect');
    return bus;
  } finally {
    if (before === undefined) delete process.env.DBUS_SYSTEM_BUS_ADDRESS;
    else process.env.DBUS_SYSTEM_BUS_ADDRESS = before;
  }
}

async function ended(daemon: ChildProcess): Promise<void> {
  const gone = once(daemon, 'exit');
  daemon.kill();
  await gone;
}

function busConfig(address: string): string {
  const rules = [
    'send_type="method_call"',
    'send_type="signal"',
    'send_requested_reply="true" send_type="method_return"',
  ];
  const allow = [...rules, 'send_requested_reply="true" send_type="error"', 'user="*"', 'own="*"'];
  const receive = ['method_call', 'method_return', 'error', 'signal'].map((type) => `receive_type="${type}"`);
  return `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>${address}</listen><auth>EXTERNAL</auth>
<policy context="default">${[...allow, ...receive].map((rule) => `<allow ${rule}/>`).join('')}</policy></busconfig>`;
}
