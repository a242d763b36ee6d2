import assert from 'node:assert/strict';
import test from 'node:test';
import { FakeClock } from '../fake-clock.testkit.ts';
import { CallRate } from './call-rate.ts';

const usual = { callsPerMinute: 60, burst: 10 };

test('ten calls may come at once, then one a second, and a refusal says when the next may come', () => {
  const clock = new FakeClock();
  const rate = new CallRate(clock);
  for (let call = 0; call < 10; call += 1) assert.equal(rate.take('a', usual), 0);
  assert.equal(rate.take('a', usual), 1_000);
  clock.pass(400);
  assert.equal(rate.take('a', usual), 600, 'a refused call takes nothing');
  clock.pass(600);
  assert.equal(rate.take('a', usual), 0);
  assert.equal(rate.take('a', usual), 1_000);
});

test('silence fills the bucket to its brim and no further', () => {
  const clock = new FakeClock();
  const rate = new CallRate(clock);
  rate.take('a', usual);
  clock.pass(3_600_000);
  const taken = Array.from({ length: 12 }, () => rate.take('a', usual)).filter((wait) => wait === 0);
  assert.equal(taken.length, 10);
});

test('each owner has a bucket of its own, and other limits count from the next call on', () => {
  const clock = new FakeClock();
  const rate = new CallRate(clock);
  const slow = { callsPerMinute: 1, burst: 1 };
  assert.equal(rate.take('a', slow), 0);
  assert.equal(rate.take('a', slow), 60_000);
  assert.equal(rate.take('b', slow), 0);
  assert.equal(rate.take('a', { callsPerMinute: 6_000, burst: 5 }), 10);
});

test('who makes up owners makes no memory grow, and does not fill the bucket of one that calls', () => {
  const clock = new FakeClock();
  const rate = new CallRate(clock);
  for (let call = 0; call < 10; call += 1) rate.take('steady', usual);
  for (let made = 0; made < 5_000; made += 1) {
    rate.take(`made-up-${made}`, usual);
    if (made % 100 === 0) assert.ok(rate.take('steady', usual) > 0);
  }
});
