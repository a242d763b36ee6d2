import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { marksOf, wordsBetween } from './word-changes.ts';

test('says which words are new and which are gone, in order', () => {
  const then = ['gh', 'pr', 'create', '--web', '--title', 'a'];
  const now = ['gh', 'pr', 'create', '--title', 'a', '--draft'];
  assert.deepEqual(wordsBetween(then, now), { added: ['--draft'], removed: ['--web'] });
  assert.deepEqual(wordsBetween(now, now), { added: [], removed: [] });
  assert.deepEqual(wordsBetween([], ['a']), { added: ['a'], removed: [] });
});

test('the words that stayed and the new ones make up the command, for any two commands', () => {
  const words = fc.array(fc.constantFrom<string>('a', 'b', 'c', 'd', '--x'), { maxLength: 30 });
  fc.assert(
    fc.property(words, words, (then, now) => {
      const { added, removed } = wordsBetween(then, now);
      assert.equal(then.length - removed.length, now.length - added.length);
      assert.deepEqual(
        [...added].filter((word) => !now.includes(word)),
        [],
      );
      assert.deepEqual(
        [...removed].filter((word) => !then.includes(word)),
        [],
      );
    }),
  );
});

test('a new word is marked where it stands as a whole word, after the one before it', () => {
  const line = 'deploy prod --to prod-2 "--force"';
  assert.deepEqual(marksOf([line], ['prod-2', '--force']), [
    { part: 0, from: line.indexOf('prod-2'), to: line.indexOf('prod-2') + 6 },
    { part: 0, from: line.indexOf('--force'), to: line.indexOf('--force') + 7 },
  ]);
  assert.deepEqual(marksOf(['gh', 'pr', 'list', 'pr'], ['list', 'pr']), [
    { part: 2, from: 0, to: 4 },
    { part: 3, from: 0, to: 2 },
  ]);
  assert.deepEqual(marksOf(['echo a"b"c'], ['abc']), []);
  assert.deepEqual(marksOf(['echo ""'], ['']), []);
});

test('a command of many thousand words is compared by its first ones, and soon', () => {
  const many = Array.from({ length: 50_000 }, (_, at) => `w${at}`);
  const { added } = wordsBetween(many, ['new', ...many]);
  assert.equal(added[0], 'new');
});
