// Asks polkit on the system bus whether the person is here: their own password, or what else their desktop's agent takes. It
// believes no other bus, and never takes for a person what the system would let pass without asking.
import { Variant } from '@jellybrick/dbus-next';
import { z } from 'zod';
import type { Clock } from '../core/ports/clock.ts';
import type { Presence, PresenceAnswer } from '../core/ports/presence.ts';
import { type BusCall, type BusLink, openBus } from './system-bus.ts';

/** The action of build/linux/org.postern.policy, which a package installs. */
const action = 'org.postern.confirm';

const mayAsk = 1;

/** One check per connection, so one name for what `CancelCheckAuthorization` ends does. */
const cancellation = 'postern';

/** polkit's (is_authorized, is_challenge, details). */
const Authorization = z.tuple([z.tuple([z.boolean(), z.boolean(), z.record(z.string(), z.string())])]);

export class PolkitPresence implements Presence {
  readonly #busAddress: string;
  readonly #clock: Clock;

  /** @param busAddress - `systemBusAddress`; another one only in tests */
  constructor(busAddress: string, clock: Clock) {
    this.#busAddress = busAddress;
    this.#clock = clock;
  }

  async available(): Promise<boolean> {
    return (await this.#withBus((bus) => wouldAsk(bus))) ?? false;
  }

  /** polkit shows the words of its policy file, and takes none from a program that is not root: `reason` stays unsaid. */
  async confirm(_reason: string, signal: AbortSignal): Promise<PresenceAnswer> {
    const answer = await this.#withBus(async (bus): Promise<PresenceAnswer> => {
      if (!(await wouldAsk(bus))) return 'unavailable';
      return signal.aborted ? 'refused' : askPerson(bus, signal);
    });
    return signal.aborted ? 'refused' : (answer ?? 'unavailable');
  }

  /** null: no bus, no polkit, no such action, or it went away meanwhile. */
  async #withBus<T>(work: (bus: BusLink) => Promise<T>): Promise<T | null> {
    const bus = await openBus(this.#busAddress, this.#clock);
    if (bus === null) return null;
    try {
      return await work(bus);
    } catch {
      return null;
    } finally {
      bus.close();
    }
  }
}

/** SECURITY P9: root, and whom a rule of the system lets pass, are authorized unasked; that is no sign of a person. */
async function wouldAsk(bus: BusLink): Promise<boolean> {
  if (process.getuid?.() === 0) return false;
  const [authorized, challenge] = checked(await bus.call(check(bus, 0)));
  return !authorized && challenge;
}

async function askPerson(bus: BusLink, signal: AbortSignal): Promise<PresenceAnswer> {
  const aborted = Promise.withResolvers<'refused'>();
  const cancel = (): void => {
    void bus.call(toPolkit('CancelCheckAuthorization', 's', [cancellation])).catch(() => undefined);
    aborted.resolve('refused');
  };
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await Promise.race([bus.ask(check(bus, mayAsk)).then((body) => answerOf(checked(body))), aborted.promise]);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

function answerOf([authorized, challenge]: readonly [boolean, boolean]): PresenceAnswer {
  if (authorized) return 'confirmed';
  // Still a challenge after asking was allowed: no agent is there to ask.
  return challenge ? 'unavailable' : 'refused';
}

/** The subject is our connection: which process that is, the bus says. */
function check(bus: BusLink, flags: number): BusCall {
  const subject = ['system-bus-name', { name: new Variant('s', bus.name) }];
  const body = [subject, action, {}, flags, flags === mayAsk ? cancellation : ''];
  return toPolkit('CheckAuthorization', '(sa{sv})sa{ss}us', body);
}

function checked(body: unknown[]): readonly [boolean, boolean] {
  const [[authorized, challenge]] = Authorization.parse(body);
  return [authorized, challenge];
}

function toPolkit(member: string, signature: string, body: unknown[]): BusCall {
  return {
    destination: 'org.freedesktop.PolicyKit1',
    path: '/org/freedesktop/PolicyKit1/Authority',
    interface: 'org.freedesktop.PolicyKit1.Authority',
    member,
    signature,
    body,
  };
}
