// What the person does with secrets: who may look at a value, for how long, and what is on record before they see it.
import assert from 'node:assert/strict';
import test from 'node:test';
import { draft, fault } from '../../adapters/vault.testkit.ts';
import type { FaultCode } from '../../contract/fault.ts';
import type { Proof } from '../../contract/proof.ts';
import { FieldName } from '../../contract/secret.ts';
import { SecretName } from '../../contract/vocabulary.ts';
import { startBroker } from '../../socket/broker.testkit.ts';
import { bySystem, never, openHouse, right, wrong } from '../../socket/desks.testkit.ts';
import type { Look } from './secret-desk.ts';

const house = await openHouse(test);
const { broker, clock, presence } = house;
const desk = broker.desks.secrets;
const value = 'ghp_look-at-me-0123456789';
const seed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const token = FieldName.parse('token');
const github = house.add({ value });
const gitlab = house.add({ name: 'gitlab/token', value: 'glpat-another-0123456789' });
const totp = house.add({
  name: 'github/totp',
  kind: 'totp',
  fields: [{ name: 'seed', sensitive: true, inject: 'totp', env: 'CODE', content: { kind: 'value', value: seed } }],
});

test.afterEach(() => {
  presence.answer = 'unavailable';
  // No look counts for the next test.
  clock.pass(60_000);
});

const look = (proof: Proof | null, id = github, field = token): Look => ({ id, field, proof, signal: never });
const code = (proof: Proof | null): Look => look(proof, totp, FieldName.parse('seed'));

const looks = {
  showing: (proof: Proof | null) => desk.reveal(look(proof), 'shown'),
  copying: (proof: Proof | null) => desk.reveal(look(proof), 'copied'),
  'the code of now': (proof: Proof | null) => desk.code(code(proof)),
};

for (const [what, attempt] of Object.entries(looks)) {
  test(`${what} needs proof; without it nothing is handed over and no look is on record`, async () => {
    const refusals: [Proof | null, FaultCode, string[]][] = [
      [null, 'presence_needed', []],
      [bySystem, 'presence_needed', []],
      [wrong, 'wrong_passphrase', ['presence.refused']],
    ];
    for (const [proof, why, kinds] of refusals) {
      const left = await house.recordedBy(() => assert.rejects(attempt(proof), fault(why)));
      assert.deepEqual(
        left.map(({ kind }) => kind),
        kinds,
      );
    }
    presence.answer = 'refused';
    const left = await house.recordedBy(() => assert.rejects(attempt(bySystem), fault('presence_refused')));
    assert.deepEqual(
      left.map((event) => [event.kind, 'by' in event && event.by]),
      [['presence.refused', 'system']],
    );
    // A refusal is no look: the next one needs proof as well.
    await assert.rejects(attempt(null), fault('presence_needed'));
  });
}

test('the right passphrase or the system shows the value, and the yes and the look are on record, without it', async () => {
  const left = await house.recordedBy(async () => assert.equal(await desk.reveal(look(right), 'shown'), value));
  assert.deepEqual(
    left.map((event) => [event.kind, 'by' in event && event.by, 'how' in event && event.how]),
    [
      ['presence.confirmed', 'passphrase', false],
      ['secret.revealed', false, 'shown'],
    ],
  );
  assert.equal(JSON.stringify(left).includes(value), false);
  clock.pass(60_000);
  presence.answer = 'confirmed';
  assert.equal(await desk.reveal(look(bySystem), 'copied'), value);
  assert.equal(presence.reasons.at(-1), 'show a secret');
});

test('within a minute the same secret is shown again without proof, and recorded again; no other one, and not after it', async () => {
  await desk.reveal(look(right), 'shown');
  clock.pass(59_999);
  const left = await house.recordedBy(async () => assert.equal(await desk.reveal(look(null), 'copied'), value));
  assert.deepEqual(
    left.map((event) => [event.kind, 'how' in event && event.how]),
    [['secret.revealed', 'copied']],
  );
  await assert.rejects(desk.reveal(look(null, gitlab), 'shown'), fault('presence_needed'));
  clock.pass(1);
  await assert.rejects(desk.reveal(look(null), 'shown'), fault('presence_needed'));
});

test('a look does not outlive a lock', async () => {
  await desk.reveal(look(right), 'shown');
  house.lock();
  await assert.rejects(desk.reveal(look(null), 'shown'), fault('presence_needed'));
  await house.unlock();
  await assert.rejects(desk.reveal(look(null), 'shown'), fault('presence_needed'));
});

test('a window that closed meanwhile gets no value', async () => {
  presence.answer = 'confirmed';
  const gone = { ...look(bySystem), signal: AbortSignal.abort() };
  const left = await house.recordedBy(() => assert.rejects(desk.reveal(gone, 'shown'), fault('presence_refused')));
  assert.deepEqual(left, []);
});

test('what cannot be put on record is not shown, confirmed or not', async () => {
  await desk.reveal(look(right), 'shown');
  const left = await house.recordedBy(() =>
    house.withoutLog(async () => {
      await assert.rejects(desk.reveal(look(null), 'shown'), fault('audit_unwritable'));
      await assert.rejects(desk.reveal(look(right), 'shown'), fault('audit_unwritable'));
      await assert.rejects(desk.code(code(right)), fault('audit_unwritable'));
    }),
  );
  assert.deepEqual(left, []);
  assert.equal(await desk.reveal(look(null), 'shown'), value);
});

test('of a TOTP seed the clipboard gets the code of now, and the screen the seed', async () => {
  clock.pass(1_700_001_000_000 - clock.now());
  const now = await desk.code(code(right));
  assert.equal(await desk.reveal(code(null), 'copied'), now.code);
  assert.equal(await desk.reveal(code(null), 'shown'), seed);
  // Computed with Python's hmac: the code of 1700001000, which begins a period.
  assert.deepEqual(now, { code: '099709', validUntil: 1_700_001_030_000 });
  // A look at the code of a secret that has no seed.
  await assert.rejects(desk.code(look(right)), fault('totp_malformed'));
  await assert.rejects(desk.reveal(look(right, github, FieldName.parse('seed')), 'shown'), fault('field_unknown'));
});

test('older values are forgotten with proof only', async () => {
  desk.save(github, null, draft({ value }));
  const before = desk.revision;
  const left = await house.recordedBy(async () => {
    await assert.rejects(desk.forgetOlder(github, bySystem, never), fault('presence_needed'));
    await assert.rejects(desk.forgetOlder(github, wrong, never), fault('wrong_passphrase'));
  });
  assert.deepEqual(
    left.map(({ kind }) => kind),
    ['presence.refused'],
  );
  assert.equal(desk.versions(github).length, 1);
  assert.equal(desk.revision, before);
  const done = await house.recordedBy(() => desk.forgetOlder(github, right, never));
  assert.deepEqual(
    done.map(({ kind }) => kind),
    ['presence.confirmed', 'secret.history_forgotten'],
  );
  assert.deepEqual(desk.versions(github), []);
  assert.equal(desk.revision, before + 1);
});

test('every change raises the revision by one, tells, and is on record; a refused one does neither', async () => {
  let told = 0;
  const stop = desk.changed.add(() => {
    told += 1;
  });
  const before = desk.revision;
  const left = await house.recordedBy(() => {
    const id = house.add({ name: 'passing/by' });
    desk.save(id, null, draft({ name: 'passing/by', value: 'the-second-value-2' }));
    desk.bringBack(id, 1);
    assert.throws(() => house.add({ name: 'passing/by' }), fault('secret_exists'));
    desk.remove(id);
    assert.equal(desk.find(id), null);
    assert.throws(() => desk.remove(id), fault('unknown_secret'));
  });
  stop();
  assert.deepEqual(
    left.map((event) => [event.kind, 'version' in event && event.version]),
    [
      ['secret.added', 1],
      ['secret.updated', 2],
      ['secret.brought_back', 3],
      ['secret.removed', 3],
    ],
  );
  assert.equal(desk.revision, before + 4);
  assert.equal(told, 4);
});

test('a saved secret answers the wish it came from, and the agent learns its name only', async (t) => {
  const asked = await startBroker(t);
  asked.answer = null;
  const agent = asked.connect();
  const wish = { name: SecretName.parse('stripe/key'), purpose: 'To test payments' };
  const answered = agent.call('secret.request', { wish, waitMs: 3_600_000 });
  while (!asked.shown.some(({ kind }) => kind === 'wish')) await new Promise((next) => setImmediate(next));
  const question = asked.broker.person.question();
  assert.ok(question?.kind === 'wish');
  asked.broker.desks.secrets.save(null, question.id, draft({ name: 'stripe/key', env: 'STRIPE_KEY', value }));
  const answer = JSON.stringify(await answered);
  assert.match(answer, /"kind":"added","name":"stripe\/key","env":"STRIPE_KEY"/);
  assert.equal(answer.includes(value), false);
  const added = asked.audit().find((event) => event.kind === 'secret.added');
  assert.ok(added?.kind === 'secret.added' && added.wish?.id === 'test-agent');
});
