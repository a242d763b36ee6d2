// Open requests: whose they are, how long they live, and what a restart of Postern does to them.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Asked, expired, holder, no, requestHouse, wanted } from '../../adapters/requests.testkit.ts';
import { approvalLifeMs } from '../../contract/approval.ts';
import { BrokerError } from '../../contract/fault.ts';
import { ClientId, RequestId, SecretName } from '../../contract/vocabulary.ts';

const here = holder('connection-1');
const back = holder('connection-2');
const fault = (code: string) => ({ code });
const never = (): never => assert.fail('nothing may begin');

/** One request that the person was asked about a minute before Postern ended and started again. */
async function restarted(t: Parameters<typeof requestHouse>[0]) {
  const house = requestHouse(t);
  const before = house.start();
  house.unlock(before);
  const first = new Asked();
  const id = before.start(here, wanted, first.work);
  house.clock.pass(60_000);
  before.locked();
  house.open = false;
  await before.stop();
  return { house, first, id, after: house.start() };
}

test('a restart withdraws nothing: the request waits, and begins again under its id when its client is back', async (t) => {
  const { house, first, id, after } = await restarted(t);
  house.clock.pass(60_000);
  assert.equal(after.isSealed(id), true);
  house.unlock(after);
  const second = new Asked();
  assert.equal(second.begun, 0, 'nothing begins before its client is back');
  const answer = after.wait(id, back, 1_000, (again) => {
    assert.deepEqual(again, wanted);
    return second.work;
  });
  assert.deepEqual([second.begun, second.askedAt], [1, first.askedAt]);
  second.answer(no);
  assert.deepEqual(await answer, { state: 'done', requestId: id, outcome: no });
  assert.deepEqual([house.rows(), house.audited.length, house.logged], [[], 0, []]);
});

test('a second wait finds the work that the first one began', async (t) => {
  const { house, id, after } = await restarted(t);
  house.unlock(after);
  const second = new Asked();
  await after.wait(id, back, 0, second.resume);
  await after.wait(id, back, 0, never);
  assert.equal(second.begun, 1);
});

test('its life goes on counting: what nobody came back for in time is expired, and on record', async (t) => {
  const { house, id, after } = await restarted(t);
  house.unlock(after);
  house.clock.pass(approvalLifeMs - 60_001);
  assert.equal(house.audited.length, 0);
  house.clock.pass(1);
  const [event] = house.audited;
  assert.ok(event?.kind === 'approval.expired' && event.requestId === id && event.client.name === 'Agent');
  assert.deepEqual(await after.wait(id, back, 0, never), { state: 'done', requestId: id, outcome: expired });
  assert.deepEqual(house.rows(), []);
});

test('what expired while Postern was down or locked is expired at the unlock, neither denied nor allowed', async (t) => {
  const { house, id, after } = await restarted(t);
  house.clock.pass(approvalLifeMs);
  assert.deepEqual([house.audited.length, house.rows()], [0, [id]]);
  house.unlock(after);
  assert.equal(house.audited[0]?.kind, 'approval.expired');
  assert.deepEqual(await after.wait(id, back, 0, never), { state: 'done', requestId: id, outcome: expired });
});

test('a clock that was set back gives no longer life', async (t) => {
  const house = requestHouse(t);
  const before = house.start();
  house.unlock(before);
  house.clock.pass(3_600_000);
  const id = before.start(here, wanted, new Asked().work);
  house.clock.pass(-3_600_000);
  const after = house.start();
  house.unlock(after);
  house.clock.pass(approvalLifeMs - 1);
  assert.equal(house.audited.length, 0);
  house.clock.pass(1);
  assert.ok(house.audited[0]?.kind === 'approval.expired' && house.audited[0].requestId === id);
});

test('a client that is back and goes away again has 30 s, as ever', async (t) => {
  const { house, id, after } = await restarted(t);
  house.unlock(after);
  const second = new Asked();
  await after.wait(id, back, 0, second.resume);
  after.disconnected(back.connection);
  house.clock.pass(29_999);
  assert.equal(after.waitingFor(id, back), 'approval');
  house.clock.pass(1);
  await settled();
  assert.deepEqual(await after.wait(id, back, 0, never), {
    state: 'done',
    requestId: id,
    outcome: { kind: 'cancelled', by: 'disconnect' },
  });
});

test('the close of its connection at the end of Postern withdraws nothing, then or later', async (t) => {
  const house = requestHouse(t);
  const before = house.start();
  house.unlock(before);
  const asked = new Asked();
  const id = before.start(here, wanted, asked.work);
  await before.stop();
  before.disconnected(here.connection);
  house.clock.pass(60_000);
  asked.answer(expired);
  await settled();
  assert.deepEqual(house.rows(), [id]);
});

test('nobody else gets at it: another client, another key, a forged id (P8)', async (t) => {
  const { house, id, after } = await restarted(t);
  house.unlock(after);
  const forged = RequestId.parse(`req_${'f'.repeat(32)}`);
  assert.equal(after.isSealed(forged), false);
  for (const other of [holder('connection-3', 'other'), holder('connection-3', 'agent', 'b')]) {
    await assert.rejects(after.wait(id, other, 0, never), fault('unknown_request'));
    assert.throws(() => after.withdraw(id, other, 'agent'), fault('unknown_request'));
    assert.equal(after.waitingFor(id, other), null);
  }
  await assert.rejects(after.wait(forged, back, 0, never), fault('unknown_request'));
  assert.deepEqual(house.rows(), [id]);
});

test('a paused or removed client finds nothing of what was kept (P8)', async (t) => {
  const { house, id, after } = await restarted(t);
  house.unlock(after);
  after.withdrawClient(ClientId.parse('agent'), 'pause', null);
  const [event] = house.audited;
  assert.ok(event?.kind === 'approval.withdrawn' && event.by === 'pause' && event.requestId === id);
  assert.deepEqual(house.rows(), []);
  const answer = await after.wait(id, back, 0, never);
  assert.deepEqual(answer, { state: 'done', requestId: id, outcome: { kind: 'cancelled', by: 'pause' } });
});

test('withdrawn while sealed, it is gone at the unlock; a stranger’s word does not count', async (t) => {
  const { house, id, after } = await restarted(t);
  after.withdraw(id, holder('connection-3', 'other'), 'agent');
  house.unlock(after);
  assert.equal(house.audited.length, 0);
  const again = house.start();
  again.withdraw(id, back, 'agent');
  house.unlock(again);
  assert.ok(house.audited[0]?.kind === 'approval.withdrawn' && house.audited[0].by === 'agent');
  assert.deepEqual(house.rows(), []);
});

test('is gone from the disk before its command starts, so that a crash never runs it twice (P2)', async (t) => {
  const house = requestHouse(t);
  const before = house.start();
  house.unlock(before);
  const asked = new Asked();
  const id = before.start(here, wanted, asked.work);
  assert.deepEqual(house.rows(), [id]);
  asked.run();
  assert.deepEqual(house.rows(), []);
  const after = house.start();
  house.unlock(after);
  await assert.rejects(after.wait(id, back, 0, never), fault('unknown_request'));
});

test('what cannot be removed from the disk does not run (P2)', async (t) => {
  const house = requestHouse(t);
  const full = () => {
    throw new BrokerError('disk_full');
  };
  const requests = house.start((store) => ({
    all: () => store.all(),
    has: (id) => store.has(id),
    put: (row) => store.put(row),
    remove: full,
  }));
  house.unlock(requests);
  let ran = false;
  const id = requests.start(here, wanted, async (handle) => {
    handle.waitsFor('approval');
    handle.waitsFor('run');
    ran = true;
    return no;
  });
  const answer = await requests.wait(id, here, 1_000, never);
  assert.ok(answer.state === 'done' && answer.outcome.kind === 'failed' && answer.outcome.code === 'disk_full');
  assert.equal(ran, false);
  assert.deepEqual(house.logged, [{ event: 'request.unremoved', code: 'disk_full' }]);
});

test('at the end of Postern what runs is ended and waited for', async (t) => {
  const house = requestHouse(t);
  const requests = house.start();
  house.unlock(requests);
  const asked = new Asked();
  const id = requests.start(here, wanted, asked.work);
  asked.run();
  const answer = requests.wait(id, here, 1_000, never);
  await requests.stop();
  assert.deepEqual(await answer, { state: 'done', requestId: id, outcome: { kind: 'cancelled', by: 'quit' } });
});

test('pairing and the wait for the unlock are not kept; a question that came with a lock is, from the next unlock on', async (t) => {
  const house = requestHouse(t);
  const requests = house.start();
  let waitsFor: (what: 'approval') => void = () => {};
  const id = requests.start(here, wanted, (handle) => {
    handle.waitsFor('unlock');
    handle.waitsFor('pairing');
    waitsFor = handle.waitsFor;
    return new Promise(() => {});
  });
  house.unlock(requests);
  assert.deepEqual(house.rows(), []);
  requests.locked();
  house.open = false;
  waitsFor('approval');
  assert.deepEqual([house.rows(), house.logged], [[], [{ event: 'request.unkept', code: 'locked' }]]);
  house.unlock(requests);
  assert.deepEqual(house.rows(), [id]);
});

test('an end without an answer removes it too, also while locked: withdrawn, expired, failed', async (t) => {
  const house = requestHouse(t);
  const requests = house.start();
  house.unlock(requests);
  const asked = new Asked();
  const id = requests.start(here, wanted, asked.work);
  const throws = new Asked();
  requests.start(here, wanted, (handle) => throws.work(handle).then(() => Promise.reject(new Error('hunter2'))));
  const late = new Asked();
  requests.start(here, wanted, late.work);
  assert.equal(house.rows().length, 3);
  requests.locked();
  house.open = false;
  requests.withdraw(id, here, 'agent');
  throws.answer(no);
  late.answer(expired);
  await settled();
  assert.deepEqual(house.rows(), []);
});

test('two sessions of one client each get their own', async (t) => {
  const house = requestHouse(t);
  const before = house.start();
  house.unlock(before);
  const wants = ['one', 'two'].map((name) => ({ kind: 'wish' as const, wish: { name: nameOf(name), purpose: name } }));
  const ids = wants.map((wish, at) => before.start(holder(`connection-${at}`), wish, new Asked().work));
  const after = house.start();
  house.unlock(after);
  const begun: unknown[] = [];
  for (const [at, id] of ids.entries()) {
    await after.wait(id, holder(`again-${at}`), 0, (again) => {
      begun.push(again);
      return new Asked().work;
    });
  }
  assert.deepEqual(begun, wants);
});

test('at most 16 of one client wait, kept ones counted', async (t) => {
  const house = requestHouse(t);
  const before = house.start();
  house.unlock(before);
  for (let count = 0; count < 16; count += 1) before.start(here, wanted, new Asked().work);
  const after = house.start();
  house.unlock(after);
  assert.throws(() => after.start(back, wanted, never), fault('too_many_requests'));
  after.start(holder('connection-3', 'other'), wanted, new Asked().work);
});

test('more than 16 of one client that lie there are let go', (t) => {
  const house = requestHouse(t);
  const [first, second] = [house.start(), house.start()];
  for (const requests of [first, second]) house.unlock(requests);
  for (const requests of [first, second]) {
    for (let count = 0; count < 10; count += 1) requests.start(here, wanted, new Asked().work);
  }
  assert.equal(house.rows().length, 20);
  house.unlock(house.start());
  assert.equal(house.rows().length, 16);
});

function nameOf(name: string) {
  return SecretName.parse(`wish/${name}`);
}

/** What a promise does next has been done. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
