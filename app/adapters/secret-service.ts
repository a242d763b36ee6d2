// Asks the Secret Service of this session, over D-Bus, whether it could give a secret now. It opens no item and never makes
// a prompt appear.
import { Message, type MessageBus, sessionBus } from '@jellybrick/dbus-next';
import { z } from 'zod';
import type { KeyStoreState } from '../core/ports/key-store.ts';

/** A service that does not answer in this time is no use. */
const answerMs = 10_000;

/** Whether the default collection is there and open. */
export async function probeSecretService(): Promise<KeyStoreState> {
  const bus = connected();
  if (bus === null) return 'absent';
  // A bus that is not there is told as an event that the library's types leave out; unheard, it would end the process.
  const events: NodeJS.EventEmitter = bus;
  const failed = new Promise<'absent'>((resolve) => events.on('error', () => resolve('absent')));
  const late = new Promise<'absent'>((resolve) => setTimeout(() => resolve('absent'), answerMs).unref());
  try {
    return await Promise.race([failed, late, defaultCollectionState(bus)]);
  } catch {
    return 'absent';
  } finally {
    bus.disconnect();
  }
}

function connected(): MessageBus | null {
  try {
    return sessionBus();
  } catch {
    return null;
  }
}

async function defaultCollectionState(bus: MessageBus): Promise<KeyStoreState> {
  const alias = await call(bus, {
    path: '/org/freedesktop/secrets',
    interface: 'org.freedesktop.Secret.Service',
    member: 'ReadAlias',
    signature: 's',
    body: ['default'],
  });
  const [path] = z.tuple([z.string()]).parse(alias);
  if (path === '/') return 'absent';
  const locked = await call(bus, {
    path,
    interface: 'org.freedesktop.DBus.Properties',
    member: 'Get',
    signature: 'ss',
    body: ['org.freedesktop.Secret.Collection', 'Locked'],
  });
  return z.tuple([z.object({ value: z.boolean() })]).parse(locked)[0].value ? 'locked' : 'ready';
}

interface ServiceCall {
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature: string;
  readonly body: string[];
}

async function call(bus: MessageBus, message: ServiceCall): Promise<unknown> {
  const reply = await bus.call(new Message({ destination: 'org.freedesktop.secrets', ...message }));
  return reply?.body;
}
