import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { leftOf, uniqueSeconds } from '../adapters/command-run.testkit.ts';
import { allowOnce } from '../contract/approval.ts';
import { BrokerFrame } from '../contract/broker.ts';
import type { LivePart } from '../contract/live.ts';
import { withoutColours } from '../contract/live-writer.ts';
import { RequestAnswer } from '../contract/run.ts';
import { ClientId } from '../contract/vocabulary.ts';
import { startBroker, type TestBroker, type TestClient, token } from './broker.testkit.ts';
import { until } from './desks.testkit.ts';

const secrets = [{ name: 'api/token' }];

function partsTo(client: TestClient): LivePart[] {
  const frames = client
    .received()
    .split('\n')
    .slice(0, -1)
    .map((line) => BrokerFrame.parse(JSON.parse(line)));
  return frames.flatMap((frame) => (frame.type === 'live' ? frame.part : []));
}

const textTo = (client: TestClient): string =>
  partsTo(client)
    .map((part) => (part.kind === 'text' ? part.text : ''))
    .join('');

async function liveRun(house: TestBroker, client: TestClient, request: Record<string, unknown>) {
  const whole = { secrets, cwd: house.folder, command: 'true', ...request };
  const answer = RequestAnswer.parse(await client.call('run.start', { request: whole, waitMs: 3_600_000, live: true }));
  assert.equal(answer.state, 'done');
  return answer.state === 'done' ? answer.outcome : assert.fail();
}

test('output comes redacted while the command runs, to its own client alone, and to the person (P1, P8)', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  const client = house.connect('terminal');
  const other = house.connect('terminal');
  const go = join(house.folder, 'go');
  const command = `printf '\\033[31mthis is red\\033[0m and this is %s.\\n' "$TOKEN"; until [ -e ${go} ]; do sleep 0.02; done; echo done; exit 3`;
  const ended = liveRun(house, client, { command });
  await until(() => textTo(client).includes('this is red'));
  const { live } = house.broker.desks;
  const [run] = live.list();
  assert.ok(run !== undefined && run.endedAt === null);
  assert.deepEqual([run.secrets, run.clientName, run.outcome], [['api/token'], 'Test agent', null]);
  await assert.rejects(other.call('request.wait', { requestId: run.id, waitMs: 0, live: true }), /unknown_request/);
  const agent = house.connect('test-agent');
  await agent.outcome({ command: `touch ${go}` });
  const outcome = await ended;
  assert.deepEqual([outcome.kind, outcome.kind === 'completed' && outcome.exitCode], ['completed', 3]);
  assert.equal(textTo(client), '\x1b[31mthis is red\x1b[0m and this is [REDACTED:api/token].\ndone\n');
  assert.deepEqual([partsTo(other), partsTo(agent)], [[], []]);
  const read = await live.read(run.id, 0);
  assert.deepEqual([read.ended, read.lost, read.parts], [true, false, partsTo(client)]);
  assert.deepEqual(
    live.list().map(({ outcome }) => outcome),
    ['exit 0', 'exit 3'],
  );
  assert.ok(![client, other, agent].some(({ received }) => received().includes(token)));
});

test('a client that comes back goes on where it was, and misses nothing', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  const client = house.connect('terminal');
  const request = {
    secrets,
    cwd: house.folder,
    command:
      'echo this is one; until [ -e go ]; do sleep 0.02; done; echo this is two; touch wrote; until [ -e on ]; do sleep 0.02; done; echo this is three',
  };
  void client.call('run.start', { request, waitMs: 3_600_000, live: true });
  await until(() => textTo(client).includes('this is'));
  const [run] = house.broker.desks.live.list();
  assert.ok(run !== undefined);
  client.close();
  await until(() => house.broker.person.listClients().every(({ connected }) => !connected));
  const agent = house.connect('test-agent');
  await agent.outcome({ command: 'touch go', cwd: house.folder });
  await until(() => existsSync(join(house.folder, 'wrote')));
  const second = house.connect('terminal', client.key);
  const waited = second.call('request.wait', { requestId: run.id, waitMs: 3_600_000, live: true });
  await until(() => textTo(second).includes('this is'));
  await agent.outcome({ command: 'touch on', cwd: house.folder });
  await waited;
  assert.equal(textTo(client) + textTo(second), 'this is one\nthis is two\nthis is three\n');
});

test('who reads slowly slows the command down, loses nothing, and its time limit still counts', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  const client = house.connect('terminal');
  const block = 'x'.repeat(99);
  const command = `i=0; while [ $i -lt 32 ]; do yes ${block} | head -n 640; i=$((i+1)); echo $i > progress; done`;
  const progress = (): number => {
    try {
      return Number(readFileSync(join(house.folder, 'progress'), 'utf8'));
    } catch {
      return 0;
    }
  };
  await client.call('session.status', {});
  const ended = liveRun(house, client, { command, tty: false });
  await until(() => textTo(client).length > 0);
  client.socket.pause();
  let last = -1;
  for (let same = 0; same < 6; ) {
    await sleep(50);
    same = progress() === last ? same + 1 : 0;
    last = progress();
  }
  assert.ok(last < 20, `${last} of 32 written`);
  client.socket.resume();
  const outcome = await ended;
  assert.deepEqual([outcome.kind, outcome.kind === 'completed' && outcome.exitCode], ['completed', 0]);
  assert.equal(textTo(client).length, 32 * 640 * 100);

  const limited = house.connect('terminal', client.key);
  const cut = liveRun(house, limited, { command: `yes ${block}`, tty: false, timeoutMs: 1500 });
  await until(() => textTo(limited).length > 0);
  limited.socket.pause();
  await until(() => house.audit().filter(({ kind }) => kind === 'run.finished').length === 2);
  limited.socket.resume();
  const timedOut = await cut;
  assert.ok(timedOut.kind === 'completed' && timedOut.timedOut);
});

test('the person stops a run: all of it is ended, and its agent and the log are told who did', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  const client = house.connect('terminal');
  const seconds = uniqueSeconds();
  const ended = liveRun(house, client, { command: `sleep ${seconds} & echo it is up and running; wait` });
  await until(() => textTo(client).includes('it is'));
  const { live } = house.broker.desks;
  const [run] = live.list();
  assert.ok(run !== undefined);
  live.stop(run.id);
  assert.deepEqual(await ended, { kind: 'cancelled', by: 'person' });
  assert.deepEqual(leftOf(seconds), []);
  assert.equal(live.list()[0]?.outcome, 'stopped by you');
  assert.ok(house.audit().some((event) => event.kind === 'run.finished' && event.stoppedBy === 'person'));
  assert.throws(() => live.stop(run.id), /unknown|request/i);
});

test('a lock ends a run that nobody reads, and forgets what was seen of it and of those before (P4)', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  const client = house.connect('terminal');
  for (let i = 0; i < 7; i++) await liveRun(house, client, { command: `echo ${i}` });
  const { live } = house.broker.desks;
  assert.equal(live.list().length, 5);
  const ended = liveRun(house, client, { command: 'yes', tty: false });
  await until(() => live.list().some(({ endedAt }) => endedAt === null) && textTo(client).includes('y\ny'));
  client.socket.pause();
  const [run] = live.list();
  assert.ok(run !== undefined);
  house.broker.person.lock('person');
  assert.deepEqual(live.list(), []);
  await assert.rejects(live.read(run.id, 0));
  client.socket.resume();
  assert.deepEqual(await ended, { kind: 'cancelled', by: 'lock' });
  assert.deepEqual(live.list(), []);
});

test('a run has the terminal of who watches, and that changes nothing of what was allowed (P2)', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  house.answer = { ...allowOnce, lasting: { kind: 'session' } };
  const client = house.connect('terminal');
  const command = 'stty size <&1; echo "$TERM $COLORTERM $NO_COLOR"';
  const shown: string[] = [];
  for (const terminal of [
    undefined,
    { columns: 90, rows: 33, colour: true },
    { columns: 91, rows: 34, colour: false },
  ]) {
    const outcome = await liveRun(house, client, { command, ...(terminal === undefined ? {} : { terminal }) });
    shown.push(outcome.kind === 'completed' ? outcome.output : outcome.kind);
  }
  assert.deepEqual(shown, ['50 500\ndumb  1\n', '33 90\nxterm-256color truecolor \n', '34 91\nxterm-256color  1\n']);
  assert.equal(house.shown.filter(({ kind }) => kind === 'run').length, 1);
  const piped = await liveRun(house, client, {
    command: 'echo $TERM',
    tty: false,
    terminal: { columns: 90, rows: 33, colour: true },
  });
  assert.ok(
    piped.kind === 'completed' && piped.output === 'dumb\n' && withoutColours(textTo(client)).endsWith('dumb\n'),
  );
});

test('a client for which looks of secrets are hidden gets the output at its end, and so hidden', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  const client = house.connect('terminal');
  await liveRun(house, client, { command: 'true' });
  house.broker.person.hideFindings(ClientId.parse('terminal'), true);
  const shape = `AKIA${'IOSFODNN7EXAMPLF'}`;
  const outcome = await liveRun(house, client, { command: `echo is ${shape}` });
  assert.ok(outcome.kind === 'completed' && outcome.hiddenFindings === 1);
  assert.equal(textTo(client), outcome.output);
  assert.ok(!client.received().includes(shape));
});
