import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { AdminToken, AgentKey, AgentToken } from '../../contract/gateway.ts';
import { everyCut } from '../redaction/chunks.testkit.ts';
import { stripTokens, tokensIn, withoutTokens } from './token-stripping.ts';

const tokens = ['tok', 'key', 'adm'].map((kind) => `postern_${kind}_${randomBytes(32).toString('base64url')}`);
const [first = '', second = '', third = ''] = tokens;

async function through(parts: readonly Uint8Array[]): Promise<string> {
  const safe: Uint8Array[] = [];
  for await (const part of stripTokens(reused(parts))) safe.push(Buffer.from(part));
  return Buffer.concat(safe).toString('latin1');
}

/** Each part is overwritten when the next one is asked for. */
async function* reused(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    const copy = Buffer.from(part);
    yield copy;
    copy.fill(0x21);
  }
}

test('every kind of token is taken out wherever it stands, and nothing else (P1)', () => {
  AgentToken.parse(first);
  AgentKey.parse(second);
  AdminToken.parse(third);
  const texts = [`a ${first},${second}`, 'none', `{"x":"${third}"}`];
  assert.deepEqual(tokensIn(texts), tokens);
  assert.deepEqual(texts.map(withoutTokens), ['a ,', 'none', '{"x":""}']);
  assert.equal(withoutTokens(`x${first}${second}y`), 'xy');
  for (const short of [
    first.slice(0, -1),
    `postern_tic_${first.slice(12)}`,
    'postern_tok_',
    `${first.slice(0, 30)} `,
  ]) {
    assert.equal(withoutTokens(short), short);
  }
});

test('a body loses its tokens however it is cut, and what only begins like one is not changed', async () => {
  const bytes = Buffer.concat([
    Buffer.from(`post ${first} p${second}poster postern_to postern_tok_ ${first.slice(0, -1)} ${first}${third}`),
    Buffer.from(`postern_tok_postern_key_${'p'.repeat(43)} \xff\x00`, 'latin1'),
    Buffer.from(first.slice(0, 40)),
  ]);
  const wanted = withoutTokens(bytes.toString('latin1'));
  assert.ok(!tokens.some((token) => wanted.includes(token)));
  for (const parts of everyCut(bytes)) assert.equal(await through(parts), wanted);
});

test('ordinary bytes pass at once, in the parts they came in', async () => {
  const parts = [Buffer.from('data: {"a":1}\n\n'), randomBytes(70_000).fill(0x70, 0, 0), Buffer.from('end.')];
  const seen: Uint8Array[] = [];
  for await (const part of stripTokens(reused(parts))) seen.push(Buffer.from(part));
  assert.deepEqual(Buffer.concat(seen), Buffer.concat(parts));
  assert.deepEqual(seen[0], parts[0]);
});
