import assert from 'node:assert/strict';
import test from 'node:test';
import { fault } from '../../adapters/vault.testkit.ts';
import type { HttpAuth } from '../../contract/provider.ts';
import { AuthPattern, FieldName, type OwnFieldView } from '../../contract/secret.ts';
import { applyAuth, fieldsOfAuth, httpAuthOf, placeWords } from './auth-parts.ts';
import { isSoundAuth, requireApart, withoutPlaces } from './auth-places.ts';

function field(name: string, sensitive = true): OwnFieldView {
  const about = { name: FieldName.parse(name), sensitive, inject: 'environment' as const, env: null };
  return { ...about, value: sensitive ? null : 'shown', lastFour: null, reference: null };
}

const token = { fields: [field('note', false), field('token')] };
const login = { fields: [field('username', false), field('password')] };
const bearer: HttpAuth = { kind: 'bearer' };
const stripe: HttpAuth = { kind: 'basic', user: '{value}', password: '' };
const query: HttpAuth = { kind: 'query', name: 'key' };
const part = (where: 'header' | 'query' | 'path', name: string, text: string) => ({ in: where, name, text });
const template = (...parts: ReturnType<typeof part>[]): HttpAuth => ({ kind: 'template', parts });
const telegram = template(part('path', '', 'bot{value}'));
const datadog = template(
  part('header', 'DD-API-KEY', '{api_key}'),
  part('header', 'DD-APPLICATION-KEY', '{application_key}'),
);
const applied = (auth: HttpAuth, value: string, secret = token) => applyAuth(auth, secret, () => value);

test('each pattern puts the value where it belongs, and says so without it', () => {
  const nothing = { headers: [], query: [], steps: [] };
  assert.deepEqual(applied(bearer, 'v-1'), { ...nothing, headers: [['Authorization', 'Bearer v-1']] });
  assert.deepEqual(applied(stripe, 'sk'), { ...nothing, headers: [['Authorization', `Basic ${btoa('sk:')}`]] });
  assert.deepEqual(applied({ kind: 'header', name: 'X-Api-Key' }, 'v'), { ...nothing, headers: [['X-Api-Key', 'v']] });
  assert.deepEqual(applied(query, 'a b&c=ü'), { ...nothing, query: [['key', 'a%20b%26c%3D%C3%BC']] });
  assert.deepEqual(applied(telegram, '123:AA-b_c'), { ...nothing, steps: ['bot123:AA-b_c'] });
  const many = { fields: [field('api_key'), field('application_key')] };
  assert.deepEqual(applyAuth(datadog, many, (name) => `of ${name}`).headers, [
    ['DD-API-KEY', 'of api_key'],
    ['DD-APPLICATION-KEY', 'of application_key'],
  ]);
  assert.equal(placeWords(bearer, 'token'), 'Authorization: Bearer …');
  assert.equal(placeWords(stripe, 'token'), 'Authorization: Basic …');
  assert.equal(placeWords(query, 'token'), '?key=…');
  assert.equal(placeWords(telegram, 'token'), '/bot…/');
  assert.equal(placeWords(datadog, 'application_key'), 'DD-APPLICATION-KEY: …');
});

test('“value” is the field of that name, or else the first sensitive one; a field that is missing is told', () => {
  assert.deepEqual(fieldsOfAuth(bearer, token), [token.fields[1]]);
  const named = { fields: [field('token'), field('value')] };
  assert.deepEqual(fieldsOfAuth(bearer, named), [named.fields[1]]);
  assert.throws(() => fieldsOfAuth(bearer, { fields: [field('user', false)] }), fault('auth_field_missing'));
  assert.throws(() => applied(datadog, 'v'), fault('auth_field_missing'));
});

test('a value that would end a header or become other steps is refused, never mended (P2)', () => {
  const nowhere = ['', 'a\r\nX: y', 'a\nb', 'a\rb', 'a\u0000b', 'a\u001bb', 'a\u0085b', 'a\n', 'v'.repeat(16_385)];
  for (const value of nowhere) {
    for (const auth of [bearer, stripe, query, telegram])
      assert.throws(() => applied(auth, value), fault('value_not_sendable'));
  }
  for (const value of ['ā', '密', 'a ', '\ud800'])
    assert.throws(() => applied(bearer, value), fault('value_not_sendable'), value);
  for (const value of ['a/b', '../a', 'a?b', 'a#b', 'a%2fb', 'a;b', 'a\\b'])
    assert.throws(() => applied(telegram, value), fault('value_not_sendable'), value);
  assert.throws(() => applied(template(part('path', '', '{value}')), '..'), fault('value_not_sendable'));
  assert.throws(() => applied(query, '\ud800'), fault('value_not_sendable'));
  assert.throws(
    () => applied({ kind: 'basic', user: '{username}', password: '{password}' }, 'a:b', login),
    fault('value_not_sendable'),
  );
});

test('no two secrets stand in one place, and nothing of the caller does beside one (P2)', () => {
  requireApart([bearer, query, { kind: 'header', name: 'X-Key' }]);
  for (const other of [stripe, { kind: 'header', name: 'authorization' }] as const) {
    assert.throws(() => requireApart([bearer, other]), fault('auth_clash'));
  }
  assert.throws(() => requireApart([query, { kind: 'query', name: 'KEY' }]), fault('auth_clash'));
  const own = {
    headers: [
      ['AUTHORIZATION', 'mine'],
      ['Accept', 'x'],
    ] as const,
    query: 'a=1&k%65y=mine&KEY&key=&b=2&keys=3',
  };
  assert.deepEqual(withoutPlaces([bearer, query], own), { headers: [['Accept', 'x']], query: 'a=1&b=2&keys=3' });
  assert.deepEqual(withoutPlaces([bearer], { headers: [], query: 'key=1&%' }), { headers: [], query: 'key=1&%' });
});

test('a way of authenticating that cannot work is told from one that can', () => {
  for (const auth of [bearer, stripe, query, telegram, datadog]) assert.ok(isSoundAuth(auth));
  const broken = [
    template(part('header', 'X-A', 'no field')),
    template(part('header', 'X-A', '{value')),
    template(part('header', 'X-A', '{}{value}')),
    template(part('header', 'X-A', '{{value}}')),
    template(part('header', '', '{value}')),
    template(part('path', 'x', '{value}')),
    template(part('header', 'X-A', '{value}'), part('header', 'x-a', '{other}')),
    template(part('path', '', '{value}'), part('path', '', '{other}')),
    ...['Host', 'content-length', 'Transfer-Encoding', 'Connection', 'proxy-authorization'].map((name) =>
      template(part('header', name, '{value}')),
    ),
    { kind: 'basic', user: '', password: '' } as const,
    { kind: 'basic', user: 'a:b', password: '{value}' } as const,
  ];
  for (const auth of broken) assert.ok(!isSoundAuth(auth), JSON.stringify(auth));
});

test('a secret says itself how it authenticates, or is told to say it', () => {
  const of = (
    pattern: AuthPattern | null,
    rest: { authName?: string; authText?: string } = {},
    fields = token.fields,
  ) => httpAuthOf({ authPattern: pattern, ...rest, fields });
  assert.deepEqual(of('bearer'), bearer);
  assert.deepEqual(applied(of('basic', {}, login.fields), 'x', login).headers, [
    ['Authorization', `Basic ${btoa('x:x')}`],
  ]);
  assert.deepEqual(of('basic'), { kind: 'basic', user: '', password: '{value}' });
  assert.deepEqual(of('basic', {}, [field('user', false), field('key')]), {
    kind: 'basic',
    user: '{user}',
    password: '{value}',
  });
  assert.deepEqual(applied(of('header', { authName: 'Authorization', authText: 'Token token={value}' }), 'v').headers, [
    ['Authorization', 'Token token=v'],
  ]);
  assert.deepEqual(applied(of('query', { authName: 'api_key' }), 'v').query, [['api_key', 'v']]);
  const silent = [
    of.bind(null, 'header'),
    of.bind(null, 'query'),
    ...[...AuthPattern.options.slice(4), null].map((pattern) => of.bind(null, pattern)),
  ];
  for (const ask of silent) assert.throws(() => ask(), fault('auth_pattern_missing'));
  assert.throws(() => of('header', { authName: 'Host' }), fault('auth_pattern_missing'));
  assert.throws(() => of('header', { authName: 'X-A', authText: 'constant' }), fault('auth_pattern_missing'));
});
