import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sanitizedInLayers, secretctl } from './secretctl.ts';

// From sanitize_test.go of secretctl.
const base64 = (text: string) => Buffer.from(text).toString('base64');
const hex = (text: string) => Buffer.from(text).toString('hex');

test('the sanitizer of secretctl hides and shows what its own tests expect', () => {
  const cases: readonly (readonly [value: string, text: string, expected: string])[] = [
    ['sk-secret-key-12345', 'the sk-secret-key-12345 works', 'the [REDACTED:K] works'],
    ['sk-secret-key-12345', 'sk-secret-key-12345 and sk-secret-key-12345', '[REDACTED:K] and [REDACTED:K]'],
    ['my-super-secret-key', `prefix ${base64('my-super-secret-key')} suffix`, 'prefix [REDACTED:K] suffix'],
    ['my-super-secret-key', `data: ${base64('user=my-super-secret-key&pass=test')}`, 'data: [REDACTED:K]'],
    ['password123-secret-key-abcdef', `hex ${hex('password123-secret-key-abcdef')}`, 'hex [REDACTED:K]'],
    ['sk-test-123-abcdef-xyz', 'PART1: sk- PART2: test- PART3: 123', 'PART1: sk- PART2: test- PART3: 123'],
    ['abc', 'abc here', 'abc here'],
  ];
  for (const [value, text, expected] of cases) {
    assert.equal(sanitizedInLayers(text, [{ name: 'K', value }]), expected);
  }
});

test('the sanitizer of secretctl hides ten numbered parts that make up a secret', () => {
  const value = 'abcdefghijklmnopqrst';
  const parts = value.match(/../g) ?? [];
  const text = parts.map((part, i) => `${i}: ${part}`).join('\n');
  assert.ok(!sanitizedInLayers(text, [{ name: 'K', value: '0ab1cd2ef3gh4ij5kl6mn7op8qr9st' }]).includes('op'));
  assert.ok(sanitizedInLayers(text, [{ name: 'K', value }]).includes('op'));
});

test('secretctl hides the URL and hex forms of its tool server', () => {
  const secrets = [{ name: 'K', value: 'p@ss w/rd=1' }];
  for (const form of ['p%40ss+w%2Frd%3D1', 'p@ss%20w%2Frd=1', 'p%40ss+w%2frd%3d1', hex('p@ss w/rd=1').toUpperCase()]) {
    assert.equal(secretctl.mask(`<${form}>`, secrets), '<[REDACTED:K]>');
  }
});
