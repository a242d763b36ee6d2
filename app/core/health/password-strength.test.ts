import assert from 'node:assert/strict';
import { test } from 'node:test';
import { passwordBits, weakBelowBits } from './password-strength.ts';

test('what people take for passwords is weak', () => {
  const weak = [
    '',
    'password',
    'P@ssw0rd',
    'Passw0rd!2024',
    'letmein1',
    'qwertyuiop123',
    'asdfghjkl!',
    'abcdefghijklmnop',
    '12345678901234567890',
    'aaaaaaaaaaaaaaaaaaaa',
    'abcabcabcabcabc',
    'Summer2024!',
    'dragon1987',
    'monkeydragon',
    '19870612',
    'Hunter2!',
  ];
  for (const password of weak)
    assert.ok(passwordBits(password) < weakBelowBits, `${password}: ${passwordBits(password)}`);
});

test('what a machine drew, and a sentence of rare words, is not', () => {
  const strong = [
    'k3-Vw0_pLq',
    'vhqzmtkwpbxe',
    'Xk29vLq81m',
    'corset-hazel-tumble-fig',
    '7f3a91c04be26d58',
    'Ünïcödé✓passt9w',
  ];
  for (const password of strong)
    assert.ok(passwordBits(password) >= weakBelowBits, `${password}: ${passwordBits(password)}`);
});

test('more of the same adds hardly anything, and more at random does', () => {
  assert.ok(passwordBits('ab'.repeat(40)) < weakBelowBits);
  assert.ok(passwordBits('password'.repeat(3)) < weakBelowBits);
  assert.ok(passwordBits('kqzvwx') < passwordBits('kqzvwxbmtr'));
});

test('a megabyte is estimated by its beginning', () => {
  assert.ok(passwordBits('kqzvwxbmtr'.repeat(100_000)) > 0);
});
