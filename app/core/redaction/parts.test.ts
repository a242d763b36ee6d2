import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partsOf } from './parts.ts';

/** What of a text is secret by itself, as text. */
function secretIn(value: string, part = 0): readonly string[] {
  const found = partsOf(value)[part];
  if (found === undefined) return [];
  const secret: string[] = [];
  let at = 0;
  for (const [from, to] of found.ordinary) {
    if (from > at) secret.push(found.text.slice(at, from));
    at = to;
  }
  if (at < found.text.length) secret.push(found.text.slice(at));
  return secret;
}
const texts = (value: string) => partsOf(value).map(({ text }) => text);

test('a token is one part, secret from end to end, without the white space around it', () => {
  assert.deepEqual(partsOf('  pstn_4f9Kd02mXq7L\n'), [{ text: 'pstn_4f9Kd02mXq7L', ordinary: [] }]);
});

test('of a URL the password is secret, and what is random in path and query; the host and the user are not', () => {
  const url = 'postgres://app_user:p%40ss-Kd02mXq7L@db.example.com:5432/orders?sslmode=require';
  assert.deepEqual(secretIn(url), ['p%40ss-Kd02mXq7L']);
  assert.deepEqual(texts(url), [url, 'p%40ss-Kd02mXq7L', 'p@ss-Kd02mXq7L']);
  assert.deepEqual(secretIn('https://hooks.example.com/services/T0AB/B0CD/x7Kd02mXq7LrT8vBz31N'), [
    'x7Kd02mXq7LrT8vBz31N',
  ]);
  assert.deepEqual(secretIn('https://example.com/a?sig=x7Kd02mXq7LrT8vBz31N&v=2'), ['x7Kd02mXq7LrT8vBz31N']);
});

test('a URL in which nothing is secret by itself is secret as a whole', () => {
  assert.deepEqual(secretIn('https://internal.example.com/hidden-place'), [
    'https://internal.example.com/hidden-place',
  ]);
});

test('of a JSON web token the header is no secret', () => {
  const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlLW9mLWl0';
  assert.deepEqual(secretIn(token), ['eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlLW9mLWl0']);
});

test('of a JSON document the strings with a secret name or a random look are, and each alone', () => {
  const json = JSON.stringify({
    type: 'service_account',
    project_id: 'my-project-1',
    password: 'correct horse',
    note: 'plain words only',
  });
  assert.deepEqual(secretIn(json), ['correct horse']);
  assert.deepEqual(texts(json), [json, 'correct horse']);
});

test('a key in a JSON document keeps its armour out', () => {
  const body = 'Kd02mXq7LrT8vBz31NcYwAh5Kd02mXq7LrT8vBz31NcYwAh5';
  const json = JSON.stringify({ private_key: `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----\n` });
  assert.deepEqual(secretIn(json), [`\\n${body}\\n`, '\\n']);
});

test('armour, the beginning that all keys of a kind share, and names of lines are no secret', () => {
  const body = 'MC4CAQAwBQYDK2VwBCIEIKd02mXq7LrT8vBz31NcYwAh5';
  assert.deepEqual(secretIn(`-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----`), [
    '\n',
    'Kd02mXq7LrT8vBz31NcYwAh5\n',
  ]);
  assert.deepEqual(secretIn('A_TOKEN=Kd02mXq7LrT8\nexport OTHER=vBz31NcYwAh5'), ['Kd02mXq7LrT8\n', 'vBz31NcYwAh5']);
});

test('what follows user: is a part, and a short line of several is', () => {
  assert.deepEqual(texts('admin:Kd02mXq7'), ['admin:Kd02mXq7', 'Kd02mXq7']);
  assert.ok(texts('Kd02mXq7LrT8vBz31\nNcYwAh5x1\n').includes('NcYwAh5x1'));
});

test('no text whatever makes it fail, and what is ordinary lies within it in order', () => {
  for (const value of [
    '',
    ' ',
    '{',
    '[1,2]',
    '{"a":{"b":["c"]}}',
    'http://',
    'a://b:c@',
    '-----BEGIN -----',
    '\ud800'.repeat(9),
    'a=b\n'.repeat(50),
  ]) {
    for (const { text, ordinary } of partsOf(value)) {
      let at = 0;
      for (const [from, to] of ordinary) {
        assert.ok(from >= at && to > from && to <= text.length, value);
        at = to;
      }
    }
  }
});

test('a value of a mebibyte has a bounded number of parts, whatever it is made of', () => {
  const number = (i: number) => `w${(i * 7919 + 1299709).toString(36)}z`;
  const words = Array.from({ length: 100_000 }, (_, i) => number(i)).join('\n');
  const json = JSON.stringify(Array.from({ length: 40_000 }, (_, i) => ({ token: `${number(i)}-${number(i * 3)}` })));
  for (const value of [words, json]) assert.ok(partsOf(value).length <= 256);
  // Too long to be read as JSON: the whole, and what follows its first colon.
  assert.equal(partsOf(json).length, 2);
});
