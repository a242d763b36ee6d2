// For tests only: a login manager on a private bus, with sessions that can be locked. It answers what Postern asks of it.
import { Message, type MessageBus, Variant } from '@jellybrick/dbus-next';
import type { PrivateBus } from './private-bus.testkit.ts';

const manager = '/org/freedesktop/login1';

export interface LoginSession {
  readonly id: string;
  readonly uid: number;
  /** The process that GetSessionByPID finds in it; null: none. */
  readonly pid: number | null;
}

export interface LoginManager {
  /** What `loginctl lock-session` says. */
  lock(id: string): void;
  /** What the screen locker tells the login manager, and it tells everybody. */
  hint(id: string, locked: boolean): void;
  /** Before the machine sleeps, and when it is awake again. */
  sleep(sleeps: boolean): void;
  /** Resolves once it got a call of this method. */
  asked(member: string): Promise<void>;
  leave(): void;
}

export function sessionPath(id: string): string {
  return `${manager}/session/${id}`;
}

export async function startLoginManager(
  bus: PrivateBus,
  sessions: readonly LoginSession[],
  locked: ReadonlySet<string> = new Set(),
): Promise<LoginManager> {
  const own = await bus.connect();
  const calls = new Map<string, PromiseWithResolvers<void>>();
  const callOf = (member: string): PromiseWithResolvers<void> => {
    const call = calls.get(member) ?? Promise.withResolvers<void>();
    calls.set(member, call);
    return call;
  };
  own.addMethodHandler((message) => {
    own.send(answerTo(message, sessions, locked));
    callOf(message.member ?? '').resolve();
    return true;
  });
  await own.requestName('org.freedesktop.login1', 0);
  return {
    lock: (id) => say(own, sessionPath(id), 'org.freedesktop.login1.Session', 'Lock'),
    hint: (id, on) => {
      const changed = ['org.freedesktop.login1.Session', { LockedHint: new Variant('b', on) }, []];
      say(own, sessionPath(id), 'org.freedesktop.DBus.Properties', 'PropertiesChanged', 'sa{sv}as', changed);
    },
    sleep: (sleeps) => say(own, manager, 'org.freedesktop.login1.Manager', 'PrepareForSleep', 'b', [sleeps]),
    asked: (member) => callOf(member).promise,
    leave: () => own.disconnect(),
  };
}

function say(bus: MessageBus, path: string, of: string, member: string, signature = '', body: unknown[] = []): void {
  bus.send(Message.newSignal(path, of, member, signature, body));
}

function answerTo(message: Message, sessions: readonly LoginSession[], locked: ReadonlySet<string>): Message {
  const refuse = (name: string): Message => Message.newError(message, `org.freedesktop.${name}`, 'not here');
  switch (message.member) {
    case 'GetSessionByPID': {
      const found = sessions.find(({ pid }) => pid !== null && pid === message.body[0]);
      if (found === undefined) return refuse('login1.NoSessionForPID');
      return Message.newMethodReturn(message, 'o', [sessionPath(found.id)]);
    }
    case 'ListSessions':
      return Message.newMethodReturn(message, 'a(susso)', [
        sessions.map(({ id, uid }) => [id, uid, 'someone', '', sessionPath(id)]),
      ]);
    case 'Get': {
      const id = sessions.find((session) => sessionPath(session.id) === message.path)?.id ?? '';
      return Message.newMethodReturn(message, 'v', [new Variant('b', locked.has(id))]);
    }
    default:
      return refuse('DBus.Error.NotSupported');
  }
}
