import assert from 'node:assert/strict';
import { test } from 'node:test';
import { githubActions } from './github-actions.ts';

// The values and lines of src/Test/L0/HostContextL0.cs of actions/runner: DefaultSecretMaskers and SecretSectionMasking.
const values = [
  'Password123!',
  'Pass"word"123!',
  'Pass word 123!',
  'Pass<word>123!',
  "Pass'word'123!",
  '"Password123!!"',
  '"short"',
];
const base64 = (text: string) => Buffer.from(text).toString('base64');

test('the GitHub Actions masker hides and shows what its own tests expect', () => {
  const masked = (text: string) =>
    githubActions.mask(
      text,
      values.map((value) => ({ name: 'x', value })),
    );
  assert.deepEqual(
    [
      '123Password123!123',
      'password123',
      '123Pass\\"word\\"123!123',
      '123Pass%20word%20123%21123',
      '123Pass&lt;word&gt;123!123',
      "123Pass''word''123!123",
      base64(':Password123!'),
      base64('a:Password123!'),
      base64('ab:Password123!'),
      base64('abc:Password123!'),
      base64('abcd:Password123!'),
      base64('abcde:Password123!'),
      '123Password123!!123',
      '123short123',
      '123"short"123',
    ].map(masked),
    [
      '123***123',
      'password123',
      '123***123',
      '123***123',
      '123***123',
      '123***123',
      'OlBh***',
      'YTpQ***',
      'YWI6***',
      'YWJjOlBh***',
      'YWJjZDpQ***',
      'YWJjZGU6***',
      '123***123',
      '123short123',
      '123***123',
    ],
  );
});

test('the GitHub Actions masker hides the parts that PowerShell prints around an ampersand', () => {
  const cases: readonly (readonly [value: string, output: string, expected: string])[] = [
    ['secret&secret&secret', 'secret&secret&\x1b[96msecret\x1b[0m', '***\x1b[96m***\x1b[0m'],
    ['secret&secret+secret', 'secret&\x1b[96msecret+secret\x1b[0m', '***\x1b[96m***\x1b[0m'],
    ['secret+secret&secret', 'secret+secret&\x1b[96msecret\x1b[0m', '***\x1b[96m***\x1b[0m'],
    ['secret&secret&+secretsecret', 'secret&secret&+\x1b[96ms\x1b[0mecretsecret', '***\x1b[96ms\x1b[0m***'],
    ['secret&+secret&secret', 'secret&+\x1b[96ms\x1b[0mecret&secret', '***\x1b[96ms\x1b[0m***'],
    ['secret&+secret&+secret', 'secret&+\x1b[96ms\x1b[0mecret&+secret', '***\x1b[96ms\x1b[0m***'],
    ['secret&secret&+', 'secret&secret&+\x1b[96m\x1b[0m', '***\x1b[96m\x1b[0m'],
  ];
  for (const [value, output, expected] of cases) {
    assert.equal(githubActions.mask(output, [{ name: 'x', value }]), expected);
  }
});

test('the GitHub Actions masker registers each line of a value and masks line by line', () => {
  const secrets = [{ name: 'x', value: 'first line\nsecond line\n' }];
  assert.equal(githubActions.mask('a first line\r\nsecond line b\n', secrets), 'a ***\r\n*** b\n');
});
