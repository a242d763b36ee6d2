// Hears on Linux that the person's screen was locked: from the login manager on the system bus and from the screen saver on the
// session bus. Electron does not tell it there. It only listens, and a bus that is missing is no fault.
import { z } from 'zod';
import type { Clock } from '../core/ports/clock.ts';
import type { ScreenLock } from '../core/ports/screen-lock.ts';
import { type BusLink, type BusSignal, openBus } from './system-bus.ts';

type OnLocked = Parameters<ScreenLock['start']>[0];

export interface BusAddresses {
  /** `systemBusAddress`; another one only in tests */
  readonly system: string;
  /** null: this session has no bus */
  readonly session: string | null;
}

/** Where the person's session bus is; null: nowhere. */
export function sessionBusAddress(env: Readonly<Record<string, string | undefined>>): string | null {
  if (env.DBUS_SESSION_BUS_ADDRESS) return env.DBUS_SESSION_BUS_ADDRESS;
  return env.XDG_RUNTIME_DIR ? `unix:path=${env.XDG_RUNTIME_DIR}/bus` : null;
}

/** A bus that is missing or went away is tried again after this. */
export const reconnectMs = 5_000;

export class LinuxScreenLock implements ScreenLock {
  readonly #addresses: BusAddresses;
  readonly #clock: Clock;
  /** Ends what `start` began. */
  #end = new AbortController();

  constructor(addresses: BusAddresses, clock: Clock) {
    this.#addresses = addresses;
    this.#clock = clock;
  }

  start(onLocked: OnLocked): void {
    this.stop();
    this.#end = new AbortController();
    const { system, session } = this.#addresses;
    void this.#keepListening(system, (bus) => listenToLogin(bus, onLocked), this.#end.signal);
    if (session !== null) void this.#keepListening(session, (bus) => listenToDesktop(bus, onLocked), this.#end.signal);
  }

  stop(): void {
    this.#end.abort();
  }

  async #keepListening(address: string, listen: (bus: BusLink) => Promise<void>, end: AbortSignal): Promise<void> {
    while (!end.aborted) {
      const bus = await openBus(address, this.#clock);
      if (bus !== null) await listenUntilGone(bus, listen, end);
      if (!end.aborted) await this.#pause(end);
    }
  }

  async #pause(end: AbortSignal): Promise<void> {
    const over = Promise.withResolvers<void>();
    const stopTimer = this.#clock.after(reconnectMs, over.resolve);
    const stop = (): void => over.resolve();
    end.addEventListener('abort', stop, { once: true });
    await over.promise;
    stopTimer();
    end.removeEventListener('abort', stop);
  }
}

async function listenUntilGone(bus: BusLink, listen: (bus: BusLink) => Promise<void>, end: AbortSignal): Promise<void> {
  const close = (): void => bus.close();
  end.addEventListener('abort', close, { once: true });
  if (end.aborted) close();
  try {
    await listen(bus);
    await bus.gone;
  } catch {
    bus.close();
  } finally {
    end.removeEventListener('abort', close);
  }
}

const loginManager = 'org.freedesktop.login1';
const loginSession = 'org.freedesktop.login1.Session';
const properties = 'org.freedesktop.DBus.Properties';

const loginRules = [
  `type='signal',sender='${loginManager}',interface='${loginSession}',member='Lock'`,
  `type='signal',sender='${loginManager}',interface='${properties}',member='PropertiesChanged',arg0='${loginSession}'`,
];

/** What was locked while nobody listened counts too. */
async function listenToLogin(bus: BusLink, onLocked: OnLocked): Promise<void> {
  await bus.listen(loginRules, (signal) => {
    if (!isLock(signal)) return;
    void isOwn(bus, signal).then((own) => {
      if (own) onLocked('screen');
    });
  });
  if (await isLockedNow(bus)) onLocked('screen');
}

function isLock({ interface: of, member, body }: BusSignal): boolean {
  if (of === loginSession) return member === 'Lock';
  return of === properties && hintOf(body, loginSession, 'LockedHint') === true;
}

/** Another session's lock is not ours, and another program's word is not the login manager's. */
async function isOwn(bus: BusLink, { sender, path }: BusSignal): Promise<boolean> {
  try {
    return (await bus.ownerOf(loginManager)) === sender && (await ownSessions(bus)).includes(path);
  } catch {
    return false;
  }
}

async function isLockedNow(bus: BusLink): Promise<boolean> {
  try {
    for (const path of await ownSessions(bus)) {
      const [hint] = await onLogin(bus, path, properties, 'Get', 'ss', [loginSession, 'LockedHint']);
      if (z.object({ value: z.literal(true) }).safeParse(hint).success) return true;
    }
  } catch {
    // No login manager, or one that knows no such hint.
  }
  return false;
}

/** Paths of the session of this process. Started by the user's service manager, it is in none: then all of the user's. */
async function ownSessions(bus: BusLink): Promise<readonly string[]> {
  try {
    const own = await onManager(bus, 'GetSessionByPID', 'u', [process.pid]);
    return z.tuple([z.string()]).parse(own);
  } catch {
    const [all] = z.tuple([z.array(LoginSession)]).parse(await onManager(bus, 'ListSessions'));
    return all.filter(([, uid]) => uid === process.getuid?.()).map(([, , , , path]) => path);
  }
}

/** Id, uid, user, seat, path. */
const LoginSession = z.tuple([z.string(), z.int(), z.string(), z.string(), z.string()]);

function onManager(bus: BusLink, member: string, signature = '', body: unknown[] = []): Promise<unknown[]> {
  return onLogin(bus, '/org/freedesktop/login1', 'org.freedesktop.login1.Manager', member, signature, body);
}

function onLogin(
  bus: BusLink,
  path: string,
  of: string,
  member: string,
  signature: string,
  body: unknown[],
): Promise<unknown[]> {
  return bus.call({ destination: loginManager, path, interface: of, member, signature, body });
}

const screenSavers = [
  'org.freedesktop.ScreenSaver',
  'org.gnome.ScreenSaver',
  'org.cinnamon.ScreenSaver',
  'org.mate.ScreenSaver',
  'org.xfce.ScreenSaver',
];
const display = 'org.gnome.Mutter.DisplayConfig';

const desktopRules = [
  ...screenSavers.map((name) => `type='signal',interface='${name}',member='ActiveChanged'`),
  `type='signal',interface='${properties}',member='PropertiesChanged',arg0='${display}'`,
];

/** Any program of the session can say this; all it gains is a locked vault. */
async function listenToDesktop(bus: BusLink, onLocked: OnLocked): Promise<void> {
  await bus.listen(desktopRules, ({ interface: of, member, body }) => {
    if (screenSavers.includes(of) && member === 'ActiveChanged' && body[0] === true) onLocked('screen');
    // 0: on; anything above is a way of being off.
    const mode = of === properties ? hintOf(body, display, 'PowerSaveMode') : 0;
    if (typeof mode === 'number' && mode > 0) onLocked('display');
  });
}

/** The new value of a property in a PropertiesChanged of that interface; undefined: it says nothing about it. */
function hintOf(body: unknown[], of: string, property: string): unknown {
  const changed = z
    .tuple([z.literal(of), z.record(z.string(), z.object({ value: z.unknown() }))])
    .rest(z.unknown())
    .safeParse(body);
  return changed.success ? changed.data[1][property]?.value : undefined;
}
