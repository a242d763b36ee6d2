import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildkiteAgent, maskedNeedles } from './buildkite-agent.ts';

// From replacer_test.go and redact_test.go of the Buildkite agent.
const lipsum = 'Lorem ipsum dolor sit amet';
const key = '-----BEGIN OPENSSH PRIVATE\u0020KEY-----\nasdf\n-----END OPENSSH PRIVATE\u0020KEY-----\n';

test('the Buildkite redactor hides and shows what its own tests expect', () => {
  const cases: readonly (readonly [text: string, values: readonly string[], expected: string])[] = [
    [lipsum, [], lipsum],
    [lipsum, ['ipsum', 'amet'], 'Lorem [REDACTED] dolor sit [REDACTED]'],
    [lipsum, ['ipsum', 'ipsum dolor'], 'Lorem [REDACTED] sit amet'],
    [lipsum, ['ipsum dolor', 'dolor sit'], 'Lorem [REDACTED] amet'],
    [lipsum, ['ipsum dolor', 'dolor sEt', 'sit amet'], 'Lorem [REDACTED] [REDACTED]'],
    [lipsum, ['Lorem ipsum dolor sEt', 'ipsum', 'dolor'], 'Lorem [REDACTED] [REDACTED] sit amet'],
    [
      lipsum,
      ['do', ' dol', 'm dolo', 'um dolor', 'sum dolor ', 'psum dolor s', 'ipsum dolor si'],
      'Lorem [REDACTED]t amet',
    ],
    ['secret\n1 secret\\n1 s', ['secret\n1'], '[REDACTED] [REDACTED] s'],
  ];
  for (const [text, values, expected] of cases) assert.equal(maskedNeedles(text, values), expected);
});

test('the Buildkite redactor sees a key through any white space at its line ends', () => {
  for (const [between, rest] of [
    ['\n', '\nlalalala'],
    ['\r\n', '\r\nlalalala'],
    ['\r\r\n', '\r\r\nlalalala'],
    [' ', ' lalalala'],
    ['\n\t\t\n  \n', '\n\n\nlalalala'],
  ]) {
    const text = `lalalala\n${key.trim().replaceAll('\n', between ?? '')}${rest}`;
    assert.equal(maskedNeedles(text, [key]), `lalalala\n[REDACTED]${rest}`);
  }
});

test('the Buildkite redactor leaves a value of fewer than six bytes', () => {
  assert.equal(buildkiteAgent.mask('hunt hunter2', [{ name: 'a', value: 'hunt' }]), 'hunt hunter2');
  assert.equal(buildkiteAgent.mask('hunt hunter2', [{ name: 'a', value: 'hunter2' }]), 'hunt [REDACTED]');
});
