import assert from 'node:assert/strict';
import test from 'node:test';
import { approvalLifeMs, armedAfterMs } from '../../contract/approval.ts';
import { Action } from '../../contract/run.ts';
import { ClientId, RequestId } from '../../contract/vocabulary.ts';
import { FakeClock } from '../fake-clock.testkit.ts';
import { digestOf } from '../runs/action.ts';
import { Approvals } from './approvals.ts';

const id = (n: number): RequestId => RequestId.parse(`req_${String(n).padStart(32, '0')}`);
const client = ClientId.parse('agent');
const idle = new AbortController().signal;

function action(changes: Partial<Action> = {}): Action {
  return Action.parse({
    format: 1,
    nonce: '0'.repeat(32),
    client: { id: client, name: 'Agent' },
    caller: [{ pid: 7, startTime: '1', name: 'node', exe: '/usr/bin/node', cwd: null }],
    session: null,
    command: { kind: 'shell', shell: '/bin/sh', line: 'true' },
    cwd: '/',
    path: '/bin',
    pathDiffers: false,
    secrets: [],
    executables: [],
    scripts: [],
    parsed: true,
    stdin: null,
    tty: true,
    timeoutMs: 1000,
    maxOutputBytes: 1024,
    reason: null,
    frozenAt: 1,
    ...changes,
  });
}

function asked(changes: Partial<Action> = {}): {
  approvals: Approvals;
  clock: FakeClock;
  digest: ReturnType<typeof digestOf>;
  answer: ReturnType<Approvals['ask']>;
} {
  const clock = new FakeClock();
  const approvals = new Approvals(clock, '/home/me');
  const frozen = action(changes);
  return {
    approvals,
    clock,
    digest: digestOf(frozen),
    answer: approvals.ask(id(1), client, { kind: 'run', action: frozen }, idle),
  };
}

const allow = { kind: 'allow', scope: 'once' } as const;

test('no answer counts before its question was on the screen for 600 ms (P9)', async () => {
  const { approvals, clock, digest, answer } = asked();
  clock.pass(10_000);
  assert.equal(approvals.answer(id(1), digest, allow), false, 'never drawn');
  approvals.drawn(id(1));
  clock.pass(armedAfterMs - 1);
  assert.equal(approvals.answer(id(1), digest, allow), false, 'too early');
  clock.pass(1);
  assert.equal(approvals.answer(id(1), digest, allow), true);
  assert.deepEqual(await answer, allow);
});

test('a question that was hidden by a lock arms anew (P4, P9)', () => {
  const { approvals, clock, digest } = asked();
  approvals.drawn(id(1));
  clock.pass(armedAfterMs);
  approvals.undrawAll();
  assert.equal(approvals.answer(id(1), digest, allow), false);
});

test('an answer to another action than the one drawn does not count (P2)', () => {
  const { approvals, clock } = asked();
  approvals.drawn(id(1));
  clock.pass(armedAfterMs);
  assert.equal(approvals.answer(id(1), digestOf(action({ cwd: '/tmp' })), allow), false);
  assert.equal(approvals.answer(id(1), null, allow), false);
  assert.equal(approvals.answer(id(2), digestOf(action()), allow), false);
  assert.equal(approvals.summaries().length, 1);
});

for (const [why, changes] of [
  ['a command that could not be read', { parsed: false }],
  ['an unknown caller', { caller: [] }],
] as const) {
  test(`a session answer to ${why} counts once (P2)`, async () => {
    const { approvals, clock, digest, answer } = asked(changes);
    approvals.drawn(id(1));
    clock.pass(armedAfterMs);
    approvals.answer(id(1), digest, { kind: 'allow', scope: 'session' });
    assert.deepEqual(await answer, allow);
  });
}

test('an unanswered question expires, and an answer afterwards does nothing', async () => {
  const { approvals, clock, digest, answer } = asked();
  approvals.drawn(id(1));
  clock.pass(approvalLifeMs);
  assert.deepEqual(await answer, { kind: 'expired' });
  assert.equal(approvals.answer(id(1), digest, allow), false);
});

test('a withdrawn question disappears at once, and others keep their place', async () => {
  const approvals = new Approvals(new FakeClock(), '/home/me');
  const gone = new AbortController();
  const first = approvals.ask(id(1), client, { kind: 'run', action: action() }, gone.signal);
  void approvals.ask(id(2), client, { kind: 'run', action: action() }, idle);
  assert.deepEqual([approvals.question()?.position, approvals.question()?.total], [1, 2]);
  gone.abort();
  assert.deepEqual(await first, { kind: 'withdrawn' });
  assert.equal(approvals.question()?.id, id(2));
  assert.equal(approvals.question(id(1)), null);
});

test('a wish is fulfilled by the saved value alone, never by pressing allow (P9)', async () => {
  const clock = new FakeClock();
  const approvals = new Approvals(clock, '/home/me');
  const wish = { name: 'npm/publish', purpose: 'x' } as never;
  const answer = approvals.ask(id(1), client, { kind: 'wish', wish, clientName: 'Agent', exists: false }, idle);
  approvals.drawn(id(1));
  clock.pass(armedAfterMs);
  assert.equal(approvals.answer(id(1), null, allow), false);
  approvals.fulfil(id(1));
  assert.deepEqual(await answer, allow);
});
