import assert from 'node:assert/strict';
import test from 'node:test';
import { fault } from '../../adapters/vault.testkit.ts';
import type { AuditEvent } from '../../contract/audit.ts';
import { BrokerError } from '../../contract/fault.ts';
import { Provider, ProviderId, Scope } from '../../contract/provider.ts';
import type { OwnSecretView } from '../../contract/secret.ts';
import { FakeClock } from '../fake-clock.testkit.ts';
import { acme, FakeRecords, fakeRandomness } from '../gateway/provider.testkit.ts';
import { ProviderBook } from '../gateway/provider-book.ts';
import { wellKnownProviders } from '../gateway/provider-data/well-known.ts';
import { Confirmation, type GivenProof, type Matter } from '../presence/person-check.ts';
import { secretView } from './provider-desk.testkit.ts';
import { ProviderDesk } from './provider-desk.ts';

const never = new AbortController().signal;
const proof: GivenProof = { kind: 'system' };
const id = (text: string) => ProviderId.parse(text);
const changed = (change: Record<string, unknown>) => Provider.parse({ ...acme, ...change });

function desk(...secrets: OwnSecretView[]) {
  const events: AuditEvent[] = [];
  const asked: Matter[] = [];
  const state = { writable: true, meanwhile: () => {}, scopes: [] as readonly Scope[] };
  const book = new ProviderBook({
    records: new FakeRecords(),
    randomness: fakeRandomness(),
    kinds: wellKnownProviders,
  });
  const made = new ProviderDesk({
    ...{ book, kinds: wellKnownProviders, clock: new FakeClock() },
    secrets: { named: (name) => secrets.find((each) => each.name === name) ?? null, list: () => secrets },
    check: {
      confirm: async (given, matter) => {
        if (given === null) throw new BrokerError('presence_needed');
        asked.push(matter);
        state.meanwhile();
        return new Confirmation(matter, never);
      },
    },
    agents: { list: () => [{ limits: { scopes: state.scopes } }] },
    audit: {
      record: (event) => {
        if (!state.writable) throw new BrokerError('audit_unwritable');
        events.push(event);
      },
    },
  });
  const save = (own: string | null, provider: Provider, given: GivenProof | null = null) =>
    made.save(own === null ? null : id(own), provider, given, never);
  return { made, book, events, asked, state, save, secrets };
}

const acmeKey = secretView('acme/key');

test('a new provider takes no proof and is on record before it is there (P3)', async () => {
  const { book, events, asked, state, save, made } = desk(acmeKey);
  state.writable = false;
  await assert.rejects(save(null, acme), fault('audit_unwritable'));
  assert.deepEqual(book.list(), []);
  state.writable = true;
  await save(null, acme);
  assert.deepEqual(book.list(), [acme]);
  assert.deepEqual(
    events.map((event) => ({ ...event, at: 0 })),
    [{ kind: 'provider.added', at: 0, provider: 'acme', name: 'Acme', host: 'api.acme.test', secret: 'acme/key' }],
  );
  await assert.rejects(save(null, acme), fault('provider_exists'));
  await save('acme', acme);
  assert.equal(events.length, 1, 'nothing was changed');
  state.writable = false;
  assert.throws(() => made.remove(acme.id), fault('audit_unwritable'));
  assert.equal(book.list().length, 1);
  state.writable = true;
  made.remove(acme.id);
  assert.deepEqual([book.list().length, events.at(-1)?.kind, asked.length], [0, 'provider.removed', 0]);
  assert.throws(() => made.remove(acme.id), fault('provider_unknown'));
});

test('what is set up under a name that an agent may use already takes a proof, since it is that agent’s at once (P9)', async () => {
  const { book, state, asked, save } = desk(acmeKey);
  state.scopes = [Scope.parse('acme:read')];
  await assert.rejects(save(null, acme), fault('presence_needed'));
  assert.deepEqual(book.list(), []);
  await save(null, acme, proof);
  assert.deepEqual([book.list().length, asked.length], [1, 1]);
});

test('a change that lets more through or asks about fewer takes a proof, and without one nothing changes (P9)', async () => {
  const { book, events, asked, save } = desk(acmeKey, secretView('acme/other'));
  await save(null, acme);
  const [read, write] = acme.permissions;
  const wider = [
    { baseUrl: 'https://api.acme.test/v2' },
    { baseUrl: 'https://api.evil.test/v1' },
    { auth: { kind: 'query', name: 'key' } },
    { secret: 'acme/other' },
    { privateAddress: true },
    { permissions: [read, { ...write, rules: [{ methods: ['POST', 'DELETE'], path: '/orders/**' }] }] },
    { permissions: [{ ...read, rules: [{ methods: ['GET', 'PUT'], path: '/orders/**' }] }, write] },
    { permissions: [read, write, { name: 'admin', says: 'More', rules: [{ methods: ['GET'], path: '/orders/**' }] }] },
    { deletes: [] },
    { deletes: [{ methods: ['POST'], path: '/orders/1/void' }] },
    { deletes: [{ methods: ['PUT'], path: '/orders/*/void' }] },
    { deletes: acme.discloses, discloses: acme.deletes },
    { discloses: [] },
    { discloses: [{ methods: ['GET'], path: '/keys' }] },
    { headers: ['acme-version', 'acme-account'] },
  ];
  for (const change of wider) {
    await assert.rejects(save('acme', changed(change)), fault('presence_needed'), JSON.stringify(change));
  }
  assert.deepEqual([book.list(), asked.length, events.length], [[acme], 0, 1]);
  await save('acme', changed({ baseUrl: 'https://api.acme.test/v2' }), proof);
  const last = events.at(-1);
  assert.ok(last?.kind === 'provider.changed' && last.loosened);
  assert.deepEqual(
    asked.map(({ purpose }) => purpose),
    ['provider'],
  );
});

test('a change that lets less through, or only says it otherwise, takes none', async () => {
  const { book, events, asked, save } = desk(acmeKey);
  const [read] = acme.permissions;
  const narrower = [
    { permissions: [read] },
    { permissions: [{ ...read, says: 'Look at orders' }] },
    { name: 'Acme & Sons' },
    { headers: [] },
    { discloses: [...acme.discloses, { methods: ['GET'], path: '/keys' }] },
    { deletes: [{ methods: ['PUT', 'POST'], path: '/orders/*/void' }] },
    { deletes: [...acme.deletes, { methods: ['POST'], path: '/purge' }] },
  ];
  for (const change of narrower) {
    book.put(acme);
    await save('acme', changed(change));
    const last = events.at(-1);
    assert.ok(last?.kind === 'provider.changed' && !last.loosened, JSON.stringify(change));
  }
  assert.equal(asked.length, 0);
});

test('a proof counts for the step that was shown, and for none from elsewhere (P9)', async () => {
  const { book, state, save } = desk(acmeKey);
  await save(null, acme);
  state.meanwhile = () => book.put(changed({ permissions: [acme.permissions[0]] }));
  await assert.rejects(save('acme', changed({ privateAddress: true }), proof), fault('presence_used'));
  state.meanwhile = () => book.remove(acme.id);
  await assert.rejects(save('acme', changed({ privateAddress: true }), proof), fault('presence_used'));
  assert.deepEqual(book.list(), []);
});

test('its secret must be there, may be sent, and to this host; and it has the fields that are needed (P2)', async () => {
  const refused = [
    ['unknown_secret', secretView('other')],
    ['tier_forbids', secretView('acme/key', { tier: 'never' })],
    ['host_not_allowed', secretView('acme/key', { allowedHosts: ['api.other.test', '*.api.acme.test'] })],
    ['auth_field_missing', secretView('acme/key', { fields: [] })],
  ] as const;
  for (const [code, secret] of refused) {
    const { save, book, events } = desk(secret);
    await assert.rejects(save(null, acme), fault(code));
    assert.deepEqual([book.list(), events], [[], []]);
  }
  await desk(secretView('acme/key', { allowedHosts: ['api.acme.test:443'] })).save(null, acme);
});

test('what Postern cannot use safely is no provider', async () => {
  const { save, events } = desk(acmeKey);
  const [read] = acme.permissions;
  const broken = [
    { baseUrl: 'https://user@api.acme.test' },
    { baseUrl: 'https://api.acme.test/v1?x=1' },
    { baseUrl: 'https://2130706433/' },
    { auth: { kind: 'header', name: 'Host' } },
    { auth: { kind: 'template', parts: [{ in: 'path', name: '', text: 'bot{value}' }] } },
    { auth: { kind: 'template', parts: [{ in: 'header', name: 'X-A', text: 'no field' }] } },
    { permissions: [read, read] },
    { permissions: [{ ...read, rules: [{ methods: ['GET'], path: '/orders/../keys' }] }] },
    { deletes: [{ methods: ['POST'], path: '/a/**/b' }] },
    { headers: ['authorization'] },
    { headers: ['*'] },
    { headers: ['x-auth-*'] },
  ];
  for (const change of broken) {
    await assert.rejects(save(null, changed(change)), fault('provider_invalid'), JSON.stringify(change));
  }
  await assert.rejects(save(null, changed({ id: 'github' })), fault('provider_exists'));
  await save(null, acme);
  await assert.rejects(save('acme', changed({ id: 'other' })), fault('provider_invalid'));
  assert.equal(events.length, 1);
});

test('of a well-known one the person chooses the secret and which permissions there are, and nothing else', async () => {
  const { save, book, made } = desk(secretView('key'));
  const openai = wellKnownProviders.find((each) => each.id === 'openai') ?? assert.fail();
  const chat = openai.permissions.filter(({ name }) => name === 'chat');
  const own = { secret: 'key', privateAddress: false, wellKnown: true };
  const evil = { baseUrl: 'https://evil.test', discloses: [], auth: { kind: 'query', name: 'k' } };
  const everything = [{ name: 'chat', says: 'x', rules: [{ methods: ['DELETE'], path: '/**' }] }];
  await save('openai', Provider.parse({ ...openai, ...evil, ...own, permissions: everything }));
  assert.deepEqual(book.find(openai.id), { ...openai, ...own, permissions: chat });
  const refused = [
    { ...openai, ...own, privateAddress: true },
    { ...openai, ...own, permissions: [{ ...everything[0], name: 'other' }] },
    { ...openai, ...own, id: 'openai-2' },
  ];
  for (const given of refused) await assert.rejects(save('openai', Provider.parse(given)), fault('provider_invalid'));
  await assert.rejects(save('openai', Provider.parse({ ...openai, ...own })), fault('presence_needed'));
  const [first, ...others] = made.summaries();
  assert.deepEqual([first?.id, first?.secret, first?.host], ['openai', 'key', 'api.openai.com']);
  assert.ok(others.length === wellKnownProviders.length - 1 && others.every(({ secret }) => secret === null));
});

test('its window gets what can be chosen, and no secret that is never sent', async () => {
  const { save, made } = desk(acmeKey, secretView('shut', { tier: 'never' }));
  await save(null, acme);
  const subject = made.subject(acme.id);
  assert.deepEqual([subject.provider, subject.begin, subject.taken], [acme, null, ['acme']]);
  assert.deepEqual(subject.secrets, [{ name: 'acme/key', fields: ['token'], hosts: [] }]);
  assert.equal(subject.kinds.length, wellKnownProviders.length);
  assert.deepEqual([made.subject(id('openai')).provider, made.subject(id('openai')).begin], [null, 'openai']);
  assert.deepEqual([made.subject(null).begin, made.subject(id('nobody')).begin], [null, null]);
});
