import assert from 'node:assert/strict';
import { it } from 'node:test';
import { lowerLimits } from './time-limits.ts';

it('offers only times that are shorter than what was asked', () => {
  assert.deepEqual(lowerLimits(300_000), [60_000, 10_000]);
  assert.deepEqual(lowerLimits(300_001), [300_000, 60_000, 10_000]);
  assert.deepEqual(lowerLimits(10_000), []);
});
