import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshKeyedHash } from '../crypto/keyed-hash.ts';
import { SystemRandomness } from '../crypto/randomness.ts';
import { valueFacts } from './value-facts.ts';

const hash = freshKeyedHash(new SystemRandomness());
const factsOf = (value: string, keyed = hash) => valueFacts(Buffer.from(value), keyed);

test('equal values have one fingerprint, white space at the ends or not, and different values have two', () => {
  assert.equal(factsOf('k3-Vw0_pLq').fingerprint, factsOf('k3-Vw0_pLq\n').fingerprint);
  assert.notEqual(factsOf('k3-Vw0_pLq').fingerprint, factsOf('k3-Vw0_pLr').fingerprint);
});

test('a fingerprint says nothing under another key', () => {
  const other = freshKeyedHash(new SystemRandomness());
  assert.notEqual(factsOf('k3-Vw0_pLq').fingerprint, factsOf('k3-Vw0_pLq', other).fingerprint);
});

test('of a URL the password in it is judged, and no more of it', () => {
  assert.equal(factsOf('postgres://app:dragon1@db.example:5432/main').bits, factsOf('dragon1').bits);
  assert.ok(factsOf('https://db.example:5432/main').bits > factsOf('dragon1').bits);
});

test('nothing of a value is in its facts, and the value is left to the caller', () => {
  const value = Buffer.from('k3-Vw0_pLq');
  const { fingerprint } = valueFacts(value, hash);
  assert.ok(!fingerprint.includes('Vw0'));
  assert.equal(value.toString(), 'k3-Vw0_pLq');
});
