import assert from 'node:assert/strict';
import { test } from 'node:test';
import { heldWords } from './held-words.ts';
import { plainText } from './question.testkit.ts';

test('names the secrets whose values stand in the command itself (P1)', () => {
  const told = (...holds: readonly string[]) => heldWords(holds).map(plainText);
  assert.deepEqual(told('db/url'), ['The command holds the value of `db/url` itself.']);
  assert.deepEqual(told('db/url', 'api/token'), ['The command holds the values of `db/url` and `api/token` itself.']);
});
