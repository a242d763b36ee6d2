// Requests whose broker goes away while they wait, and what the shim does until it is back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BrokerError } from '../app/contract/fault.ts';
import type { RequestAnswer, RunOutcome, WaitingFor } from '../app/contract/run.ts';
import { until } from '../app/socket/socket.testkit.ts';
import { BrokerConnection } from './broker-connection.ts';
import type { Broker } from './shim.testkit.ts';
import { makeHome, quick, RawAgent, requestId, scriptedBroker, shimHere, shimProcess } from './shim.testkit.ts';
import { awayWords } from './waiting.ts';

const run = { command: 'gh pr list', secrets: [{ name: 'github/token' }] };
const pending = (waitingFor: WaitingFor): RequestAnswer => ({ state: 'pending', requestId, waitingFor });
const completed: RunOutcome = {
  ...{ kind: 'completed', exitCode: 0, signal: null, timedOut: false, output: 'ok\n', cutBytes: 0, withheld: null },
  ...{ outputBytes: 3, redactions: [], durationMs: 12 },
};
const done: RequestAnswer = { state: 'done', requestId, outcome: completed };
const unknown = () => Promise.reject(new BrokerError('unknown_request'));
const methods = (broker: Broker) => broker.got.map(({ method }) => method);

/** Answers `pending`, and tells the wait what else it came to. */
const waits = (first: WaitingFor, ...then: WaitingFor[]) => ({
  'run.start': () => pending(first),
  'request.wait': (_params: unknown, { progress }: { progress(waitingFor: WaitingFor): void }) => {
    for (const what of then) progress(what);
    return new Promise(() => {});
  },
});

test('a request survives a restart of Postern: it is waited for in plain words, and found again under its id', async (t) => {
  const at = await makeHome(t);
  const first = await scriptedBroker(t, at, waits('approval'));
  const agent = await shimHere(t, at);
  const told: (string | undefined)[] = [];
  const asked = agent.ask('run_with_secrets', run, { onprogress: ({ message }) => told.push(message) });
  await until('the wait', () => first.got.length === 2);
  await first.server.stop();
  await until('the words, and again', () => told.filter((words) => words?.startsWith(awayWords)).length > 1);
  const second = await scriptedBroker(t, at, {
    'request.wait': (_params, { progress }) => {
      progress('approval');
      return done;
    },
  });
  assert.equal((await asked).status, 'completed');
  assert.deepEqual(methods(second), ['request.wait']);
  assert.equal(told[0], 'Waiting for you to approve in Postern');
  assert.equal(told.at(-1), 'Waiting for you to approve in Postern');
});

for (const waitingFor of ['unlock', 'pairing'] as const) {
  test(`a request that waited for ${waitingFor} and is not known any more is made again: it never ran`, async (t) => {
    const at = await makeHome(t);
    const first = await scriptedBroker(t, at, waits('unlock', waitingFor));
    const agent = await shimHere(t, at);
    const told: (string | undefined)[] = [];
    const asked = agent.ask('run_with_secrets', run, { onprogress: ({ message }) => told.push(message) });
    const words = waitingFor === 'pairing' ? /let this agent in/ : /unlock/;
    await until('the words', () => first.got.length === 2 && words.test(told.at(-1) ?? ''));
    await first.server.stop();
    const second = await scriptedBroker(t, at, { 'request.wait': unknown, 'run.start': () => done });
    assert.equal((await asked).status, 'completed');
    assert.deepEqual(methods(second), ['request.wait', 'run.start']);
    assert.deepEqual(second.got[1]?.params, first.got[0]?.params);
  });
}

test('a request that the person was asked about is never made again: its fate is said to be unknown (P2)', async (t) => {
  const at = await makeHome(t);
  const first = await scriptedBroker(t, at, waits('unlock', 'approval'));
  const agent = await shimHere(t, at);
  const told: (string | undefined)[] = [];
  const asked = agent.ask('run_with_secrets', run, { onprogress: ({ message }) => told.push(message) });
  await until('the question', () => /approve/.test(told.at(-1) ?? ''));
  await first.server.stop();
  const second = await scriptedBroker(t, at, { 'request.wait': unknown, 'run.start': () => done });
  assert.equal((await asked).code, 'connection_lost');
  assert.deepEqual(methods(second), ['request.wait']);
});

test('a running command does not outlive Postern: the call ends as soon as nobody is there (P2)', async (t) => {
  const at = await makeHome(t);
  const first = await scriptedBroker(t, at, waits('unlock', 'run'));
  const agent = await shimHere(t, at);
  const told: (string | undefined)[] = [];
  const asked = agent.ask('run_with_secrets', run, { onprogress: ({ message }) => told.push(message) });
  await until('the run', () => told.at(-1) === 'It is under way');
  await first.server.stop();
  assert.equal((await asked).code, 'connection_lost');
});

test('a broker that stays away for too long ends the wait, and says whether anything can have run', async (t) => {
  for (const [waitingFor, code] of [
    ['approval', 'connection_lost'],
    ['unlock', 'app_not_running'],
  ] as const) {
    const at = await makeHome(t);
    const broker = await scriptedBroker(t, at, waits(waitingFor));
    const agent = await shimHere(t, at, { timing: { ...quick, comeBackMs: 50 } });
    const asked = agent.ask('run_with_secrets', run);
    await until('the wait', () => broker.got.length === 2);
    await broker.server.stop();
    assert.equal((await asked).code, code);
  }
});

test('a client with little patience is told that Postern is not running, and waits for the same id afterwards', async (t) => {
  const at = await makeHome(t);
  const first = await scriptedBroker(t, at, waits('approval'));
  const agent = await shimHere(t, at, { timing: { ...quick, patienceMs: () => 1_000 } });
  const asked = agent.ask('run_with_secrets', run);
  await until('the wait', () => first.got.length === 2);
  await first.server.stop();
  const { status, message, request_id, waiting_for } = await asked;
  assert.deepEqual(
    [status, message, request_id, waiting_for],
    ['pending', 'Postern is not running.', requestId, undefined],
  );
  await scriptedBroker(t, at, { 'request.wait': () => done });
  assert.equal((await agent.ask('wait_for_request', { request_id: requestId })).status, 'completed');
});

test('a new shim of the same client waits for an id that another one got, also before Postern is back', async (t) => {
  const at = await makeHome(t);
  const agent = await shimProcess(t, at, ['--client', 'claude-code']);
  const told: (string | undefined)[] = [];
  const asked = agent.ask(
    'wait_for_request',
    { request_id: requestId },
    { onprogress: ({ message }) => told.push(message) },
  );
  await until('the words', () => told.at(-1) === awayWords);
  const broker = await scriptedBroker(t, at, { 'request.wait': () => done });
  assert.equal((await asked).status, 'completed');
  assert.deepEqual(methods(broker), ['request.wait']);
});

test('an id that nobody knows is said to be unknown; after a restart its fate is not known', async (t) => {
  const at = await makeHome(t);
  const agent = await shimHere(t, at);
  const told: (string | undefined)[] = [];
  const wait = (onprogress = () => {}) => agent.ask('wait_for_request', { request_id: requestId }, { onprogress });
  const asked = wait(() => told.push('said'));
  await until('the words', () => told.length > 0);
  await scriptedBroker(t, at, { 'request.wait': unknown });
  assert.equal((await asked).code, 'connection_lost');
  assert.equal((await wait()).code, 'unknown_request');
});

test('a cancelled call ends at once while Postern is away, and nobody is asked afterwards', async (t) => {
  const at = await makeHome(t);
  const first = await scriptedBroker(t, at, waits('approval'));
  const agent = await shimHere(t, at);
  const stop = new AbortController();
  const told: (string | undefined)[] = [];
  const asked = agent.ask('run_with_secrets', run, {
    signal: stop.signal,
    onprogress: ({ message }) => told.push(message),
  });
  await until('the wait', () => first.got.length === 2);
  await first.server.stop();
  await until('the words', () => told.some((words) => words?.startsWith(awayWords)));
  stop.abort('user-cancel');
  await assert.rejects(asked);
  const second = await scriptedBroker(t, at, {
    'session.status': () => ({ state: 'locked', locksAt: null, secretCount: null, waiting: 0 }),
  });
  assert.equal((await agent.ask('session_status')).vault, 'locked');
  assert.deepEqual(methods(second), ['session.status']);
});

const endings: readonly { readonly name: string; readonly end: (agent: RawAgent) => void }[] = [
  { name: 'the end of stdin', end: (agent) => agent.process.stdin.end() },
  { name: 'SIGINT', end: (agent) => agent.process.kill('SIGINT') },
];

for (const { name, end } of endings) {
  test(`${name} ends a shim that waits for Postern to come back, and leaves nothing behind`, async (t) => {
    const at = await makeHome(t);
    const first = await scriptedBroker(t, at, waits('approval'));
    const agent = new RawAgent(t, at);
    agent.run('true');
    await until('the wait', () => first.got.length === 2);
    await first.server.stop();
    await until('the words', () => agent.lines.some((line) => line.includes(awayWords)));
    end(agent);
    assert.equal(await agent.ended(), 0);
    const second = await scriptedBroker(t, at, {});
    assert.deepEqual(second.opened, []);
  });
}

test('an app that the person ended is not started again by what waits for it; a new call may', async (t) => {
  const at = await makeHome(t);
  let orders = 0;
  const broker = new BrokerConnection({
    endpoints: [at.socket],
    uid: null,
    hello: () => Promise.reject(new Error('nobody listens')),
    renewKey: async () => {},
    startApp: async () => {
      orders += 1;
      return false;
    },
  });
  const options = { signal: new AbortController().signal, onProgress: () => {} };
  const wait = (mayStart: boolean) => broker.call('session.status', {}, { ...options, mayStart });
  await assert.rejects(wait(false), { code: 'app_not_running' });
  assert.equal(orders, 0);
  await assert.rejects(wait(true), { code: 'app_not_running' });
  assert.equal(orders, 1);
});
