import assert from 'node:assert/strict';
import test from 'node:test';
import { ProviderId, ProviderKind } from '../../../app/contract/provider.ts';
import type { ProviderDraft } from './provider-draft.ts';
import {
  baseUrlOf,
  basicOf,
  copyOf,
  draftOf,
  emptyDraft,
  idOf,
  knownProviderOf,
  providerOf,
} from './provider-draft.ts';
import { hostHint, isClean, type ProviderProblems, problemsOf } from './provider-problems.ts';
import { suggestedSecret } from './suggested-secret.ts';

const secrets = [
  { name: 'weather/key', fields: ['key'], hosts: ['api.weather.example'] },
  { name: 'jenkins/login', fields: ['username', 'password'], hosts: [] },
];
const typed: ProviderDraft = {
  ...emptyDraft,
  name: 'Weather Ångström',
  baseUrl: ' api.weather.example/v2/ ',
  secret: 'weather/key',
};
const kind = ProviderKind.parse({
  ...{ id: 'telegram', name: 'Telegram', baseUrl: 'https://api.telegram.org' },
  auth: { kind: 'template', parts: [{ in: 'path', name: '', text: 'bot{value}' }] },
  permissions: [
    { name: 'send', says: 'Send messages', rules: [{ methods: ['POST'], path: '/sendMessage' }] },
    { name: 'read', says: 'Read updates', rules: [{ methods: ['GET'], path: '/getUpdates' }] },
  ],
  ...{ deletes: [{ methods: ['POST'], path: '/deleteMessage' }], discloses: [], headers: ['x-a'] },
});

function wrong(part: Partial<ProviderDraft>): ProviderProblems {
  return problemsOf({ ...typed, ...part }, [ProviderId.parse('openai')], secrets);
}

test('a name, an address and a secret make a provider; the permissions are ready made', () => {
  assert.ok(isClean(problemsOf(typed, [], secrets)));
  const provider = providerOf(typed);
  assert.equal(provider?.id, 'weather-angstrom');
  assert.equal(provider?.baseUrl, 'https://api.weather.example/v2');
  assert.deepEqual(provider?.auth, { kind: 'bearer' });
  assert.deepEqual(
    provider?.permissions.map(({ name, rules }) => [name, rules.map(({ methods, path }) => `${methods} ${path}`)]),
    [
      ['read', ['GET,HEAD /**']],
      ['write', ['POST,PUT,PATCH,DELETE /**']],
    ],
  );
  assert.equal(provider?.wellKnown, false);
});

test('what is not touched is saved as it was, and a copy of a well-known one gets a name of its own', () => {
  const own = { ...kind, secret: 'weather/key', privateAddress: true, wellKnown: false };
  assert.deepEqual(providerOf(draftOf(kind, own)), own);
  const copy = copyOf(kind, 'weather/key');
  assert.equal(idOf(copy), 'my-telegram');
  assert.deepEqual(providerOf(copy)?.deletes, kind.deletes);
  assert.deepEqual(knownProviderOf(kind, 'weather/key', ['read'])?.permissions, [kind.permissions[1]]);
  assert.equal(knownProviderOf(kind, '', ['read']), null);
  assert.equal(knownProviderOf(kind, 'weather/key', []), null);
});

test('each mistake is told at its field', () => {
  assert.match(wrong({ name: '' }).name ?? '', /Give it a name/);
  assert.match(wrong({ name: 'Open AI' }).name ?? 'fine', /fine/);
  assert.match(wrong({ name: 'OpenAI' }).name ?? '', /already/);
  assert.match(wrong({ baseUrl: 'http://api.example.com' }).baseUrl ?? '', /Only https/);
  for (const baseUrl of [
    'https://',
    'https://a b.example',
    'https://u:p@x.example',
    'https://x.example/?a=1',
    'ftp://x',
  ])
    assert.match(wrong({ baseUrl }).baseUrl ?? '', /with https/, baseUrl);
  for (const baseUrl of ['localhost:8443', 'https://127.0.0.1', 'https://192.168.0.2/v1', 'https://nas.local']) {
    assert.match(wrong({ baseUrl }).baseUrl ?? '', /near you/, baseUrl);
    assert.equal(wrong({ baseUrl, privateAddress: true }).baseUrl, undefined);
  }
  assert.match(wrong({ secret: '' }).secret ?? '', /Pick the secret/);
  assert.match(wrong({ secret: 'gone' }).secret ?? '', /any more/);
  assert.match(wrong({ permissions: [] }).permissions ?? '', /call nothing/);
});

test('a way of signing in needs a field of the secret, in a place that can hold one', () => {
  const auth = (part: Partial<ProviderDraft['auth']>) => wrong({ auth: { ...typed.auth, ...part } });
  assert.match(auth({ kind: 'header', header: 'Content-Length' }).header ?? '', /connection/);
  assert.match(auth({ kind: 'query', parameter: 'a b' }).parameter ?? '', /parameter/);
  assert.match(auth({ kind: 'basic', user: 'ada', password: '' }).password ?? '', /Nothing of the secret/);
  assert.match(auth({ kind: 'basic', user: '{user', password: '{value}' }).user ?? '', /brace/);
  assert.match(auth({ kind: 'basic', ...basicOf(['username', 'password']) }).secret ?? '', /no field username/);
  assert.ok(isClean(auth({ kind: 'basic', ...basicOf(['key']) })));
  const place = { key: 0, in: 'header', name: 'X-Key', text: '{value}' } as const;
  assert.ok(isClean(auth({ kind: 'template', places: [place] })));
  assert.match(auth({ kind: 'template', places: [place, { ...place, key: 1, name: 'x-key' }] }).places ?? '', /same/);
  assert.match(auth({ kind: 'template', places: [{ ...place, text: 'Token {}' }] }).place[0] ?? '', /name of a field/);
});

test('a permission has a name of its own, words, methods, and a path that can fit', () => {
  const rule = { key: 0, methods: ['GET'], path: '/v1/**' } as const;
  const problem = (part: object) => {
    const [read, write] = typed.permissions;
    assert.ok(read !== undefined && write !== undefined);
    return wrong({ permissions: [{ ...read, rules: [rule], ...part }, write] }).permission[0];
  };
  assert.equal(problem({}), undefined);
  assert.match(problem({ name: 'write' }) ?? '', /Another one/);
  assert.match(problem({ name: 'Read it' }) ?? '', /small letters/);
  assert.match(problem({ says: ' ' }) ?? '', /few words/);
  assert.match(problem({ rules: [{ ...rule, methods: [] }] }) ?? '', /one method/);
  for (const path of ['', 'v1', '/a?b', '/a%2fb', '/a b', '/**/a', '/a**', '/a//b', '/../a'])
    assert.notEqual(problem({ rules: [{ ...rule, path }] }), undefined, path);
  for (const path of ['/', '/a/', '/v1/*/x', '/models/*:generate', '/**'])
    assert.equal(problem({ rules: [{ ...rule, path }] }), undefined, path);
});

test('nothing has to be named that always asks; what is wrong with a line is told at that line', () => {
  assert.deepEqual([providerOf(typed)?.deletes, providerOf(typed)?.discloses], [[], []]);
  const cancel = { key: 3, methods: ['PUT', 'POST'], path: ' /orders/*/cancel ' } as const;
  const lists = { deletes: [cancel], discloses: [{ key: 0, methods: ['POST'], path: '/tokens' }] } as const;
  assert.ok(isClean(wrong(lists)));
  assert.deepEqual(providerOf({ ...typed, ...lists })?.deletes, [
    { methods: ['POST', 'PUT'], path: '/orders/*/cancel' },
  ]);
  for (const list of ['deletes', 'discloses'] as const) {
    const problems = wrong({ [list]: [cancel, { ...cancel, key: 5, path: '' }, { ...cancel, key: 7, methods: [] }] });
    assert.deepEqual(Object.keys(problems[list]), ['5', '7']);
    assert.match(problems[list][5] ?? '', /begins with \//);
    assert.match(problems[list][7] ?? '', /one method/);
    assert.ok(!isClean(problems));
  }
});

test('the secret is guessed by host, then by name; one that goes elsewhere only is told of', () => {
  assert.equal(suggestedSecret({ ...kind, baseUrl: 'https://api.weather.example/x' }, secrets), 'weather/key');
  assert.equal(suggestedSecret({ ...kind, id: ProviderId.parse('jenkins') }, secrets), 'jenkins/login');
  assert.equal(suggestedSecret(kind, secrets), '');
  assert.match(hostHint('https://other.example', secrets[0]) ?? '', /names only api\.weather\.example/);
  assert.equal(hostHint('api.weather.example/v2', secrets[0]), undefined);
  assert.equal(hostHint('https://other.example', secrets[1]), undefined);
});

test('an address without its beginning is meant as https', () => {
  assert.equal(baseUrlOf('localhost:8443/v1/'), 'https://localhost:8443/v1');
  assert.equal(baseUrlOf('HTTPS://a.example'), 'HTTPS://a.example');
  assert.equal(baseUrlOf('http://a.example'), 'http://a.example');
});
