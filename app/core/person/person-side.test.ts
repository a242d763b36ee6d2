// What the person may do with a click and what needs more: approvals that take presence, and the unlock without a passphrase.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { fault } from '../../adapters/vault.testkit.ts';
import { allowOnce, armedAfterMs } from '../../contract/approval.ts';
import type { FaultCode } from '../../contract/fault.ts';
import type { Proof } from '../../contract/proof.ts';
import { startBroker } from '../../socket/broker.testkit.ts';
import { bySystem, type House, never, openHouse, passphrase, right, until, wrong } from '../../socket/desks.testkit.ts';
import { settingsMatter } from '../settings/settings-book.ts';

/** A run that waits for the person's answer. */
async function askedRun(t: Parameters<typeof startBroker>[0], tier: 'run' | 'guarded') {
  const house = await startBroker(t);
  house.addSecret('api/token', undefined, { tier });
  house.answer = null;
  const file = join(house.folder, 'made');
  const outcome = house.connect().outcome({ command: `touch ${file}` });
  await until(() => house.shown.some(({ kind }) => kind === 'run'));
  const { person } = house.broker;
  const question = person.question();
  assert.ok(question?.kind === 'run');
  const { id, digest } = question;
  person.questionDrawn(id, new AbortController().signal);
  house.clock.pass(armedAfterMs);
  const allow = (proof: Proof | null) => person.answer({ id, digest, answer: allowOnce, proof }, never);
  return { house, person, id, digest, file, outcome, allow };
}

const refusals: readonly [Proof | null, FaultCode][] = [
  [null, 'presence_needed'],
  [bySystem, 'presence_needed'],
  [wrong, 'wrong_passphrase'],
];

test('a run with a guarded secret starts only with proof; refused, nothing runs and the question still waits', async (t) => {
  const { house, person, id, digest, file, outcome, allow } = await askedRun(t, 'guarded');
  for (const [proof, code] of refusals) await assert.rejects(allow(proof), fault(code));
  assert.equal(existsSync(file), false);
  assert.equal(person.question(id)?.id, id);
  const before = house.kinds();
  for (const kind of ['approval.allowed', 'run.started', 'presence.confirmed'])
    assert.equal(before.includes(kind), false);
  assert.equal(before.at(-1), 'presence.refused');
  await allow(right);
  assert.equal((await outcome).kind, 'completed');
  assert.ok(existsSync(file));
  const confirmed = house.audit().find((event) => event.kind === 'presence.confirmed');
  assert.ok(confirmed?.kind === 'presence.confirmed');
  // The yes is for this very action, and on record before it.
  assert.deepEqual([confirmed.purpose, confirmed.digest], ['approval', digest]);
  const after = house.kinds().slice(before.length);
  assert.deepEqual(after, ['presence.confirmed', 'approval.allowed', 'run.started', 'run.finished']);
});

test('a no to a guarded run needs no proof', async (t) => {
  const { person, id, digest, file, outcome } = await askedRun(t, 'guarded');
  await person.answer(
    { id, digest, answer: { kind: 'deny', reason: 'not today', remember: 'no' }, proof: null },
    never,
  );
  assert.deepEqual([await outcome, existsSync(file)], [{ kind: 'denied', by: 'person', reason: 'not today' }, false]);
});

test('where the person wants it every approval needs proof; otherwise a click will do', async (t) => {
  const { house, file, outcome, allow } = await askedRun(t, 'run');
  const { settings } = house.broker;
  settings.save({ ...settings.current, presenceForEveryApproval: true }, null);
  for (const [proof, code] of refusals) await assert.rejects(allow(proof), fault(code));
  assert.deepEqual([existsSync(file), house.kinds().includes('run.started')], [false, false]);
  // Back to a click is looser, and takes proof itself.
  const looser = { ...settings.current, presenceForEveryApproval: false };
  assert.throws(() => settings.save(looser, null), fault('presence_needed'));
  settings.save(looser, await house.broker.check.confirm(right, settingsMatter, never));
  await allow(null);
  assert.equal((await outcome).kind, 'completed');
  assert.ok(existsSync(file));
});

test('an answer to a question that is gone meanwhile does not count, whatever was proved', async (t) => {
  const { house, person, id, outcome, allow, file } = await askedRun(t, 'guarded');
  const answered = allow(right);
  person.deny(id);
  await assert.rejects(answered, fault('unknown_request'));
  assert.deepEqual([(await outcome).kind, existsSync(file)], ['denied', false]);
  assert.equal(house.kinds().includes('run.started'), false);
});

const quick = { kind: 'quick' } as const;

async function allowQuick({ broker: { settings, check } }: House): Promise<void> {
  const yes = await check.confirm(right, settingsMatter, never);
  settings.save({ ...settings.current, quickUnlock: true }, yes);
}

test('quick unlock opens after a lock only where it was set, and only for a person that the system confirms', async (t) => {
  const house = await openHouse(t);
  const { person, desks } = house.broker;
  const { presence } = house;
  house.add({});
  presence.answer = 'confirmed';
  house.lock();
  assert.equal((await desks.keys.waysIn()).quick, false);
  await assert.rejects(house.unlock(quick), fault('opener_unknown'));
  await house.unlock();
  await allowQuick(house);
  house.lock();
  for (const [answer, code] of [
    ['refused', 'presence_refused'],
    ['unavailable', 'presence_needed'],
  ] as const) {
    presence.answer = answer;
    assert.equal((await desks.keys.waysIn()).quick, answer === 'refused');
    await assert.rejects(house.unlock(quick), fault(code));
    assert.equal(person.status().state, 'locked');
  }
  presence.answer = 'confirmed';
  const asked = presence.reasons.length;
  await house.unlock(quick);
  assert.deepEqual(presence.reasons.slice(asked), ['unlock Postern']);
  assert.deepEqual(house.names(), ['github/token']);
  const after = house.audit().slice(-6);
  assert.deepEqual(
    after.map((event) => ('code' in event ? `${event.kind} ${event.code}` : event.kind)),
    [
      ...['vault.locked', 'presence.refused', 'unlock.failed presence_refused', 'unlock.failed presence_needed'],
      ...['presence.confirmed', 'vault.unlocked'],
    ],
  );
  // The same key is kept again at the next lock.
  house.lock();
  await house.unlock(quick);
});

test('at quit no key stays, and one that was switched off is not kept', async (t) => {
  const house = await openHouse(t);
  const { person, desks, settings } = house.broker;
  house.presence.answer = 'confirmed';
  await allowQuick(house);
  person.lock('quit');
  assert.equal((await desks.keys.waysIn()).quick, false);
  await assert.rejects(house.unlock(quick), fault('opener_unknown'));
  await house.unlock();
  settings.save({ ...settings.current, quickUnlock: false }, null);
  house.lock();
  await assert.rejects(house.unlock(quick), fault('opener_unknown'));
});

test('the keychain alone opens it with presence where the system can ask, and without where it cannot', async (t) => {
  const house = await openHouse(t);
  await house.broker.desks.keys.setWrap('keychain', true, passphrase);
  house.lock();
  house.presence.answer = 'refused';
  await assert.rejects(house.unlock({ kind: 'keychain' }), fault('presence_refused'));
  assert.equal(house.broker.person.status().state, 'locked');
  house.presence.answer = 'unavailable';
  await house.unlock({ kind: 'keychain' });
  assert.equal(house.broker.person.status().state, 'unlocked');
});
