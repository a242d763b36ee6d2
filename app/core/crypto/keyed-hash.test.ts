import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshKeyedHash } from './keyed-hash.ts';
import { SystemRandomness } from './randomness.ts';

const randomness = new SystemRandomness();

test('equal bytes compare under one key, and different ones do not', () => {
  const keyed = freshKeyedHash(randomness);
  assert.deepEqual(keyed.of(Buffer.from('one')), keyed.of(Buffer.from('one')));
  assert.notDeepEqual(keyed.of(Buffer.from('one')), keyed.of(Buffer.from('two')));
  assert.equal(keyed.of(Buffer.alloc(0)).length, 16);
});

test('nothing compares under another key, or once the key is forgotten', () => {
  const keyed = freshKeyedHash(randomness);
  const before = keyed.of(Buffer.from('one'));
  assert.notDeepEqual(before, freshKeyedHash(randomness).of(Buffer.from('one')));
  keyed.forget();
  assert.notDeepEqual(before, keyed.of(Buffer.from('one')));
});

test('forgetting zeroes the key itself', () => {
  const key = Buffer.alloc(32, 7);
  freshKeyedHash({ bytes: () => key }).forget();
  assert.deepEqual(key, Buffer.alloc(32));
});
