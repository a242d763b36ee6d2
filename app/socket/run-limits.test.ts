// Runs that go wrong on purpose: endless, binary, huge, silent, and a log that cannot be written.
import assert from 'node:assert/strict';
import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { openDatabase } from '../adapters/sqlite-database.ts';
import { vaultFileFormat } from '../adapters/sqlite-schema.ts';
import { allowOnce } from '../contract/approval.ts';
import { everyVariable, startBroker, token } from './broker.testkit.ts';

test('ends a command that never exits at its time-out and says so, with what it wrote', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  const outcome = await house.connect().outcome({ command: 'echo "begun $TOKEN"; sleep 600', timeoutMs: 1500 });
  assert.ok(outcome.kind === 'completed');
  assert.equal(outcome.timedOut, true);
  assert.match(outcome.output, /^begun \[REDACTED:api\/token\]/);
});

test('ends an endless writer at its time-out and keeps head and tail within the cap', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  const outcome = await house
    .connect()
    .outcome({ command: 'while :; do echo "line $TOKEN"; done', timeoutMs: 1500, maxOutputBytes: 4096 });
  assert.ok(outcome.kind === 'completed' && outcome.timedOut);
  assert.ok(outcome.cutBytes > 0);
  assert.match(outcome.output, /bytes left out/);
  assert.ok(Buffer.byteLength(outcome.output) < 4096 + 200);
  assert.equal(outcome.output.includes(token.slice(0, 12)), false);
});

test('hands over head and tail of 32 MiB, with the last byte, and states the cut', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  const outcome = await house.connect().outcome({
    command: 'echo "first $TOKEN"; yes 0123456789abcdef | head -c 33554432; echo; echo "last $TOKEN"',
    tty: false,
    timeoutMs: 60_000,
  });
  assert.ok(outcome.kind === 'completed');
  assert.equal(outcome.exitCode, 0);
  assert.match(outcome.output, /^first \[REDACTED:api\/token\]\n/);
  assert.match(outcome.output, /last \[REDACTED:api\/token\]\n$/);
  assert.ok(outcome.outputBytes > 33_554_432);
  assert.ok(outcome.cutBytes > 33_000_000);
});

test('withholds binary output whole and says its size (P12)', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  const outcome = await house
    .connect()
    .outcome({ command: 'head -c 5000 /dev/zero; printf %s "$TOKEN" | gzip -c', tty: false });
  assert.ok(outcome.kind === 'completed');
  assert.equal(outcome.withheld, 'binary');
  assert.equal(outcome.output, '');
  assert.ok(outcome.outputBytes > 5000);
});

test('gives a command its standard input and does not echo it', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  const agent = house.connect();
  for (const tty of [true, false]) {
    const outcome = await agent.outcome({ command: 'cat; echo end', stdin: 'given\n', tty });
    assert.ok(outcome.kind === 'completed');
    assert.equal(outcome.output, 'given\nend\n', `tty ${tty}`);
  }
});

test('a terminal of its own is wide enough that nothing wraps, and asks for no colour', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  const outcome = await house
    .connect()
    .outcome({ command: 'stty size <&1; test -t 1 && echo tty; echo "$TERM $NO_COLOR"' });
  assert.ok(outcome.kind === 'completed');
  const [size = '', tty, env] = outcome.output.trim().split('\n');
  assert.ok(Number(size.split(' ')[1]) >= 500);
  assert.equal(tty, 'tty');
  assert.equal(env, 'dumb 1');
});

test('reads no start-up file and inherits nothing that is not allowed', async (t) => {
  process.env.POSTERN_TEST_LEAK = 'must not arrive';
  t.after(() => {
    delete process.env.POSTERN_TEST_LEAK;
  });
  const house = await startBroker(t);
  house.addSecret('api/token');
  const outcome = await house.connect().outcome({
    command: `${everyVariable}; shopt -q login_shell && echo login`,
    tty: false,
  });
  assert.ok(outcome.kind === 'completed');
  assert.equal(/POSTERN_TEST_LEAK|BASH_ENV|^login$/m.test(outcome.output), false);
  assert.match(outcome.output, /^TOKEN=\[REDACTED:api\/token\]$/m);
});

test('if the audit cannot be written, nothing runs (P3)', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  house.answer = null;
  const agent = house.connect();
  const made = join(house.folder, 'made');
  const outcome = agent.outcome({ command: `touch ${made}` });
  while (!house.shown.some(({ kind }) => kind === 'run')) await new Promise((resolve) => setTimeout(resolve, 5));
  // Another program holds the file: the log cannot take the event, so the approval has no effect.
  const other = openDatabase(join(house.profile, 'vault.db'), vaultFileFormat);
  other.exec('BEGIN IMMEDIATE');
  t.after(() => other.close());
  const question = house.broker.person.question();
  assert.ok(question?.kind === 'run');
  house.broker.person.questionDrawn(question.id, new AbortController().signal);
  house.clock.pass(600);
  const answer = allowOnce;
  const never = new AbortController().signal;
  await house.broker.person.answer({ id: question.id, digest: question.digest, answer, proof: null }, never);
  const done = await outcome;
  other.exec('ROLLBACK');
  assert.ok(done.kind === 'failed');
  assert.ok(done.code === 'audit_unwritable' || done.code === 'vault_in_use', done.code);
  assert.equal(existsSync(made), false);
  assert.equal(house.kinds().includes('run.started'), false);
});

test('searches later output for values that an earlier run was given', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  house.addSecret('other/token', 'An0ther-Secret-Value', { env: 'OTHER' });
  const agent = house.connect();
  const file = join(house.folder, 'kept');
  await agent.outcome({ command: `printf %s "$TOKEN" > ${file}` });
  const outcome = await agent.outcome({ command: `cat ${file}`, secrets: [{ name: 'other/token' }] });
  assert.ok(outcome.kind === 'completed');
  assert.equal(outcome.output, '[REDACTED:api/token]');
});

test('what arrives on one stream in between does not split a value on the other (P12)', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  const [head, tail] = ['${TOKEN%???????????}', '${TOKEN#??????????????????}'];
  const command = `printf %s "${head}"; sleep 0.1; printf noise >&2; sleep 0.1; printf %s "${tail}"`;
  const outcome = await house.connect().outcome({ command, tty: false });
  assert.ok(outcome.kind === 'completed');
  assert.equal(outcome.output, '[REDACTED:api/token]noise');
});

test('an argv runs without a shell, called by the name that was asked for', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  const agent = house.connect();
  const printed = await agent.outcome({ command: ['printf', '%s|', '$TOKEN', ';', 'a b'] });
  assert.ok(printed.kind === 'completed');
  assert.equal(printed.output, '$TOKEN|;|a b|');
  const link = join(house.folder, 'my-shell');
  symlinkSync('/bin/sh', link);
  const called = await agent.outcome({ command: [link, '-c', 'echo "$0"'] });
  assert.ok(called.kind === 'completed');
  assert.equal(called.output, `${link}\n`);
});
