import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearNames } from './near-names.ts';

const names = ['github/token', 'github/deploy-key', 'gitlab/token', 'npm/token', 'aws/prod', 'stripe', 'a'];

test('finds a name that is two edits away, the nearest first', () => {
  assert.deepEqual(nearNames('github/tokne', names), ['github/token']);
  assert.deepEqual(nearNames('githab/token', names), ['github/token', 'gitlab/token']);
  assert.deepEqual(nearNames('strype', names), ['stripe']);
});

test('finds a name that contains what was asked for, or is contained in it', () => {
  assert.deepEqual(nearNames('github', names), ['github/deploy-key', 'github/token']);
  assert.deepEqual(nearNames('stripe/live', names), ['stripe']);
});

test('does not mind case', () => {
  assert.deepEqual(nearNames('AWS/PROD', names), ['aws/prod']);
});

test('says nothing when nothing is near, and never more than three', () => {
  assert.deepEqual(nearNames('postgres', names), []);
  assert.deepEqual(nearNames('zzz', ['a', 'b']), []);
  assert.equal(nearNames('token', ['token-1', 'token-2', 'token-3', 'token-4']).length, 3);
});
