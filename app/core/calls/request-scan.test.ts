// What leaves with a request is searched first: every find blocks, in every form, wherever the body is cut.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { BrokerError } from '../../contract/fault.ts';
import { randomCut } from '../redaction/chunks.testkit.ts';
import { longestMatchOf } from '../scan/expression.testkit.ts';
import { shapeRules } from '../scan/secret-shapes.ts';
import { scanOver } from './request-scan.testkit.ts';
import { CallBlocked, contextBytes, heldBytes, type RequestScan } from './request-scan.ts';

/** Looks like no token of any kind. */
const value = `q7#Zp & ${randomBytes(9).toString('base64url')}/'x"`;
const plainValue = `Vq${randomBytes(18).toString('hex')}`;
const shaped = 'ghp_Kq8Wn2Zx5Cv7Bm4Rt6Yu1Io3Pa9Sd0Fg2Hj5';
const { scan, words } = scanOver({ 'db/password': value, 'web/key': plainValue });

const escapedBy = (write: (hex: string) => string) => (text: string) =>
  [...text].map((sign) => write(sign.charCodeAt(0).toString(16).padStart(2, '0'))).join('');

const forms: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'percent-encoded': encodeURIComponent,
  'percent-encoded, each byte': escapedBy((hex) => `%${hex.toUpperCase()}`),
  'percent-encoded twice': (text) => encodeURIComponent(escapedBy((hex) => `%${hex}`)(text)),
  'in JSON': (text) => JSON.stringify(text),
  'in JSON, each character': escapedBy((hex) => `\\u00${hex}`),
  'in JSON in JSON': (text) => JSON.stringify(escapedBy((hex) => `\\u00${hex}`)(text)),
  'in JSON in a form': (text) => encodeURIComponent(JSON.stringify({ a: escapedBy((hex) => `\\u00${hex}`)(text) })),
  'in C': escapedBy((hex) => `\\x${hex}`),
  'in HTML': escapedBy((hex) => `&#x${hex};`),
};

test('a value or a shape is found in addresses, headers and bodies, in every way of writing it (P1)', async () => {
  for (const [what, write] of Object.entries(forms)) {
    for (const [secret, kind] of [
      [value, 'vault_value'],
      [plainValue, 'vault_value'],
      [shaped, 'secret_shape'],
    ] as const) {
      const text = `a=b&q=${write(secret)}&c=d`;
      assert.deepEqual((await scan.search(['/v1/x', text])).kinds, [kind], `${what}: ${text}`);
      assert.deepEqual((await scan.body(Buffer.from(`{"a":"${text}"}`))).kinds, [kind], `${what}: ${text}`);
    }
  }
  const piece = plainValue.slice(7, 19);
  assert.deepEqual((await scan.search([`x-request-id: ${piece}`])).kinds, ['vault_value']);
});

test('it tells kinds, sorted, and neither which, where nor how often (P1)', async () => {
  const findings = await scan.body(Buffer.from(`${plainValue} ${shaped} ${value} ${shaped}`));
  assert.deepEqual(findings, { kinds: ['secret_shape', 'vault_value'], guessable: false });
  assert.deepEqual(new CallBlocked(findings).code, 'call_blocked');
});

test('what looks like a secret by its name alone is one in a header and in a body', async () => {
  const random = 'q7Zt4WmXc81vLbR0sKdPy3hNf2Gj';
  assert.deepEqual((await scan.search([`x-api-key: ${random}`])).kinds, ['secret_shape']);
  assert.deepEqual((await scan.body(Buffer.from(`{"password":"${random}"}`))).kinds, ['secret_shape']);
});

const noise: Readonly<Record<string, () => Buffer>> = {
  'an image': () => Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), randomBytes(400_000)]),
  'an image in base64': () =>
    Buffer.from(JSON.stringify({ image: `data:image/png;base64,${randomBytes(400_000).toString('base64')}` })),
  'a form with a file': () =>
    Buffer.concat([
      Buffer.from('--x7\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n'),
      ...[randomBytes(300_000), Buffer.from('\r\n--x7--\r\n')],
    ]),
  'a list of UUIDs': () => Buffer.from(Array.from({ length: 5000 }, () => crypto.randomUUID()).join('\n')),
  'a lockfile': () =>
    Buffer.from(
      JSON.stringify(
        Array.from({ length: 1500 }, (_, i) => ({
          resolved: `https://registry.example/pkg-${i}/-/pkg-${i}-1.2.${i}.tgz`,
          integrity: `sha512-${randomBytes(64).toString('base64')}`,
        })),
      ),
    ),
};

for (const [what, make] of Object.entries(noise)) {
  test(`${what} holds no secret`, async () => {
    assert.deepEqual(await scan.body(make()), { kinds: [], guessable: false });
  });
}

async function* asParts(parts: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    const copy = Buffer.from(part);
    yield copy;
    copy.fill(0x21);
  }
}

/** What was handed on, and why it ended. */
async function sent(scan: RequestScan, parts: Iterable<Uint8Array>): Promise<{ bytes: Buffer; blocked: unknown }> {
  const handedOn: Uint8Array[] = [];
  try {
    for await (const part of scan.stream(asParts(parts))) handedOn.push(part);
  } catch (blocked) {
    return { bytes: Buffer.concat(handedOn), blocked };
  }
  return { bytes: Buffer.concat(handedOn), blocked: null };
}

/** In bytes: a slice of the stream ends about here. */
const border = contextBytes + heldBytes + 256 * 1024;

test('a body that streams comes out as it went in, however it is cut', async () => {
  // More than two slices of it. Random bytes are slow to search, so most are lines, each another one.
  const lines = Array.from({ length: 50_000 }, (_, n) => `line ${n}\n`).join('');
  const body = Buffer.concat([randomBytes(100_001), Buffer.from(lines)]);
  assert.ok(body.length > 2 * border);
  for (const parts of [[body], randomCut(body, 1, 100_000), [body.subarray(0, border), body.subarray(border)], []]) {
    const { bytes, blocked } = await sent(scan, parts);
    assert.equal(blocked, null);
    assert.deepEqual(bytes, Buffer.concat(parts));
  }
});

test('of what is found in a body that streams no byte is handed on, wherever the slices end (P1)', async () => {
  const key = `-----BEGIN PRIVATE KEY-----\n${randomBytes(1200).toString('base64')}\n-----END PRIVATE KEY-----`;
  const jwt = `eyJhbGciOiJIUzI1NiJ9.eyJ${randomBytes(5000).toString('base64url')}.${randomBytes(32).toString('base64url')}`;
  const slow = forms['in JSON, each character']?.(plainValue) ?? '';
  const text = 'ordinary text, line after line\n'.repeat(12_000);
  for (const secret of [plainValue, shaped, key, jwt, slow]) {
    for (const before of [1, Math.floor(secret.length / 2), secret.length - 1, secret.length + 40]) {
      const at = border - before;
      const body = Buffer.from(`${text.slice(0, at)}\n${secret}\n${text.slice(at)}`);
      const { bytes, blocked } = await sent(scan, randomCut(body, before, 70_000));
      assert.ok(blocked instanceof CallBlocked, `${secret.slice(0, 8)} ${before}`);
      assert.equal(blocked.findings.kinds.length, 1);
      assert.ok(bytes.length <= at + 1 && body.subarray(0, bytes.length).equals(bytes));
    }
  }
});

test('no shape needs more than what is held back to be known, nor more before it than is kept', () => {
  for (const { name, pattern } of shapeRules) {
    const { behind, ahead } = longestMatchOf(pattern);
    assert.ok(behind + ahead <= heldBytes && behind <= contextBytes, `${name}: ${behind} + ${ahead}`);
  }
});

test('what cannot be searched is not sent (P12)', async () => {
  const closed = scanOver({ 'web/key': plainValue });
  closed.words.locked();
  const locked = (thrown: unknown) => thrown instanceof BrokerError && thrown.code === 'locked';
  await assert.rejects(closed.scan.search(['x']), locked);
  await assert.rejects(closed.scan.body(Buffer.from('x')), locked);
  const { bytes, blocked } = await sent(closed.scan, [Buffer.from('x')]);
  assert.equal(bytes.length, 0);
  assert.ok(locked(blocked));
  await words.search(['still open']);
});
