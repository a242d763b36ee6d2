// A broker in front of which nobody sits: rules alone decide, and what the person settled at the start counts.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { holdFolder } from '../adapters/sqlite-database.ts';
import { BrokerError } from '../contract/fault.ts';
import { ClientId, SecretName } from '../contract/vocabulary.ts';
import type { LockReason } from '../core/session/session.ts';
import { passphrase, startBroker, type TestBroker, type TestClient, token } from './broker.testkit.ts';

const hour = 3_600_000;
const secret = Buffer.from(passphrase);
const key = 'k'.repeat(43);
const policy = 'version: 1\nallowed_commands: [echo *]\nrules:\n  - {id: listed, action: ask, commands: [ls **]}\n';

test('what a rule allows runs; whatever would ask is denied at once, with that reason, and nothing waits (P2)', async (t) => {
  const { house, client } = await unattended(t);
  house.addSecret('db/main', 'a value that asks each time', { tier: 'guarded', env: 'PASSWORD' });
  const run = (command: string, name = 'API_TOKEN') => client.outcome({ command, secrets: [{ name }] });
  const allowed = await run('echo hello');
  assert.deepEqual([allowed.kind, allowed.kind === 'completed' && allowed.output], ['completed', 'hello\n']);
  const before = house.kinds().length;
  assert.match(await deniedWords(run('true')), /^A rule has to allow this/);
  assert.match(await deniedWords(run('ls -l')), /^A rule has to allow this/);
  assert.match(await deniedWords(run('echo hello', 'db/main')), /asked about each time, so no rule can/);
  assert.match(await deniedWords(run('printf %s "$API_TOKEN"')), /point of this command is to print a secret/);
  assert.match(await deniedWords(run('$(cat command)')), /cannot read all of this command/);
  const since = house.kinds().slice(before);
  assert.ok(!since.includes('run.started') && !since.includes('approval.allowed'));
  assert.equal(since.filter((kind) => kind === 'run.denied').length, 5);
  assert.deepEqual(house.broker.person.waiting(), []);
  assert.deepEqual(house.shown, []);
});

test('wishes are denied, a client that was not let in is refused, and neither is asked about (P8, P9)', async (t) => {
  const { house, client } = await unattended(t);
  const wish = { name: SecretName.parse('db/main'), purpose: 'to read the tables' };
  const answer = await client.call('secret.request', { wish, waitMs: 60_000 });
  assert.match(JSON.stringify(answer), /"kind":"denied","by":"headless"/);
  for (const stranger of [house.connect('codex'), house.connect('claude-code')]) {
    await assert.rejects(stranger.call('secrets.list', {}), /client_denied/);
  }
  assert.deepEqual(
    house.broker.person.listClients().map(({ id }) => id),
    ['claude-code'],
  );
  assert.deepEqual(house.shown, []);
});

test('secrets that are handed over again are new values of the same secrets; what could not be redacted is told (P12)', async (t) => {
  const { house } = await unattended(t);
  const { startDesk, desks } = house.broker;
  const told = startDesk.takeSecrets(Buffer.from('API_TOKEN=gho_An0therLookingTokenValue\nSHORT=abc\nEMPTY=\n'));
  assert.deepEqual(told, { unfit: ['SHORT'], skipped: ['3: EMPTY'] });
  const views = desks.secrets.summaries().map(({ id }) => {
    const { name, version, tier } = desks.secrets.get(id);
    return `${name} ${version} ${tier}`;
  });
  assert.deepEqual(views.sort(), ['API_TOKEN 2 run', 'SHORT 1 placeholder']);
  const before = house.kinds().length;
  startDesk.takeSecrets(Buffer.from('API_TOKEN=gho_An0therLookingTokenValue\n'));
  assert.deepEqual(house.kinds().slice(before), []);
});

test('a policy takes the passphrase, is on record, and is never the one in the profile folder (P3, P9)', async (t) => {
  const { house } = await unattended(t);
  const { startDesk, desks } = house.broker;
  const looser = 'version: 1\ndefault_action: allow\n';
  await assert.rejects(startDesk.setPolicy(looser, Buffer.from('another passphrase')), fault('wrong_passphrase'));
  assert.equal(desks.policy.view().text, policy);
  assert.equal((await startDesk.setPolicy('version: 1\nallow: [x]\n', secret)).length, 1);
  await assert.rejects(
    startDesk.setPolicy(`version: 1\nallowed_commands: [echo ${token}]\n`, secret),
    fault('policy_holds_value'),
  );
  const before = house.kinds().length;
  assert.deepEqual(await startDesk.setPolicy(looser, secret), []);
  assert.deepEqual(house.kinds().slice(before), ['presence.confirmed', 'policy.changed']);
});

test('a paused client is not let in again by its name', async (t) => {
  const { house } = await unattended(t);
  house.broker.person.pauseClient(ClientId.parse('claude-code'), 'scans');
  assert.equal(house.broker.startDesk.letIn(ClientId.parse('claude-code'), key), 'paused');
  await assert.rejects(house.connect('claude-code', key).call('secrets.list', {}), /client_paused/);
});

test('it locks after the hours it was given, and tells so; an agent may lock it too (P4)', async (t) => {
  const { house, client, locks } = await unattended(t, 0.5);
  house.clock.pass(hour / 2 - 1);
  await client.outcome({ command: 'echo hello', secrets: [{ name: 'API_TOKEN' }] });
  house.clock.pass(hour / 2 - 1);
  assert.deepEqual(locks, []);
  house.clock.pass(1);
  assert.deepEqual(locks, ['unused']);
  await house.broker.startDesk.open(secret, false);
  await client.call('session.lock', {});
  assert.deepEqual(locks, ['unused', 'agent']);
});

test('without a vault it makes one only when it is told to', async (t) => {
  const house = await startBroker(t, { vault: false, unattended: { hours: null, locked: () => {} } });
  const { startDesk, person } = house.broker;
  await assert.rejects(startDesk.open(secret, false), fault('no_vault'));
  await startDesk.open(secret, true);
  assert.equal(person.status().state, 'unlocked');
  assert.equal(secret.toString(), passphrase);
});

test('a profile is held by one broker at a time, whatever socket another one would use (P5)', async (t) => {
  const { profile, broker } = await startBroker(t, { vault: false });
  const hold = () => holdFolder(join(profile, 'postern.lock'));
  assert.throws(hold, fault('endpoint_busy'));
  await broker.stop();
  hold().close();
});

interface Unattended {
  readonly house: TestBroker;
  readonly client: TestClient;
  readonly locks: LockReason[];
}

/** With one secret, a policy and one client. */
async function unattended(t: TestContext, hours: number | null = null): Promise<Unattended> {
  const locks: LockReason[] = [];
  const house = await startBroker(t, { vault: false, unattended: { hours, locked: (why) => locks.push(why) } });
  const { startDesk } = house.broker;
  await startDesk.open(secret, true);
  assert.deepEqual(startDesk.takeSecrets(Buffer.from(`API_TOKEN=${token}\n`)), { unfit: [], skipped: [] });
  assert.deepEqual(await startDesk.setPolicy(policy, secret), []);
  assert.equal(startDesk.letIn(ClientId.parse('claude-code'), key), 'paired');
  assert.equal(startDesk.letIn(ClientId.parse('claude-code'), key), 'known');
  return { house, client: house.connect('claude-code', key), locks };
}

async function deniedWords(outcome: ReturnType<TestClient['outcome']>): Promise<string> {
  const denied = await outcome;
  assert.equal(denied.kind, 'denied');
  return denied.kind === 'denied' && denied.by === 'headless' ? (denied.reason ?? '') : '';
}

function fault(code: string) {
  return (thrown: unknown) => thrown instanceof BrokerError && thrown.code === code;
}
