// The gateway's own endpoints against their OpenAPI document: each is reached, what it answers fits its schema, and nothing else is
// served.
import assert from 'node:assert/strict';
import test from 'node:test';
import { z } from 'zod';
import type { AuditEntry } from '../contract/audit.ts';
import { BrokerError } from '../contract/fault.ts';
import { gatewayLimits } from '../contract/gateway.ts';
import { ClientId, SecretName } from '../contract/vocabulary.ts';
import { type AskMore, secret, startGateway, type TestGateway, type Told } from './gateway.testkit.ts';
import type { GatewayParts } from './gateway-parts.ts';

interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<
    Record<string, { readonly content: Readonly<Record<string, { readonly schema?: object }>> }>
  >;
}
interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

async function withDocument(t: Parameters<typeof startGateway>[0], change: Partial<GatewayParts> = {}) {
  const house = await startGateway(t, change);
  const told = await house.ask('GET', '/api/v1/openapi.json');
  assert.equal(told.status, 200);
  const document: Document = JSON.parse(told.text);
  const reached = new Set<string>();
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  /** Asks, and holds the answer against the document. */
  const ask = async (id: string, path: string, more: AskMore = {}): Promise<Told> => {
    const found = operations.find(({ operation }) => operation.operationId === id);
    assert.ok(found !== undefined, id);
    const answer = await house.ask(found.method, path, more);
    const described = found.operation.responses[answer.status];
    assert.ok(
      described !== undefined,
      `${id} answered ${answer.status} ${answer.text}, which its document does not know`,
    );
    const schema = described.content['application/json']?.schema;
    assert.ok(schema !== undefined);
    const whole = '$ref' in schema ? document.components.schemas.Refusal : schema;
    // SECURITY: a document that allows anything would prove nothing.
    const parsed = z.fromJSONSchema(Object(whole)).safeParse(answer.json);
    assert.ok(parsed.success, `${id} ${answer.status}: ${answer.text}: ${parsed.error?.message}`);
    if (answer.status >= 400) assert.equal(answer.headers['postern-error'], codeIn(answer));
    assert.deepEqual(
      [answer.headers['cache-control'], answer.headers['x-content-type-options']],
      ['no-store', 'nosniff'],
    );
    reached.add(id);
    return answer;
  };
  return { house, document, operations, ask, reached };
}

function codeIn({ json }: Told): unknown {
  return Object(Object(json).error).code;
}

async function refusal(told: Promise<Told>): Promise<readonly [number, unknown]> {
  const answer = await told;
  return [answer.status, codeIn(answer)];
}

test('every endpoint of the document is there, and its answers, good and bad, are what the document says', async (t) => {
  const { house, document, operations, ask, reached } = await withDocument(t, {
    scan: async () => [{ kind: 'secret_shape', what: 'a GitHub token', count: 1, lines: [1] }],
    audit: { record: () => {}, note: () => {}, entries: () => [] },
  });
  assert.equal(document.openapi, '3.1.0');
  const token = house.token();
  const admin = house.admin.make().token;
  const { key, agent } = house;
  const claims = { name: 'A', purpose: '', scopes: ['acme:read'] };

  assert.deepEqual((await ask('health', '/api/v1/health')).json, { version: '1.2.3', vault: 'unlocked' });
  await ask('openapi', '/api/v1/openapi.json');
  assert.equal((await ask('register', '/api/v1/auth/register', { body: claims })).status, 201);
  const issued = await ask('token', '/api/v1/auth/token', { bearer: key, body: { scopes: ['acme:read'], uses: 3 } });
  assert.equal(issued.status, 201);
  assert.equal(Object(issued.json).expiresAt, house.clock.now() + gatewayLimits.defaultTokenMs);
  assert.equal(Object((await ask('validate', '/api/v1/auth/validate', { bearer: token })).json).used, 0);
  await ask('validatePost', '/api/v1/auth/validate', { bearer: token });
  assert.equal(Object((await ask('status', '/api/v1/status', { bearer: admin })).json).token, null);
  await ask('status', '/api/v1/status', { bearer: token });
  await ask('scan', '/api/v1/scan', { bearer: token, body: { text: 'ghp_x' } });
  await ask('vault', '/api/v1/vault', { bearer: admin });
  assert.equal((await ask('addSecret', '/api/v1/vault', { bearer: admin })).status, 202);
  assert.equal((await ask('removeSecret', '/api/v1/vault/acme/key', { bearer: admin })).status, 202);
  await ask('audit', '/api/v1/audit', { bearer: admin });
  assert.equal((await ask('resumeAgent', `/api/v1/agents/${agent.id}/resume`, { bearer: admin })).status, 202);
  assert.deepEqual(house.windows, [
    { kind: 'secret', id: null },
    { kind: 'secret', id: secret.id },
    { kind: 'agent', id: agent.id },
  ]);
  const bad: readonly (readonly [string, string, AskMore])[] = [
    ['register', '/api/v1/auth/register', { body: { ...claims, more: 1 } }],
    ['register', '/api/v1/auth/register', { body: 'no json' }],
    ['register', '/api/v1/auth/register', { body: 'a=b', headers: { 'Content-Type': 'text/plain' } }],
    ['register', '/api/v1/auth/register', { body: 'x'.repeat(3_000_000) }],
    ['token', '/api/v1/auth/token', { bearer: token, body: { scopes: ['acme:read'] } }],
    ['token', '/api/v1/auth/token', { bearer: key, body: { scopes: ['acme:read'], ttlSeconds: 86_401 } }],
    ['token', '/api/v1/auth/token', { bearer: key, body: { scopes: ['other:read'] } }],
    ['status', '/api/v1/status?x=1', { bearer: token }],
    ['validate', '/api/v1/auth/validate', {}],
    ['revoke', '/api/v1/auth/revoke', { bearer: token, body: { agent: agent.id } }],
    ['vault', '/api/v1/vault', { bearer: token }],
    ['vault', '/api/v1/vault', { bearer: `postern_adm_${'A'.repeat(43)}` }],
    ['removeSecret', '/api/v1/vault/other/key', { bearer: admin }],
    ['pauseAgent', '/api/v1/agents/agent-000000000000/pause', { bearer: admin }],
    ['audit', '/api/v1/audit?limit=0', { bearer: admin }],
    ['proxyGET', '/api/v1/proxy/other/x', { bearer: token }],
    ['proxyPUT', '/api/v1/proxy/acme/things', { bearer: token, body: {} }],
    ['proxyPOST', '/api/v1/proxy/acme/things', {}],
    ['proxyPATCH', '/api/v1/proxy/acme/things', { bearer: token }],
    ['proxyDELETE', '/api/v1/proxy/acme/things', { bearer: token }],
  ];
  for (const [id, path, more] of bad) assert.ok((await ask(id, path, more)).status >= 400, `${id} ${path}`);
  await ask('agents', '/api/v1/agents', { bearer: admin });
  assert.deepEqual((await ask('revoke', '/api/v1/auth/revoke', { bearer: token })).json, { revoked: 1 });
  await ask('pauseAgent', `/api/v1/agents/${agent.id}/pause`, { bearer: admin });
  await ask('removeAgent', `/api/v1/agents/${agent.id}`, { bearer: admin });
  const all = operations.map(({ operation }) => operation.operationId);
  // HEAD has no body to hold against a schema.
  assert.deepEqual(
    all.filter((id) => !reached.has(id)),
    ['proxyHEAD'],
  );
});

test('what is not in the document is not served', async (t) => {
  const { house, operations } = await withDocument(t);
  const admin = house.admin.make().token;
  const known = new Map<string, Set<string>>();
  for (const { path, method } of operations) known.set(path, (known.get(path) ?? new Set()).add(method));
  for (const [path, methods] of known) {
    if (path.includes('/proxy/')) continue;
    const real = path.replace('{id}', house.agent.id).replace('{name}', 'acme/key');
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((each) => !methods.has(each))) {
      const told = await house.ask(method, real, { bearer: admin });
      assert.deepEqual([told.status, told.headers.allow], [405, [...methods].join(', ')], `${method} ${path}`);
    }
  }
  const nothing = [
    '/',
    '/api',
    '/api/v1',
    '/api/v1/',
    '/api/v2/health',
    '/api/v1/health/x',
    '/api/v1/agents/../vault',
    '/api/v1/proxy',
  ];
  for (const path of [
    ...nothing,
    '/favicon.ico',
    '/api/v1/agents/claude-code',
    '/api/v1/vault/a%20b',
    '/API/V1/health',
  ]) {
    const told = await house.ask('GET', path, { bearer: admin });
    assert.ok([400, 404, 405].includes(told.status), `${path} ${told.status}`);
  }
});

test('the vault is listed without a value, a note or a field, and each use of the admin token is on record (P1, P3)', async (t) => {
  const { house, ask } = await withDocument(t);
  const bearer = house.admin.make().token;
  const told = await ask('vault', '/api/v1/vault', { bearer });
  assert.deepEqual(told.json, {
    secrets: [
      ...[{ name: 'acme/key', kind: 'token', tags: ['work'], tier: 'placeholder' }].map((each) => ({
        ...each,
        ...{ allowedHosts: ['api.acme.test'], providers: ['acme'] },
      })),
    ],
  });
  await ask('agents', '/api/v1/agents', { bearer });
  await ask('audit', '/api/v1/audit', { bearer });
  await house.ask('GET', '/api/v1/audit?format=ndjson', { bearer });
  await ask('resumeAgent', `/api/v1/agents/${house.agent.id}/resume`, { bearer });
  await ask('pauseAgent', `/api/v1/agents/${house.agent.id}/pause`, { bearer });
  await ask('revoke', '/api/v1/auth/revoke', { bearer, body: { agent: house.agent.id } });
  await ask('removeAgent', `/api/v1/agents/${house.agent.id}`, { bearer });
  const uses = house.events.flatMap((event) => (event.kind === 'admin.used' ? [event.what] : []));
  assert.deepEqual(uses, ['vault', 'agents', 'audit', 'audit', 'resume', 'pause', 'revoke', 'remove']);
  house.clock.pass(gatewayLimits.adminTokenMs);
  assert.deepEqual(await refusal(ask('vault', '/api/v1/vault', { bearer })), [401, 'token_unknown']);
});

test('an agent ends its own tokens, and cannot tell whether another’s is there; the admin token ends any (P8)', async (t) => {
  const { house, ask } = await withDocument(t);
  const revoke = async (more: AskMore) => Object((await ask('revoke', '/api/v1/auth/revoke', more)).json).revoked;
  const other = house.agents.add(
    { name: 'Other', purpose: '' },
    { scopes: house.scopes, callsPerMinute: 60, burst: 9 },
  );
  const wanted = { scopes: house.scopes, ttlMs: 1000, uses: null };
  const theirs = house.tokens.issue(other.record.id, wanted).view;
  const [first, second, third] = [house.token(), house.token(), house.token()];
  const ids = house.tokens
    .list()
    .filter(({ agent }) => agent === house.agent.id)
    .map(({ id }) => id);
  assert.equal(await revoke({ bearer: first, body: { id: theirs.id } }), 0);
  assert.equal(await revoke({ bearer: first, body: { id: '0'.repeat(16) } }), 0);
  assert.equal(await revoke({ bearer: first, body: { id: ids[1] } }), 1);
  assert.deepEqual(await refusal(ask('validate', '/api/v1/auth/validate', { bearer: second })), [401, 'token_unknown']);
  assert.equal(await revoke({ bearer: house.key, body: { id: ids[2] } }), 1);
  assert.deepEqual(await refusal(ask('validate', '/api/v1/auth/validate', { bearer: third })), [401, 'token_unknown']);
  assert.equal(await revoke({ bearer: first }), 1);
  assert.deepEqual(
    house.tokens.list().map(({ id }) => id),
    [theirs.id],
  );
  assert.equal(await revoke({ bearer: house.admin.make().token, body: { agent: other.record.id } }), 1);
});

test('while the vault is locked nobody is known, and the gateway says only that (P4)', async (t) => {
  let vault: 'empty' | 'locked' | 'unlocked' = 'unlocked';
  const { house, ask } = await withDocument(t, { vault: () => vault });
  const [token, admin] = [house.token(), house.admin.make().token];
  vault = 'locked';
  assert.deepEqual((await ask('health', '/api/v1/health')).json, { version: '1.2.3', vault: 'locked' });
  for (const [id, path, bearer] of [
    ['status', '/api/v1/status', token],
    ['vault', '/api/v1/vault', admin],
    ['token', '/api/v1/auth/token', house.key],
    ['scan', '/api/v1/scan', `postern_tok_${'A'.repeat(43)}`],
  ] as const) {
    assert.deepEqual(await refusal(ask(id, path, { bearer, body: id === 'token' ? {} : undefined })), [423, 'locked']);
  }
  vault = 'empty';
  assert.deepEqual(await refusal(ask('status', '/api/v1/status', { bearer: token })), [423, 'no_vault']);
});

test('a scan names no secret that the scopes of the token do not reach, and tells nothing once the token is over (P8)', async (t) => {
  let meanwhile = () => {};
  const { house, ask } = await withDocument(t, {
    scan: async () => {
      meanwhile();
      return ['acme/key', 'other/key'].map((name) => ({
        ...({ kind: 'vault_value', count: 1 } as const),
        secret: SecretName.parse(name),
      }));
    },
  });
  const bearer = house.token();
  const told = await ask('scan', '/api/v1/scan', { bearer, body: { text: 'x' } });
  assert.deepEqual(told.json, { findings: [{ kind: 'vault_value', secret: 'acme/key', count: 1 }] });
  meanwhile = () => void house.tokens.revokeAll('person');
  assert.deepEqual(await refusal(ask('scan', '/api/v1/scan', { bearer, body: { text: 'x' } })), [401, 'token_unknown']);
});

test('registering waits for the person, tells their no, and is withdrawn when the agent goes away', async (t) => {
  let asked: AbortSignal | null = null;
  let answer: (thrown: BrokerError) => void = () => {};
  const house: TestGateway = await startGateway(t, {
    registration: {
      ask: (_claims, signal) => {
        asked = signal;
        return new Promise((_resolve, reject) => {
          answer = reject;
          signal.addEventListener('abort', () => reject(new BrokerError('call_withdrawn')));
        });
      },
    },
  });
  const body = { name: 'A', purpose: 'p', scopes: ['acme:read'] };
  const told = house.ask('POST', '/api/v1/auth/register', { body });
  while (asked === null) await new Promise((resolve) => setImmediate(resolve));
  answer(new BrokerError('agent_refused'));
  assert.deepEqual(await refusal(told), [403, 'agent_refused']);
  asked = null;
  const text = JSON.stringify(body);
  const host = house.gateway.address?.slice(7);
  const socket = house.dial();
  const headers = `Host: ${host}\r\nContent-Type: application/json\r\nContent-Length: ${text.length}`;
  socket.write(`POST /api/v1/auth/register HTTP/1.1\r\n${headers}\r\n\r\n${text}`);
  while (asked === null) await new Promise((resolve) => setImmediate(resolve));
  const signal: AbortSignal = asked;
  socket.destroy();
  while (!signal.aborted) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(signal.reason, 'disconnect');
});

test('the audit log comes filtered, in pages, or as lines for a SIEM; what does not open is in every answer', async (t) => {
  const client = (id: string) => ({ id: ClientId.parse(id), name: id });
  const entries = Array.from({ length: 250 }, (_, i): AuditEntry => {
    const by = client(i % 2 === 0 ? 'agent-00000000000a' : 'agent-00000000000b');
    return { sequence: 250 - i, event: i === 120 ? null : { kind: 'agent.asked', at: 1, scopes: [], client: by } };
  });
  entries[3] = {
    sequence: 247,
    event: { kind: 'agent.paused', at: 2, client: client('agent-00000000000b'), why: 'blocked' },
  };
  const { house, ask } = await withDocument(t, {
    audit: {
      ...{ record: () => {}, note: () => {} },
      entries: (before, limit) =>
        entries.filter(({ sequence }) => before === null || sequence < before).slice(0, limit),
    },
  });
  const bearer = house.admin.make().token;
  const page = async (query: string) => Object((await house.ask('GET', `/api/v1/audit${query}`, { bearer })).json);
  const sequences = ({ events }: { events: { sequence: number }[] }) => events.map(({ sequence }) => sequence);
  const first = await page('');
  assert.deepEqual([first.events.length, first.next], [100, 151]);
  assert.deepEqual(sequences(await page('?before=151&limit=2')), [150, 149]);
  assert.deepEqual([(await page('?limit=500')).events.length, (await page('?limit=500')).next], [250, null]);
  assert.deepEqual(sequences(await page('?risk=2')), [247, 130]);
  // One of each kind is held against the document; all of them would take seconds.
  for (const query of ['risk=2', 'limit=5']) await ask('audit', `/api/v1/audit?${query}`, { bearer });
  assert.deepEqual(sequences(await page('?type=agent.paused')), [247, 130]);
  assert.equal((await page('?type=agent&limit=500')).events.length, 250);
  assert.equal((await page('?agent=agent-00000000000a&limit=500')).events.length, 125);
  const lines = await house.ask('GET', '/api/v1/audit', { bearer, headers: { Accept: 'application/x-ndjson' } });
  assert.match(String(lines.headers['content-type']), /^application\/x-ndjson/);
  const parsed = lines.text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual([parsed.length, parsed[0].sequence, parsed[3].risk], [250, 250, 2]);
  const two = await house.ask('GET', '/api/v1/audit?format=ndjson&limit=2&risk=2', { bearer });
  assert.equal(two.text.trimEnd().split('\n').length, 2);
});
