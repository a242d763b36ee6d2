// The tools about the session and about requests that wait: set_ttl, cancel_request, and calls that are held back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SessionView } from '../app/contract/broker.ts';
import { BrokerError } from '../app/contract/fault.ts';
import type { RequestAnswer } from '../app/contract/run.ts';
import { until } from '../app/socket/socket.testkit.ts';
import type { Broker } from './shim.testkit.ts';
import { makeHome, quick, RawAgent, requestId, scriptedBroker, shimHere } from './shim.testkit.ts';

const hour = 3_600_000;
const unlocked = (inMs: number | null): SessionView => ({
  ...{ state: 'unlocked', secretCount: inMs === null ? null : 2, waiting: 0 },
  locksAt: inMs === null ? null : Date.now() + inMs,
});
const extended: RequestAnswer = { state: 'done', requestId, outcome: { kind: 'extended', until: 86_400_000 } };
const methods = (broker: Broker) => broker.got.map(({ method }) => method);

test('sooner is done at once, and nobody is asked', async (t) => {
  const at = await makeHome(t);
  const broker = await scriptedBroker(t, at, {
    'session.status': () => unlocked(8 * hour),
    'session.shorten': ({ ms }) => unlocked(ms),
  });
  const { status, vault, locks_at } = await (await shimHere(t, at)).ask('set_ttl', { hours: 1.5 });
  assert.deepEqual([status, vault], ['completed', 'unlocked']);
  assert.ok(Math.abs(Date.parse(locks_at ?? '') - Date.now() - 1.5 * hour) < 60_000);
  assert.deepEqual(methods(broker), ['session.status', 'session.shorten']);
  assert.deepEqual(broker.got[1]?.params, { ms: 1.5 * hour });
});

test('later is asked of the person: it may be pending first, and comes with the new time (P9)', async (t) => {
  const at = await makeHome(t);
  const pending: RequestAnswer = { state: 'pending', requestId, waitingFor: 'approval' };
  const waits: RequestAnswer[] = [pending, extended];
  const broker = await scriptedBroker(t, at, {
    'session.status': () => unlocked(hour),
    'session.extend': () => pending,
    'request.wait': () => waits.shift(),
  });
  const agent = await shimHere(t, at, { timing: { ...quick, patienceMs: () => 45_000 } });
  const first = await agent.ask('set_ttl', { hours: 8, reason: 'A long build' });
  assert.deepEqual([first.status, first.request_id, first.waiting_for], ['pending', requestId, 'approval']);
  assert.deepEqual(broker.got[1]?.params, { wish: { hours: 8, reason: 'A long build' }, waitMs: 0 });
  assert.deepEqual(await agent.ask('wait_for_request', { request_id: requestId }), {
    ...{ status: 'completed', vault: 'unlocked', locks_at: '1970-01-02T00:00:00.000Z' },
  });
});

test('a client that is not told when Postern locks is let in first, and asks when that was not enough', async (t) => {
  const at = await makeHome(t);
  const broker = await scriptedBroker(t, at, {
    'session.status': () => unlocked(null),
    'session.shorten': ({ ms }) => unlocked(Math.min(ms, hour)),
    'session.extend': () => extended,
  });
  const agent = await shimHere(t, at);
  assert.equal((await agent.ask('set_ttl', { hours: 0.5 })).status, 'completed');
  assert.deepEqual(methods(broker), ['session.status', 'session.shorten']);
  assert.equal((await agent.ask('set_ttl', { hours: 2 })).locks_at, '1970-01-02T00:00:00.000Z');
  assert.deepEqual(methods(broker).slice(2), ['session.status', 'session.shorten', 'session.extend']);
});

test('there is no time to change while it is locked, and none outside of half an hour to a day', async (t) => {
  const at = await makeHome(t);
  const states = ['locked', 'empty'] as const;
  let asked = 0;
  const broker = await scriptedBroker(t, at, {
    'session.status': () => ({ state: states[asked++], locksAt: null, secretCount: null, waiting: 0 }),
  });
  const agent = await shimHere(t, at);
  assert.equal((await agent.ask('set_ttl', { hours: 1 })).code, 'locked');
  assert.equal((await agent.ask('set_ttl', { hours: 1 })).code, 'no_vault');
  for (const hours of [0, 0.25, 0.7, 24.5, -1, '8', null, Number.MAX_VALUE]) {
    assert.equal((await agent.ask('set_ttl', { hours })).code, 'bad_request', String(hours));
  }
  assert.equal(broker.got.length, 2);
});

test('a no of the person to a longer session reaches the agent with its words', async (t) => {
  const at = await makeHome(t);
  const outcome = { kind: 'denied', by: 'person', reason: 'I leave at five' };
  await scriptedBroker(t, at, {
    'session.status': () => unlocked(hour),
    'session.extend': () => ({ state: 'done', requestId, outcome }),
  });
  const { status, reason, retry } = await (await shimHere(t, at)).ask('set_ttl', { hours: 24 });
  assert.deepEqual([status, reason, retry], ['denied', 'I leave at five', 'no']);
});

test('a pending request is withdrawn once; one that had ended is said to have', async (t) => {
  const at = await makeHome(t);
  const open = [true, false];
  const broker = await scriptedBroker(t, at, { 'request.cancel': () => ({ cancelled: open.shift() }) });
  const agent = await shimHere(t, at);
  const cancel = () => agent.ask('cancel_request', { request_id: requestId });
  assert.deepEqual(await cancel(), { status: 'completed', cancelled: true });
  const late = await cancel();
  assert.deepEqual([late.status, late.cancelled], ['completed', false]);
  assert.match(late.next ?? '', /wait_for_request/);
  assert.deepEqual(broker.got[0]?.params, { requestId });
  assert.equal((await agent.ask('cancel_request', { request_id: 'req_1' })).code, 'bad_request');
});

test('another client’s request is not there to be withdrawn (P8)', async (t) => {
  const at = await makeHome(t);
  await scriptedBroker(t, at, { 'request.cancel': () => Promise.reject(new BrokerError('unknown_request')) });
  const answer = await (await shimHere(t, at)).call('cancel_request', { request_id: requestId });
  assert.equal(answer.isError, true);
  assert.equal(answer.structuredContent?.code, 'unknown_request');
});

test('a request that was withdrawn by its tool is not withdrawn again when the shim ends', async (t) => {
  const at = await makeHome(t);
  const broker = await scriptedBroker(t, at, {
    'request.wait': () => ({ state: 'pending', requestId, waitingFor: 'approval' }),
    'request.cancel': () => ({ cancelled: true }),
  });
  const agent = new RawAgent(t, at);
  for (const name of ['wait_for_request', 'cancel_request']) {
    const before = agent.lines.length;
    agent.say('tools/call', { name, arguments: { request_id: requestId } });
    await until('the answer', () => agent.lines.slice(before).some((line) => line.includes('"structuredContent"')));
  }
  agent.process.stdin.end();
  assert.equal(await agent.ended(), 0);
  assert.deepEqual(methods(broker), ['request.wait', 'request.cancel']);
});

test('a call that came too soon is told how long to wait', async (t) => {
  const at = await makeHome(t);
  await scriptedBroker(t, at, {
    'secrets.list': () => Promise.reject(new BrokerError('rate_limited', { retryMs: 2_300 })),
  });
  const answer = await (await shimHere(t, at)).ask('list_secrets');
  assert.deepEqual([answer.code, answer.retry, answer.retry_after_seconds], ['rate_limited', 'later', 3]);
});
