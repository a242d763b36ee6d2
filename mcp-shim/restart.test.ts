// The real shim, as a process, over restarts of a real broker on the same profile and socket.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allowOnce } from '../app/contract/approval.ts';
import { startBroker, type TestBroker } from '../app/socket/broker.testkit.ts';
import { until } from '../app/socket/socket.testkit.ts';
import type { Home } from './shim.testkit.ts';
import { makeHome, shimProcess } from './shim.testkit.ts';
import { awayWords } from './waiting.ts';

const run = { command: 'echo "value $TOKEN"', secrets: [{ name: 'api/token' }] };
const client = ['--client', 'claude-code'];

async function brokerAt(t: Parameters<typeof startBroker>[0], { socket }: Home): Promise<TestBroker> {
  const house = await startBroker(t, { endpoint: socket });
  house.addSecret('api/token');
  house.answer = null;
  return house;
}

const started = (house: TestBroker) => house.kinds().filter((kind) => kind === 'run.started').length;

test('a call that waits for the person outlives a restart of Postern, and its command runs once', async (t) => {
  const at = await makeHome(t);
  const house = await brokerAt(t, at);
  const agent = await shimProcess(t, at, client);
  const told: (string | undefined)[] = [];
  const asked = agent.ask('run_with_secrets', run, { onprogress: ({ message }) => told.push(message) });
  await until('the question', () => told.at(-1) === 'Waiting for you to approve in Postern');
  await house.restart(() => until('the words', () => told.at(-1) === awayWords));
  await until('the knock', () => house.broker.person.knocking().length === 1);
  await until('the words', () => told.at(-1) === 'Waiting for you to unlock Postern');
  house.answer = allowOnce;
  await house.unlock();
  const { status, output } = await asked;
  assert.deepEqual([status, output], ['completed', 'value [REDACTED:api/token]\n']);
  assert.equal(started(house), 1);
});

test('a call that only waited for the unlock is made again by itself, and its command runs once', async (t) => {
  const at = await makeHome(t);
  const house = await brokerAt(t, at);
  house.broker.person.lock('person');
  const agent = await shimProcess(t, at, client);
  const told: (string | undefined)[] = [];
  const asked = agent.ask('run_with_secrets', run, { onprogress: ({ message }) => told.push(message) });
  await until('the knock', () => house.broker.person.knocking().length === 1);
  await until('the words', () => told.at(-1) === 'Waiting for you to unlock Postern');
  await house.restart();
  await until('the knock', () => house.broker.person.knocking().length === 1);
  house.answer = allowOnce;
  await house.unlock();
  assert.equal((await asked).status, 'completed');
  assert.equal(started(house), 1);
});

test('a command that runs ends with Postern, the agent is told that its fate is not known, and it is not run again', async (t) => {
  const at = await makeHome(t);
  const house = await brokerAt(t, at);
  house.answer = allowOnce;
  const agent = await shimProcess(t, at, client);
  const told: (string | undefined)[] = [];
  const slow = { ...run, command: 'sleep 600' };
  const asked = agent.ask('run_with_secrets', slow, { onprogress: ({ message }) => told.push(message) });
  await until('the run', () => told.at(-1) === 'It is under way');
  await house.restart();
  await house.unlock();
  const { status, code } = await asked;
  assert.ok(status === 'cancelled' || code === 'connection_lost', `${status} ${code}`);
  assert.equal(started(house), 1);
});

test('another shim of the same client picks the request up after the restart, by its id', async (t) => {
  const at = await makeHome(t);
  const house = await brokerAt(t, at);
  const agent = await shimProcess(t, at, client);
  const told: (string | undefined)[] = [];
  const asked = agent.ask('run_with_secrets', run, { onprogress: ({ message }) => told.push(message) });
  asked.catch(() => {});
  await until('the question', () => house.broker.person.waiting().some(({ kind }) => kind === 'run'));
  const [question] = house.broker.person.waiting();
  assert.ok(question);
  let second: ReturnType<typeof agent.ask> | undefined;
  await house.restart(async () => {
    // Killed, as with its agent: it withdraws nothing that a broker hears.
    await agent.client.close();
    const heir = await shimProcess(t, at, client);
    second = heir.ask('wait_for_request', { request_id: question.id });
  });
  house.answer = allowOnce;
  await house.unlock();
  const answer = await second;
  assert.deepEqual([answer?.status, answer?.output], ['completed', 'value [REDACTED:api/token]\n']);
});

test('two sessions of one client each get their own answer', async (t) => {
  const at = await makeHome(t);
  const house = await brokerAt(t, at);
  const agents = [await shimProcess(t, at, client), await shimProcess(t, at, client)];
  const asked = agents.map((agent, n) => agent.ask('run_with_secrets', { ...run, command: `echo ${n}` }));
  await until('both questions', () => house.broker.person.waiting().filter(({ kind }) => kind === 'run').length === 2);
  await house.restart();
  house.answer = allowOnce;
  await house.unlock();
  const outputs = (await Promise.all(asked)).map(({ output }) => output);
  assert.deepEqual(outputs, ['0\n', '1\n']);
});
