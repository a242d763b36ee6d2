// The recovery code as people type it: forgiving where the eye errs, and told apart from a wrong code where a finger does.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fault } from '../../adapters/vault.testkit.ts';
import { parseRecoveryCode, recoveryCodeText } from './recovery-code.ts';

const code = Buffer.from('000102030405060708090a0b0c0d0e0f10111213', 'hex');
const text = recoveryCodeText(code);

test('is nine groups of four characters that nobody confuses, and comes back as it was', () => {
  assert.match(text, /^([0-9A-HJKMNP-TV-Z]{4}-){8}[0-9A-HJKMNP-TV-Z]{4}$/);
  assert.equal(text, '000G-40R4-0M30-E209-185G-R38E-1W81-24GK-YK59');
  assert.deepEqual(parseRecoveryCode(text), code);
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), (bytes) => {
      assert.deepEqual(parseRecoveryCode(recoveryCodeText(Buffer.from(bytes))), Buffer.from(bytes));
    }),
  );
});

test('forgives case, spaces, dashes of any kind, O for zero, and I or L for one', () => {
  for (const typed of [
    text.toLowerCase(),
    text.replaceAll('-', ''),
    ` ${text.replaceAll('-', ' ')} \n`,
    text.replaceAll('-', ' – '),
    text.replaceAll('0', 'O'),
    text.replaceAll('0', 'o').replaceAll('1', 'l'),
    text.replaceAll('1', 'I'),
    text.replaceAll('-', '\u2011'),
  ]) {
    assert.deepEqual(parseRecoveryCode(typed), code, typed);
  }
});

test('any one wrong, missing, doubled or swapped character is a typing error', () => {
  const plain = text.replaceAll('-', '');
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  for (let at = 0; at < plain.length; at += 1) {
    assert.equal(parseRecoveryCode(plain.slice(0, at) + plain.slice(at + 1)), null);
    assert.equal(parseRecoveryCode(plain.slice(0, at) + plain.charAt(at) + plain.slice(at)), null);
    for (const other of alphabet.replace(plain.charAt(at), '')) {
      assert.equal(parseRecoveryCode(plain.slice(0, at) + other + plain.slice(at + 1)), null, `${other} at ${at}`);
    }
    const swapped = plain.slice(0, at) + plain.charAt(at + 1) + plain.charAt(at) + plain.slice(at + 2);
    if (swapped !== plain && swapped.length === plain.length) assert.equal(parseRecoveryCode(swapped), null);
  }
});

test('what is no code at all is a typing error', () => {
  const none = [
    '',
    '-',
    'U'.repeat(36),
    'Ü'.repeat(36),
    '0'.repeat(36),
    `${text}0`,
    '٠'.repeat(36),
    'x'.repeat(1_000_000),
  ];
  for (const typed of none) assert.equal(parseRecoveryCode(typed), null);
  assert.throws(() => recoveryCodeText(Buffer.alloc(19)), fault('internal'));
});
