// The whole run, from socket bytes to the pty and back, against every bad input of a request.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { allowOnce } from '../contract/approval.ts';
import type { RunRequest } from '../contract/run.ts';
import { startBroker, token } from './broker.testkit.ts';

test('runs an approved command with the secret and returns redacted output (P1, P2)', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  const agent = house.connect();
  const outcome = await agent.outcome({ command: 'printf "%s|" "$TOKEN"; printf %s "$TOKEN" | base64; exit 3' });
  assert.equal(outcome.kind, 'completed');
  assert.ok(outcome.kind === 'completed');
  assert.equal(outcome.exitCode, 3);
  assert.match(outcome.output, /^\[REDACTED:api\/token\]\|\[REDACTED:api\/token\]/);
  assert.deepEqual(outcome.redactions, [{ name: 'api/token', count: 2 }]);
  assert.equal(agent.received().includes(token), false);
  assert.equal(house.shown.filter(({ kind }) => kind === 'run').length, 1);
});

test('writes request, question, answer, start and end to the audit log in that order, and never the value (P3)', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  await house.connect().outcome({ command: `echo ${token}` });
  const kinds = house.kinds();
  const run = kinds.slice(kinds.indexOf('request.received'));
  assert.deepEqual(run, ['request.received', 'approval.asked', 'approval.allowed', 'run.started', 'run.finished']);
  assert.equal(JSON.stringify(house.audit()).includes(token), false);
  assert.match(JSON.stringify(house.audit()), /echo \[REDACTED:api\/token\]/);
});

test('a denial reaches the agent with its reason, and nothing runs', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  house.answer = { kind: 'deny', reason: 'Use the staging token instead.', remember: 'no' };
  const file = join(house.folder, 'made');
  const outcome = await house.connect().outcome({ command: `touch ${file}` });
  assert.deepEqual(outcome, { kind: 'denied', by: 'person', reason: 'Use the staging token instead.' });
  assert.throws(() => chmodSync(file, 0o600));
  assert.equal(house.kinds().includes('run.started'), false);
  assert.ok(house.kinds().includes('approval.denied'));
});

test('"I did not ask for this" pauses the client first: its next call is refused without a question (P8)', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  house.answer = { kind: 'not_mine' };
  const agent = house.connect();
  assert.deepEqual(await agent.outcome({}), { kind: 'denied', by: 'person', reason: null });
  const asked = house.shown.length;
  const next = await agent.outcome({});
  assert.ok(next.kind === 'failed' && next.code === 'client_paused');
  assert.equal(house.shown.length, asked);
  await assert.rejects(agent.call('secrets.list', {}), /client_paused/);
  assert.ok(house.audit().some((event) => event.kind === 'client.paused' && event.why === 'not_mine'));
});

test('an answer that nobody gives expires; it is neither yes nor no', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  house.answer = null;
  const agent = house.connect();
  const outcome = agent.outcome({});
  await until(() => house.shown.some(({ kind }) => kind === 'run'));
  house.clock.pass(10 * 60_000);
  assert.deepEqual(await outcome, { kind: 'expired', waitedFor: 'approval' });
  assert.ok(house.kinds().includes('approval.expired'));
  assert.equal(house.kinds().includes('run.started'), false);
});

test('a cancelled call withdraws its question at once', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  house.answer = null;
  const agent = house.connect();
  const outcome = agent.outcome({}).catch((error: Error) => error.message);
  await until(() => house.shown.some(({ kind }) => kind === 'run'));
  agent.cancelLast();
  await until(() => house.broker.person.waiting().length === 0);
  await outcome;
  assert.ok(house.audit().some((event) => event.kind === 'approval.withdrawn' && event.by === 'agent'));
});

test('a shim that goes away for 30 s takes its question with it; one that comes back in time finds it', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  house.answer = null;
  const first = house.connect('test-agent');
  const pending = await first.run({}, 0).then(async (answer) => {
    await until(() => house.shown.some(({ kind }) => kind === 'run'));
    return answer;
  });
  first.close();
  await until(() => house.broker.person.listClients().every(({ connected }) => !connected));
  house.clock.pass(20_000);
  const second = house.connect('test-agent', first.key);
  const again = second.call('request.wait', { requestId: pending.requestId, waitMs: 0 });
  assert.equal(((await again) as { state: string }).state, 'pending');
  house.clock.pass(20_000);
  assert.equal(house.broker.person.waiting().length, 1);
  second.close();
  await until(() => {
    house.clock.pass(10_000);
    return house.broker.person.waiting().length === 0;
  });
  assert.ok(house.audit().some((event) => event.kind === 'approval.withdrawn' && event.by === 'disconnect'));
});

test('another client with the same name but another key cannot pick up the request (P8)', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  const agent = house.connect('test-agent');
  const { requestId } = await agent.run({}, 0);
  const thief = house.connect('test-agent');
  await assert.rejects(thief.call('request.wait', { requestId, waitMs: 0 }), /unknown_request/);
  await assert.rejects(thief.call('request.cancel', { requestId }), /unknown_request/);
});

test('a request made while locked waits, is asked after unlock, and runs (P4)', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  house.broker.person.lock('person');
  const outcome = house.connect().outcome({ command: 'echo done' });
  await until(() => house.broker.person.knocking().length === 1);
  assert.equal(house.shown.length, 0);
  await house.unlock();
  const done = await outcome;
  assert.ok(done.kind === 'completed' && done.output === 'done\n');
});

test('a request made while locked expires in words when nobody unlocks', async (t) => {
  const house = await startBroker(t);
  house.broker.person.lock('person');
  const outcome = house.connect().outcome({});
  await until(() => house.broker.person.knocking().length === 1);
  house.clock.pass(10 * 60_000);
  assert.deepEqual(await outcome, { kind: 'expired', waitedFor: 'unlock' });
});

test('a lock kills what runs and keeps what waits (P4)', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  const agent = house.connect();
  const running = agent.outcome({ command: 'sleep 600' });
  await until(() => house.kinds().includes('run.started'));
  house.answer = null;
  const waiting = agent.outcome({ command: 'echo later' });
  await until(() => house.broker.person.waiting().length === 1);
  house.broker.person.lock('person');
  assert.deepEqual(await running, { kind: 'cancelled', by: 'lock' });
  assert.equal(house.broker.person.question(), null);
  assert.equal(house.broker.person.waiting().length, 1);
  house.answer = allowOnce;
  await house.unlock();
  const done = await waiting;
  assert.ok(done.kind === 'completed' && done.output === 'later\n');
});

test('a session grant covers the same action without a question, and no other; a lock ends it', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  house.answer = { ...allowOnce, lasting: { kind: 'session' } };
  const agent = house.connect();
  const asked = (): number => house.shown.filter(({ kind }) => kind === 'run').length;
  await agent.outcome({ command: 'echo one' });
  await agent.outcome({ command: 'echo one' });
  assert.equal(asked(), 1);
  assert.ok(house.kinds().includes('grant.used'));
  await agent.outcome({ command: 'echo two' });
  assert.equal(asked(), 2);
  house.broker.person.lock('person');
  await house.unlock();
  await agent.outcome({ command: 'echo one' });
  assert.equal(asked(), 3);
});

test('a session answer to a command that cannot be read does not count; a yes for once does', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  house.answer = { ...allowOnce, lasting: { kind: 'session' } };
  const outcome = house.connect().outcome({ command: 'echo $(echo hi)' });
  await until(() => house.shown.some(({ kind }) => kind === 'run'));
  assert.equal(house.kinds().includes('run.started'), false);
  house.answer = allowOnce;
  house.addSecret('other/secret', 'Another-Value-1234');
  assert.equal((await outcome).kind, 'completed');
});

test('what was approved is what runs: a script changed after the question is refused (P10)', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  const script = join(house.folder, 'deploy.sh');
  writeFileSync(script, '#!/bin/sh\necho good\n', { mode: 0o755 });
  house.answer = null;
  const agent = house.connect();
  const outcome = agent.outcome({ command: './deploy.sh' });
  await until(() => house.shown.some(({ kind }) => kind === 'run'));
  writeFileSync(script, '#!/bin/sh\necho evil\n');
  house.answer = allowOnce;
  house.addSecret('other/secret', 'Another-Value-1234');
  const done = await outcome;
  assert.ok(done.kind === 'failed' && done.code === 'action_changed');
  assert.equal(house.kinds().includes('run.started'), false);
  assert.ok(house.audit().some((event) => event.kind === 'run.changed'));
});

test('an unknown name is refused with the names near it', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  const outcome = await house.connect().outcome({ secrets: [{ name: 'api/tokn' }] });
  assert.ok(outcome.kind === 'failed' && outcome.code === 'unknown_secret');
  assert.deepEqual(outcome.about, ['api/tokn']);
  assert.deepEqual(outcome.near, ['api/token']);
});

const refusals: readonly [string, Partial<RunRequest>, string][] = [
  ['an empty command', { command: '' }, 'command_empty'],
  ['a blank command', { command: ' \n ' }, 'command_empty'],
  ['an empty argv', { command: [] }, 'command_empty'],
  ['a command over 64 KiB', { command: `echo ${'x'.repeat(65_536)}` }, 'command_too_long'],
  ['arguments over 64 KiB', { command: ['echo', 'x'.repeat(65_536)] }, 'command_too_long'],
  ['a NUL in the command', { command: 'echo a\0b' }, 'command_has_nul'],
  ['one of our own markers in the command', { command: 'echo [REDACTED:api/token]' }, 'command_has_marker'],
  ['a missing folder', { cwd: '/no/such/folder' }, 'cwd_missing'],
  ['a relative folder', { cwd: 'x' }, 'cwd_missing'],
  ['a file as folder', { cwd: '/etc/passwd' }, 'cwd_missing'],
  ['no secret at all', { secrets: [] }, 'secrets_empty'],
  ['an invalid variable', { secrets: [{ name: 'api/token', env: '1BAD' }] }, 'env_invalid'],
  ['LD_PRELOAD', { secrets: [{ name: 'api/token', env: 'LD_PRELOAD' }] }, 'env_dangerous'],
  ['NODE_OPTIONS', { secrets: [{ name: 'api/token', env: 'NODE_OPTIONS' }] }, 'env_dangerous'],
  ['PATH', { secrets: [{ name: 'api/token', env: 'PATH' }] }, 'env_dangerous'],
  ['BASH_ENV', { secrets: [{ name: 'api/token', env: 'BASH_ENV' }] }, 'env_dangerous'],
  [
    'a variable given twice',
    {
      secrets: [
        { name: 'api/token', env: 'A' },
        { name: 'api/other', env: 'A' },
      ],
    },
    'env_repeated',
  ],
  [
    'two secrets with the same variable of their own',
    { secrets: [{ name: 'api/token' }, { name: 'api/other' }] },
    'env_repeated',
  ],
  ['a secret without a variable', { secrets: [{ name: 'no/env' }] }, 'env_missing'],
  ['a secret that never leaves', { secrets: [{ name: 'never/leaves', env: 'X' }] }, 'tier_forbids'],
  ['a program that is not there', { command: ['no-such-program-here'] }, 'command_not_found'],
];
test('refuses each bad request with its own code, asks nobody, runs nothing and audits it', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  house.addSecret('api/other', 'Some0ther-Value-77');
  house.addSecret('no/env', 'Yet-An0ther-Value', { env: null });
  house.addSecret('never/leaves', 'short', { tier: 'never' });
  const agent = house.connect();
  await agent.call('secrets.list', {});
  const asked = house.shown.length;
  for (const [what, request, code] of refusals) {
    house.clock.pass(1_000);
    const outcome = await agent.outcome(request);
    assert.ok(outcome.kind === 'failed', what);
    assert.equal(outcome.code, code, what);
    const last = house.audit().at(-1);
    assert.ok(last?.kind === 'run.refused' && last.code === code, what);
  }
  assert.equal(house.shown.length, asked);
  assert.equal(house.kinds().includes('run.started'), false);
});

test('refuses to give a command a value that redaction could not find again (P12)', async (t) => {
  const house = await startBroker(t);
  assert.throws(() => house.addSecret('too/short', 'abc12'), /under 8 characters/);
  assert.throws(() => house.addSecret('too/plain', 'aaaaaaaaaaaa'), /little variety/);
  assert.equal(house.broker.desks.secrets.summaries().length, 0);
});

test('lists views without values, ids or notes (P1)', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token', token, { notes: 'my own note' });
  const agent = house.connect();
  const listed = JSON.stringify(await agent.call('secrets.list', {}));
  assert.match(listed, /api\/token/);
  assert.equal(/my own note|"id"|ghp_/.test(listed), false);
  assert.deepEqual(listed.match(/"value":[^,}]*/g), ['"value":null']);
});

test('tells a locked or missing vault in its own words', async (t) => {
  const empty = await startBroker(t, { vault: false });
  await assert.rejects(empty.connect().call('secrets.list', {}), /no_vault/);
  const outcome = await empty.connect().outcome({});
  assert.ok(outcome.kind === 'failed' && outcome.code === 'no_vault');
  const house = await startBroker(t);
  house.broker.person.lock('person');
  await assert.rejects(house.connect().call('secrets.list', {}), /locked/);
});

test('an agent can lock but not unlock (P9)', async (t) => {
  const house = await startBroker(t);
  const agent = house.connect();
  const view = await agent.call('session.lock', {});
  assert.equal((view as { state: string }).state, 'locked');
  await assert.rejects(agent.call('session.unlock' as 'session.lock', {}), /bad_request/);
});

test('runs in the folder asked for, with the asked PATH shown as different', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  const cwd = join(house.folder, 'work place');
  mkdirSync(cwd);
  const outcome = await house.connect().outcome({ command: 'pwd', cwd, path: '/usr/bin:/bin' });
  assert.ok(outcome.kind === 'completed');
  assert.equal(outcome.output.trim(), cwd);
  const question = house.shown.find(({ kind }) => kind === 'run');
  assert.ok(question?.kind === 'run' && question.action.pathDiffers);
});

async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error('it did not come to be');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
