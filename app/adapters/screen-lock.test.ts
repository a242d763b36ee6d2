// The screen lock on Linux, on real buses of our own: a login manager and screen savers that say what real ones say.
import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { describe, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { Message, type MessageBus, Variant } from '@jellybrick/dbus-next';
import { z } from 'zod';
import { FakeClock } from '../core/fake-clock.testkit.ts';
import { type LoginSession, sessionPath, startLoginManager } from './login-manager.testkit.ts';
import { type PrivateBus, startPrivateBus } from './private-bus.testkit.ts';
import { LinuxScreenLock, reconnectMs } from './screen-lock.ts';

const { pid } = process;
const uid = process.getuid?.() ?? 0;
const own: LoginSession = { id: 'c1', uid, pid };
const others: LoginSession = { id: 'c2', uid: uid + 1, pid: null };

describe('the login manager', { skip: process.platform !== 'linux' && 'only Linux has it' }, () => {
  test("the own session's Lock locks (P4)", async (t) => {
    const { heard, login } = await listening(t, [own, others]);
    login.lock('c1');
    assert.equal(await heard.next(), 'screen');
  });

  test('LockedHint turning true locks, and turning false does not (P4)', async (t) => {
    const { bus, heard, login } = await listening(t, [own, others]);
    login.hint('c1', false);
    login.hint('c1', true);
    assert.equal(await heard.next(), 'screen');
    assert.equal(await quiet(bus, heard), 1);
  });

  test("another session's lock is not ours", async (t) => {
    const { bus, heard, login } = await listening(t, [own, others]);
    login.lock('c2');
    login.hint('c2', true);
    login.lock('c1');
    await heard.next();
    assert.equal(await quiet(bus, heard), 1);
  });

  test("in no session of its own, any of the user's sessions counts, and nobody else's", async (t) => {
    const { bus, heard, login } = await listening(t, [{ ...own, pid: null }, others]);
    login.lock('c2');
    login.lock('c1');
    await heard.next();
    assert.equal(await quiet(bus, heard), 1);
  });

  test('another program cannot speak for the login manager', async (t) => {
    const { bus, heard, login } = await listening(t, [own]);
    const other = await bus.connect();
    t.after(() => other.disconnect());
    // A signal to one connection alone passes by the match rules.
    for (const destination of await namesOn(other)) {
      const lie = Message.newSignal(sessionPath('c1'), 'org.freedesktop.login1.Session', 'Lock', '', []);
      lie.destination = destination;
      other.send(lie);
    }
    await namesOn(other);
    login.lock('c1');
    await heard.next();
    assert.equal(await quiet(bus, heard), 1);
  });

  test('a screen that was locked while nobody listened locks at once (P4)', async (t) => {
    const bus = await privateBus(t);
    const login = await startLoginManager(bus, [own], new Set(['c1']));
    t.after(() => login.leave());
    const heard = listen(t, bus);
    assert.equal(await heard.next(), 'screen');
  });

  test('it goes on listening after the bus was restarted, and after the login manager was (P4)', async (t) => {
    const { bus, clock, heard, login } = await listening(t, [own]);
    login.lock('c1');
    await heard.next();
    await bus.stop();
    await bus.start();
    const again = await startLoginManager(bus, [own]);
    await passUntil(clock, again.asked('Get'));
    again.lock('c1');
    await heard.next();
    again.leave();
    const third = await startLoginManager(bus, [own]);
    t.after(() => third.leave());
    third.lock('c1');
    await heard.next();
  });

  test('without any bus nothing happens and nothing breaks, and it is found when it comes', async (t) => {
    const bus = await privateBus(t);
    await bus.stop();
    const clock = new FakeClock();
    const heard = listen(t, bus, clock);
    while (!clock.awaits(reconnectMs)) await setImmediate();
    await bus.start();
    const login = await startLoginManager(bus, [own]);
    t.after(() => login.leave());
    await passUntil(clock, login.asked('Get'));
    login.lock('c1');
    assert.equal(await heard.next(), 'screen');
  });
});

describe('the desktop', { skip: process.platform !== 'linux' && 'only Linux has it' }, () => {
  for (const name of ['org.freedesktop.ScreenSaver', 'org.gnome.ScreenSaver', 'org.cinnamon.ScreenSaver']) {
    test(`${name} becoming active locks, and becoming inactive does not (P4)`, async (t) => {
      const { heard, saver } = await withDesktop(t);
      const path = `/${name.replaceAll('.', '/')}`;
      saver.send(Message.newSignal(path, name, 'ActiveChanged', 'b', [false]));
      saver.send(Message.newSignal(path, name, 'ActiveChanged', 'b', [true]));
      assert.equal(await heard.next(), 'screen');
      assert.equal(heard.count(), 1);
    });
  }

  test('a display that goes dark locks, and one that comes back does not (P4)', async (t) => {
    const { heard, saver } = await withDesktop(t);
    for (const mode of [0, 3]) {
      const changed = ['org.gnome.Mutter.DisplayConfig', { PowerSaveMode: new Variant('i', mode) }, []];
      const path = '/org/gnome/Mutter/DisplayConfig';
      saver.send(Message.newSignal(path, 'org.freedesktop.DBus.Properties', 'PropertiesChanged', 'sa{sv}as', changed));
    }
    assert.equal(await heard.next(), 'display');
    assert.equal(heard.count(), 1);
  });

  test('signals of another form are passed over', async (t) => {
    const { heard, saver } = await withDesktop(t);
    saver.send(Message.newSignal('/x', 'org.gnome.ScreenSaver', 'ActiveChanged', 's', ['true']));
    saver.send(Message.newSignal('/x', 'org.gnome.ScreenSaver', 'ActiveChanged', '', []));
    const changed = ['org.gnome.Mutter.DisplayConfig', { PowerSaveMode: new Variant('s', 'off') }, []];
    saver.send(Message.newSignal('/x', 'org.freedesktop.DBus.Properties', 'PropertiesChanged', 'sa{sv}as', changed));
    saver.send(Message.newSignal('/x', 'org.gnome.ScreenSaver', 'ActiveChanged', 'b', [true]));
    assert.equal(await heard.next(), 'screen');
    assert.equal(heard.count(), 1);
  });

  test('after stop nothing is heard any more, and stop may be called again', async (t) => {
    const { heard, saver, lock } = await withDesktop(t);
    lock.stop();
    lock.stop();
    while ((await rulesOn(saver)).length > 0);
    saver.send(Message.newSignal('/x', 'org.gnome.ScreenSaver', 'ActiveChanged', 'b', [true]));
    await namesOn(saver);
    assert.equal(heard.count(), 0);
  });
});

interface Closer {
  after(work: () => void | Promise<void>): void;
}

async function privateBus(t: Closer): Promise<PrivateBus> {
  const bus = await startPrivateBus();
  t.after(() => bus.close());
  return bus;
}

/** A login manager with these sessions, and a screen lock that listens to it by now. */
async function listening(t: Closer, sessions: readonly LoginSession[]) {
  const bus = await privateBus(t);
  const login = await startLoginManager(bus, sessions);
  t.after(() => login.leave());
  const clock = new FakeClock();
  const ready = login.asked('Get');
  const heard = listen(t, bus, clock);
  await ready;
  return { bus, clock, login, heard };
}

async function withDesktop(t: Closer) {
  const bus = await startPrivateBus('session');
  t.after(() => bus.close());
  const saver = await bus.connect();
  t.after(() => saver.disconnect());
  const heard = collector();
  const lock = new LinuxScreenLock({ system: 'unix:path=/nonexistent/bus', session: bus.address }, new FakeClock());
  t.after(() => lock.stop());
  lock.start(heard.add);
  // The last rule it sets.
  while (!(await rulesOn(saver)).some((rule) => rule.includes('DisplayConfig')));
  return { saver, heard, lock };
}

function listen(t: Closer, bus: PrivateBus, clock = new FakeClock()) {
  const heard = collector();
  const lock = new LinuxScreenLock({ system: bus.address, session: null }, clock);
  t.after(() => lock.stop());
  lock.start(heard.add);
  return heard;
}

/** What was heard, one after the other. */
function collector() {
  const seen: string[] = [];
  const told = new EventEmitter();
  let taken = 0;
  return {
    add: (why: string) => void told.emit('heard', seen.push(why)),
    count: () => seen.length,
    next: async () => {
      while (seen.length === taken) await once(told, 'heard');
      taken += 1;
      return seen[taken - 1];
    },
  };
}

/** How often it was told, once everything that was said has come through. */
async function quiet(bus: PrivateBus, heard: { count(): number }): Promise<number> {
  const asker = await bus.connect();
  for (let trips = 0; trips < 20; trips += 1) await namesOn(asker);
  asker.disconnect();
  return heard.count();
}

/** Lets the pauses before another attempt pass until it happened. */
async function passUntil(clock: FakeClock, happened: Promise<void>): Promise<void> {
  let done = false;
  void happened.then(() => {
    done = true;
  });
  while (!done) {
    if (clock.awaits(reconnectMs)) clock.pass(reconnectMs);
    await setImmediate();
  }
}

/** Answered by the bus after everything that was sent before. */
async function namesOn(bus: MessageBus): Promise<readonly string[]> {
  return z.tuple([z.array(z.string())]).parse(await ask(bus, 'org.freedesktop.DBus', 'ListNames'))[0];
}

/** The match rules of every connection. */
async function rulesOn(bus: MessageBus): Promise<readonly string[]> {
  const all = await ask(bus, 'org.freedesktop.DBus.Debug.Stats', 'GetAllMatchRules');
  return Object.values(z.tuple([z.record(z.string(), z.array(z.string()))]).parse(all)[0]).flat();
}

async function ask(bus: MessageBus, of: string, member: string): Promise<unknown> {
  const reply = await bus.call(
    new Message({ destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus', interface: of, member }),
  );
  return reply?.body;
}
