// What an agent asks the person for that is no run: a new value, a longer session, the audit log.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draft } from '../adapters/vault.testkit.ts';
import { allowOnce, type Question } from '../contract/approval.ts';
import type { ParamsOf } from '../contract/broker.ts';
import { RequestAnswer, type RequestOutcome } from '../contract/run.ts';
import { SecretDraft } from '../contract/secret.ts';
import { SecretName } from '../contract/vocabulary.ts';
import { type Asking, byPassphrase, startAsking } from './approvals.testkit.ts';
import { type TestClient, token } from './broker.testkit.ts';

const hour = 3_600_000;
const name = SecretName.parse('api/token');

type WishMethod = 'secret.request' | 'session.extend' | 'audit.export';

async function wish<M extends WishMethod>(agent: TestClient, method: M, params: ParamsOf<M>): Promise<RequestOutcome> {
  const answer = RequestAnswer.parse(await agent.call(method, params));
  assert.ok(answer.state === 'done');
  return answer.outcome;
}

/** The kit's person lets the agent in. */
function paired({ agent }: Asking): Promise<unknown> {
  return agent.call('secrets.list', {});
}

const update = (typed: string): SecretDraft =>
  SecretDraft.parse(draft({ name: 'api/token', value: typed, env: 'TOKEN', tier: 'run' }));

function ofWish(question: Question): Extract<Question, { kind: 'wish' }> {
  assert.ok(question.kind === 'wish');
  return question;
}

test('a new value for a secret is typed by the person, and the agent learns that it happened', async (t) => {
  const asking = await startAsking(t);
  await paired(asking);
  const { house, agent } = asking;
  const params = { wish: { name, purpose: 'It was revoked.', update: true as const }, waitMs: hour };
  const answered = wish(agent, 'secret.request', params);
  const question = ofWish(await asking.question('wish'));
  assert.ok(question.there.kind === 'known');
  const { id } = question.there.secret;
  const typed = 'ghp_AnotherRandomValue_9182';
  const { secrets } = house.broker.desks;
  // Neither another secret nor a new one answers it (P9).
  assert.throws(() => secrets.save(null, question.id, update(typed)), { code: 'secret_exists' });
  house.addSecret('other/token', 'ghp_SomethingElse_00112233');
  const other = secrets.summaries().find((each) => each.name === 'other/token')?.id ?? null;
  const named = SecretDraft.parse({ ...update(typed), name: 'other/token' });
  assert.throws(() => secrets.save(other, question.id, named), { code: 'unknown_request' });
  secrets.save(id, question.id, update(typed));
  assert.deepEqual(await answered, { kind: 'added', name: 'api/token', env: 'TOKEN' });
  assert.equal(agent.received().includes(typed), false);
  const changed = house.audit().find(({ kind }) => kind === 'secret.updated');
  assert.ok(changed?.kind === 'secret.updated' && changed.wish?.id === 'test-agent' && changed.version === 2);
});

test('what the person changed while the wish waited is what its form begins with, so that a new value undoes none of it (P9)', async (t) => {
  const asking = await startAsking(t);
  await paired(asking);
  const params = { wish: { name, purpose: 'It was revoked.', update: true as const }, waitMs: hour };
  const answered = wish(asking.agent, 'secret.request', params);
  const before = ofWish(await asking.question('wish'));
  assert.ok(before.there.kind === 'known' && before.there.secret.tier === 'run');
  const { desks, person } = asking.house.broker;
  desks.secrets.save(before.there.secret.id, null, { ...update('ghp_Typed_Meanwhile_445566'), tier: 'guarded' });
  const question = person.question();
  assert.ok(question !== null);
  const { there } = ofWish(question);
  assert.ok(there.kind === 'known');
  assert.deepEqual([there.secret.tier, there.secret.version], ['guarded', 2]);
  person.deny(question.id);
  assert.equal((await answered).kind, 'denied');
});

test('a new value for a secret that is not there is refused with near names, and nobody is asked', async (t) => {
  const asking = await startAsking(t);
  await paired(asking);
  const wished = { name: SecretName.parse('api/tokn'), purpose: 'x', update: true as const };
  const outcome = await wish(asking.agent, 'secret.request', { wish: wished, waitMs: hour });
  assert.ok(outcome.kind === 'failed' && outcome.code === 'unknown_secret');
  assert.deepEqual([outcome.about, outcome.near], [['api/tokn'], ['api/token']]);
  assert.equal(asking.house.broker.person.question(), null);
});

test('a wish for a new secret never replaces one that is there (P9)', async (t) => {
  const asking = await startAsking(t);
  await paired(asking);
  const answered = wish(asking.agent, 'secret.request', { wish: { name, purpose: 'x' }, waitMs: hour });
  const question = ofWish(await asking.question('wish'));
  assert.ok(question.there.kind === 'known');
  const { id } = question.there.secret;
  const save = () => asking.house.broker.desks.secrets.save(id, question.id, update('ghp_Replaced_By_A_Wish_77'));
  assert.throws(save, { code: 'unknown_request' });
  assert.equal(asking.house.kinds().includes('secret.updated'), false);
  asking.house.broker.person.deny(question.id);
  assert.equal((await answered).kind, 'denied');
});

test('an agent shortens the session by itself, and it never lasts longer for that (P9)', async (t) => {
  const asking = await startAsking(t);
  await paired(asking);
  const { house, agent } = asking;
  const before = house.broker.person.status().locksAt ?? 0;
  await agent.call('session.shorten', { ms: 24 * hour });
  assert.equal(house.broker.person.status().locksAt, before);
  await agent.call('session.shorten', { ms: hour });
  assert.equal(house.broker.person.status().locksAt, house.clock.now() + hour);
  assert.equal(house.kinds().filter((kind) => kind === 'session.shortened').length, 1);
  house.clock.pass(hour);
  assert.equal(house.broker.person.status().state, 'locked');
});

test('only the person’s yes makes the session longer, and a day after the unlock is its end (P9)', async (t) => {
  const asking = await startAsking(t);
  await paired(asking);
  const { house, agent } = asking;
  const begun = house.clock.now();
  const before = house.broker.person.status().locksAt;
  const refused = wish(agent, 'session.extend', { wish: { hours: 24 }, waitMs: hour });
  const first = await asking.question('longer');
  assert.equal(house.broker.person.status().locksAt, before);
  await asking.answer(first, { kind: 'deny', reason: 'Not today.', remember: 'no' });
  assert.deepEqual(await refused, { kind: 'denied', by: 'person', reason: 'Not today.' });
  assert.equal(house.kinds().includes('session.extended'), false);

  const allowed = wish(agent, 'session.extend', { wish: { hours: 24, reason: 'A long build.' }, waitMs: hour });
  const second = await asking.question('longer');
  assert.ok(second.kind === 'longer' && second.wish.reason === 'A long build.');
  await asking.answer(second, allowOnce);
  const outcome = await allowed;
  assert.ok(outcome.kind === 'extended');
  assert.equal(outcome.until, house.broker.person.status().locksAt);
  assert.ok(outcome.until > (before ?? 0) && outcome.until <= begun + 24 * hour);
});

test('where each approval takes presence, so does a longer session', async (t) => {
  const asking = await startAsking(t);
  await paired(asking);
  const { house, agent } = asking;
  const { settings } = house.broker;
  settings.save({ ...settings.current, presenceForEveryApproval: true }, null);
  const allowed = wish(agent, 'session.extend', { wish: { hours: 12 }, waitMs: hour });
  const question = await asking.question('longer');
  await assert.rejects(asking.answer(question, allowOnce), { code: 'presence_needed' });
  await asking.answer(question, allowOnce, byPassphrase);
  assert.equal((await allowed).kind, 'extended');
});

test('the audit log is read only after the person’s yes, on that connection, until the lock (P8, P9)', async (t) => {
  const asking = await startAsking(t);
  await paired(asking);
  const { house, agent } = asking;
  const page = (from: TestClient) => from.call('audit.page', { before: null, limit: 5 });
  await assert.rejects(page(agent), { message: 'audit_not_allowed' });
  const allowed = wish(agent, 'audit.export', { wish: {}, waitMs: hour });
  await asking.answer(await asking.question('export'), allowOnce);
  assert.deepEqual(await allowed, { kind: 'permitted' });
  const { entries } = (await page(agent)) as { entries: { sequence: number; json: string }[] };
  const kinds = entries.map(({ json }) => JSON.parse(json).event.kind);
  assert.deepEqual(kinds.slice(0, 2), ['audit.exported', 'request.received']);
  const other = house.connect('test-agent', agent.key);
  await assert.rejects(page(other), { message: 'audit_not_allowed' });
  house.broker.person.lock('person');
  await assert.rejects(page(agent), { message: 'locked' });
  await house.unlock();
  await assert.rejects(page(agent), { message: 'audit_not_allowed' });
});

test('what an agent says for a longer session is shown without the values of the vault (P1)', async (t) => {
  const asking = await startAsking(t);
  await paired(asking);
  const reason = `I hold ${token} already`;
  const answered = wish(asking.agent, 'session.extend', { wish: { hours: 1, reason }, waitMs: hour });
  const question = await asking.question('longer');
  assert.ok(question.kind === 'longer' && question.wish.reason === 'I hold [REDACTED:api/token] already');
  asking.house.broker.person.deny(question.id);
  await answered;
});
