// Requests over a restart of the whole broker: the same profile and socket, a new broker, and clients that come back.
import assert from 'node:assert/strict';
import { cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { openDatabase } from '../adapters/sqlite-database.ts';
import { vaultFileFormat } from '../adapters/sqlite-schema.ts';
import { allowOnce } from '../contract/approval.ts';
import { RequestAnswer, type RunRequest } from '../contract/run.ts';
import { RequestId, SecretName } from '../contract/vocabulary.ts';
import { startBroker, type TestBroker, type TestClient } from './broker.testkit.ts';
import { until } from './socket.testkit.ts';

const long = 3_600_000;

/** A paired client whose run waits for the person, who does not answer. */
async function waiting(t: Parameters<typeof startBroker>[0], request: Partial<RunRequest> = {}) {
  const house = await startBroker(t);
  house.addSecret('api/token');
  house.answer = null;
  const agent = house.connect('test-agent');
  const { requestId } = await agent.run(request, 0);
  await asked(house, requestId);
  return { house, agent, requestId };
}

const asked = (house: TestBroker, id: RequestId) =>
  until('the question', () => house.broker.person.waiting().some((question) => question.id === id));

async function waitFor(client: TestClient, requestId: RequestId, waitMs = long): Promise<RequestAnswer> {
  return RequestAnswer.parse(await client.call('request.wait', { requestId, waitMs }));
}

const count = (house: TestBroker, kind: string) => house.kinds().filter((each) => each === kind).length;

test('a question survives a restart: its client is back, the person unlocks and approves in one go, and it runs once', async (t) => {
  const { house, agent, requestId } = await waiting(t, { command: 'echo "value $TOKEN"' });
  const before = agent.received();
  await house.restart();
  await until('the close', () => agent.socket.destroyed);
  assert.equal(agent.received(), before, 'the end of Postern is no answer');
  const back = house.connect('test-agent', agent.key);
  const answer = waitFor(back, requestId);
  await until('the knock', () => house.broker.person.knocking().length === 1);
  house.answer = allowOnce;
  await house.unlock();
  const done = await answer;
  assert.ok(done.state === 'done' && done.outcome.kind === 'completed');
  assert.equal(done.requestId, requestId);
  assert.equal(done.outcome.output, 'value [REDACTED:api/token]\n');
  assert.equal(count(house, 'approval.asked'), 2);
  assert.equal(count(house, 'approval.withdrawn'), 0);
  assert.equal(count(house, 'run.started'), 1);
  const ids = house.audit().flatMap((event) => ('requestId' in event ? [event.requestId] : []));
  assert.deepEqual([...new Set(ids)], [requestId]);
});

test('nothing is asked and nothing runs before its client is connected again', async (t) => {
  const { house, agent, requestId } = await waiting(t);
  await house.restart();
  house.answer = allowOnce;
  await house.unlock();
  house.clock.pass(120_000);
  const other = house.connect('test-agent', agent.key);
  await other.call('secrets.list', {});
  assert.deepEqual(house.broker.person.waiting(), []);
  assert.equal(count(house, 'run.started'), 0);
  const done = await waitFor(other, requestId);
  assert.ok(done.state === 'done' && done.outcome.kind === 'completed');
});

test('what nobody came back for in its ten minutes is expired, and on record under its id', async (t) => {
  const { house, agent, requestId } = await waiting(t);
  house.clock.pass(240_000);
  await house.restart(async () => house.clock.pass(240_000));
  await house.unlock();
  house.clock.pass(119_999);
  assert.equal(count(house, 'approval.expired'), 0);
  house.clock.pass(1);
  assert.ok(house.audit().some((event) => event.kind === 'approval.expired' && event.requestId === requestId));
  const done = await waitFor(house.connect('test-agent', agent.key), requestId);
  assert.ok(done.state === 'done' && done.outcome.kind === 'expired');
});

test('its life is not begun anew by the restart: the question that is asked again ends when the first one would have', async (t) => {
  const { house, agent, requestId } = await waiting(t);
  const expiresAt = house.broker.person.question()?.expiresAt;
  house.clock.pass(60_000);
  await house.restart();
  await house.unlock();
  const back = house.connect('test-agent', agent.key);
  const answer = waitFor(back, requestId);
  await asked(house, requestId);
  assert.equal(house.broker.person.question()?.expiresAt, expiresAt);
  house.clock.pass(540_000);
  const done = await answer;
  assert.deepEqual(done, { state: 'done', requestId, outcome: { kind: 'expired', waitedFor: 'approval' } });
});

test('nobody else gets it: another key, another client, a forged id, a paused client (P8)', async (t) => {
  const { house, agent, requestId } = await waiting(t);
  await house.restart();
  const thief = house.connect('test-agent');
  const stolen = waitFor(thief, requestId);
  stolen.catch(() => {});
  await until('the knock', () => house.broker.person.knocking().length === 1);
  const forged = RequestId.parse(`req_${'0'.repeat(32)}`);
  await assert.rejects(waitFor(thief, forged), /unknown_request/);
  assert.equal(house.broker.person.knocking().length, 1, 'a forged id wakes nobody');
  await house.unlock();
  await assert.rejects(stolen, /unknown_request/);
  await assert.rejects(waitFor(house.connect('other-agent', agent.key), requestId), /unknown_request/);
  const [client] = house.broker.person.listClients();
  assert.ok(client);
  house.broker.person.pauseClient(client.id);
  const answer = await waitFor(house.connect('test-agent', agent.key), requestId);
  assert.deepEqual(answer, { state: 'done', requestId, outcome: { kind: 'cancelled', by: 'pause' } });
  assert.deepEqual(house.broker.person.waiting(), []);
});

test('cancelled while it lies sealed, it is withdrawn at the unlock and never asked', async (t) => {
  const { house, agent, requestId } = await waiting(t);
  await house.restart();
  const back = house.connect('test-agent', agent.key);
  const answer = waitFor(back, requestId);
  await until('the knock', () => house.broker.person.knocking().length === 1);
  back.cancelLast();
  await until('no knock', () => house.broker.person.knocking().length === 0);
  assert.equal((await answer).state, 'pending');
  await house.unlock();
  assert.ok(house.audit().some((event) => event.kind === 'approval.withdrawn' && event.requestId === requestId));
  assert.deepEqual(house.broker.person.waiting(), []);
});

test('a connection that goes away while it lies sealed takes its knock along, and the request stays', async (t) => {
  const { house, agent, requestId } = await waiting(t);
  await house.restart();
  const first = house.connect('test-agent', agent.key);
  waitFor(first, requestId).catch(() => {});
  await until('the knock', () => house.broker.person.knocking().length === 1);
  first.close();
  await until('no knock', () => house.broker.person.knocking().length === 0);
  await house.unlock();
  house.answer = allowOnce;
  const done = await waitFor(house.connect('test-agent', agent.key), requestId);
  assert.ok(done.state === 'done' && done.outcome.kind === 'completed');
});

test('what ran is ended, and is not there after the restart: it is never run twice (P2)', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  const agent = house.connect('test-agent');
  const { requestId } = await agent.run({ command: 'sleep 600' }, 0);
  const told: string[] = [];
  waitFor(agent, requestId).then(
    (answer) => told.push(JSON.stringify(answer)),
    () => {},
  );
  await until('the run', () => count(house, 'run.started') === 1);
  await house.restart();
  await until('its end', () => told.length === 1 || agent.socket.destroyed);
  await house.unlock();
  await assert.rejects(waitFor(house.connect('test-agent', agent.key), requestId), /unknown_request/);
  assert.deepEqual([count(house, 'run.started'), count(house, 'run.finished')], [1, 1]);
});

test('a crash keeps what waited and never repeats what ran (P2)', async (t) => {
  const { house, agent, requestId } = await waiting(t);
  house.answer = null;
  const made = join(house.folder, 'made');
  const ran = await agent.run({ command: `touch ${made}; sleep 600` }, 0);
  await asked(house, ran.requestId);
  house.answer = allowOnce;
  const question = house.broker.person.question(ran.requestId);
  assert.ok(question?.kind === 'run');
  house.broker.person.questionDrawn(question.id, new AbortController().signal);
  house.clock.pass(600);
  const given = { id: question.id, digest: question.digest, answer: allowOnce, proof: null };
  house.answer = null;
  await house.broker.person.answer(given, new AbortController().signal);
  await until('the run', () => existsSync(made));
  // What a power cut would leave at this moment.
  const image = join(house.folder, 'image');
  cpSync(house.profile, image, { recursive: true });
  await house.restart(async () => {
    rmSync(house.profile, { recursive: true });
    renameSync(image, house.profile);
    rmSync(made);
  });
  await house.unlock();
  const back = house.connect('test-agent', agent.key);
  await assert.rejects(waitFor(back, ran.requestId), /unknown_request/);
  const again = waitFor(back, requestId);
  await asked(house, requestId);
  back.cancelLast();
  assert.equal((await again).state, 'done');
  assert.equal(existsSync(made), false);
});

test('a wish for a value is asked again too', async (t) => {
  const house = await startBroker(t);
  house.answer = null;
  const agent = house.connect('test-agent');
  const wish = { name: SecretName.parse('npm/publish'), purpose: 'To publish' };
  const first = RequestAnswer.parse(await agent.call('secret.request', { wish, waitMs: 0 }));
  await asked(house, first.requestId);
  await house.restart();
  await house.unlock();
  const back = house.connect('test-agent', agent.key);
  const answer = waitFor(back, first.requestId);
  await asked(house, first.requestId);
  const question = house.broker.person.question(first.requestId);
  assert.ok(question?.kind === 'wish');
  assert.deepEqual(question.wish, wish);
  house.broker.person.deny(first.requestId);
  const done = await answer;
  assert.ok(done.state === 'done' && done.outcome.kind === 'denied');
});

test('two sessions of one client do not cross', async (t) => {
  const { house, agent, requestId } = await waiting(t, { command: 'echo one' });
  const other = await house.connect('test-agent', agent.key).run({ command: 'echo two' }, 0);
  await asked(house, other.requestId);
  await house.restart();
  house.answer = allowOnce;
  await house.unlock();
  const answers = [requestId, other.requestId].map((id) => waitFor(house.connect('test-agent', agent.key), id));
  const outputs = (await Promise.all(answers)).map((answer) =>
    answer.state === 'done' && answer.outcome.kind === 'completed' ? answer.outcome.output : null,
  );
  assert.deepEqual(outputs, ['one\n', 'two\n']);
});

test('a damaged request keeps nobody out: the vault unlocks and the others are asked (P5)', async (t) => {
  const { house, agent, requestId } = await waiting(t);
  const other = await agent.run({ command: 'echo two' }, 0);
  await asked(house, other.requestId);
  await house.restart(async () => {
    const database = openDatabase(join(house.profile, 'vault.db'), vaultFileFormat);
    database.prepare('UPDATE kept_requests SET sealed = zeroblob(300) WHERE id = ?').run(requestId);
    database.close();
  });
  house.answer = allowOnce;
  await house.unlock();
  const back = house.connect('test-agent', agent.key);
  await assert.rejects(waitFor(back, requestId), /unknown_request/);
  const done = await waitFor(back, other.requestId);
  assert.ok(done.state === 'done' && done.outcome.kind === 'completed');
});
