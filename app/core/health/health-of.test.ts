import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type HealthFinding, HealthReport } from '../../contract/health.ts';
import { FieldName } from '../../contract/secret.ts';
import { SecretName } from '../../contract/vocabulary.ts';
import { type TestSecret, testSecret } from '../scan/vault-secrets.testkit.ts';
import { type FieldFacts, type HealthFacts, healthOf } from './health-of.ts';

const day = 24 * 60 * 60 * 1000;
const now = 2000 * day;
/** In order, unless `change` says otherwise. */
const secret = (name: string, change: object = {}): TestSecret =>
  testSecret(name, { value: '' }, { createdAt: now, rotatedAt: now, lastUsedAt: now, ...change });
const nothing: HealthFacts = { values: [], leaks: new Map(), snoozes: [] };

function report(secrets: readonly TestSecret[], facts: Partial<HealthFacts> = {}): HealthReport {
  const found = healthOf(
    secrets.map(({ view }) => view),
    { ...nothing, ...facts },
    now,
  );
  return HealthReport.parse(found);
}

function findingsOf(change: object, facts: Partial<HealthFacts> = {}): readonly HealthFinding[] {
  return report([secret('a', change)], facts).secrets[0]?.findings ?? [];
}

const fact = ({ view }: TestSecret, fingerprint: string, bits = 200, field = 'value'): FieldFacts => ({
  id: view.id,
  field: FieldName.parse(field),
  bits,
  fingerprint,
});

test('a vault in order has the full score and nothing to say', () => {
  assert.deepEqual(report([secret('a')]).secrets, []);
  assert.equal(report([secret('a')]).score, 100);
  assert.equal(report([secret('a')]).words, 'Your one secret is in order.');
  assert.equal(report([secret('a'), secret('b')]).words, 'All 2 secrets are in order.');
  assert.equal(report([]).words, 'There are no secrets to look after yet.');
  assert.equal(report([]).score, 100);
});

test('an expiry that passed is told in days, and one within two weeks too', () => {
  const sentences: readonly (readonly [number, string | undefined])[] = [
    [-3 * day, 'It expired 3 days ago.'],
    [0, 'It expired today.'],
    [day / 2, 'It expires in less than a day.'],
    [day, 'It expires in a day.'],
    [14 * day, 'It expires in 14 days.'],
    [14 * day + 1, undefined],
  ];
  for (const [away, sentence] of sentences) {
    assert.equal(findingsOf({ expiresAt: now + away })[0]?.sentence, sentence);
  }
  assert.deepEqual(findingsOf({ expiresAt: now - day })[0]?.fixes, ['rotate', 'edit', 'remove', 'snooze']);
});

test('a value is old after the days that the person named, or else after a year', () => {
  const kinds = (change: object): readonly string[] => findingsOf(change).map(({ kind }) => kind);
  assert.deepEqual(kinds({ rotatedAt: now - 365 * day }), []);
  assert.deepEqual(kinds({ rotatedAt: now - 366 * day }), ['old']);
  assert.deepEqual(kinds({ rotatedAt: now - 89 * day, rotateAfterDays: 90 }), []);
  assert.deepEqual(kinds({ rotatedAt: now - 90 * day, rotateAfterDays: 90 }), ['old']);
  assert.deepEqual(kinds({ rotatedAt: now - 800 * day, rotateAfterDays: 900 }), []);
  assert.deepEqual(kinds({ rotatedAt: now - 800 * day, kind: 'totp' }), []);
  assert.deepEqual(kinds({ rotatedAt: now - 800 * day, kind: 'totp', rotateAfterDays: 30 }), ['old']);
  assert.equal(
    findingsOf({ rotatedAt: now - 100 * day, rotateAfterDays: 90 })[0]?.sentence,
    'You wanted to change it after 90 days; the last time was 100 days ago.',
  );
});

test('a value that lies elsewhere is not old here', () => {
  const fields = [
    {
      name: 'value',
      sensitive: true,
      inject: 'environment',
      env: null,
      value: null,
      lastFour: null,
      reference: { text: 'env:TOKEN', active: true },
    },
  ];
  assert.deepEqual(findingsOf({ rotatedAt: 0, fields }), []);
});

test('a secret of thirty days that was never used is told, unless no command may have it', () => {
  const unused = { createdAt: now - 30 * day, lastUsedAt: null };
  assert.equal(findingsOf(unused)[0]?.sentence, 'It was added 30 days ago and was never used.');
  assert.deepEqual(findingsOf(unused)[0]?.fixes, ['remove', 'snooze']);
  assert.deepEqual(findingsOf({ ...unused, createdAt: now - 30 * day + 1 }), []);
  assert.deepEqual(findingsOf({ ...unused, tier: 'never' }), []);
});

test('no description is told, and no allowed hosts are no fault', () => {
  assert.deepEqual(
    findingsOf({ description: ' ' }).map(({ kind }) => kind),
    ['undescribed'],
  );
  assert.deepEqual(findingsOf({ description: '', tier: 'never' }), []);
  assert.deepEqual(findingsOf({ tier: 'run', allowedHosts: [] }), []);
});

test('a password that is easy to guess is weak, and a token is never called so', () => {
  const weak = (change: object, name = 'value'): readonly HealthFinding[] => {
    const one = testSecret('a', { [name]: '' }, { createdAt: now, rotatedAt: now, ...change });
    return report([one], { values: [fact(one, 'f', 20, name)] }).secrets[0]?.findings ?? [];
  };
  assert.deepEqual(weak({ kind: 'login' })[0]?.fields, ['value']);
  assert.equal(weak({ kind: 'database' })[0]?.sentence, 'Its password is easy to guess.');
  assert.equal(weak({ kind: 'other' }, 'Passphrase')[0]?.kind, 'weak');
  assert.deepEqual(weak({ kind: 'token' }), []);
});

test('values that are used twice name each other, within a secret too', () => {
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => secret(name));
  assert.ok(a !== undefined && b !== undefined && c !== undefined && d !== undefined);
  const two = report([a, b, c], { values: [fact(a, 'x'), fact(b, 'x'), fact(c, 'y')] });
  assert.deepEqual(
    two.secrets.map(({ name, findings }) => `${name}: ${findings[0]?.sentence}`),
    ['a: It has the same value as b.', 'b: It has the same value as a.'],
  );
  const four = report([a, b, c, d], { values: [a, b, c, d].map((one) => fact(one, 'x')) });
  assert.equal(four.secrets[0]?.findings[0]?.sentence, 'It has the same value as b, c and 1 more.');
  assert.equal(four.secrets[3]?.findings[0]?.sentence, 'It has the same value as a, b and 1 more.');
  const own = testSecret('own', { value: '', other: '' }, { createdAt: now, rotatedAt: now });
  const within = report([own], { values: [fact(own, 'x'), fact(own, 'x', 200, 'other')] }).secrets[0]?.findings[0];
  assert.equal(within?.sentence, 'It has the same value as its own other.');
  assert.deepEqual(within?.fields, ['value', 'other']);
});

test('a copy in files is the worst finding, and stands first', () => {
  const leaks = new Map([[SecretName.parse('a'), 3]]);
  const found = findingsOf({ expiresAt: now - day, description: '' }, { leaks });
  assert.deepEqual(
    found.map(({ kind }) => kind),
    ['leaked', 'expired', 'undescribed'],
  );
  assert.equal(found[0]?.sentence, 'A copy of its value lies in 3 places in your files.');
});

test('what the person put off is not told until then, and counted', () => {
  const one = secret('a', { description: '', expiresAt: now - day });
  const until = (at: number): HealthReport =>
    report([one], { snoozes: [{ id: one.view.id, kind: 'undescribed', until: at }] });
  assert.deepEqual(
    until(now + 1).secrets[0]?.findings.map(({ kind }) => kind),
    ['expired'],
  );
  assert.equal(until(now + 1).snoozed, 1);
  assert.deepEqual(
    until(now).secrets[0]?.findings.map(({ kind }) => kind),
    ['expired', 'undescribed'],
  );
  assert.equal(until(now).snoozed, 0);
});

test('the score is said in words, and many good secrets do not hide a bad one', () => {
  const good = Array.from({ length: 997 }, (_, i) => secret(`good/${i}`));
  const many = report([
    ...good,
    secret('x', { expiresAt: now }),
    secret('y', { description: '' }),
    secret('z', { expiresAt: now }),
  ]);
  assert.equal(many.score, 92);
  assert.equal(many.words, '997 of 1000 secrets are in order: 2 have expired, 1 has no description.');
  assert.equal(many.checked, 1000);
  const all = report([secret('x', { expiresAt: now })]);
  assert.equal(all.score, 19);
  assert.equal(all.words, '0 of 1 secrets are in order: 1 has expired.');
  assert.equal(report([...good, secret('y', { description: '' })]).score, 99);
});

test('the worst secrets stand first, and those alike by name', () => {
  const found = report([
    secret('c', { description: '' }),
    secret('b', { expiresAt: now }),
    secret('a', { description: '' }),
  ]);
  assert.deepEqual(
    found.secrets.map(({ name }) => name),
    ['b', 'a', 'c'],
  );
});

test('ten thousand secrets with one value are judged at once', () => {
  const secrets = Array.from({ length: 10_000 }, (_, i) => secret(`s/${i}`));
  const found = report(secrets, { values: secrets.map((one) => fact(one, 'x')) });
  assert.equal(found.secrets.length, 10_000);
  assert.equal(found.secrets[0]?.findings[0]?.sentence, 'It has the same value as s/1, s/2 and 9997 more.');
});
