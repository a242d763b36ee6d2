import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { BrokerError } from '../../contract/fault.ts';
import type { RecordId } from '../../contract/vocabulary.ts';
import { SecretName } from '../../contract/vocabulary.ts';
import { Listeners } from '../listeners.ts';
import { matchersInPlace } from './matcher-builder.testkit.ts';
import type { AllSecrets, AnySecret } from './open-sieve.ts';
import { mostTextBytes, VaultWords } from './vault-words.ts';

const token = 'ghp_R4nd0mLookingTokenValue42aZ9';
const url = 'postgres://app:Tr0ub4dor3@db.internal.example:5432/prod';
const password = 'p@ss w0rd!#x/9z&"q';

test('a value is found as it is, in base64, in hex, in a URL, in JSON, in HTML, with separators and in pieces (P1)', async () => {
  const words = openedOver({ 'api/token': token, 'db/password': password });
  for (const [name, value] of [
    ['api/token', token],
    ['db/password', password],
  ] as const) {
    const written = [
      value,
      Buffer.from(value).toString('base64'),
      Buffer.from(`user:${value}`).toString('base64'),
      Buffer.from(`u:${value}`).toString('base64url'),
      Buffer.from(value).toString('hex'),
      (Buffer.from(value).toString('hex').toUpperCase().match(/../g) ?? []).join(':'),
      encodeURIComponent(value),
      encodeURIComponent(encodeURIComponent(value)),
      JSON.stringify(value),
      JSON.stringify(JSON.stringify(value)),
      value.replace(/[&"<>']/g, (sign) => `&#${sign.charCodeAt(0)};`),
      [...value].map((sign) => `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`).join(''),
    ];
    for (const text of written) {
      const { texts, holds } = await words.search([`curl -H 'X: ${text}' https://example.com`]);
      assert.deepEqual(holds, [name], text);
      assert.match(texts[0] ?? '', /^curl -H 'X: .*\[REDACTED:.*https:\/\/example\.com$/, text);
      assert.equal(texts[0]?.includes(text.slice(2, -2)), false, text);
    }
  }
  for (let from = 0; from + 12 <= token.length; from += 1) {
    const piece = token.slice(from, from + 12);
    assert.match(await words.redact(`- "${piece}" -`), /^- "?\[REDACTED:api\/token\]"? -$/, piece);
  }
});

test('ordinary text opens nothing, and neither does what is no secret of a value', async () => {
  const opened: string[] = [];
  const words = openedOver({ 'db/url': url }, opened);
  await words.redact('');
  opened.length = 0;
  const text = 'psql -h db.internal.example -p 5432 -U app prod && curl https://example.com/a/b?c=d';
  assert.deepEqual(await words.search([text]), { texts: [text], holds: [] });
  assert.deepEqual(opened, []);
  assert.deepEqual((await words.search(['PGPASSWORD=Tr0ub4dor3 psql'])).holds, ['db/url']);
  assert.deepEqual(opened, ['db/url']);
});

test('a value that cannot be told from ordinary text is not searched for; one that is not sensitive neither', async () => {
  const words = openedOver({ stage: 'production', short: 'Ab3$x', open: { value: token, sensitive: false } });
  const text = `deploy production Ab3$x ${token}`;
  assert.equal(await words.redact(text), text);
});

test('of values that share text each is found whole; a shorter one leaves no tail of a longer (P1)', async () => {
  const shared = 'Secret-Pref1x-0f-4ll-0f-them';
  const values = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`s${i}`, `${shared}-${i}-${i * 7919}-end`]));
  const words = openedOver({ prefix: shared, ...values });
  for (const value of Object.values(values)) {
    assert.match(await words.redact(`echo ${value} plain`), /^echo \[REDACTED:[a-z0-9]+\] plain$/);
  }
});

test('a secret that is added, changed or removed is followed, also where others share its text', async () => {
  const secrets = new Secrets({ one: token });
  const words = new VaultWords({ secrets, ...surroundings });
  words.unlocked();
  assert.equal(await words.redact(token), '[REDACTED:one]');
  const [second, third] = ['An0ther-Value-Of-It-77', 'Zq8-m1ne-xk3-w4nt-55'];
  secrets.set('one', second);
  secrets.set('two', third);
  assert.deepEqual(await words.redact(`${token} ${second} ${third}`), `${token} [REDACTED:one] [REDACTED:two]`);
  secrets.set('two', null);
  assert.equal(await words.redact(third), third);
  for (let i = 0; i < 20; i += 1) secrets.set(`same${i}`, third);
  assert.match(await words.redact(third), /REDACTED:same/);
  for (let i = 0; i < 19; i += 1) secrets.set(`same${i}`, null);
  assert.equal(await words.redact(third), '[REDACTED:same19]');
});

test('a text waits until the whole vault is read, whatever is asked first after an unlock (P1)', async () => {
  const values = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`s${i}`, `V4lue-${i}-${i * 104729}-end`]));
  const words = openedOver(values);
  assert.equal(await words.redact(`V4lue-299-${299 * 104729}-end`), '[REDACTED:s299]');
});

test('locked, no text is let through, nor one that was waiting; and nothing of a value is left (P4, P12)', async () => {
  const words = openedOver({ one: token });
  const waiting = words.redact('anything');
  words.locked();
  await assert.rejects(waiting, fault('locked'));
  await assert.rejects(words.redact('anything'), fault('locked'));
  const bytes = Buffer.from(token);
  await assert.rejects(words.holdsAny([token], [{ name: SecretName.parse('one'), bytes }]), fault('locked'));
  assert.ok(bytes.every((byte) => byte === 0));
  words.unlocked();
  assert.equal(await words.redact(token), '[REDACTED:one]');
});

test('what cannot be read lets nothing through; what does not open any more is passed (P12)', async () => {
  const secrets = new Secrets({ lost: token, one: 'An0ther-Value-Of-It-77' });
  secrets.failing = ['lost', 'vault_corrupt'];
  const words = new VaultWords({ secrets, ...surroundings });
  words.unlocked();
  assert.equal(await words.redact('An0ther-Value-Of-It-77'), '[REDACTED:one]');
  secrets.failing = ['lost', 'disk_full'];
  words.unlocked();
  await assert.rejects(words.redact('anything'), fault('disk_full'));
  secrets.failing = null;
  assert.equal(await words.redact(token), '[REDACTED:lost]');
});

test('texts of more than 8 MiB are refused, and one of a mebibyte is searched to its end with pauses', async () => {
  let pauses = 0;
  const pause = async () => {
    pauses += 1;
    await turn();
  };
  const words = new VaultWords({ ...surroundings, secrets: new Secrets({ one: token }), pause });
  words.unlocked();
  await words.redact('');
  pauses = 0;
  const filler = 'ordinary text of a log, line after line\n'.repeat(26_215);
  const safe = await words.redact(`${filler}${token}`);
  assert.equal(safe, `${filler}[REDACTED:one]`);
  assert.ok(pauses > 100);
  await assert.rejects(words.redact('x'.repeat(mostTextBytes + 1)), fault('message_too_large'));
});

test('a text that is being searched while the sieve is begun anew is searched again (P12)', async () => {
  const shared = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`same${i}`, 'Zq8-m1ne-xk3-w4nt-55']));
  const secrets = new Secrets({ ...shared, one: token });
  let pauses = Number.POSITIVE_INFINITY;
  const pause = async () => {
    pauses -= 1;
    if (pauses === 0) secrets.set('same0', null);
    await turn();
  };
  const words = new VaultWords({ ...surroundings, secrets, pause });
  words.unlocked();
  await words.redact('');
  const filler = 'ordinary text of a log, line after line\n'.repeat(2000);
  pauses = 2;
  assert.equal(await words.redact(`${filler}${token}`), `${filler}[REDACTED:one]`);
  assert.ok(pauses < 0);
});

test('all texts of a thing are cleaned in their places, and a thing without a value is handed back as it is', async () => {
  const words = openedOver({ one: token });
  const thing = { a: 'plain', b: [`x ${token}`, 'y'] };
  const texts = ({ a, b }: typeof thing, each: (text: string) => string) => ({ a: each(a), b: b.map(each) });
  assert.deepEqual(await words.cleaned(thing, texts), {
    thing: { a: 'plain', b: ['x [REDACTED:one]', 'y'] },
    holds: ['one'],
  });
  const plain = { a: 'p', b: ['\ud800'] };
  assert.equal((await words.cleaned(plain, texts)).thing, plain);
});

type Value = string | { readonly value: string; readonly sensitive: boolean };

/** A vault of the test's own. */
class Secrets implements AllSecrets {
  readonly changed = new Listeners();
  readonly opened: string[];
  failing: readonly [string, 'vault_corrupt' | 'disk_full'] | null = null;
  readonly #values = new Map<string, { readonly value: Value; readonly version: number }>();

  constructor(values: Readonly<Record<string, Value>>, opened: string[] = []) {
    this.opened = opened;
    for (const [name, value] of Object.entries(values)) this.#values.set(name, { value, version: 1 });
  }

  set(name: string, value: string | null): void {
    const version = (this.#values.get(name)?.version ?? 0) + 1;
    if (value === null) this.#values.delete(name);
    else this.#values.set(name, { value, version });
    this.changed.notify();
  }

  *versions() {
    for (const [name, { version }] of this.#values) yield [name as RecordId, version] as const;
  }

  async withRevealed<T>(ids: readonly RecordId[], use: (all: readonly AnySecret[]) => Promise<T>): Promise<T> {
    return use(ids.map((id) => this.#reveal(id)));
  }

  #reveal(id: string): AnySecret {
    const held = this.#values.get(id)?.value;
    if (held === undefined) throw new BrokerError('unknown_secret');
    if (this.failing?.[0] === id) throw new BrokerError(this.failing[1]);
    this.opened.push(id);
    const { value, sensitive } = typeof held === 'string' ? { value: held, sensitive: true } : held;
    return { name: SecretName.parse(id), fields: [{ sensitive, value: Buffer.from(value) }] };
  }
}

const surroundings = {
  matchers: matchersInPlace,
  randomness: { bytes: (length: number) => randomBytes(length) },
  pause: () => turn(),
};

function openedOver(values: Readonly<Record<string, Value>>, opened: string[] = []): VaultWords {
  const words = new VaultWords({ secrets: new Secrets(values, opened), ...surroundings });
  words.unlocked();
  return words;
}

function fault(code: string) {
  return (thrown: unknown) => thrown instanceof BrokerError && thrown.code === code;
}
