// What an agent learns of a text, and what it never does: pieces, places, guesses, or the values of secrets that are not for it.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import test from 'node:test';
import { eventLoopPause } from '../../adapters/event-loop-pause.ts';
import { fault } from '../../adapters/vault.testkit.ts';
import type { AuditEvent } from '../../contract/audit.ts';
import { AuditClient as AnAuditClient, type AuditClient } from '../../contract/audit-shapes.ts';
import { defaultClientLimits } from '../../contract/client.ts';
import { BrokerError } from '../../contract/fault.ts';
import { Policy } from '../../contract/policy.ts';
import { TextFinding as ATextFinding, scanLimits, type TextFinding } from '../../contract/scan.ts';
import { FakeClock } from '../fake-clock.testkit.ts';
import { scanBounds, TextScan } from './text-scan.ts';
import { type TestSecret, testSecret, testVault } from './vault-secrets.testkit.ts';

const never = new AbortController().signal;
const client: AuditClient = AnAuditClient.parse({ id: 'test-agent', name: 'Test agent' });
const other: AuditClient = AnAuditClient.parse({ id: 'other-agent', name: 'Other agent' });
/** May use nothing but `web/**`. */
const narrow: AuditClient = AnAuditClient.parse({ id: 'narrow-agent', name: 'Narrow agent' });
/** Looks like no token of any kind. */
const value = `q7#Zp & ${randomBytes(9).toString('base64url')}/'x"`;
const shaped = 'ghp_Kq8Wn2Zx5Cv7Bm4Rt6Yu1Io3Pa9Sd0Fg2Hj5';
const key = [
  '-----BEGIN PRIVATE KEY-----',
  ...Array.from({ length: 12 }, () => randomBytes(48).toString('base64')),
  '-----END PRIVATE KEY-----',
].join('\n');

interface Bench {
  readonly clock: FakeClock;
  readonly audit: AuditEvent[];
  readonly paused: string[];
  scan(text: string, by?: AuditClient, signal?: AbortSignal): Promise<readonly TextFinding[]>;
}

function bench(secrets: readonly TestSecret[], rules: readonly object[] = [], unwritable = false): Bench {
  const clock = new FakeClock();
  const audit: AuditEvent[] = [];
  const paused: string[] = [];
  const policy = Policy.parse({ version: 1, rules });
  const scan = new TextScan({
    secrets: testVault(secrets),
    words: { search: async () => ({ holds: secrets.map(({ view }) => view.name) }) },
    clients: { limitsOf: (id) => ({ ...defaultClientLimits, secrets: id === narrow.id ? ['web/**'] : ['**'] }) },
    policy: { current: { policy } },
    audit: {
      record: (event) => {
        if (unwritable) throw new BrokerError('audit_unwritable');
        audit.push(event);
      },
    },
    clock,
    pause: eventLoopPause,
    pauseClient: (id) => paused.push(id),
  });
  return {
    ...{ clock, audit, paused },
    scan: async (text, by = client, signal = never) => {
      const findings = await scan.scan(by, text, signal);
      return findings.map((finding) => ATextFinding.parse(finding));
    },
  };
}

const db = testSecret('db/password', { password: value });
const found = (count = 1): TextFinding => ATextFinding.parse({ kind: 'vault_value', secret: 'db/password', count });

test('tells the name of a secret whose whole value is in the text, as it is or encoded, and how often', async () => {
  const forms = [
    value,
    Buffer.from(value).toString('base64'),
    Buffer.from(`x${value}`).toString('base64'),
    Buffer.from(`xy${value}`).toString('base64url'),
    Buffer.from(value).toString('hex'),
    Buffer.from(value).toString('hex').toUpperCase(),
    encodeURIComponent(value),
    JSON.stringify(value).slice(1, -1),
    value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
  ];
  for (const form of forms) assert.deepEqual(await bench([db]).scan(`before ${form} after`), [found()], form);
  assert.deepEqual(await bench([db]).scan(`${value}\n${value} ${value}`), [found(3)]);
});

test('a value less one character, or with another one, gives the very answer that its absence gives: no oracle (P1)', async () => {
  const texts = [
    value.slice(1),
    value.slice(0, -1),
    `${value.slice(0, 9)}${value.slice(10)}`,
    `${value.slice(0, -1)}\u00df`,
    Buffer.from(value.slice(0, -1)).toString('base64'),
    Buffer.from(value.slice(1)).toString('base64'),
    Buffer.from(value.slice(0, -1)).toString('hex'),
    encodeURIComponent(value.slice(0, -1)),
    value.toUpperCase() === value ? '' : value.toUpperCase(),
    [...value].join(' '),
    `${value.slice(0, 10)}\n${value.slice(10)}`,
  ];
  for (const text of texts) {
    const [held, without] = [bench([db]), bench([])];
    assert.deepEqual(await held.scan(text), await without.scan(text), text);
    const [one, two] = [held.audit, without.audit].map((events) => events.map(({ at: _, ...rest }) => rest));
    assert.deepEqual(one, two);
  }
});

test('of a value of several lines only the whole counts, with either line end, and no line of it (P1)', async () => {
  const secrets = [testSecret('tls/key', { key })];
  const lines = key.split('\n').filter((line) => !line.startsWith('-----'));
  for (const line of lines) assert.deepEqual(await bench(secrets).scan(`x ${line} y`), []);
  const without = (text: string) => bench([]).scan(text);
  const half = key.split('\n').slice(0, 8).join('\n');
  assert.deepEqual(await bench(secrets).scan(half), await without(half));
  for (const text of [key, `${key}\n`, key.replaceAll('\n', '\r\n'), JSON.stringify({ key })]) {
    const findings = await bench(secrets).scan(text);
    assert.deepEqual(findings, [ATextFinding.parse({ kind: 'vault_value', secret: 'tls/key', count: 1 })]);
  }
});

test('parts of a structured value are not searched for: the password of a URL, a string of JSON, the signature of a token (P1)', async () => {
  const password = randomBytes(12).toString('base64url');
  const jwt = `eyJhbGciOiJub25lIn0.${Buffer.from(`{"sub":"${password}"}`).toString('base64url')}.${password}`;
  const values = {
    url: `postgres://app:${password}@db.example.test/x`,
    json: JSON.stringify({ secret: password }),
    jwt,
  };
  const secrets = Object.entries(values).map(([name, each]) => testSecret(name, { value: each }));
  assert.deepEqual(await bench(secrets).scan(`it is ${password} there`), []);
  for (const name of Object.keys(values)) {
    const findings = await bench(secrets).scan(
      `<${values[name === 'url' ? 'url' : name === 'json' ? 'json' : 'jwt']}>`,
    );
    assert.deepEqual(
      findings.filter(({ kind }) => kind === 'vault_value'),
      [ATextFinding.parse({ kind: 'vault_value', secret: name, count: 1 })],
    );
  }
});

test('a value that could be guessed is not searched for, so a list of guesses confirms none (P1)', async () => {
  for (const guessable of ['Summer2024!', 'password1234', 'Monkey-Dragon-2024', '4711-0815-2024']) {
    const house = bench([testSecret('weak/login', { password: guessable })]);
    assert.deepEqual(await house.scan(`a list: ${guessable}\nanother\n`), []);
    assert.deepEqual(house.paused, []);
  }
});

test('secrets of other tiers, readable fields, references and what a rule keeps from this client are not searched for', async () => {
  const text = `it is ${value} there`;
  for (const tier of ['placeholder', 'never']) {
    assert.deepEqual(await bench([testSecret('db/password', { password: value }, { tier })]).scan(text), [], tier);
  }
  assert.deepEqual(await bench([testSecret('db/password', { password: value }, { tier: 'guarded' })]).scan(text), [
    found(),
  ]);
  const field = { name: 'password', inject: 'environment', env: null, value: null, lastFour: null, reference: null };
  const readable = { fields: [{ ...field, sensitive: false, value }] };
  assert.deepEqual(await bench([testSecret('db/password', { password: value }, readable)]).scan(text), []);
  const reference = { text: 'env:DB_PASSWORD', active: true };
  const pointing = { fields: [{ ...field, sensitive: true, reference }] };
  assert.deepEqual(await bench([testSecret('db/password', { password: value }, pointing)]).scan(text), []);
  const denied = bench([db], [{ id: 'no-db', action: 'deny', secrets: ['db/*'], clients: ['other-agent'] }]);
  assert.deepEqual(await denied.scan(text, other), []);
  assert.deepEqual(await denied.scan(text, client), [found()]);
});

test('tells what only looks like a secret by kind, count and lines, and no text of it', async () => {
  const house = bench([]);
  const text = `a\nexport T=${shaped}\n\n{"t": "${shaped}"} ${shaped}\nkey:\n${key}\n`;
  const findings = await house.scan(text);
  assert.deepEqual(
    findings.map((finding) => finding.kind === 'secret_shape' && [finding.what, finding.count, finding.lines]),
    [
      ['GitHub personal access token', 3, [2, 4]],
      ['private key', 1, [6]],
    ],
  );
  assert.ok(!JSON.stringify([findings, house.audit]).includes(shaped.slice(0, 10)));
  const many = await bench([]).scan(`${shaped}\n`.repeat(200));
  assert.ok(many[0]?.kind === 'secret_shape' && many[0].count === 200 && many[0].lines.length === scanLimits.lines);
});

test('a value of the vault is not told as an unknown secret besides, and nothing says where it stands', async () => {
  const secrets = [testSecret('github/token', { token: shaped })];
  const findings = await bench(secrets).scan(`\n\nTOKEN=${shaped}\n`);
  assert.deepEqual(findings, [ATextFinding.parse({ kind: 'vault_value', secret: 'github/token', count: 1 })]);
});

test('the third text with a value within an hour pauses the client and is not answered; who pastes slowly is not paused (P8)', async () => {
  const house = bench([db]);
  await house.scan('nothing');
  await house.scan(value);
  await house.scan(`${value} ${value} ${value}`);
  assert.deepEqual(house.paused, []);
  await assert.rejects(house.scan(value), fault('client_paused'));
  assert.deepEqual(house.paused, [client.id]);
  // Another client's hits are its own.
  assert.deepEqual(await house.scan(value, other), [found()]);
  const slow = bench([db]);
  for (let i = 0; i < 8; i++) {
    assert.deepEqual(await slow.scan(value), [found()]);
    slow.clock.pass(scanBounds.hits.inMs / 2);
  }
  assert.deepEqual(slow.paused, []);
});

test('after the person let it go on it has as many tries as before, and no more', async () => {
  const house = bench([db]);
  for (const round of [1, 2]) {
    await house.scan(value);
    await house.scan(value);
    await assert.rejects(house.scan(value), fault('client_paused'));
    assert.equal(house.paused.length, round);
  }
});

test('more than 30 scans in a minute are refused by a code and nothing is looked up; a minute later it works again', async () => {
  const house = bench([db]);
  for (let i = 0; i < scanBounds.scans.most; i++) await house.scan('nothing');
  const before = house.audit.length;
  await assert.rejects(house.scan(value), fault('scan_too_often'));
  assert.equal(house.audit.length, before);
  await house.scan('nothing', other);
  house.clock.pass(scanBounds.scans.inMs);
  assert.deepEqual(await house.scan(value), [found()]);
});

test('a text over 256 KiB is refused by a code; one of exactly that size is looked through to its end', async () => {
  const house = bench([db]);
  const fill = 'x'.repeat(scanLimits.textBytes - Buffer.byteLength(value) - 1);
  assert.deepEqual(await house.scan(`${fill} ${value}`), [found()]);
  await assert.rejects(house.scan(`${fill}  ${value}`), fault('text_too_large'));
  await assert.rejects(house.scan('\u{1f511}'.repeat(scanLimits.textBytes / 4 + 1)), fault('text_too_large'));
  assert.deepEqual(await house.scan(''), []);
  assert.deepEqual(await house.scan(`\0\ud800 ${value} \udfff\r\n\0`), [found()]);
});

test('a hostile text of near misses and shapes is looked through in time, and holds up nobody for long', async () => {
  const house = bench([db, testSecret('github/token', { token: `${shaped}x9` })]);
  for (const unit of [
    `${value.slice(0, -1)} `,
    `${shaped} `,
    '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq',
    '\n',
    'eyJ',
  ]) {
    await house.scan(unit.repeat(Math.floor(scanLimits.textBytes / Buffer.byteLength(unit))));
  }
});

test('a scan is on record with its size and counts before it is answered, never with its text; unrecorded it is not answered (P3)', async () => {
  const house = bench([db]);
  const text = `remember the blue lantern ${value} ${shaped}`;
  await house.scan(text);
  const [event] = house.audit;
  assert.deepEqual(event, {
    ...{ kind: 'text.scanned', at: house.clock.now(), client, bytes: Buffer.byteLength(text) },
    ...{ secrets: ['db/password'], findings: 1 },
  });
  assert.ok(!JSON.stringify(house.audit).includes('lantern'));
  await assert.rejects(bench([db], [], true).scan(text), fault('audit_unwritable'));
});

test('a scan that its agent took back is not answered', async () => {
  const abort = new AbortController();
  abort.abort();
  await assert.rejects(bench([db]).scan(value, client, abort.signal), fault('unknown_request'));
});
