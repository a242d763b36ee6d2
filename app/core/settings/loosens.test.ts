import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { defaultSettings, type Settings } from '../../contract/settings.ts';
import { changedSettings, loosens } from './loosens.ts';

const before: Settings = { ...defaultSettings, presenceForEveryApproval: true };

test('a longer session, later or no idle lock, quick unlock, fewer questions, a longer clipboard and an open gateway loosen (P9)', () => {
  const changes: readonly Partial<Settings>[] = [
    { sessionHours: 8.5 },
    { idleMinutes: 16 },
    { idleMinutes: null },
    { quickUnlock: true },
    { presenceForEveryApproval: false },
    { clipboardSeconds: 31 },
    { gateway: 'socket' },
    { gateway: 'port' },
  ];
  for (const change of changes) assert.deepEqual(loosens(before, { ...before, ...change }), Object.keys(change));
});

test('the other direction does not loosen', () => {
  const changes: readonly Partial<Settings>[] = [
    { sessionHours: 0.5 },
    { idleMinutes: 1 },
    { clipboardSeconds: 5 },
    {},
  ];
  for (const change of changes) assert.deepEqual(loosens(before, { ...before, ...change }), []);
  assert.deepEqual(loosens({ ...before, idleMinutes: null }, before), []);
  assert.deepEqual(loosens({ ...before, quickUnlock: true }, before), []);
  assert.deepEqual(loosens(defaultSettings, before), []);
  assert.deepEqual(loosens({ ...before, gateway: 'socket' }, { ...before, gateway: 'port' }), ['gateway']);
  assert.deepEqual(loosens({ ...before, gateway: 'port' }, { ...before, gateway: 'socket' }), []);
  assert.deepEqual(loosens({ ...before, gateway: 'socket' }, before), []);
});

test('of two settings that differ, one way loosens: whatever changes cannot go round in circles unasked', () => {
  const settings: fc.Arbitrary<Settings> = fc.record({
    sessionHours: fc.integer({ min: 1, max: 48 }).map((halves) => halves / 2),
    idleMinutes: fc.option(fc.integer({ min: 1, max: 60 })),
    quickUnlock: fc.boolean(),
    presenceForEveryApproval: fc.boolean(),
    clipboardSeconds: fc.integer({ min: 5, max: 300 }),
    gateway: fc.constantFrom('off', 'socket', 'port'),
  });
  fc.assert(
    fc.property(settings, settings, (one, other) => {
      const both = [...loosens(one, other), ...loosens(other, one)];
      assert.deepEqual(both.toSorted(), changedSettings(one, other).toSorted());
    }),
  );
});
