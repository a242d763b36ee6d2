import assert from 'node:assert/strict';
import test from 'node:test';
import { FakeClock } from '../fake-clock.testkit.ts';
import { RecentCounts } from './recent-counts.ts';

test('counts each key by itself, and only what is within the window', () => {
  const clock = new FakeClock();
  const counts = new RecentCounts<string>(clock, 1000);
  assert.deepEqual([counts.add('a'), counts.add('a'), counts.add('b')], [1, 2, 1]);
  clock.pass(999);
  assert.equal(counts.add('a'), 3);
  clock.pass(1);
  assert.deepEqual([counts.add('a'), counts.add('b')], [2, 1]);
});

test('what is forgotten begins anew', () => {
  const counts = new RecentCounts<string>(new FakeClock(), 1000);
  counts.add('a');
  counts.forget('a');
  assert.equal(counts.add('a'), 1);
});
