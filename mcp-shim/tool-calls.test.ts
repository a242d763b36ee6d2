import assert from 'node:assert/strict';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { BrokerError } from '../app/contract/fault.ts';
import type { RequestAnswer, RunOutcome } from '../app/contract/run.ts';
import { ToolOutput } from '../app/contract/tool-schemas.ts';
import { SecretName } from '../app/contract/vocabulary.ts';
import { until } from '../app/socket/socket.testkit.ts';
import { bareBroker, makeHome, quick, requestId, scriptedBroker, shimHere } from './shim.testkit.ts';

const token = SecretName.parse('github/token');
const run = { command: 'gh pr list', secrets: [{ name: 'github/token' }] };
const pendingApproval: RequestAnswer = { state: 'pending', requestId, waitingFor: 'approval' };
const lockedView = { state: 'locked', locksAt: null, secretCount: null, waiting: 0 };
const done = (outcome: RunOutcome): RequestAnswer => ({ state: 'done', requestId, outcome });
const completed: RunOutcome = {
  kind: 'completed',
  exitCode: 3,
  signal: null,
  timedOut: false,
  output: 'token is [REDACTED:github/token]\n',
  cutBytes: 0,
  withheld: null,
  outputBytes: 33,
  redactions: [{ name: token, count: 1 }],
  durationMs: 12,
};

test('a run comes back complete in both forms, and the broker got exactly what was asked', async (t) => {
  const at = await makeHome(t);
  const broker = await scriptedBroker(t, at, { 'run.start': () => done(completed) });
  const agent = await shimHere(t, at);
  const answer = await agent.call('run_with_secrets', {
    ...run,
    timeout_seconds: 7,
    tty: false,
    reason: 'To list PRs',
  });
  assert.equal(answer.isError, false);
  assert.deepEqual(answer.structuredContent, {
    status: 'completed',
    exit_code: 3,
    timed_out: false,
    output: 'token is [REDACTED:github/token]\n',
    cut_bytes: 0,
    output_bytes: 33,
    redactions: [{ name: 'github/token', count: 1 }],
    duration_ms: 12,
  });
  const [text] = answer.content;
  assert.ok(
    text?.type === 'text' && text.text.includes('exit_code: 3') && text.text.endsWith('[REDACTED:github/token]\n'),
  );
  assert.deepEqual(
    broker.got.map(({ method, params }) => [method, params]),
    [
      [
        'run.start',
        { request: { ...run, cwd: at.home, timeoutMs: 7000, tty: false, reason: 'To list PRs' }, waitMs: 0 },
      ],
    ],
  );
});

test("a relative folder is taken from the shim's own, and a shim without one asks for an absolute one", async (t) => {
  const at = await makeHome(t);
  const broker = await scriptedBroker(t, at, { 'run.start': () => done(completed) });
  await (await shimHere(t, at)).ask('run_with_secrets', { ...run, cwd: 'api/../web' });
  const lost = await shimHere(t, at, { cwd: null });
  assert.equal((await lost.ask('run_with_secrets', { ...run, cwd: 'web' })).code, 'cwd_missing');
  assert.equal((await lost.ask('run_with_secrets', { ...run, cwd: '/srv' })).status, 'completed');
  const folders = broker.got.map(({ params }) =>
    'request' in params && 'cwd' in params.request ? params.request.cwd : null,
  );
  assert.deepEqual(folders, [join(at.home, 'web'), '/srv']);
});

test('the broker is told the client, its claims and no session where there is none', async (t) => {
  const at = await makeHome(t);
  const broker = await scriptedBroker(t, at, { 'secrets.list': () => ({ secrets: [] }) });
  const agent = await shimHere(t, at);
  assert.deepEqual(await agent.ask('list_secrets'), {
    status: 'completed',
    secrets: [],
    next: 'No secret fits. Call request_secret to ask the person for one.',
  });
  const { key: _key, ...hello } = broker.opened[0]?.hello ?? {};
  const claims = { name: 'claude-code', version: '2.1.330' };
  assert.deepEqual(hello, { type: 'hello', protocol: 1, client: 'claude-code', claims, session: null });
});

test('a waiting call tells the person what for, at once and then every so often, with growing progress', async (t) => {
  const at = await makeHome(t);
  const { promise: answered, resolve: answer } = Promise.withResolvers<RequestAnswer>();
  await scriptedBroker(t, at, {
    'run.start': () => ({ ...pendingApproval, waitingFor: 'unlock' }),
    'request.wait': (_params, { progress }) => {
      progress('approval');
      return answered;
    },
  });
  const agent = await shimHere(t, at);
  const told: { progress: number; message?: string | undefined }[] = [];
  const asked = agent.ask('run_with_secrets', run, { onprogress: (step) => told.push(step) });
  const unlock = 'Waiting for you to unlock Postern';
  const approve = 'Waiting for you to approve in Postern';
  const said = () => told.map(({ message }) => message);
  await until('a word of how long', () =>
    said().some((message) => /to approve in Postern \(\d+ s\)$/.test(message ?? '')),
  );
  answer(done(completed));
  assert.equal((await asked).status, 'completed');
  // A machine that is busy has time for a beat of the first, too.
  assert.deepEqual(
    said().filter((message) => !message?.endsWith(' s)')),
    [unlock, approve],
  );
  assert.ok(told.every(({ progress }, at) => at === 0 || progress > (told[at - 1]?.progress ?? 0)));
});

test('a client with little patience gets pending with an id, and wait_for_request picks the answer up', async (t) => {
  const at = await makeHome(t);
  const waits: RequestAnswer[] = [pendingApproval, { ...pendingApproval, waitingFor: 'run' }, done(completed)];
  const broker = await scriptedBroker(t, at, {
    'run.start': () => pendingApproval,
    'request.wait': () => waits.shift(),
  });
  const agent = await shimHere(t, at, { timing: { ...quick, patienceMs: () => 45_000 } });
  const first = await agent.ask('run_with_secrets', run);
  assert.deepEqual([first.status, first.request_id, first.waiting_for], ['pending', requestId, 'approval']);
  assert.equal((await agent.ask('wait_for_request', { request_id: requestId })).waiting_for, 'run');
  assert.equal((await agent.ask('wait_for_request', { request_id: requestId })).status, 'completed');
  const asked = broker.got.flatMap(({ method, params }) =>
    'waitMs' in params ? [[method, params.waitMs > 44_000]] : [],
  );
  assert.deepEqual(asked, [
    ['run.start', false],
    ['request.wait', true],
    ['request.wait', true],
    ['request.wait', true],
  ]);
});

test('a cancelled call is withdrawn at the broker, and only that one', async (t) => {
  const at = await makeHome(t);
  const broker = await scriptedBroker(t, at, { 'run.start': () => pendingApproval });
  const agent = await shimHere(t, at);
  const stop = new AbortController();
  const cancelled = agent.ask('run_with_secrets', run, { signal: stop.signal });
  const kept = agent.ask('run_with_secrets', run).catch(() => null);
  await until('both wait', () => broker.got.filter(({ method }) => method === 'request.wait').length === 2);
  stop.abort('user-cancel');
  await assert.rejects(cancelled);
  const waits = broker.got.filter(({ method }) => method === 'request.wait');
  await until('the abort', () => waits[0]?.signal.aborted === true);
  assert.equal(waits[1]?.signal.aborted, false);
  await agent.client.close();
  await kept;
});

test('answers may overtake each other', async (t) => {
  const at = await makeHome(t);
  const { promise: late, resolve } = Promise.withResolvers<RequestAnswer>();
  await scriptedBroker(t, at, {
    'run.start': () => late,
    'session.status': () => ({ state: 'unlocked', locksAt: 0, secretCount: 2, waiting: 1 }),
  });
  const agent = await shimHere(t, at);
  const running = agent.ask('run_with_secrets', run);
  assert.deepEqual(await agent.ask('session_status'), {
    status: 'completed',
    vault: 'unlocked',
    locks_at: '1970-01-01T00:00:00.000Z',
    secret_count: 2,
    questions_waiting: 1,
  });
  resolve(done(completed));
  assert.equal((await running).status, 'completed');
});

test('a run whose connection broke before it had an id is never repeated; a list is, once', async (t) => {
  const at = await makeHome(t);
  const got: string[] = [];
  await bareBroker(t, at, ({ id, method }, socket) => {
    got.push(method);
    if (got.length < 3) socket.destroy();
    else socket.write(`${JSON.stringify({ type: 'result', id, result: { secrets: [] } })}\n`);
  });
  const agent = await shimHere(t, at);
  const lost = await agent.ask('run_with_secrets', run);
  assert.deepEqual([lost.code, lost.retry], ['connection_lost', 'later']);
  assert.equal((await agent.ask('list_secrets')).status, 'completed');
  assert.deepEqual(got, ['run.start', 'secrets.list', 'secrets.list']);
});

const misfits: readonly {
  readonly name: string;
  readonly says: (id: number) => string | Buffer;
  readonly code: string;
}[] = [
  { name: 'an oversized answer', says: () => Buffer.alloc(17 * 1024 * 1024, 0x20), code: 'frame_too_large' },
  { name: 'bytes that are not JSON', says: () => 'hello?\n', code: 'frame_malformed' },
  { name: 'a frame of an unknown type', says: () => '{"type":"gossip"}\n', code: 'protocol_version' },
  {
    name: 'a result of another shape',
    says: (id) => `${JSON.stringify({ type: 'result', id, result: { state: 'open' } })}\n`,
    code: 'protocol_version',
  },
  {
    name: 'word that the versions differ',
    says: () => '{"type":"error","id":null,"code":"protocol_version","message":""}\n',
    code: 'protocol_version',
  },
];

for (const { name, says, code } of misfits) {
  test(`${name} becomes a coded failure, and the next call connects anew`, async (t) => {
    const at = await makeHome(t);
    let calls = 0;
    await bareBroker(t, at, ({ id }, socket) => {
      calls += 1;
      if (calls === 1) socket.end(says(id));
      else socket.write(`${JSON.stringify({ type: 'result', id, result: lockedView })}\n`);
    });
    const agent = await shimHere(t, at);
    assert.equal((await agent.ask('session_status')).code, code);
    assert.equal((await agent.ask('session_status')).vault, 'locked');
  });
}

test('each answer of a person is told apart from a failure, and says whether to ask again', async (t) => {
  const at = await makeHome(t);
  const outcomes: RunOutcome[] = [
    { kind: 'denied', by: 'person', reason: 'use the staging token' },
    { kind: 'expired', waitedFor: 'unlock' },
    { kind: 'cancelled', by: 'lock' },
    { kind: 'failed', code: 'unknown_secret', message: '', about: ['github/tokn'], near: ['github/token'] },
  ];
  await scriptedBroker(t, at, { 'run.start': () => done(outcomes.shift() ?? completed) });
  const agent = await shimHere(t, at);
  const seen = [];
  for (const _ of [...outcomes]) {
    const { isError, structuredContent } = await agent.call('run_with_secrets', run);
    const { status, retry, reason, near, next } = ToolOutput.parse(structuredContent);
    seen.push({ isError, status, retry, reason, near });
    assert.ok(next);
  }
  assert.deepEqual(seen, [
    { isError: false, status: 'denied', retry: 'no', reason: 'use the staging token', near: undefined },
    { isError: false, status: 'expired', retry: 'later', reason: undefined, near: undefined },
    { isError: false, status: 'cancelled', retry: 'later', reason: undefined, near: undefined },
    { isError: true, status: 'failed', retry: 'changed', reason: undefined, near: ['github/token'] },
  ]);
});

test('who said no is told, and that asking a rule or a remembered no again will not help', async (t) => {
  const at = await makeHome(t);
  const outcomes: RunOutcome[] = [
    { kind: 'denied', by: 'person', reason: null },
    { kind: 'denied', by: 'remembered', reason: 'not on Fridays' },
    { kind: 'denied', by: 'rule', reason: null },
  ];
  await scriptedBroker(t, at, { 'run.start': () => done(outcomes.shift() ?? completed) });
  const agent = await shimHere(t, at);
  const seen = [];
  for (const _ of [...outcomes]) {
    const { status, denied_by, reason, retry, next } = await agent.ask('run_with_secrets', run);
    seen.push([status, denied_by, reason, retry, /^Asking again will not help/.test(next ?? '')]);
  }
  assert.deepEqual(seen, [
    ['denied', 'person', undefined, 'no', false],
    ['denied', 'remembered', 'not on Fridays', 'no', true],
    ['denied', 'rule', undefined, 'no', true],
  ]);
});

test('what changed after the approval is said, and an unknown environment has its own advice', async (t) => {
  const at = await makeHome(t);
  const outcomes: RunOutcome[] = [
    { kind: 'failed', code: 'action_changed', message: '', about: ['script ./deploy.sh has other content'] },
    { kind: 'failed', code: 'environment_unknown', message: '' },
  ];
  const broker = await scriptedBroker(t, at, { 'run.start': () => done(outcomes.shift() ?? completed) });
  const agent = await shimHere(t, at);
  const changed = await agent.ask('run_with_secrets', { ...run, environment: 'dev' });
  assert.deepEqual([changed.retry, changed.about], ['later', ['script ./deploy.sh has other content']]);
  assert.equal((await agent.ask('run_with_secrets', run)).retry, 'changed');
  const environments = broker.got.map(({ params }) =>
    'request' in params && 'cwd' in params.request ? params.request.environment : null,
  );
  assert.deepEqual(environments, ['dev', undefined]);
});

test('request_secret sends the wish and answers with the name alone', async (t) => {
  const at = await makeHome(t);
  const added = { state: 'done', requestId, outcome: { kind: 'added', name: token, env: 'GITHUB_TOKEN' } };
  const broker = await scriptedBroker(t, at, { 'secret.request': () => added });
  const agent = await shimHere(t, at);
  const wish = { name: 'github/token', purpose: 'To list PRs' };
  assert.deepEqual(await agent.ask('request_secret', { ...wish, obtain_from: 'https://github.com/settings/tokens' }), {
    status: 'completed',
    name: 'github/token',
    env: 'GITHUB_TOKEN',
  });
  assert.deepEqual(broker.got[0]?.params, {
    wish: { ...wish, obtainFrom: 'https://github.com/settings/tokens' },
    waitMs: 0,
  });
});

test('P1: a value as an argument is refused before it goes anywhere, and is not quoted', async (t) => {
  const at = await makeHome(t);
  const broker = await scriptedBroker(t, at, {});
  const agent = await shimHere(t, at);
  const answer = await agent.call('request_secret', { name: 'github/token', purpose: 'x', value: 'hunter2-value' });
  assert.equal(ToolOutput.parse(answer.structuredContent).code, 'bad_request');
  assert.equal(JSON.stringify(answer).includes('hunter2'), false);
  assert.deepEqual([broker.opened, broker.got], [[], []]);
});

test('an input that does not fit says where and how', async (t) => {
  const at = await makeHome(t);
  const agent = await shimHere(t, at);
  const { code, retry, next } = await agent.ask('run_with_secrets', { command: 'ls', secrets: [{ name: 7 }] });
  assert.deepEqual([code, retry], ['bad_request', 'changed']);
  assert.match(next ?? '', /secrets\[0\]\.name: .*string/);
});

test('a client that the person is still being asked about is told to call again', async (t) => {
  const at = await makeHome(t);
  await scriptedBroker(t, at, { 'secrets.list': () => Promise.reject(new BrokerError('client_waiting')) });
  const answer = await (await shimHere(t, at)).call('list_secrets');
  const { status, waiting_for, request_id } = ToolOutput.parse(answer.structuredContent);
  assert.deepEqual([answer.isError, status, waiting_for, request_id], [false, 'pending', 'pairing', undefined]);
});

test('a key that others can read is not used: nothing is said to the broker', async (t) => {
  const at = await makeHome(t);
  const broker = await scriptedBroker(t, at, { 'session.status': () => lockedView });
  const agent = await shimHere(t, at);
  await mkdir(at.keyFolder, { recursive: true });
  await writeFile(join(at.keyFolder, 'claude-code.key'), `${'k'.repeat(43)}\n`, { mode: 0o644 });
  assert.equal((await agent.ask('session_status')).code, 'client_key_unusable');
  assert.deepEqual(broker.opened, []);
});

test("the key goes only to a socket in a folder that is this account's own", async (t) => {
  const at = await makeHome(t);
  const broker = await scriptedBroker(t, at, { 'session.status': () => lockedView });
  const agent = await shimHere(t, at);
  await chmod(dirname(at.socket), 0o777);
  assert.equal((await agent.ask('session_status')).code, 'endpoint_unsafe');
  assert.deepEqual(broker.opened, []);
});

test('a client that asks for no progress gets none', async (t) => {
  const at = await makeHome(t);
  await scriptedBroker(t, at, { 'run.start': () => pendingApproval, 'request.wait': () => done(completed) });
  const agent = await shimHere(t, at);
  const stray: unknown[] = [];
  agent.client.fallbackNotificationHandler = async (notification) => {
    stray.push(notification);
  };
  agent.client.onerror = (error) => stray.push(error);
  assert.equal((await agent.ask('run_with_secrets', run)).status, 'completed');
  assert.deepEqual(stray, []);
});

test('an unknown tool is a protocol error', async (t) => {
  const agent = await shimHere(t, await makeHome(t));
  await assert.rejects(agent.call('vault_export'), { code: -32602 });
});

test('the guide needs no broker', async (t) => {
  const agent = await shimHere(t, await makeHome(t));
  const answer = await agent.ask('get_guide');
  assert.match(answer.guide ?? '', /run_with_secrets/);
});
