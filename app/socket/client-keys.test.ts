// A client's key is made anew: the old and the new one count until the first hello with the new one, and the client stays itself.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import test from 'node:test';
import { allowOnce } from '../contract/approval.ts';
import { ClientId } from '../contract/vocabulary.ts';
import { startBroker, type TestBroker, type TestClient } from './broker.testkit.ts';
import { until } from './socket.testkit.ts';

const id = ClientId.parse('test-agent');
const newKey = () => randomBytes(32).toString('base64url');
const refused = (code: string) => (thrown: unknown) => thrown instanceof Error && thrown.message === code;
const list = (client: TestClient) => client.call('secrets.list', {});
const pairings = (house: TestBroker) => house.shown.filter(({ kind }) => kind === 'pairing').length;
const rotations = (house: TestBroker) =>
  house.audit().flatMap((event) => (event.kind === 'client.key_rotated' ? [event.end] : []));

/** What the welcome of this connection asked for. */
async function rotate(client: TestClient): Promise<unknown> {
  await until('a welcome', () => client.received().includes('\n'));
  return JSON.parse(client.received().split('\n')[0] ?? '').rotate;
}

async function paired(t: Parameters<typeof startBroker>[0]) {
  const house = await startBroker(t);
  house.addSecret('api/token');
  const agent = house.connect();
  await list(agent);
  return { house, agent };
}

test('only a client that was asked to may bring a new key; its next welcome asks, and no stranger’s does (P8, P9)', async (t) => {
  const { house, agent } = await paired(t);
  await assert.rejects(agent.call('client.rotate', { key: newKey() }), refused('bad_request'));
  house.broker.desks.clients.orderNewKey(id);
  house.broker.desks.clients.orderNewKey(id);
  assert.equal(await rotate(house.connect('test-agent', agent.key)), true);
  assert.equal(await rotate(house.connect('test-agent')), undefined);
  await assert.rejects(agent.call('client.rotate', { key: agent.key }), refused('bad_request'));
  assert.deepEqual(rotations(house), ['asked']);
  house.broker.person.pauseClient(id);
  assert.equal(await rotate(house.connect('test-agent', agent.key)), undefined);
});

test('old and new key count until the first hello with the new one; then the old one is a stranger’s (P8)', async (t) => {
  const { house, agent } = await paired(t);
  house.broker.desks.clients.orderNewKey(id);
  const next = newKey();
  await agent.call('client.rotate', { key: next });
  await agent.call('client.rotate', { key: next });
  await assert.rejects(
    agent.call('client.rotate', { key: newKey() }),
    refused('bad_request'),
    'another one came first',
  );
  const second = house.connect('test-agent', agent.key);
  await list(second);
  assert.deepEqual(rotations(house), ['asked']);
  const renewed = house.connect('test-agent', next);
  assert.equal(await rotate(renewed), undefined);
  await list(renewed);
  assert.deepEqual(rotations(house), ['asked', 'done']);
  // Sessions that were there before go on.
  await list(agent);
  await list(second);
  assert.equal(pairings(house), 1);
  assert.equal(house.broker.person.listClients()[0]?.newKey, false);
  await list(house.connect('test-agent', agent.key));
  assert.equal(pairings(house), 2, 'the old key has to ask like anybody');
});

test('an open request follows the client to its new key, and stays out of reach of the old one (P8)', async (t) => {
  const { house, agent } = await paired(t);
  const { answer } = house;
  house.answer = null;
  const asked = await agent.run({ command: 'echo hello' }, 0);
  assert.ok(asked.state === 'pending');
  house.broker.desks.clients.orderNewKey(id);
  const next = newKey();
  await agent.call('client.rotate', { key: next });
  agent.close();
  const renewed = house.connect('test-agent', next);
  await list(renewed);
  const old = house.connect('test-agent', agent.key);
  const wait = { requestId: asked.requestId, waitMs: 600_000 };
  await assert.rejects(old.call('request.wait', wait), refused('unknown_request'));
  const outcome = renewed.call('request.wait', wait);
  house.answer = answer;
  await house.connect('other-agent').call('secrets.list', {});
  assert.match(JSON.stringify(await outcome), /"completed".*hello/);
});

test('a kept request follows it through a restart, whichever key the client comes back with first (P8)', async (t) => {
  for (const done of ['before the restart', 'while locked']) {
    const { house, agent } = await paired(t);
    const { answer } = house;
    house.answer = null;
    const asked = await agent.run({ command: 'echo hello' }, 0);
    assert.ok(asked.state === 'pending');
    await until('the question', () => house.broker.person.waiting().length === 1);
    house.broker.desks.clients.orderNewKey(id);
    const next = newKey();
    await agent.call('client.rotate', { key: next });
    if (done === 'before the restart') await list(house.connect('test-agent', next));
    await house.restart();
    const renewed = house.connect('test-agent', next);
    const outcome = renewed.call('request.wait', { requestId: asked.requestId, waitMs: 600_000 });
    await until('the knock', () => house.broker.person.knocking().length === 1);
    house.answer = answer;
    await house.unlock();
    assert.match(JSON.stringify(await outcome), /"completed".*hello/, done);
    assert.deepEqual(rotations(house), ['asked', 'done']);
    await list(house.connect('test-agent', agent.key));
    assert.equal(pairings(house), 2, 'the old key opens nothing after the restart either');
  }
});

test('a crash between the offer and the first hello leaves both keys good, over restarts', async (t) => {
  const { house, agent } = await paired(t);
  house.broker.desks.clients.orderNewKey(id);
  const next = newKey();
  await agent.call('client.rotate', { key: next });
  await house.restart();
  await house.unlock();
  const old = house.connect('test-agent', agent.key);
  assert.equal(await rotate(old), true, 'asked again');
  await old.call('client.rotate', { key: next });
  await list(house.connect('test-agent', next));
  await list(old);
  assert.equal(pairings(house), 1);
});

test('a removed client ends at once: its grants, what it runs and waits for; its live connections and both keys must ask anew (P8)', async (t) => {
  const { house, agent } = await paired(t);
  house.answer = { ...allowOnce, lasting: { kind: 'session' } };
  await agent.outcome({ command: 'true' });
  house.broker.desks.clients.orderNewKey(id);
  const next = newKey();
  await agent.call('client.rotate', { key: next });
  const running = agent.outcome({ command: 'sleep 600' });
  await until('the run', () => house.kinds().filter((kind) => kind === 'run.started').length === 2);
  assert.equal(house.broker.person.grants().length > 0, true);
  house.broker.person.removeClient(id);
  assert.deepEqual(await running, { kind: 'cancelled', by: 'pause' });
  assert.deepEqual(house.broker.person.grants(), []);
  const pairedBefore = pairings(house);
  await list(agent);
  assert.equal(pairings(house), pairedBefore + 1, 'a live connection is a stranger’s again');
  const other = house.connect('test-agent', next);
  await list(other);
  assert.equal(pairings(house), pairedBefore + 2, 'and so is the key it was to have');
  house.broker.person.pauseClient(id);
  await assert.rejects(list(other), refused('client_paused'));
});
