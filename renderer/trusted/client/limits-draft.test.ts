import assert from 'node:assert/strict';
import test from 'node:test';
import { defaultClientLimits } from '../../../app/contract/client.ts';
import { countProblem } from '../count-text.ts';
import { draftOf, globProblem, limitsOf, reachWords, ticked } from './limits-draft.ts';

const usual = draftOf(defaultClientLimits);

test('what is not touched is saved as it was, tool by tool or all of them', () => {
  assert.deepEqual(limitsOf(usual), defaultClientLimits);
  const some = {
    ...defaultClientLimits,
    secrets: ['aws/*', 'web/x'],
    tools: ['list_secrets'],
    tiers: ['run'] as const,
  };
  assert.deepEqual(limitsOf(draftOf({ ...some, tiers: [...some.tiers] })), some);
});

test('empty lines and repeated ones go; what is no glob or no count is told and cannot be saved', () => {
  assert.deepEqual(limitsOf({ ...usual, secrets: ' aws/* \n\naws/*\nweb/?' })?.secrets, ['aws/*', 'web/?']);
  assert.deepEqual(limitsOf({ ...usual, secrets: '' })?.secrets, []);
  for (const secrets of ['my secret', 'aws/{a,b}', 'x'.repeat(257)]) {
    assert.match(globProblem(secrets) ?? '', /^A name has letters/);
    assert.equal(limitsOf({ ...usual, secrets }), null);
  }
  assert.equal(globProblem(Array.from({ length: 101 }, (_, n) => `a${n}`).join('\n')), 'At most 100 lines.');
  for (const text of ['', '0', '1.5', '-3', '1e3', '6001', 'many']) {
    assert.equal(countProblem(text, 6_000), 'A whole number from 1 to 6000.');
    assert.equal(limitsOf({ ...usual, callsPerMinute: text }), null);
  }
  assert.equal(countProblem('6000', 6_000), undefined);
});

test('ticks keep the order of the list, and the reach is told in words', () => {
  assert.deepEqual(ticked(['a', 'b', 'c'], ['c'], 'a', true), ['a', 'c']);
  assert.deepEqual(ticked(['a', 'b', 'c'], ['a', 'c'], 'a', false), ['c']);
  const words = (covered: number, all: number) => reachWords({ globs: [], covered, all });
  assert.equal(words(0, 0), 'There are no secrets yet.');
  assert.equal(words(3, 3), 'That is all 3 secrets there are now.');
  assert.equal(words(0, 3), 'That is none of the 3 secrets there are now.');
  assert.equal(words(2, 3), 'That is 2 of the 3 secrets there are now.');
});
