// What a dry run says of a web request: the rule, the permission or the default that a real one would meet, or why it goes nowhere.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draft } from '../../adapters/vault.testkit.ts';
import { type ClientLimits, defaultClientLimits } from '../../contract/client.ts';
import { type DryRunQuery, DryRunResult, Policy } from '../../contract/policy.ts';
import { CallMethod } from '../../contract/provider.ts';
import { ClientId, SecretName } from '../../contract/vocabulary.ts';
import { limitsOf, openAgents } from '../gateway/agents.testkit.ts';
import { acme } from '../gateway/provider.testkit.ts';
import { CompiledPolicy } from './compiled-policy.ts';
import { dryRunCall } from './dry-run-call.ts';

interface Tried {
  readonly method?: string;
  readonly secrets?: readonly string[];
  readonly client?: string | null;
}

const api = 'https://api.acme.test/v1';
const rules = [
  { id: 'reads', action: 'allow', methods: ['GET'], hosts: ['api.acme.test'], paths: ['/v1/me'] },
  { id: 'no-refunds', action: 'deny', methods: ['POST'], paths: ['/v1/orders/refunds'] },
  { id: 'careful', action: 'ask', methods: ['PUT'] },
];

async function opened(t: { after(work: () => void): void }, limits: Partial<ClientLimits> = {}) {
  const { agents, secrets, clock } = await openAgents(t);
  const allowedHosts = ['api.acme.test'];
  secrets.add(draft({ name: 'acme/key', allowedHosts, authPattern: 'bearer' }));
  secrets.add(draft({ name: 'acme/second', allowedHosts, authPattern: 'bearer' }));
  secrets.add(draft({ name: 'acme/guarded', allowedHosts, authPattern: 'bearer', tier: 'guarded' }));
  secrets.add(draft({ name: 'acme/homeless', allowedHosts: [], authPattern: 'bearer' }));
  secrets.add(draft({ name: 'acme/kept', allowedHosts, authPattern: 'bearer', tier: 'never' }));
  secrets.add(draft({ name: 'acme/query', allowedHosts, authPattern: 'query', authName: 'key' }));
  const content = { kind: 'reference', reference: 'op://work/acme/key' };
  secrets.add(draft({ name: 'acme/elsewhere', allowedHosts, authPattern: 'bearer', content }));
  const agent = agents.add({ name: 'Nightly', purpose: '' }, limitsOf('acme:*')).record.id;
  const reader = agents.add({ name: 'Reader', purpose: '' }, limitsOf('acme:read')).record.id;
  const parts = {
    ...{ agents, secrets, clock, providers: { list: () => [acme] } },
    clients: { limitsOf: () => ({ ...defaultClientLimits, ...limits }) },
    policy: new CompiledPolicy(Policy.parse({ version: 1, rules })),
    tagsOf: (name: SecretName) => secrets.tagsOf(name),
  };
  const tried = async (url: string, { method = 'GET', secrets: names = ['acme/key'], client = null }: Tried = {}) => {
    const query: Extract<DryRunQuery, { kind: 'call' }> = {
      ...{ kind: 'call', url, method: CallMethod.parse(method) },
      secrets: names.map((name) => SecretName.parse(name)),
      client: client === null ? null : ClientId.parse(client),
    };
    return DryRunResult.parse(await dryRunCall(parts, query));
  };
  const brief = async (url: string, more?: Tried) => {
    const result = await tried(url, more);
    if (result.kind === 'refused') return result.code;
    return result.kind === 'call' ? `${result.decision} by ${result.reasoning.by}` : assert.fail();
  };
  return { tried, brief, agent, reader };
}

test('a request of an MCP client meets the rule, the tier or the default that decides', async (t) => {
  const { tried, brief } = await opened(t);
  assert.equal(await brief(`${api}/me?all=1`), 'allow by rule');
  assert.equal(await brief(`${api}/me`, { secrets: ['acme/elsewhere'] }), 'allow by rule');
  assert.equal(await brief(`${api}/me`, { secrets: ['acme/guarded'] }), 'ask by guarded');
  assert.equal(await brief(`${api}/orders/refunds`, { method: 'POST' }), 'deny by rule');
  assert.equal(await brief(`${api}/ORDERS/Refunds`, { method: 'POST' }), 'deny by rule');
  assert.equal(await brief(`${api}/me`, { method: 'PUT' }), 'ask by rule');
  assert.equal(await brief(`${api}/orders`), 'ask by default');
  const result = await tried(`${api}/me?all=1`);
  if (result.kind !== 'call') assert.fail();
  const other = await tried(`${api}/me?key=mine&all=1`, { secrets: ['acme/query'] });
  assert.equal(other.kind === 'call' && other.sees, `GET ${api}/me?all=1`);
  assert.match(result.says, /^The rule “reads” says so: Allows/);
  assert.deepEqual(
    [result.risk, result.sees, result.secrets],
    ['read', `GET ${api}/me?all=1`, [{ name: 'acme/key', place: 'Authorization: Bearer …' }]],
  );
});

test('a request of an agent of the gateway is covered by a permission of it, or goes nowhere (P2)', async (t) => {
  const { tried, brief, agent, reader } = await opened(t);
  const by = (client: string, method: string, url: string) => brief(url, { client, method, secrets: [] });
  assert.equal(await by(reader, 'GET', `${api}/orders/7`), 'allow by scope');
  assert.equal(await by(agent, 'POST', `${api}/orders/7`), 'allow by scope');
  assert.equal(await by(agent, 'DELETE', `${api}/orders/7`), 'ask by default');
  assert.equal(await by(agent, 'POST', `${api}/orders/refunds`), 'deny by rule');
  assert.equal(await by(reader, 'POST', `${api}/orders/7`), 'scope_missing');
  assert.equal(await by(agent, 'GET', `${api}/me`), 'scope_missing');
  assert.equal(await by(agent, 'GET', 'https://api.acme.test/v10/orders'), 'provider_unknown');
  assert.equal(await by(agent, 'GET', 'https://api.other.test/v1/orders'), 'provider_unknown');
  assert.equal(await by('agent-000000000000', 'GET', `${api}/orders`), 'agent_unknown');
  const said = async (method: string) => (await tried(`${api}/orders/7`, { client: agent, method, secrets: [] })).says;
  assert.equal(await said('GET'), 'You gave this agent the permission for it. Acme: everything it is set up for.');
  assert.match(await said('DELETE'), /none allows what deletes something.*default of the policy decides\.$/);
});

test('what a real request is refused for is told, with the secrets that it is because of', async (t) => {
  const { tried, brief } = await opened(t, { secrets: ['acme/*'] });
  const bad = [
    '',
    'api.acme.test',
    'http://api.acme.test/',
    'https://me@api.acme.test/',
    `${api}/a%2fb`,
    `${api}/../x`,
  ];
  for (const url of [...bad, 'https://127.1/', `${api}/#top`, `https://api.acme.test/${'a'.repeat(9000)}`])
    assert.equal(await brief(url), 'url_invalid', url);
  assert.match((await tried('http://api.acme.test/')).says, /^The address is not a plain https address/);
  assert.equal(await brief('https://evil.test/'), 'host_not_allowed');
  const refused = async (...secrets: string[]) => {
    const result = await tried(`${api}/me`, { secrets });
    return result.kind === 'refused' ? [result.code, ...result.about] : assert.fail();
  };
  assert.deepEqual(await refused('acme/homeless'), ['hosts_missing', 'acme/homeless']);
  assert.deepEqual(await refused('acme/kept'), ['tier_forbids', 'acme/kept']);
  assert.deepEqual(await refused('acme/gone'), ['unknown_secret', 'acme/gone']);
  assert.deepEqual(await refused('other/key'), ['unknown_secret', 'other/key']);
  assert.deepEqual(await refused('acme/key', 'acme/second'), ['auth_clash']);
  assert.deepEqual(await refused(), ['bad_request']);
  assert.match((await tried(`${api}/me`, { secrets: [] })).says, /names at least one secret/);
  const limited = await opened(t, { tools: ['run_with_secrets'] });
  assert.equal(await limited.brief(`${api}/me`), 'tool_forbidden');
});
