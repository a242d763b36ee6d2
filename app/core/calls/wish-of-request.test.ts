// What of an agent's request is refused before anything is asked or opened, and by which code.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CallRequest } from '../../contract/call.ts';
import { defaultClientLimits } from '../../contract/client.ts';
import type { FaultCode } from '../../contract/fault.ts';
import { OwnSecretView } from '../../contract/secret.ts';
import { ClientId } from '../../contract/vocabulary.ts';
import type { NamedRefusal } from '../runs/named-refusal.ts';
import { wishOf } from './wish-of-request.ts';

function own(name: string, more: object = {}): OwnSecretView {
  return OwnSecretView.parse({
    ...{ id: '0'.repeat(32), name, kind: 'token', description: '', tags: [], url: '', projects: [], environment: null },
    ...{
      tier: 'placeholder',
      authPattern: 'bearer',
      authInstructions: '',
      allowedHosts: ['api.test'],
      expiresAt: null,
    },
    ...{ rotateAfterDays: null, showsLastFour: false, notes: '', longestYes: 'rule', version: 1, createdAt: 0 },
    ...{ updatedAt: 0, rotatedAt: 0, lastUsedAt: null, olderVersions: 0 },
    fields: [
      {
        name: 'token',
        sensitive: true,
        inject: 'environment',
        env: null,
        value: null,
        lastFour: null,
        reference: null,
      },
    ],
    ...more,
  });
}

const secrets = [
  own('api/token'),
  own('api/wide', { allowedHosts: ['*.test', 'other.test:8443', 'third.test:443'] }),
  own('api/homeless', { allowedHosts: [] }),
  own('api/unsigned', { authPattern: 'environment' }),
  own('kept/here', { tier: 'never' }),
  own('hidden/token'),
];
const house = {
  secrets: { list: () => secrets, named: (name: string) => secrets.find((each) => each.name === name) ?? null },
  clients: { limitsOf: () => ({ ...defaultClientLimits, secrets: ['api/*', 'kept/*'] }) },
};
const wish = (more: object) =>
  wishOf(
    house,
    ClientId.parse('test-agent'),
    CallRequest.parse({ method: 'GET', url: 'https://api.test/v1/me?all=1', secrets: ['api/token'], ...more }),
  );

test('a request is taken apart as it will be sent: the method in capitals, the rest as it was written', () => {
  const {
    method,
    host,
    path,
    query,
    headers,
    secrets: held,
    privateAddress,
    provider,
  } = wish({
    ...{ method: 'post', url: 'https://API.test:443/v1/a%20b?x=1&y', headers: [['Accept', 'text/plain']] },
  });
  assert.deepEqual([method, host, path, query], ['POST', 'api.test', '/v1/a%20b', 'x=1&y']);
  assert.deepEqual([headers, privateAddress, provider], [[['Accept', 'text/plain']], false, null]);
  assert.deepEqual([held.length, held[0]?.secret.name, held[0]?.auth], [1, 'api/token', { kind: 'bearer' }]);
  assert.equal(wish({ secrets: ['api/token', 'api/token'] }).secrets.length, 1);
});

const marker = '[REDACTED:api/token]';
const refusals: readonly [what: string, request: object, code: FaultCode, about?: string[], near?: string[]][] = [
  ['plain http', { url: 'http://api.test/' }, 'url_invalid'],
  ['a user in the address', { url: 'https://api.test@evil.test/' }, 'url_invalid'],
  ['encoded dots', { url: 'https://api.test/%2e%2e/admin' }, 'url_invalid'],
  ['an address over the limit', { url: `https://api.test/${'a'.repeat(9000)}` }, 'call_too_large'],
  ['too many headers', { headers: Array.from({ length: 65 }, () => ['Accept', 'x']) }, 'call_too_large'],
  [
    'headers too long',
    { headers: Array.from({ length: 5 }, (_, at) => [`X-${at}`, 'x'.repeat(4000)]) },
    'call_too_large',
  ],
  ['another method', { method: 'CONNECT' }, 'method_forbidden'],
  ['a sign-in of its own', { headers: [['Authorization', 'Bearer mine']] }, 'header_forbidden', ['authorization']],
  ['another host by header', { headers: [['Host', 'evil.test']] }, 'header_forbidden', ['host']],
  ['a header that ends early', { headers: [['Accept', 'a\r\nX: y']] }, 'header_forbidden', ['accept']],
  ['a marker in the address', { url: `https://api.test/?q=${marker}` }, 'call_has_marker'],
  ['a marker in a header', { headers: [['Accept', marker]] }, 'call_has_marker'],
  ['a marker in the body', { body: `{"key":"${marker}"}` }, 'call_has_marker'],
  ['an unknown secret', { secrets: ['api/tokn'] }, 'unknown_secret', ['api/tokn'], ['api/token']],
  ['a secret that is not its to know of', { secrets: ['hidden/token'] }, 'unknown_secret', ['hidden/token'], []],
  ['a secret that never leaves', { secrets: ['kept/here'] }, 'tier_forbids', ['kept/here']],
  ['a secret that may go nowhere', { secrets: ['api/homeless'] }, 'hosts_missing', ['api/homeless']],
  ['another host', { url: 'https://evil.test/' }, 'host_not_allowed', ['api/token'], ['api.test']],
  [
    'a host that only begins so',
    { url: 'https://api.test.evil.test/' },
    'host_not_allowed',
    ['api/token'],
    ['api.test'],
  ],
  ['another port', { url: 'https://api.test:8443/' }, 'host_not_allowed', ['api/token'], ['api.test']],
  [
    'a host that one of two may not go to',
    { secrets: ['api/wide', 'api/token'], url: 'https://b.test/' },
    'host_not_allowed',
    ['api/token'],
    ['api.test'],
  ],
  ['a secret that does not say how', { secrets: ['api/unsigned'] }, 'auth_pattern_missing', ['api/unsigned']],
];

test('each thing that is wrong has a code of its own, and names only what the client may know of (P2, P8)', () => {
  for (const [what, request, code, about, near] of refusals) {
    assert.throws(
      () => wish(request),
      (thrown: NamedRefusal) => {
        assert.equal(thrown.code, code, what);
        if (about !== undefined) assert.deepEqual(thrown.names, { about, ...(near && { near }) }, what);
        return true;
      },
      what,
    );
  }
});

test('a pattern with a port means that port, one without means 443, and a star every name below', () => {
  for (const host of ['a.test', 'a.b.test', 'other.test:8443', 'third.test']) {
    assert.equal(wish({ secrets: ['api/wide'], url: `https://${host}/` }).host, host);
  }
  for (const host of ['test', 'a.test:8443', 'other.test:8444'])
    assert.throws(() => wish({ secrets: ['api/wide'], url: `https://${host}/` }), { code: 'host_not_allowed' }, host);
});
