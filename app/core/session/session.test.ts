// The session as a whole: what opens and closes with it, what keeps it open, and what closes it at once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BrokerError, type FaultCode } from '../../contract/fault.ts';
import { defaultSettings } from '../../contract/settings.ts';
import type { VaultState } from '../../contract/vocabulary.ts';
import { FakeClock } from '../fake-clock.testkit.ts';
import { Listeners } from '../listeners.ts';
import { type LockReason, Session, type SessionPart } from './session.ts';
import { SessionLife } from './session-life.ts';

const hour = 3_600_000;
const opener = { kind: 'passphrase', passphrase: Buffer.from('correct horse battery') } as const;

test('parts open in order and close in reverse, and listeners hear of both', async () => {
  const { session, happened } = makeHouse();
  session.changed.add(() => happened.push(`told ${session.state}`));
  await session.unlock(opener, { acceptRollback: false });
  session.lock('person');
  assert.deepEqual(happened, [
    'first unlocked',
    'second unlocked',
    'told unlocked',
    'second locked person',
    'first locked person',
    'told locked',
  ]);
});

test('a part that cannot open locks everything again, and the session has no life', async () => {
  const { session, happened, clock } = makeHouse({ broken: 'audit_broken' });
  await assert.rejects(session.unlock(opener, { acceptRollback: false }), fault('audit_broken'));
  assert.equal(session.state, 'locked');
  assert.equal(session.view(null, 0).locksAt, null);
  happened.length = 0;
  clock.pass(30 * hour);
  assert.deepEqual(happened, []);
});

test('a view says when it locks; locked, it says nothing', async () => {
  const { session, clock } = makeHouse();
  assert.equal(session.view(null, 0).locksAt, null);
  await session.unlock(opener, { acceptRollback: false });
  assert.deepEqual(session.view(3, 1), {
    state: 'unlocked',
    locksAt: clock.now() + 8 * hour,
    secretCount: 3,
    waiting: 1,
  });
  session.lock('person');
  assert.equal(session.view(null, 0).locksAt, null);
});

test("the person's acts and approved runs keep it open; looking at it does not (P9)", async () => {
  const { session, clock, happened } = makeHouse();
  await session.unlock(opener, { acceptRollback: false });
  clock.pass(7 * hour);
  session.touch('person');
  clock.pass(7 * hour);
  session.touch('run');
  for (let looked = 0; looked < 7; looked += 1) {
    session.view(null, 0);
    assert.equal(await session.whenUnlocked('agent', never, 1), 'unlocked');
    clock.pass(hour);
  }
  assert.equal(session.state, 'unlocked');
  clock.pass(hour);
  assert.equal(session.state, 'locked');
  assert.equal(happened.at(-1), 'first locked unused');
});

test('an agent can make it shorter, never longer (P9)', async () => {
  const { session, clock } = makeHouse();
  await session.unlock(opener, { acceptRollback: false });
  session.shorten(hour);
  session.shorten(20 * hour);
  assert.equal(session.view(null, 0).locksAt, clock.now() + hour);
  clock.pass(hour);
  assert.equal(session.state, 'locked');
});

for (const why of ['person', 'agent', 'suspend', 'screen', 'display', 'quit'] as const) {
  test(`${why} locks at once, whatever runs (P4)`, async () => {
    const { session, happened, running } = makeHouse();
    await session.unlock(opener, { acceptRollback: false });
    running.number = 3;
    session.lock(why);
    assert.equal(session.state, 'locked');
    assert.equal(happened.at(-1), `first locked ${why}`);
  });
}

test('while locked, touching and shortening do nothing, and a new unlock begins anew', async () => {
  const { session, clock } = makeHouse();
  session.touch('run');
  session.shorten(0);
  assert.equal(session.state, 'locked');
  await session.unlock(opener, { acceptRollback: false });
  assert.equal(session.view(null, 0).locksAt, clock.now() + 8 * hour);
  session.shorten(1);
  session.lock('person');
  await session.unlock(opener, { acceptRollback: false });
  assert.equal(session.view(null, 0).locksAt, clock.now() + 8 * hour);
});

const never = new AbortController().signal;

function makeHouse(changes: { readonly broken?: FaultCode } = {}) {
  const clock = new FakeClock();
  const happened: string[] = [];
  const running = { number: 0, count: () => running.number, changed: new Listeners() };
  const settings = { current: defaultSettings, changed: new Listeners() };
  const life = new SessionLife({ settings, idleness: { idleMs: () => 0 }, running, clock });
  let state: VaultState = 'locked';
  const open = async (): Promise<void> => {
    state = 'unlocked';
  };
  const vault = {
    get state() {
      return state;
    },
    create: open,
    unlockWith: open,
    lock: () => {
      state = 'locked';
    },
  };
  const part = (name: string): SessionPart => ({
    unlocked: (how) => {
      if (name === 'second' && changes.broken !== undefined) throw new BrokerError(changes.broken);
      happened.push(`${name} ${how}`);
    },
    locked: (why: LockReason) => happened.push(`${name} locked ${why}`),
  });
  return { session: new Session(vault, [part('first'), part('second')], life, clock), clock, happened, running };
}

function fault(code: FaultCode) {
  return (thrown: unknown) => thrown instanceof BrokerError && thrown.code === code;
}
