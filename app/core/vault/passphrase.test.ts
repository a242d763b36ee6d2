import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fault } from '../../adapters/vault.testkit.ts';
import { normalisedPassphrase, requireStrength } from './passphrase.ts';

test('the same words typed on another keyboard are the same passphrase', () => {
  const composed = normalisedPassphrase(Buffer.from('Zürich Straße ﬁn', 'utf8'));
  const decomposed = normalisedPassphrase(Buffer.from('Zu\u0308rich Straße fin', 'utf8'));
  assert.deepEqual(composed, decomposed);
});

test('case and spaces count', () => {
  assert.notDeepEqual(normalisedPassphrase(Buffer.from('abc def')), normalisedPassphrase(Buffer.from('Abc def')));
  assert.notDeepEqual(normalisedPassphrase(Buffer.from('abc def')), normalisedPassphrase(Buffer.from('abc def ')));
});

test('gives a copy, so that wiping it leaves what the person typed to its owner', () => {
  const typed = Buffer.from('plain ascii');
  normalisedPassphrase(typed).fill(0);
  assert.equal(typed.toString(), 'plain ascii');
});

test('refuses bytes that are no text instead of reading several of them as the same', () => {
  assert.throws(() => normalisedPassphrase(Buffer.from([0x70, 0xff, 0xfe])), fault('bad_request'));
});

test('counts characters, not bytes', () => {
  assert.throws(() => requireStrength(Buffer.from('äöüäöü1', 'utf8')), fault('passphrase_too_weak'));
  assert.throws(() => requireStrength(Buffer.from('')), fault('passphrase_too_weak'));
  requireStrength(Buffer.from('äöüäöü12', 'utf8'));
  requireStrength(Buffer.from('12345678'));
});
