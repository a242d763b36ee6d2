// What `postern run` asks for, and what it does with each end, against a scripted broker.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { brokerMethods } from '../../app/contract/broker.ts';
import type { RequestAnswer, RunOutcome } from '../../app/contract/run.ts';
import { SecretName } from '../../app/contract/vocabulary.ts';
import { until } from '../../app/socket/socket.testkit.ts';
import { makeHome, requestId, scriptedBroker } from '../shim.testkit.ts';
import { postern } from './cli.testkit.ts';

const pendingApproval: RequestAnswer = { state: 'pending', requestId, waitingFor: 'approval' };
const done = (outcome: RunOutcome): RequestAnswer => ({ state: 'done', requestId, outcome });
const completed: Extract<RunOutcome, { kind: 'completed' }> = {
  kind: 'completed',
  exitCode: 0,
  signal: null,
  timedOut: false,
  output: 'token is [REDACTED:api/token]\n',
  cutBytes: 0,
  withheld: null,
  outputBytes: 30,
  redactions: [{ name: SecretName.parse('api/token'), count: 1 }],
  durationMs: 12,
};
const run = ['run', '-s', 'api/token', '--', 'gh'];

test('asks for exactly what was typed: the words after --, secrets with field and variable, the folder, and piped text', async (t) => {
  const at = await makeHome(t);
  const broker = await scriptedBroker(t, at, { 'run.start': () => done({ ...completed, output: '' }) });
  const secrets = ['--secret', 'api/token', '-s', 'aws.eu/key=AWS_KEY', '-s', 'db/main:password=DB'];
  const more = [
    '--glob',
    'aws/*',
    '--reason',
    'To “see”',
    '--timeout',
    '1.5',
    '-e',
    'dev',
    '--path',
    '/bin',
    '--cwd',
    'sub',
  ];
  await mkdir(join(at.home, 'sub'));
  const args = ['run', ...secrets, ...more, '--', 'gh', '--', '-s', '$TOKEN'];
  const env = { SECRET_MARK: 'mark_5c1d' };
  assert.equal((await postern(t, at, args, { stdin: 'line\n', env }).ended()).code, 0);
  assert.equal((await postern(t, at, ['run', '-s', 'api/token', '-c', 'gh | wc'], { stdin: '' }).ended()).code, 0);
  const [first, second] = broker.got.map(({ params }) => brokerMethods['run.start'].params.parse(params).request);
  assert.deepEqual(first, {
    command: ['gh', '--', '-s', '$TOKEN'],
    secrets: [
      { name: 'api/token' },
      { name: 'aws.eu/key', env: 'AWS_KEY' },
      { name: 'db/main', field: 'password', env: 'DB' },
    ],
    globs: ['aws/*'],
    cwd: join(at.home, 'sub'),
    stdin: 'line\n',
    timeoutMs: 1500,
    tty: false,
    path: '/bin',
    reason: 'To “see”',
    environment: 'dev',
  });
  assert.deepEqual(second, { command: 'gh | wc', secrets: [{ name: 'api/token' }], cwd: at.home, tty: false });
  assert.equal(broker.opened[0]?.hello.client, 'terminal');
  assert.equal(JSON.stringify([broker.opened, broker.got]).includes('mark_5c1d'), false, 'P1: no environment is sent');
});

test('what is no command, no secret and no text is refused before anything is asked, with exit code 2', async (t) => {
  const at = await makeHome(t);
  const broker = await scriptedBroker(t, at, {});
  const wrong: readonly (readonly [readonly string[], RegExp, (string | Uint8Array)?])[] = [
    [['run', '-s', 'a', 'gh'], /Put “--” before the command/],
    [['run', '-s', 'a:b:c', '--', 'gh'], /NAME:FIELD=VARIABLE/],
    [['run', '-s', 'a', '-t', '3601', '--', 'gh'], /from 0.1 to 3600/],
    [run, /over 1 MiB/, 'x'.repeat(1_048_577)],
    [run, /not UTF-8/, Uint8Array.of(0x66, 0xff)],
  ];
  const ended = wrong.map(async ([args, words, stdin]) => {
    const { code, stderr } = await postern(t, at, args, stdin === undefined ? {} : { stdin }).ended();
    assert.equal(code, 2, stderr);
    assert.match(stderr, words);
  });
  await Promise.all(ended);
  assert.deepEqual(broker.opened, []);
});

test('every end has its exit code and its words', async (t) => {
  const at = await makeHome(t);
  const ends: readonly (readonly [RunOutcome, number, string])[] = [
    [{ ...completed, output: '', exitCode: 3 }, 3, ''],
    [{ ...completed, output: '', exitCode: null, signal: 'SIGSEGV' }, 139, ''],
    [{ ...completed, output: '', exitCode: null, signal: 'SIGTERM', timedOut: true }, 124, 'stopped at its time limit'],
    [{ kind: 'denied', by: 'person', reason: 'Use staging\x1b[2J' }, 125, 'You said no in Postern. Use staging\\e[2J'],
    [{ kind: 'expired', waitedFor: 'unlock' }, 125, 'Nobody unlocked Postern in time. Nothing was done.'],
    [{ kind: 'cancelled', by: 'lock' }, 125, 'Postern was locked, which ended it.'],
    [{ kind: 'failed', code: 'run_failed', message: '' }, 126, 'could not be started'],
    [{ kind: 'failed', code: 'command_not_found', message: '', about: ['gh'] }, 127, '(gh)'],
    [{ kind: 'failed', code: 'unknown_secret', message: '', near: ['api/tok'] }, 125, 'Did you mean api/tok?'],
  ];
  let next = 0;
  await scriptedBroker(t, at, {
    'run.start': () => {
      const [outcome] = ends[next] ?? [completed];
      return done(outcome);
    },
  });
  for (const [outcome, code, words] of ends) {
    const ended = await postern(t, at, run).ended();
    assert.equal(ended.code, code, outcome.kind);
    assert.equal(ended.stdout, '');
    assert.ok(words === '' ? ended.stderr === '' : ended.stderr.includes(words), ended.stderr);
    next += 1;
  }
});

test('--json answers with one object, the same as the MCP tool, and asks for no live output', async (t) => {
  const at = await makeHome(t);
  const broker = await scriptedBroker(t, at, { 'run.start': () => done({ ...completed, exitCode: 3 }) });
  const { code, stdout, stderr } = await postern(t, at, [...run.slice(0, 3), '--json', ...run.slice(3)]).ended();
  assert.deepEqual([code, stderr], [3, '']);
  assert.deepEqual(JSON.parse(stdout), {
    status: 'completed',
    exit_code: 3,
    timed_out: false,
    output: 'token is [REDACTED:api/token]\n',
    cut_bytes: 0,
    output_bytes: 30,
    redactions: [{ name: 'api/token', count: 1 }],
    duration_ms: 12,
  });
  assert.equal(broker.got[0]?.params && 'live' in broker.got[0].params, false);
});

for (const [name, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  test(`${name} withdraws the request at once and ends with ${code}`, async (t) => {
    const at = await makeHome(t);
    const broker = await scriptedBroker(t, at, { 'run.start': () => pendingApproval });
    const cli = postern(t, at, run);
    await until('the wait', () => broker.got.some(({ method }) => method === 'request.wait'));
    cli.child.kill(name);
    assert.deepEqual(await cli.ended(), { code, stdout: '', stderr: '' });
    await until('the withdrawal', () =>
      broker.got.every(({ method, signal }) => method !== 'request.wait' || signal.aborted),
    );
  });
}
