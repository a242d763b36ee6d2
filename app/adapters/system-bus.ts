// One connection to a D-Bus bus at a fixed address. It never takes the address from the environment, and a bus that is
// missing or goes away is an answer here, never an uncaught error.
import { EventEmitter, once } from 'node:events';
import { Message, type MessageBus, sessionBus } from '@jellybrick/dbus-next';
import { z } from 'zod';
import type { Clock } from '../core/ports/clock.ts';

/** A bus, or a program on it, that has not answered by then will not. */
export const answerMs = 10_000;

/**
 * Where every Linux system has it. SECURITY P9: pinned, for a bus named by DBUS_SYSTEM_BUS_ADDRESS could belong to any
 * program of the account, which would then say on it that the person is here.
 */
export const systemBusAddress = 'unix:path=/run/dbus/system_bus_socket';

export interface BusCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature?: string;
  readonly body?: unknown[];
}

/** A signal as it came. `sender` is the unique name that the bus itself vouches for. */
export interface BusSignal {
  readonly sender: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly body: unknown[];
}

export class BusLink {
  /** Resolves when the bus is gone or `close` was called. */
  readonly gone: Promise<void>;
  readonly #bus: MessageBus;
  readonly #clock: Clock;
  readonly #left = Promise.withResolvers<void>();

  constructor(bus: MessageBus, clock: Clock) {
    this.#bus = bus;
    this.#clock = clock;
    this.gone = this.#left.promise;
    // The library's types leave this event out; unheard, it would end the process.
    const events: EventEmitter = bus;
    events.on('error', () => this.#left.resolve());
    connectionOf(bus).on('end', () => this.#left.resolve());
  }

  /** The name the bus gave this connection. */
  get name(): string {
    return this.#bus.name ?? '';
  }

  /** The reply's body. @throws Error from the other end (DBusError), or without an answer for 10 s */
  async call(message: BusCall): Promise<unknown[]> {
    const late = Promise.withResolvers<never>();
    const stopTimer = this.#clock.after(answerMs, () => late.reject(new Error('no answer')));
    try {
      return await Promise.race([this.ask(message), late.promise]);
    } finally {
      stopTimer();
    }
  }

  /** As `call`, but waits for as long as a person may take. @throws Error as `call`, or when the bus goes meanwhile */
  async ask(message: BusCall): Promise<unknown[]> {
    const lost = this.gone.then(() => {
      throw new Error('the bus is gone');
    });
    const reply = await Promise.race([this.#bus.call(new Message({ ...message })), lost]);
    return reply?.body ?? [];
  }

  /** Hands over every signal that one of the match `rules` lets through. @throws Error as `call` */
  async listen(rules: readonly string[], onSignal: (signal: BusSignal) => void): Promise<void> {
    this.#bus.on('message', ({ sender, path, interface: of, member, body }) => {
      if (member && of) onSignal({ sender: sender ?? '', path: path ?? '', interface: of, member, body: body ?? [] });
    });
    for (const rule of rules) await this.call(onBus('AddMatch', rule));
  }

  /** The unique name behind a well-known one; null when nobody has it. @throws Error when the bus is gone */
  async ownerOf(name: string): Promise<string | null> {
    try {
      return z.tuple([z.string()]).parse(await this.call(onBus('GetNameOwner', name)))[0];
    } catch (thrown) {
      if (isNoOwner(thrown)) return null;
      throw thrown;
    }
  }

  close(): void {
    this.#left.resolve();
    this.#bus.disconnect();
  }
}

/** null: there is no bus at this address, it does not let us in, or it says nothing for 10 s. */
export async function openBus(address: string, clock: Clock): Promise<BusLink | null> {
  const bus = sessionBus({ busAddress: address, authMethods: ['EXTERNAL'] });
  const link = new BusLink(bus, clock);
  const stopTimer = clock.after(answerMs, () => link.close());
  const up = once(bus, 'connect').then(
    () => true,
    () => false,
  );
  const reached = await Promise.race([up, link.gone.then(() => false)]);
  stopTimer();
  if (reached) return link;
  link.close();
  return null;
}

/** The library tells nobody when its connection ends and leaves calls unanswered; what it is made of does tell. */
function connectionOf(bus: MessageBus): EventEmitter {
  return z.object({ _connection: z.instanceof(EventEmitter) }).parse(bus)._connection;
}

function onBus(member: string, argument: string): BusCall {
  const itself = 'org.freedesktop.DBus';
  return {
    destination: itself,
    path: '/org/freedesktop/DBus',
    interface: itself,
    member,
    signature: 's',
    body: [argument],
  };
}

function isNoOwner(thrown: unknown): boolean {
  return z.object({ type: z.literal('org.freedesktop.DBus.Error.NameHasNoOwner') }).safeParse(thrown).success;
}
