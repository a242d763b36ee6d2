import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hoursWords } from './hours-words.ts';

test('hours are told in halves', () => {
  const told = [0.5, 1, 1.5, 2, 12.5, 24].map(hoursWords);
  const words = ['half an hour', 'an hour', '1½ hours', '2 hours', '12½ hours', '24 hours'];
  assert.deepEqual(told, words);
});
