import assert from 'node:assert/strict';
import test from 'node:test';
import { ProviderSummary } from './gateway.ts';
import { type GatewayPlace, gatewayText } from './gateway-text.ts';
import { ProviderId } from './provider.ts';

const summary = (id: string, secret: string | null) =>
  ProviderSummary.parse({
    ...{ id, name: id, host: `${id}.example`, secret, wellKnown: true },
    permissions: [{ name: 'read', says: 'Read' }],
  });
const providers = [summary('weather', 'w/key'), summary('openai', 'o/key'), summary('stripe', null)];
const port: GatewayPlace = { address: 'http://127.0.0.1:41731', providers };
const base = (id: string, place: GatewayPlace) => gatewayText({ kind: 'base', provider: ProviderId.parse(id) }, place);

test('a program finds a provider by an address, or by the line that its library reads', () => {
  assert.equal(base('weather', port), 'http://127.0.0.1:41731/api/v1/proxy/weather');
  assert.equal(base('openai', port), 'OPENAI_BASE_URL=http://127.0.0.1:41731/api/v1/proxy/openai/v1');
});

test('there is none of what is shut, not set up, or behind a socket', () => {
  const shut = { address: null, providers };
  for (const kind of ['address', 'example'] as const) assert.equal(gatewayText({ kind }, shut), null);
  assert.equal(base('openai', shut), null);
  assert.equal(base('stripe', port), null);
  assert.equal(base('none', port), null);
  assert.equal(base('openai', { ...port, address: '/run/p.sock' }), null);
});

test('the example asks, takes a token and calls, in three lines for a shell that a strange path cannot break out of', () => {
  const lines = gatewayText({ kind: 'example' }, port)?.split('\n') ?? [];
  assert.equal(lines.length, 3);
  assert.match(
    lines[0] ?? '',
    /^curl http:\/\/127\.0\.0\.1:41731\/api\/v1\/auth\/register --json '\{.*"weather:read".*\}'$/,
  );
  assert.match(lines[2] ?? '', /\/api\/v1\/proxy\/weather\//);
  const socket = gatewayText({ kind: 'example' }, { address: "/home/o'neil $(x)/p.sock", providers: [] }) ?? '';
  assert.match(socket, /^curl --unix-socket '\/home\/o'\\''neil \$\(x\)\/p\.sock' http:\/\/localhost\/api\/v1\/auth/);
  assert.match(socket, /"openai:models"/);
});
