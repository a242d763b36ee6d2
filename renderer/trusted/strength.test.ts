import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { strengthOf } from './strength.ts';

describe('the strength of a passphrase', () => {
  it('counts characters as a person does', () => {
    assert.equal(strengthOf('1234567').level, 0);
    assert.equal(strengthOf('🔑🔒🗝').level, 0);
    assert.equal(strengthOf('').level, 0);
  });

  it('calls repetition, keyboard rows and the word itself easy to guess, however long', () => {
    for (const weak of [
      'aaaaaaaaaaaaaaaaaaaa',
      'abababababababab',
      'qwertyuiopasdfghjkl',
      'abcdefgh12345678',
      'password1234',
    ]) {
      assert.equal(strengthOf(weak).level, 1, weak);
    }
  });

  it('prefers several words to tricks', () => {
    assert.equal(strengthOf('Tr0ub4d&').level, 1);
    assert.equal(strengthOf('correct horse battery staple').level, 3);
    assert.equal(strengthOf('lamp-otter-quince-violin').level, 3);
    assert.equal(strengthOf('mossy lantern').level, 2);
  });
});
