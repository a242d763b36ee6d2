import assert from 'node:assert/strict';
import test from 'node:test';
import { type CallMethod, ProviderKind, Scope } from '../../contract/provider.ts';
import { readPath } from '../calls/call-path.ts';
import { coveringScope, isWithin, knownScopes, scopeWords } from './scopes.ts';

const scopes = (...texts: string[]) => texts.map((text) => Scope.parse(text));
const scope = (text: string) => Scope.parse(text);
const acme = ProviderKind.parse({
  ...{ id: 'acme', name: 'Acme', baseUrl: 'https://api.acme.test', auth: { kind: 'bearer' } },
  permissions: [
    { name: 'read', says: 'Read orders', rules: [{ methods: ['GET'], path: '/orders/**' }] },
    { name: 'write', says: 'SMS and orders', rules: [{ methods: ['GET', 'POST', 'DELETE'], path: '/orders/*' }] },
  ],
  ...{ deletes: [], discloses: [], headers: [] },
});

test('a scope covers the requests of its permission alone, and a star those of some permission', () => {
  const by = (given: readonly Scope[], method: CallMethod, path: string) =>
    coveringScope(given, acme, method, readPath(path) ?? []);
  assert.equal(by(scopes('acme:read'), 'GET', '/orders/1/lines'), 'acme:read');
  assert.equal(by(scopes('acme:read'), 'POST', '/orders/1'), null);
  assert.equal(by(scopes('acme:write'), 'GET', '/orders/1'), 'acme:write');
  assert.equal(by(scopes('acme:*'), 'POST', '/orders/1'), 'acme:*');
  assert.equal(by(scopes('acme:*', 'acme:write'), 'POST', '/orders/1'), 'acme:write');
  assert.equal(by(scopes('acme:*'), 'POST', '/refunds'), null, 'nothing that no permission names');
  assert.equal(by(scopes('other:*', 'acme:refund'), 'GET', '/orders/1'), null);
  assert.equal(by([], 'GET', '/orders/1'), null);
});

test('a scope lies within itself and within all of its provider, and a star within a star alone (P9)', () => {
  assert.ok(isWithin(scope('acme:read'), scopes('acme:read')));
  assert.ok(isWithin(scope('acme:read'), scopes('acme:*')));
  assert.ok(isWithin(scope('acme:*'), scopes('acme:*')));
  assert.ok(!isWithin(scope('acme:*'), scopes('acme:read', 'acme:write')));
  assert.ok(!isWithin(scope('acme:read'), scopes('acme:write', 'other:*', 'acm:*', 'acme-2:*')));
  assert.ok(!isWithin(scope('acme:read'), []));
});

test('scopes are said in words, and one that means nothing is said to be unknown', () => {
  assert.deepEqual(knownScopes([acme]), [
    { scope: 'acme:read', says: 'Acme: read orders', known: true },
    { scope: 'acme:write', says: 'Acme: SMS and orders', known: true },
    { scope: 'acme:*', says: 'Acme: everything it is set up for', known: true },
  ]);
  assert.deepEqual(scopeWords(scope('acme:refund'), acme), { scope: 'acme:refund', says: 'acme:refund', known: false });
  for (const provider of [null, acme]) assert.ok(!scopeWords(scope('nobody:read'), provider).known);
});
