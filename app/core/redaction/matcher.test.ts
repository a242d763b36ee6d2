import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SecretName } from '../../contract/vocabulary.ts';
import { randomCut, throughChunks } from './chunks.testkit.ts';
import { buildMatcher } from './matcher.ts';
import { createRedactor, redactorOver } from './redactor.ts';

const secret = (name: string, value: string) => ({ name: SecretName.parse(name), value });

test('a thousand secrets are built and found in ten megabytes', () => {
  const values = Array.from({ length: 1000 }, (_, i) =>
    secret(`s/${i}`, `key-${(i * 7919 + 13).toString(36).padStart(6, 'x')}-${((i * 104729 + 1) ** 2).toString(36)}`),
  );
  const filler = 'build: transformed src/components/index.ts in 12 ms, cache hit, 200 GET /api/v1/users\n'.repeat(116);
  const encodings = ['utf8', 'base64', 'hex'] as const;
  const text = values.map(({ value }, i) => filler + Buffer.from(value).toString(encodings[i % 3])).join('\n');
  assert.ok(text.length > 10_000_000);
  const redactor = createRedactor(values);
  const out = throughChunks(redactor, randomCut(Buffer.from(text), 1, 65_536)).toString();
  assert.equal(redactor.counts().size, 1000);
  assert.equal(out.split(filler).length, 1001);
  for (const { value } of values) assert.ok(!out.includes(value));
});

test('a thousand secrets with one long beginning do not slow it to a crawl', () => {
  const header = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.';
  const values = Array.from({ length: 1000 }, (_, i) => {
    const own = `${(i * 7919 + 1299709).toString(36)}${(i * 104729 + 15485863).toString(36)}`;
    return secret(`j/${i}`, `${header}eyJ${own.padEnd(40, own)}.${own}`);
  });
  const text = `${header.repeat(20_000)}${values[7]?.value}`;
  const out = throughChunks(redactorOver(buildMatcher(values)), [Buffer.from(text)]).toString();
  // The header alone is nobody's, and of so many that it is no sign of this one either.
  assert.ok(out.startsWith(header.repeat(19_999)));
  assert.ok(out.endsWith('[REDACTED:j/7]'), out.slice(-80));
});

test('knows nothing and finds nothing without values, or with values too short for a form', () => {
  for (const values of [[], [secret('a', '')], [secret('a', 'x')]]) {
    const matcher = buildMatcher(values);
    assert.equal(matcher.text.owners.length + matcher.skeleton.owners.length, 0);
    assert.equal(throughChunks(redactorOver(matcher), [Buffer.from('x ab'), Buffer.from('')]).toString(), 'x ab');
  }
});
