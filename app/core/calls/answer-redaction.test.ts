import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallHeader } from '../../contract/call-outcome.ts';
import { SecretName } from '../../contract/vocabulary.ts';
import { everyCut, randomCut } from '../redaction/chunks.testkit.ts';
import { buildMatcher } from '../redaction/matcher.ts';
import { redactBody, redactHeaders } from './answer-redaction.ts';

const token = 'ghp_R4nd0mLookingTokenValue42aZ9';
const password = 'p@ss w0rd!#x/9z&"q';
const key = [
  '-----BEGIN PRIVATE KEY-----',
  ...'QR'.split('').map((c) => `MIIEvw${c}bTdkX0p9Zr+1`.repeat(3)),
  '-----END-----',
];
const matcher = buildMatcher([
  { name: SecretName.parse('api/token'), value: token },
  { name: SecretName.parse('db/password'), value: password },
  { name: SecretName.parse('tls/key'), value: key.join('\n') },
]);
const plain: readonly CallHeader[] = [['content-type', 'application/json']];
const eventStream: readonly CallHeader[] = [['Content-Type', 'text/event-stream; charset=utf-8']];

/** Each part is overwritten when the next one is asked for. */
async function* reused(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    const copy = Buffer.from(part);
    yield copy;
    copy.fill(0x21);
  }
}

async function through(parts: readonly Uint8Array[], headers: readonly CallHeader[]): Promise<string> {
  const safe: Uint8Array[] = [];
  for await (const part of redactBody(matcher, reused(parts), headers).parts) safe.push(part);
  return Buffer.concat(safe).toString('utf8');
}

test('headers lose every form of a value, also Location and Set-Cookie; one whose name holds it is left out (P1)', () => {
  const { headers, counts } = redactHeaders(matcher, [
    ['Location', `https://a.example/cb?key=${encodeURIComponent(password)}&x=1`],
    ['Set-Cookie', `s=${Buffer.from(token).toString('base64')}; Path=/`],
    ['Set-Cookie', 'theme=dark; Path=/'],
    ['X-Echo', `Bearer ${token}`],
    [`X-${token}`, 'here'],
    ['X-Latin', 'caf\xe9'],
  ]);
  assert.deepEqual(headers, [
    ['Location', 'https://a.example/cb?key=[REDACTED:db/password]&x=1'],
    ['Set-Cookie', 's=[REDACTED:api/token]k=; Path=/'],
    ['Set-Cookie', 'theme=dark; Path=/'],
    ['X-Echo', 'Bearer [REDACTED:api/token]'],
    ['X-Latin', 'caf\xe9'],
  ]);
  assert.deepEqual(
    [...counts],
    [
      ['db/password', 1],
      ['api/token', 3],
    ],
  );
});

const body = Buffer.from(
  [
    `{"echo":${JSON.stringify(password)},"auth":"Bearer ${token}","ok":true}`,
    `${encodeURIComponent(password)} ${Buffer.from(`x:${token}`).toString('base64')}`,
    `${token.slice(0, 12)} and ${[...token].join('-')}, ${key.join('\\n')}`,
    'nothing here: élan ghp_R4nd and p@ss',
  ].join('\n'),
);
const redactedBody = [
  '{"echo":"[REDACTED:db/password]","auth":"Bearer [REDACTED:api/token]","ok":true}',
  '[REDACTED:db/password] eDp[REDACTED:api/token]Q==',
  '[REDACTED:api/token] and [REDACTED:api/token], [REDACTED:tls/key]',
  'nothing here: élan ghp_R4nd and p@ss',
].join('\n');

for (const headers of [plain, eventStream]) {
  test(`a body comes out the same whole, byte by byte and cut anywhere: ${headers[0]?.[1]} (P1)`, async () => {
    for (const parts of everyCut(body, 200)) assert.equal(await through(parts, headers), redactedBody);
    for (let seed = 0; seed < 20; seed++) assert.equal(await through(randomCut(body, seed, 40), headers), redactedBody);
  });
}

const events = ['{"delta":"hello"}', '[DONE]', `{"delta":"${token}"}`, 'gh', `${token} e`, '{"e":"p', 'p@ss w'].map(
  (text) => Buffer.from(`event: delta\ndata: ${text}\n\n`),
);

test('an event leaves with the part that ends it: its end waits for no other, whatever a value begins with', async () => {
  const { parts } = redactBody(matcher, reused(events), eventStream);
  const safe = parts[Symbol.asyncIterator]();
  for (const event of events) {
    const { value } = await safe.next();
    const wanted = event.toString().replace(token, '[REDACTED:api/token]');
    assert.equal(Buffer.from(value ?? []).toString(), wanted);
  }
  assert.equal((await safe.next()).done, true);
});

test('a value that lies across events: what is twelve characters or more of it is hidden, and what goes on behind (P12)', async () => {
  for (let at = 1; at < token.length; at++) {
    const text = await through([Buffer.from(`data: ${token.slice(0, at)}\n${token.slice(at)}\n\n`)], eventStream);
    const seen = /^data: (ghp_R4nd\w*)?/.exec(text)?.[1] ?? '';
    assert.ok(seen.length < 12, `${at}: ${text}`);
    assert.match(text, /^data: \w{0,11}(\[REDACTED:api\/token\])?\n(\[REDACTED:api\/token\])?\n\n$/);
    assert.match(text, /REDACTED/);
  }
});

test('a body that breaks off is not ended as if it were whole', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(`begin ${token.slice(0, 11)}`);
    throw new Error('broken');
  }
  const seen: Uint8Array[] = [];
  await assert.rejects(async () => {
    for await (const part of redactBody(matcher, broken(), plain).parts) seen.push(part);
  }, /broken/);
  assert.equal(Buffer.concat(seen).toString(), 'begin ');
});
