import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waysOf } from './expression.testkit.ts';
import { findSecretShapes, shapeRules } from './secret-shapes.ts';
import { shapeVectors } from './shape-vectors.testkit.ts';

test('every rule has a name of its own, and two examples that it finds and two that it does not', () => {
  const names = shapeRules.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  assert.ok(names.length >= 200);
  assert.deepEqual(shapeVectors.map(({ rule }) => rule).toSorted(), names.toSorted());
  for (const { rule, finds, misses } of shapeVectors) assert.ok(finds.length >= 2 && misses.length >= 2, rule);
});

const surroundings = [
  ['', ''],
  ['let it be ', '\nnext line'],
  ['{"text":"first\\n', '\\nnext"}'],
] as const;

for (const { rule, finds, misses } of shapeVectors) {
  test(`finds what ${rule} means, just that, and nothing that falls short of it`, () => {
    const what = shapeRules.find(({ name }) => name === rule)?.what;
    for (const [left, right] of surroundings) {
      for (const [before, secret, after] of finds) {
        const text = left + before + secret + after + right;
        const start = left.length + before.length;
        assert.deepEqual(findSecretShapes(text), [{ rule, what, start, end: start + secret.length }], text);
      }
    }
    for (const text of misses) {
      for (const [left, right] of surroundings.slice(0, 2)) {
        assert.ok(!findSecretShapes(left + text + right).some((found) => found.rule === rule), text);
      }
    }
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
  assert.equal(waysOf(/(?:ab|ac)d/), 1);
  assert.equal(waysOf(/(?:ab|a[bc]|ad)d/), 2);
  assert.equal(waysOf(/(?:a|ab)d/), 2);
  assert.equal(waysOf(/(?:a?|ab)d/), 2);
});

test('every expression begins with one of its words, in the letters that it takes', () => {
  for (const { rule, finds } of shapeVectors) {
    const words = shapeRules.find(({ name }) => name === rule)?.words ?? [];
    for (const parts of finds) {
      const text = parts.join('').toLowerCase();
      assert.ok(
        words.some((word) => word === word.toLowerCase() && text.includes(word)),
        rule,
      );
    }
  }
});

test('twice as much hostile text takes no more than twice as long, for the words and the near misses of each rule', () => {
  for (const { name, words } of shapeRules) {
    const unit = words.join('') + shapeVectors.find(({ rule }) => rule === name)?.misses[0];
    const text = unit.repeat(Math.ceil((128 * 1024) / unit.length));
    const half = text.slice(0, text.length / 2);
    // A pause of the machine may hit one try, and a square would take four times as long in each.
    const grows = (): boolean => processorTime(text) > 3 * processorTime(half) + 30;
    assert.ok(!grows() || !grows() || !grows(), name);
  }
});

/** In milliseconds. */
function processorTime(text: string): number {
  const before = process.cpuUsage();
  findSecretShapes(text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

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
    'mongodb://username:password@localhost:27017/database',
    'mongodb://YOUR_USERNAME:YOUR_PASSWORD@cluster.example/test',
    'mysql://admin:REPLACE_WITH_PASSWORD@mysql.example:3306/x',
    'Server=a;Database=b;Uid=myUsername;Pwd=myPassword;',
    'curl -u "$USER:$PASS" https://a.example',
    'curl -H "X-Api-Key: <your key>" https://a.example',
    '//registry.example/:_authToken=${NPM_TOKEN1}',
    'xoxb-your-token-here-for-the-bot',
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
    'secretName: my-app-tls-certificate-2024',
    'LLM_SECRET_NAME = "NEXUS-GPT4-API-KEY"',
    "credentialsId: 'ff083f76-7804-4ef1-80e4-fe975bb9141b'",
    'private_key = ed25519.Ed25519PrivateKey.generate()',
    '#define NL80211_CMD_AUTHENTICATE NL80211_CMD_AUTHENTICATE',
    'password_encryption = scram-sha-256',
    'man3/key_setsecret.3 man5/passwd.5 man5/proc.5',
    'RUN --mount=type=secret,id=mytoken1,target=/run/secrets/token',
    'Authorization: AWS4-HMAC-SHA256 Credential=a/20240101/x',
  ];
  for (const text of ordinary) assert.deepEqual(findSecretShapes(text), [], text);
});

test('text beyond ASCII shifts no place', () => {
  const { secret } = someVector();
  const text = `ключ 🔑 — ${secret} ✓`;
  const [found] = findSecretShapes(text);
  assert.equal(text.slice(found?.start, found?.end), secret);
});

test('of overlapping findings the one of the more telling rule stays', () => {
  const { rule, secret } = someVector();
  const found = findSecretShapes(`Authorization: Bearer ${secret} api_token=${secret}`);
  assert.deepEqual(
    found.map((one) => one.rule),
    [rule, rule],
  );
});

function someVector(): { readonly rule: string; readonly secret: string } {
  const [vector] = shapeVectors;
  const secret = vector?.finds[0]?.[1];
  assert.ok(vector !== undefined && secret !== undefined);
  return { rule: vector.rule, secret };
}
