// What the person lets a client use, held on the real socket with a real vault: secrets, tiers, tools and calls.
import assert from 'node:assert/strict';
import test from 'node:test';
import { allowOnce } from '../contract/approval.ts';
import { type ClientLimits, defaultClientLimits as usual } from '../contract/client.ts';
import { faultMessages } from '../contract/fault.ts';
import { ClientId } from '../contract/vocabulary.ts';
import { passphrase, startBroker, type TestBroker, token } from './broker.testkit.ts';
import { until } from './socket.testkit.ts';

const id = ClientId.parse('test-agent');
const proof = { kind: 'passphrase', passphrase } as const;
const never = new AbortController().signal;
const refused = (code: string) => (thrown: unknown) => thrown instanceof Error && thrown.message === code;
const limit = (house: TestBroker, part: Partial<ClientLimits>, given: typeof proof | null = null) =>
  house.broker.desks.clients.setLimits(id, { ...usual, ...part }, given, never);

/** A paired client, `aws/key` (run), `aws/root` (guarded) and `web/key`. */
async function scene(t: Parameters<typeof startBroker>[0]) {
  const house = await startBroker(t);
  house.addSecret('aws/key');
  house.addSecret('aws/root', 'R00t-Value-For-Tests', { tier: 'guarded' });
  house.addSecret('web/key', 'Another-Va1ue-Entirely');
  const agent = house.connect();
  await agent.call('secrets.list', {});
  return { house, agent };
}

test('a secret outside of its limits does not exist for a client: not listed, near nothing, not found in a text (P8)', async (t) => {
  const { house, agent } = await scene(t);
  await limit(house, { secrets: ['aws/*'], tiers: ['run'] });
  const listed = JSON.stringify(await agent.call('secrets.list', {}));
  assert.deepEqual(listed.match(/"name":"[a-z]+\/[a-z]+"/g), ['"name":"aws/key"']);
  assert.deepEqual(await agent.call('text.scan', { text: 'Another-Va1ue-Entirely' }), { findings: [] });
  for (const name of ['web/key', 'aws/root', 'web/kez', 'aws/roo']) {
    const outcome = await agent.outcome({ secrets: [{ name }] });
    const near = name.startsWith('aws') ? ['aws/key'] : [];
    const { about, near: told, ...rest } = outcome.kind === 'failed' ? outcome : assert.fail(outcome.kind);
    assert.deepEqual(rest, { kind: 'failed', code: 'unknown_secret', message: faultMessages.unknown_secret });
    assert.deepEqual(about, [name]);
    assert.ok(
      (told ?? []).every((each) => near.includes(each)),
      `${name}: ${told}`,
    );
  }
  assert.deepEqual(await agent.call('secrets.exists', { name: '**' }), { matches: 1, near: [] });
  assert.equal(house.kinds().includes('approval.asked'), false);
  assert.equal(house.kinds().includes('run.started'), false);
});

test('a session grant from before does not widen narrower limits: the next run is refused and nothing starts (P2, P8)', async (t) => {
  const { house, agent } = await scene(t);
  house.answer = { ...allowOnce, lasting: { kind: 'session' } };
  const run = { command: 'true', secrets: [{ name: 'aws/key' }] };
  assert.equal((await agent.outcome(run)).kind, 'completed');
  await limit(house, { secrets: ['web/*'] });
  const outcome = await agent.outcome(run);
  assert.equal(outcome.kind === 'failed' && outcome.code, 'unknown_secret');
  assert.equal(house.kinds().filter((kind) => kind === 'run.started').length, 1);
});

test('limits that the person narrows while a question waits hold for the yes to it: it does not run (P2, P8)', async (t) => {
  for (const [part, code] of [
    [{ secrets: ['web/*'] }, 'unknown_secret'],
    [{ tools: ['list_secrets'] }, 'tool_forbidden'],
  ] as const) {
    const { house, agent } = await scene(t);
    const { answer } = house;
    house.answer = null;
    const asked = agent.outcome({ command: 'true', secrets: [{ name: 'aws/key' }] });
    await until('the question', () => house.broker.person.waiting().length === 1);
    await limit(house, part);
    house.answer = answer;
    await house.connect('other-agent').call('secrets.list', {});
    const outcome = await asked;
    assert.equal(outcome.kind === 'failed' && outcome.code, code);
    const has = (kind: string) => house.kinds().includes(kind);
    assert.deepEqual([has('approval.allowed'), has('run.refused'), has('run.started')], [true, true, false]);
  }
});

test('a tool that is kept from a client is refused by a code, also when it asked while locked; the others work', async (t) => {
  const { house, agent } = await scene(t);
  await limit(house, { tools: ['secret_exists'] });
  await assert.rejects(agent.call('secrets.list', {}), refused('tool_forbidden'));
  await assert.rejects(agent.call('text.scan', { text: token }), refused('tool_forbidden'));
  await assert.rejects(agent.run({}), refused('tool_forbidden'));
  assert.deepEqual(await agent.call('secrets.exists', { name: 'aws/key' }), { matches: 1, near: [] });
  await agent.call('session.status', {});
  house.broker.person.lock('person');
  const asked = agent.outcome({ secrets: [{ name: 'aws/key' }] });
  await until('the knock', () => house.broker.person.knocking().length === 1);
  await house.unlock();
  const outcome = await asked;
  assert.equal(outcome.kind === 'failed' && outcome.code, 'tool_forbidden');
});

test('calls beyond the rate are refused with the time to wait; status, waiting and locking never are', async (t) => {
  const { house, agent } = await scene(t);
  await limit(house, { callsPerMinute: 6, burst: 2 });
  const other = house.connect('other-agent');
  await other.call('secrets.list', {});
  house.clock.pass(60_000);
  await agent.call('secrets.list', {});
  await agent.call('secrets.list', {});
  await assert.rejects(agent.call('secrets.list', {}), refused('rate_limited'));
  const frame = JSON.parse(agent.received().trimEnd().split('\n').at(-1) ?? '');
  assert.deepEqual([frame.code, frame.retryMs], ['rate_limited', 10_000]);
  for (let call = 0; call < 20; call += 1) await agent.call('session.status', {});
  await other.call('secrets.list', {});
  house.clock.pass(10_000);
  await agent.call('secrets.list', {});
  await assert.rejects(agent.run({}), refused('rate_limited'));
  await agent.call('session.lock', {});
});

test('narrowing is free; loosening takes presence, for just these limits, and both are on record first (P3, P9)', async (t) => {
  const { house } = await scene(t);
  const { clients } = house.broker.desks;
  await limit(house, { secrets: ['aws/*'], callsPerMinute: 30 });
  assert.deepEqual(clients.find(id)?.limits, { ...usual, secrets: ['aws/*'], callsPerMinute: 30 });
  await assert.rejects(limit(house, { secrets: ['**'], callsPerMinute: 1 }), { code: 'presence_needed' });
  await assert.rejects(limit(house, {}, { ...proof, passphrase: 'not the passphrase' as typeof proof.passphrase }), {
    code: 'wrong_passphrase',
  });
  assert.deepEqual(clients.find(id)?.limits.secrets, ['aws/*']);
  await limit(house, {}, proof);
  assert.deepEqual(clients.find(id)?.limits, usual);
  const set = house.audit().flatMap((event) => (event.kind === 'client.limits_set' ? [event] : []));
  assert.deepEqual(
    set.map(({ secrets, loosened }) => [secrets, loosened]),
    [
      [['aws/*'], false],
      [['**'], true],
    ],
  );
  assert.deepEqual(house.kinds().slice(-2), ['presence.confirmed', 'client.limits_set']);
  assert.deepEqual(clients.reach({ ...usual, secrets: ['aws/*', 'nothing'], tiers: ['run'] }), {
    ...{ globs: [2, 0], covered: 1, all: 3 },
  });
});

test('limits are sealed with the client: a lock, a restart and another key of the same client leave them (P5, P9)', async (t) => {
  const { house } = await scene(t);
  await limit(house, { secrets: ['aws/*'] });
  await house.restart();
  assert.deepEqual(house.broker.desks.clients.find(id), null, 'while locked nobody is known');
  await house.unlock();
  const again = house.connect();
  const listed = JSON.stringify(await again.call('secrets.list', {}));
  assert.deepEqual([listed.includes('aws/key'), listed.includes('web/key')], [true, false]);
  assert.equal(house.shown.at(-1)?.kind, 'pairing');
});

test('a label that only an agent of the gateway can have is refused without a question (P8)', async (t) => {
  const house = await startBroker(t);
  house.addSecret('aws/key');
  const agent = house.connect('agent-0123456789ab');
  await assert.rejects(agent.call('secrets.list', {}), refused('client_denied'));
  const outcome = await agent.outcome({ command: 'true' });
  assert.equal(outcome.kind === 'failed' && outcome.code, 'client_denied');
  assert.deepEqual([house.shown, house.broker.person.listClients()], [[], []]);
  assert.equal(house.kinds().includes('client.asked'), false);
  const near = house.connect('agent-0123456789abc');
  assert.ok(await near.call('secrets.list', {}));
});
