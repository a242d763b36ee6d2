// What only looks like a secret in the output of a real run: hidden for the clients for which the person wants it, and counted.
import assert from 'node:assert/strict';
import test from 'node:test';
import { ClientId } from '../contract/vocabulary.ts';
import { startBroker, token } from './broker.testkit.ts';

const id = ClientId.parse('test-agent');
const shaped = 'ghp_Kq8Wn2Zx5Cv7Bm4Rt6Yu1Io3Pa9Sd0Fg2Hj5';
const hidden = '[REDACTED:looks-like//github-token]';
const command = `echo "a ${shaped} b $TOKEN c"`;

test('off, as from the start, unknown text passes; on, it is hidden, counted and on record, beside the values as ever', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  const agent = house.connect();
  const plain = await agent.outcome({ command });
  assert.ok(plain.kind === 'completed');
  assert.equal(plain.output, `a ${shaped} b [REDACTED:api/token] c\n`);
  assert.equal(plain.hiddenFindings, undefined);
  house.broker.person.hideFindings(id, true);
  const shown = await agent.outcome({ command });
  assert.ok(shown.kind === 'completed');
  assert.equal(shown.output, `a ${hidden} b [REDACTED:api/token] c\n`);
  assert.equal(shown.hiddenFindings, 1);
  assert.deepEqual(shown.redactions, plain.redactions);
  const runs = house.audit().flatMap((event) => (event.kind === 'run.finished' ? [event.hiddenFindings] : []));
  assert.deepEqual(runs, [undefined, 1]);
  assert.ok(!agent.received().includes(token.slice(4, 16)));
});

test('a marker of it that an agent pastes into a command is refused like any other', async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  const outcome = await house.connect().outcome({ command: `echo ${hidden} > .env` });
  assert.ok(outcome.kind === 'failed');
  assert.equal(outcome.code, 'command_has_marker');
});

test('the setting is recorded before it holds, is kept over a lock and a restart, and over a new pairing (P3)', async (t) => {
  const house = await startBroker(t);
  const agent = house.connect();
  await agent.call('secrets.list', {});
  const setting = () => house.broker.person.listClients()[0]?.hidesFindings;
  assert.equal(setting(), false);
  house.broker.person.hideFindings(id, true);
  const event = house.audit().at(-1);
  assert.deepEqual(event?.kind === 'client.output_set' && [event.client.id, event.hidesFindings], [id, true]);
  await house.restart();
  await house.unlock();
  assert.equal(setting(), true);
  const other = house.connect('test-agent');
  await other.call('secrets.list', {});
  assert.equal(setting(), true);
  house.broker.person.hideFindings(id, false);
  assert.equal(setting(), false);
  assert.throws(
    () => house.broker.person.hideFindings(ClientId.parse('nobody'), true),
    (thrown) => thrown instanceof Error && 'code' in thrown && thrown.code === 'client_denied',
  );
});
