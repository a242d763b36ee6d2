import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waysOf } from './expression.testkit.ts';
import { findSecretShapes, shapeRules } from './secret-shapes.ts';
import { shapeVectors } from './shape-vectors.testkit.ts';

test('every rule has a name of its own, and a vector that it finds', () => {
  const names = shapeRules.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  assert.ok(names.length >= 40);
  assert.deepEqual(
    names.filter((name) => !shapeVectors.some(({ rule }) => rule === name)),
    [],
  );
});

for (const { rule, finds, misses } of shapeVectors) {
  const [before, secret, after] = finds;
  test(`finds what ${rule} means, and just that: ${before}${secret.slice(0, 12)}…`, () => {
    for (const [left, right] of [
      ['', ''],
      ['let it be ', '\nnext line'],
      ['{"text":"first\\n', '\\nnext"}'],
    ] as const) {
      const text = left + before + secret + after + right;
      const start = left.length + before.length;
      const what = shapeRules.find(({ name }) => name === rule)?.what;
      assert.deepEqual(findSecretShapes(text), [{ rule, what, start, end: start + secret.length }]);
    }
    assert.ok(!findSecretShapes(misses).some((found) => found.rule === rule));
  });
}

test('no rule can be made slow: each is tried in a bounded number of ways from where its word stands', () => {
  for (const { name, pattern } of shapeRules) {
    assert.ok(pattern.sticky && !pattern.global, name);
    const ways = waysOf(pattern);
    assert.ok(ways <= 2000, `${name}: ${ways} ways`);
  }
});

test('the proof sees what it is there to see', () => {
  for (const slow of [/a*/, /a+/, /a{2,}/, /(?:a{1,3}){1,3}/, /(?:ab){2,3}/]) assert.throws(() => waysOf(slow));
  assert.equal(waysOf(/a{1,9}b/), 1);
  assert.equal(waysOf(/[ab]{1,9}b/), 9);
  assert.equal(waysOf(/[ab]{1,9}[bc]{0,4}c?d?b/), 9 * 5);
  assert.equal(waysOf(/a{1,9}(?!a)/), 9);
  assert.equal(waysOf(/(?:ab|ac)d/), 2);
});

test('every expression begins with one of its words, in the letters that it takes', () => {
  for (const { name, words } of shapeRules) {
    const vectors = shapeVectors.filter(({ rule }) => rule === name);
    for (const { finds } of vectors) {
      const text = finds.join('').toLowerCase();
      assert.ok(
        words.some((word) => word === word.toLowerCase() && text.includes(word)),
        name,
      );
    }
  }
});

test('a text full of words and beginnings is searched in one go', () => {
  const heads = shapeRules
    .flatMap(({ words }) => words)
    .join('')
    .repeat(40);
  const hostile = [heads, 'eyJ'.repeat(50_000), '-eyJ'.repeat(50_000), 'token='.repeat(50_000), '://a:'.repeat(50_000)];
  for (const text of hostile) findSecretShapes(text);
  const key = ['gh', 'p_'].join('');
  const many = `${key}R4nd0mLookingTokenValue42abcDEF012345x\n`.repeat(5000);
  assert.equal(findSecretShapes(many).length, 5000);
});

test('examples, templates and markers are no findings', () => {
  const placeholders = [
    'AKIAIOSFODNN7EXAMPLE',
    `AKIA${'X'.repeat(16)}`,
    `ghp_${'x'.repeat(36)}`,
    `ghp_${'0123456789abcdefghij'.repeat(2).slice(0, 36)}`,
    `sk-proj-${'your-token-here-'.repeat(4)}`,
    `sk_live_${'a'.repeat(24)}`,
    'password: "your-token-here"',
    'password: "<password>"',
    'password=${DB_PASSWORD1}',
    'DB_PASSWORD=$(pass show db/main1)',
    'api_key: {{ secrets.API_KEY_1 }}',
    'token: [REDACTED:github/token1]',
    'Authorization: Bearer [REDACTED:github/token1]',
    'Authorization: Bearer ${TOKEN_1}',
    'Authorization: Bearer <token>',
    'https://user:password@example.com',
    'https://user:${PASS1}@example.com',
    'https://user:[REDACTED:db/main]@example.com',
    'password: changeme123!',
    'password=********',
  ];
  for (const text of placeholders) assert.deepEqual(findSecretShapes(text), [], text);
});

test('code and prose that speak of secrets are no findings', () => {
  const ordinary = [
    'const password = config.database.password1;',
    'const token = await getToken(1234567890, options);',
    'password: z.string().min(8).max(1024),',
    'The secret: a token is 36 characters long and begins with ghp_.',
    'token_count: 123456789012345678901234',
    'secretName = github/production/deploy-token-2',
    'api_key: string | undefined;',
    'passwordVerification:O&&(_?m>>>8&255:p>>>24&255)',
    'see https://example.com:8080/path@v2.1.0 for tokens',
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg==',
    'commit 5f2c1f0f9e8d7c6b5a49382716050f4e3d2c1b0a',
    'disk-space: task-force, sk-learn, pat-a-cake',
    'secret: ~/projects/postern/keys/token-file-2',
  ];
  for (const text of ordinary) assert.deepEqual(findSecretShapes(text), [], text);
});

test('text beyond ASCII shifts no place', () => {
  const [vector] = shapeVectors;
  assert.ok(vector !== undefined);
  const text = `ключ 🔑 — ${vector.finds[1]} ✓`;
  const [found] = findSecretShapes(text);
  assert.equal(text.slice(found?.start, found?.end), vector.finds[1]);
});

test('of overlapping findings the one of the more telling rule stays', () => {
  const [vector] = shapeVectors;
  assert.ok(vector !== undefined);
  const found = findSecretShapes(`Authorization: Bearer ${vector.finds[1]} api_token=${vector.finds[1]}`);
  assert.deepEqual(
    found.map(({ rule }) => rule),
    [vector.rule, vector.rule],
  );
});
