// What a client may read about secrets over the real socket, and which of them its globs give to a command.
import assert from 'node:assert/strict';
import test from 'node:test';
import type { ParamsOf, ResultOf } from '../contract/broker.ts';
import { methodTable } from '../contract/broker.ts';
import { type ClientLimits, defaultClientLimits } from '../contract/client.ts';
import type { RunRequest } from '../contract/run.ts';
import { ClientId } from '../contract/vocabulary.ts';
import { passphrase, startBroker, type TestBroker, type TestClient, token } from './broker.testkit.ts';

const proof = { kind: 'passphrase', passphrase } as const;

type Read = 'secrets.list' | 'secrets.exists' | 'secrets.view';

async function read<M extends Read>(agent: TestClient, method: M, params: ParamsOf<M>): Promise<ResultOf<M>> {
  return methodTable[method].result.parse(await agent.call(method, params));
}

const names = async (agent: TestClient, filter: ParamsOf<'secrets.list'>) =>
  (await read(agent, 'secrets.list', filter)).secrets.map(({ name }) => name);

/** Each its own, and nothing that a name could be taken for. */
function valueFor(env: string): string {
  return `${token}${Buffer.from(env).toString('hex')}`;
}

/** A house with a few secrets, and an agent that is let in. */
async function furnished(t: Parameters<typeof startBroker>[0]) {
  const house = await startBroker(t);
  const add = (name: string, env: string, more = {}) => house.addSecret(name, valueFor(env), { env, ...more });
  add('aws/key', 'AWS_KEY', { tags: ['cloud'], projects: ['shop'], environment: 'prod' });
  add('aws/pass', 'AWS_PASS', { projects: ['blog'] });
  add('aws/root', 'AWS_ROOT', { tier: 'never' });
  add('aws/eu/key', 'AWS_EU_KEY');
  add('github/token', 'GITHUB_TOKEN', { environment: 'dev' });
  const agent = house.connect();
  await agent.call('secrets.list', {});
  return { house, agent };
}

function limit(house: TestBroker, limits: Partial<ClientLimits>): Promise<void> {
  const id = ClientId.parse('test-agent');
  const { signal } = new AbortController();
  return house.broker.desks.clients.setLimits(id, { ...defaultClientLimits, ...limits }, proof, signal);
}

test('a list is narrowed by tag, glob, project and environment; what is for any project is for each', async (t) => {
  const { agent } = await furnished(t);
  assert.deepEqual(await names(agent, { tag: 'cloud' }), ['aws/key']);
  assert.deepEqual(await names(agent, { glob: 'aws/*' }), ['aws/key', 'aws/pass', 'aws/root']);
  assert.deepEqual(await names(agent, { project: 'shop' }), ['aws/eu/key', 'aws/key', 'aws/root', 'github/token']);
  assert.deepEqual(await names(agent, { environment: 'prod' }), ['aws/key']);
  assert.deepEqual(await names(agent, { glob: '**', project: 'blog', environment: 'dev' }), ['github/token']);
});

test('a name or a glob is there or not, and a name that is not there has near ones', async (t) => {
  const { agent } = await furnished(t);
  assert.deepEqual(await read(agent, 'secrets.exists', { name: 'aws/key' }), { matches: 1, near: [] });
  assert.deepEqual(await read(agent, 'secrets.exists', { name: 'aws/**' }), { matches: 4, near: [] });
  assert.deepEqual(await read(agent, 'secrets.exists', { name: 'gcp/*' }), { matches: 0, near: [] });
  assert.deepEqual(await read(agent, 'secrets.exists', { name: 'aws/kay' }), { matches: 0, near: ['aws/key'] });
  const { secret } = await read(agent, 'secrets.view', { name: 'aws/key' });
  assert.deepEqual([secret?.name, secret?.fields[0]?.value], ['aws/key', null]);
  assert.deepEqual(await read(agent, 'secrets.view', { name: 'aws/kay' }), { secret: null, near: ['aws/key'] });
  assert.equal(agent.received().includes(token), false, 'P1');
});

test('reading needs an unlocked vault and a client that is let in and not paused (P4, P8)', async (t) => {
  const { house, agent } = await furnished(t);
  house.broker.person.pauseClient(ClientId.parse('test-agent'));
  for (const method of ['secrets.exists', 'secrets.view'] as const)
    await assert.rejects(agent.call(method, { name: 'aws/key' }), /client_paused/);
  house.broker.person.lock('person');
  for (const method of ['secrets.exists', 'secrets.view'] as const)
    await assert.rejects(agent.call(method, { name: 'aws/key' }), /locked/);
});

async function setPolicy({ broker }: TestBroker, text: string): Promise<void> {
  const { policy } = broker.desks;
  policy.propose(text);
  const proposal = policy.proposal();
  assert.ok(proposal);
  await policy.accept(proposal.digest, proof, new AbortController().signal);
}

/** What an agent learns when it uses this name in every way there is, the name itself left out. */
async function learned(agent: TestClient, name: string): Promise<string> {
  const runs: Partial<RunRequest>[] = [
    { secrets: [{ name }] },
    { secrets: [{ name, field: 'nothing' }] },
    { secrets: [{ name, env: 'LD_PRELOAD_X' }] },
    { secrets: [{ name }, { name: 'github/token', env: 'AWS_KEY' }] },
    { secrets: [], globs: [name] },
    { secrets: [], globs: [`${name}*`] },
    { secrets: [{ name: 'main' }], environment: name.replace('/', '-') },
  ];
  const answers: unknown[] = [
    await names(agent, { glob: name }),
    await read(agent, 'secrets.exists', { name }),
    await read(agent, 'secrets.exists', { name: `${name}*` }),
    await read(agent, 'secrets.view', { name }),
    await agent.call('session.status', {}),
  ];
  for (const request of runs) answers.push(await agent.outcome(request));
  return JSON.stringify(answers).replaceAll(name, 'NAME').replaceAll(name.replace('/', '-'), 'ALIAS');
}

test('a secret outside of its limits is for a client as if it did not exist, whatever it asks (P8)', async (t) => {
  const { house, agent } = await furnished(t);
  house.addSecret('aws/ke', valueFor('AWS_KE'), { env: 'AWS_KE' });
  const aliases = ['key', 'kex', 'root', 'roox'].map((name) => `  aws-${name}:\n    main: aws/${name}\n`);
  await setPolicy(house, `version: 1\nenv_aliases:\n${aliases.join('')}`);
  const often = { callsPerMinute: 6_000, burst: 1_000 };
  await limit(house, { secrets: ['github/*', 'aws/ke'], ...often });
  const hidden = await learned(agent, 'aws/key');
  assert.equal(hidden, await learned(agent, 'aws/kex'));
  assert.match(hidden, /"near":\["aws\/ke"\]/);
  assert.match(hidden, /"secretCount":2/);
  await limit(house, { tiers: ['run', 'guarded'], ...often });
  assert.equal(await learned(agent, 'aws/root'), await learned(agent, 'aws/roox'), 'also by its tier');
  assert.equal(house.kinds().includes('approval.asked'), false);
});

test('a glob gives a command every secret that fits, that it may have and that has a variable, under the names of now', async (t) => {
  const { house, agent } = await furnished(t);
  house.addSecret('aws/bare', `${token}-bare`, { env: null });
  const command = 'echo "$AWS_KEY $AWS_PASS [$AWS_EU_KEY] $OWN"';
  const secrets = [{ name: 'github/token', env: 'OWN' }];
  const outcome = await agent.outcome({ command, secrets, globs: ['aws/*', 'aws/k*'] });
  assert.ok(outcome.kind === 'completed', JSON.stringify(outcome));
  assert.equal(outcome.output, '[REDACTED:aws/key] [REDACTED:aws/pass] [] [REDACTED:github/token]\n');
  const question = house.shown.findLast(({ kind }) => kind === 'run');
  assert.ok(question?.kind === 'run');
  const given = question.action.secrets.map(({ name, env }) => `${name} ${env}`);
  assert.deepEqual(given, ['github/token OWN', 'aws/key AWS_KEY', 'aws/pass AWS_PASS'], 'what the person reads');
  const received = house.audit().findLast(({ kind }) => kind === 'request.received');
  assert.ok(received?.kind === 'request.received');
  assert.deepEqual(received.secrets, ['github/token', 'aws/*', 'aws/k*'], 'as the agent wrote it');
});

test('a glob is refused with names when nothing fits, nothing may run, or too much would; nobody is asked', async (t) => {
  const { house, agent } = await furnished(t);
  for (let n = 0; n < 33; n += 1) house.addSecret(`many/s${n}`, `${token}-m${n}`, { env: `MANY_${n}` });
  house.addSecret('bare/one', `${token}-bare`, { env: null });
  const refusal = async (...globs: string[]) => {
    const outcome = await agent.outcome({ secrets: [], globs });
    assert.ok(outcome.kind === 'failed');
    return [outcome.code, outcome.about, outcome.near];
  };
  assert.deepEqual(await refusal('gcp/*'), ['unknown_secret', ['gcp/*'], []]);
  assert.deepEqual(await refusal('aws/*', 'aws/k?w'), ['unknown_secret', ['aws/k?w'], ['aws/key']]);
  assert.deepEqual(await refusal('aws/r*'), ['tier_forbids', ['aws/root'], undefined]);
  assert.deepEqual(await refusal('bare/*'), ['env_missing', ['bare/one'], undefined]);
  assert.deepEqual(await refusal('many/*'), ['secrets_too_many', undefined, undefined]);
  assert.deepEqual(await refusal(), ['secrets_empty', undefined, undefined]);
  assert.equal(house.kinds().includes('approval.asked'), false);
});

test('names and globs are read by the aliases of the environment of the call', async (t) => {
  const { house, agent } = await furnished(t);
  await setPolicy(house, 'version: 1\nenv_aliases:\n  cloud:\n    "db/*": aws/*\n');
  const command = 'echo "$AWS_KEY $AWS_PASS"';
  const outcome = await agent.outcome({
    command,
    secrets: [{ name: 'db/key' }],
    globs: ['db/p*'],
    environment: 'cloud',
  });
  assert.ok(outcome.kind === 'completed');
  assert.equal(outcome.output, '[REDACTED:aws/key] [REDACTED:aws/pass]\n');
  const unknown = await agent.outcome({ command, secrets: [{ name: 'db/nothing' }], environment: 'cloud' });
  assert.ok(unknown.kind === 'failed');
  assert.deepEqual([unknown.code, unknown.about], ['unknown_secret', ['db/nothing']], 'not what the alias makes of it');
});

test('each look is on record before its answer, with how many it told of', async (t) => {
  const { house, agent } = await furnished(t);
  await read(agent, 'secrets.exists', { name: 'aws/**' });
  await read(agent, 'secrets.view', { name: 'nowhere' });
  const looks = house.audit().flatMap((event) => (event.kind === 'client.looked_up' ? [[event.how, event.found]] : []));
  assert.deepEqual(looks, [
    ['list', 5],
    ['exists', 4],
    ['view', 0],
  ]);
});
