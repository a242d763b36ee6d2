// How long a session lasts: hours of no use, idleness, the end of the day, and the patience for what runs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BrokerError } from '../../contract/fault.ts';
import { defaultSettings, type Settings } from '../../contract/settings.ts';
import { FakeClock } from '../fake-clock.testkit.ts';
import { Listeners } from '../listeners.ts';
import { SessionLife } from './session-life.ts';

const minute = 60_000;
const hour = 60 * minute;

test('unused, it ends after the hours that are set, and not before', () => {
  for (const sessionHours of [0.5, 8, 23.5]) {
    const house = makeHouse({ sessionHours, idleMinutes: null });
    house.clock.pass(sessionHours * hour - 1);
    assert.deepEqual(house.ended, []);
    house.clock.pass(1);
    assert.deepEqual(house.ended, ['unused']);
  }
});

test('each use lets it last anew', () => {
  const { life, clock, ended } = makeHouse({ sessionHours: 1, idleMinutes: null });
  for (let uses = 0; uses < 5; uses += 1) {
    clock.pass(59 * minute);
    life.touch('run');
  }
  assert.deepEqual(ended, []);
  assert.equal(life.endsAt, clock.now() + hour);
  clock.pass(hour);
  assert.deepEqual(ended, ['unused']);
});

test('asking when it ends does not let it last longer', () => {
  const { life, clock, ended } = makeHouse({ sessionHours: 1, idleMinutes: null });
  for (let asked = 0; asked < 6; asked += 1) {
    assert.notEqual(life.endsAt, null);
    clock.pass(10 * minute);
  }
  assert.deepEqual(ended, ['unused']);
});

test('after 24 hours it ends, however much it is used and whatever runs', () => {
  const { life, clock, ended, setRunning } = makeHouse({ sessionHours: 24, idleMinutes: null });
  setRunning(1);
  for (let hours = 0; hours < 23; hours += 1) {
    clock.pass(hour);
    life.touch('run');
  }
  clock.pass(hour - 1);
  assert.deepEqual(ended, []);
  clock.pass(1);
  assert.deepEqual(ended, ['day']);
});

test('it ends after the minutes without a touch of the computer that are set', () => {
  const { clock, ended, leave } = makeHouse({ idleMinutes: 15 });
  clock.pass(40 * minute);
  leave();
  clock.pass(15 * minute - 1);
  assert.deepEqual(ended, []);
  clock.pass(2000);
  assert.deepEqual(ended, ['idle']);
});

test('somebody at the keyboard keeps it from ending idle, but not from ending unused', () => {
  const { clock, ended } = makeHouse({ sessionHours: 1, idleMinutes: 1 });
  clock.pass(hour - 1);
  assert.deepEqual(ended, []);
  clock.pass(1);
  assert.deepEqual(ended, ['unused']);
});

test('with the idle lock off, idleness ends nothing', () => {
  const { clock, ended, leave } = makeHouse({ sessionHours: 8, idleMinutes: null });
  leave();
  clock.pass(8 * hour - 1);
  assert.deepEqual(ended, []);
});

test('what the person did here a moment ago counts, where the system says that nobody is there', () => {
  const { life, clock, ended, leave } = makeHouse({ idleMinutes: 15 });
  leave();
  clock.pass(14 * minute);
  life.touch('person');
  clock.pass(14 * minute);
  assert.deepEqual(ended, []);
  clock.pass(minute + 1000);
  assert.deepEqual(ended, ['idle']);
});

test('a run is no sign that somebody sits there', () => {
  const { life, clock, ended, leave } = makeHouse({ idleMinutes: 15 });
  leave();
  clock.pass(14 * minute);
  life.touch('run');
  clock.pass(minute + 1000);
  assert.deepEqual(ended, ['idle']);
});

test('a computer that seemed idle for long before the unlock does not end it at once', () => {
  const clock = new FakeClock();
  const house = makeHouse({ idleMinutes: 15 }, clock, clock.now() - hour);
  clock.pass(15 * minute - 1);
  assert.deepEqual(house.ended, []);
});

for (const why of ['unused', 'idle'] as const) {
  test(`${why}, it waits for what runs, and ends with it (P4)`, () => {
    const { clock, ended, leave, setRunning } = makeHouse(
      why === 'idle' ? { idleMinutes: 60 } : { sessionHours: 1, idleMinutes: null },
    );
    if (why === 'idle') leave();
    setRunning(2);
    clock.pass(hour + 9 * minute);
    assert.deepEqual(ended, []);
    setRunning(1);
    assert.deepEqual(ended, []);
    setRunning(0);
    assert.deepEqual(ended, [why]);
  });
}

test('idle, it waits for what runs, ten minutes at most (P4)', () => {
  const { clock, ended, leave, setRunning } = makeHouse({ idleMinutes: 5 });
  setRunning(1);
  leave();
  clock.pass(5 * minute + 1000);
  assert.deepEqual(ended, []);
  clock.pass(10 * minute - 2000);
  assert.deepEqual(ended, []);
  clock.pass(2000);
  assert.deepEqual(ended, ['idle']);
});

test('unused, it waits for what runs, ten minutes at most, and says so (P4)', () => {
  const { life, clock, ended, setRunning } = makeHouse({ sessionHours: 1, idleMinutes: null });
  setRunning(1);
  clock.pass(hour);
  assert.equal(life.endsAt, clock.now() + 10 * minute);
  clock.pass(10 * minute - 1);
  assert.deepEqual(ended, []);
  clock.pass(1);
  assert.deepEqual(ended, ['unused']);
});

test('a second command in those ten minutes does not make them longer (P4)', () => {
  const { clock, ended, setRunning } = makeHouse({ sessionHours: 1, idleMinutes: null });
  setRunning(1);
  clock.pass(hour + 9 * minute);
  setRunning(2);
  clock.pass(minute);
  assert.deepEqual(ended, ['unused']);
});

test('a use while it waits lets it last anew', () => {
  const { life, clock, ended, setRunning } = makeHouse({ sessionHours: 1, idleMinutes: null });
  setRunning(1);
  clock.pass(hour + 5 * minute);
  life.touch('run');
  setRunning(0);
  assert.deepEqual(ended, []);
  clock.pass(hour - 1);
  assert.deepEqual(ended, []);
  clock.pass(1);
  assert.deepEqual(ended, ['unused']);
});

test('somebody who comes back while it waits keeps it from ending idle', () => {
  const { clock, ended, leave, comeBack, setRunning } = makeHouse({ idleMinutes: 5 });
  setRunning(1);
  leave();
  clock.pass(9 * minute);
  comeBack();
  setRunning(0);
  assert.deepEqual(ended, []);
});

test('it can be shortened, and asking for longer changes nothing (P9)', () => {
  const { life, clock, ended } = makeHouse({ sessionHours: 1, idleMinutes: null });
  life.shorten(10 * minute);
  life.shorten(30 * minute);
  life.shorten(Number.POSITIVE_INFINITY);
  assert.equal(life.endsAt, clock.now() + 10 * minute);
  clock.pass(10 * minute);
  assert.deepEqual(ended, ['unused']);
});

test('shortened to nothing, it ends at once', () => {
  const { life, ended } = makeHouse({});
  life.shorten(0);
  assert.deepEqual(ended, ['unused']);
  assert.equal(life.endsAt, null);
});

test('a time that is none is refused and shortens nothing', () => {
  const { life, ended } = makeHouse({});
  const before = life.endsAt;
  for (const ms of [-1, Number.NaN]) {
    assert.throws(
      () => life.shorten(ms),
      (thrown) => thrown instanceof BrokerError && thrown.code === 'bad_request',
    );
  }
  assert.equal(life.endsAt, before);
  assert.deepEqual(ended, []);
});

test('settings that change count at once', () => {
  const { life, clock, ended, set } = makeHouse({ sessionHours: 8, idleMinutes: null });
  clock.pass(2 * hour);
  set({ sessionHours: 4 });
  assert.equal(life.endsAt, clock.now() + 2 * hour);
  set({ sessionHours: 1.5 });
  assert.deepEqual(ended, ['unused']);
});

test('it ends once, and a stopped one never', () => {
  const first = makeHouse({ sessionHours: 1, idleMinutes: null });
  first.clock.pass(30 * hour);
  first.life.touch('run');
  first.clock.pass(30 * hour);
  assert.deepEqual(first.ended, ['unused']);
  const second = makeHouse({ sessionHours: 1, idleMinutes: null });
  second.life.stop();
  second.life.stop();
  second.life.touch('run');
  second.life.shorten(0);
  second.set({ sessionHours: 0.5 });
  second.clock.pass(30 * hour);
  assert.deepEqual(second.ended, []);
  assert.equal(second.life.endsAt, null);
});

/** An unlocked session; somebody sits at the computer until they `leave`. */
function makeHouse(changes: Partial<Settings>, clock = new FakeClock(), away: number | null = null) {
  const settings = { current: { ...defaultSettings, ...changes }, changed: new Listeners() };
  const running = { number: 0, count: () => running.number, changed: new Listeners() };
  const ended: string[] = [];
  let leftAt = away;
  const idleness = { idleMs: () => (leftAt === null ? 0 : Math.floor((clock.now() - leftAt) / 1000) * 1000) };
  const life = new SessionLife({ settings, idleness, running, clock });
  life.begin((why) => ended.push(why));
  return {
    life,
    clock,
    ended,
    leave: () => {
      leftAt = clock.now();
    },
    comeBack: () => {
      leftAt = null;
    },
    set: (more: Partial<Settings>) => {
      settings.current = { ...settings.current, ...more };
      settings.changed.notify();
    },
    setRunning: (number: number) => {
      running.number = number;
      running.changed.notify();
    },
  };
}
