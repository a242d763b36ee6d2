// The tool http_request, with a scripted broker behind it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RequestAnswer, RequestOutcome } from '../app/contract/run.ts';
import { SecretName } from '../app/contract/vocabulary.ts';
import { until } from '../app/socket/socket.testkit.ts';
import { makeHome, requestId, scriptedBroker, shimHere } from './shim.testkit.ts';

const call = { method: 'GET', url: 'https://api.github.com/user', secrets: ['github/token'] };
const done = (outcome: RequestOutcome): RequestAnswer => ({ state: 'done', requestId, outcome });
const pending: RequestAnswer = { state: 'pending', requestId, waitingFor: 'approval' };
const answered: RequestOutcome = {
  ...{ kind: 'answered', status: 302, body: '{"token":"[REDACTED:github/token]"}', cutBytes: 0, withheld: null },
  headers: [
    ['Location', 'https://github.com/login'],
    ['Set-Cookie', 'a=1'],
    ['set-cookie', 'b=2'],
  ],
  redactions: [{ name: SecretName.parse('github/token'), count: 1 }],
  ...{ bodyBytes: 42, durationMs: 12 },
};

test('an answer comes back complete in both forms, and the broker got exactly what was asked', async (t) => {
  const at = await makeHome(t);
  const broker = await scriptedBroker(t, at, { 'call.start': () => done(answered) });
  const agent = await shimHere(t, at);
  const answer = await agent.call('http_request', {
    ...{ ...call, headers: { Accept: 'text/plain' }, timeout_seconds: 7, max_answer_bytes: 2048, reason: 'To see' },
  });
  assert.equal(answer.isError, false);
  assert.deepEqual(answer.structuredContent, {
    ...{ status: 'answered', http_status: 302, body: '{"token":"[REDACTED:github/token]"}', cut_bytes: 0 },
    headers: { location: 'https://github.com/login', 'set-cookie': 'a=1\nb=2' },
    ...{ body_bytes: 42, redactions: [{ name: 'github/token', count: 1 }], duration_ms: 12 },
    next: 'A redirect is not followed. Call the address in `location` if it is the right one.',
  });
  const [text] = answer.content;
  assert.ok(
    text?.type === 'text' && /http_status: 302\n.*body:\n\{"token":"\[REDACTED:github\/token\]"\}$/s.test(text.text),
  );
  const headers = [['Accept', 'text/plain']];
  const request = { ...call, headers, timeoutMs: 7000, maxAnswerBytes: 2048, reason: 'To see' };
  assert.deepEqual(
    broker.got.map(({ method, params }) => [method, params]),
    [['call.start', { request, waitMs: 0 }]],
  );
});

test('JSON is written out and named as such, unless the headers name it otherwise; with a text beside it, it is refused', async (t) => {
  const at = await makeHome(t);
  const broker = await scriptedBroker(t, at, { 'call.start': () => done(answered) });
  const agent = await shimHere(t, at);
  const post = { ...call, method: 'POST', json: { a: ['ü', null] } };
  await agent.ask('http_request', post);
  await agent.ask('http_request', { ...post, headers: { 'content-type': 'application/merge-patch+json' } });
  await agent.ask('http_request', { ...post, json: [] });
  const sent = broker.got.map(({ params }) => 'request' in params && 'url' in params.request && params.request);
  assert.deepEqual(
    sent.map((request) => request && [request.body, request.headers]),
    [
      ['{"a":["ü",null]}', [['Content-Type', 'application/json']]],
      ['{"a":["ü",null]}', [['content-type', 'application/merge-patch+json']]],
      ['[]', [['Content-Type', 'application/json']]],
    ],
  );
  const both = await agent.ask('http_request', { ...post, body: 'x' });
  assert.deepEqual([both.code, both.next?.includes('body or json')], ['bad_request', true]);
  assert.equal((await agent.ask('http_request', { ...call, secrets: [] })).code, 'bad_request');
  assert.equal(broker.got.length, 3);
});

test('a blocked request is an error that says what kind of thing it held, and never which or where (P1)', async (t) => {
  const at = await makeHome(t);
  await scriptedBroker(t, at, { 'call.start': () => done({ kind: 'blocked', findings: ['secret_shape'] }) });
  const answer = await (await shimHere(t, at)).call('http_request', call);
  assert.equal(answer.isError, true);
  const { status, code, retry, blocked_for } = Object(answer.structuredContent);
  assert.deepEqual([status, code, retry, blocked_for], ['blocked', 'call_blocked', 'changed', ['secret_shape']]);
});

test('what waits comes back as pending and is picked up by its id; a cancelled call withdraws it', async (t) => {
  const at = await makeHome(t);
  const waits: RequestAnswer[] = [pending, done(answered)];
  const broker = await scriptedBroker(t, at, {
    'call.start': () => pending,
    'request.wait': () => waits.shift() ?? new Promise(() => {}),
  });
  const agent = await shimHere(t, at);
  const first = await agent.ask('http_request', call);
  assert.deepEqual([first.status, first.request_id, first.waiting_for], ['pending', requestId, 'approval']);
  assert.equal((await agent.ask('wait_for_request', { request_id: requestId })).http_status, 302);
  const leaving = new AbortController();
  const told: string[] = [];
  const onprogress = ({ message = '' }) => void told.push(message);
  const left = agent.ask('http_request', call, { signal: leaving.signal, onprogress }).catch(() => {});
  await until('the wait', () => broker.got.at(-1)?.method === 'request.wait' && told.length > 0);
  assert.equal(told[0], 'Waiting for you to approve in Postern');
  leaving.abort();
  await until('the withdrawal', () => broker.got.at(-1)?.signal.aborted === true);
  await left;
});
