// Few questions: what is the same is asked once, and many at once are one list.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allowOnce, burstMs, burstSize, type Question } from '../../contract/approval.ts';
import type { Action } from '../../contract/run.ts';
import { actionOf, actionSecret, usualCaller } from '../runs/action.testkit.ts';
import { no, type Queue, startQueue } from './queue.testkit.ts';

const reads = await Promise.all(
  ['gh pr list', 'gh issue list', 'gh repo list', 'gh pr view 1', 'gh pr view 2', 'gh pr view 3', 'gh pr view 4'].map(
    (line) => actionOf(line),
  ),
);

function several(queue: Queue): Extract<Question, { kind: 'several' }> {
  const question = queue.approvals.question();
  if (question?.kind !== 'several') throw new Error('no list');
  return question;
}

function burst(queue: Queue, actions: readonly Action[] = reads) {
  return actions.map((action) => queue.ask(action));
}

test('the same request again joins the question that waits, and one answer is for as many as the person saw', async () => {
  const queue = startQueue();
  const again = await actionOf('gh pr list', { now: 2_000, caller: usualCaller(500), request: { reason: 'again' } });
  const [first, second, third] = [reads[0] ?? again, again, again].map((action) => queue.ask(action));
  const question = queue.approvals.question();
  assert.equal(question?.kind === 'run' && question.times, 3);
  assert.deepEqual(
    queue.approvals.summaries().map(({ times }) => times),
    [3],
  );
  assert.equal(queue.answer(question, { ...allowOnce, lasting: { kind: 'uses', uses: 5 }, times: 2 }), true);
  assert.deepEqual(await first?.settled.then((each) => each.kind === 'allow' && [each.lasting, each.runs]), [
    { kind: 'uses', uses: 5 },
    2,
  ]);
  assert.deepEqual(await second?.settled.then((each) => each.kind === 'allow' && each.lasting), { kind: 'once' });
  assert.equal(queue.approvals.question()?.id, third?.id, 'the one that came later waits');
  assert.equal(queue.approvals.answered, 1);
});

test('a no is for all that are the same, and what differs in anything is another question', async () => {
  const queue = startQueue();
  const one = queue.ask(await actionOf('gh pr list'));
  const same = queue.ask(await actionOf('gh pr list', { now: 2_000 }));
  queue.ask(await actionOf('gh pr list', { session: 'a' }));
  queue.ask(await actionOf('gh pr list', { client: 'other' }));
  queue.ask(await actionOf('gh pr list', { secrets: [actionSecret('other/token')] }));
  queue.ask(await actionOf('gh pr list', { request: { stdin: 'x' } }));
  assert.equal(queue.approvals.summaries().length, 5);
  queue.approvals.deny(same.id);
  assert.deepEqual([(await one.settled).kind, (await same.settled).kind], ['deny', 'deny']);
  assert.equal(queue.approvals.summaries().length, 4);
});

test('more than 5 questions of one client in 10 s are one list (superset-sh/superset#5236: 11 prompts in one turn)', async () => {
  const queue = startQueue();
  const lines = Array.from({ length: 11 }, (_, at) => `gh pr view ${at}`);
  const asked = burst(queue, await Promise.all(lines.map((line) => actionOf(line))));
  const list = several(queue);
  assert.equal(list.runs.length, 11);
  const allowed = list.runs.map(({ id, digest, times }) => ({ id, digest, times }));
  const answer = { kind: 'several', allowed, lasting: { kind: 'session' }, reach: 'reads', others: 'wait' } as const;
  assert.equal(queue.answer(list, answer), true);
  for (const { settled } of asked) assert.equal((await settled).kind, 'allow');
  assert.equal(queue.approvals.answered, 1);
});

test('five in ten seconds, or more in a longer time, are questions of their own', () => {
  const five = startQueue();
  burst(five, reads.slice(0, burstSize));
  assert.equal(five.approvals.question()?.kind, 'run');
  const slow = startQueue();
  for (const action of reads) {
    slow.ask(action);
    slow.clock.pass(burstMs / burstSize);
  }
  assert.equal(slow.approvals.question()?.kind, 'run');
});

test('another client’s questions stand in no list but its own', async () => {
  const queue = startQueue();
  burst(queue);
  const other = queue.ask(await actionOf('gh pr list', { client: 'other' }));
  assert.equal(several(queue).runs.length, reads.length);
  assert.equal(queue.approvals.question(other.id)?.kind, 'run');
});

test('of a list only the ticked runs are allowed, and the others wait or are denied as the person says', async () => {
  for (const others of ['wait', 'deny'] as const) {
    const queue = startQueue();
    const asked = burst(queue);
    const list = several(queue);
    const allowed = list.runs.slice(0, 2).map(({ id, digest, times }) => ({ id, digest, times }));
    const answer = { kind: 'several', allowed, lasting: { kind: 'once' }, reach: 'exact', others } as const;
    assert.equal(queue.answer(list, answer), true);
    assert.deepEqual((await asked[0]?.settled)?.kind, 'allow');
    assert.equal(queue.approvals.summaries().length, others === 'wait' ? reads.length - 2 : 0);
    if (others === 'deny') assert.equal((await asked[6]?.settled)?.kind, 'deny');
  }
});

test('a list allows nothing by a wrong digest, of another client, as a rule, or that deserves a look of its own (P2)', async () => {
  const queue = startQueue();
  const other = queue.ask(await actionOf('gh pr list', { client: 'other' }));
  burst(queue, [
    ...reads,
    await actionOf('gh auth token'),
    await actionOf('gh repo delete x'),
    await actionOf('gh pr list $(x)'),
    await actionOf('gh pr list', { secrets: [actionSecret('a/b', { tier: 'guarded' })] }),
  ]);
  queue.approvals.deny(other.id);
  queue.ask(await actionOf('gh pr list', { client: 'other' }));
  const list = several(queue);
  const base = { kind: 'several', lasting: { kind: 'once' }, reach: 'exact', others: 'wait' } as const;
  const named = list.runs.map(({ id, digest, times }) => ({ id, digest, times }));
  const [first] = named;
  if (first === undefined) throw new Error('an empty list');
  const digest = named[1]?.digest ?? first.digest;
  assert.equal(queue.answer(list, { ...base, allowed: [{ ...first, digest }] }), false);
  for (const at of [7, 8, 9, 10])
    assert.equal(queue.answer(list, { ...base, allowed: named.slice(at, at + 1) }), false);
  assert.equal(queue.answer(list, { ...base, allowed: [first], lasting: { kind: 'rule' } }), false);
  assert.equal(queue.answer(list, allowOnce), false);
  assert.equal(queue.approvals.summaries().length, named.length + 1);
  assert.equal(queue.answer(list, { ...base, allowed: [first] }), true);
});

test('of a list, what writes is allowed exactly, where what reads is allowed with all that its program reads', async () => {
  const queue = startQueue();
  const write = queue.ask(await actionOf('gh pr create --title x'));
  const [read] = burst(queue);
  const list = several(queue);
  const allowed = list.runs.slice(0, 2).map(({ id, digest, times }) => ({ id, digest, times }));
  const answer = { kind: 'several', allowed, lasting: { kind: 'session' }, reach: 'reads', others: 'wait' } as const;
  assert.equal(queue.answer(list, answer), true);
  assert.deepEqual(await write.settled.then((each) => each.kind === 'allow' && each.reach), 'exact');
  assert.deepEqual(await read?.settled.then((each) => each.kind === 'allow' && each.reach), 'reads');
});

test('a no to the list is a no to all of it, and once nothing waits the next question is one again', async () => {
  const queue = startQueue();
  const asked = burst(queue);
  assert.equal(queue.answer(several(queue), { ...no, reason: 'one at a time' }), true);
  for (const { settled } of asked) assert.deepEqual(await settled, { ...no, reason: 'one at a time' });
  queue.clock.pass(burstMs);
  queue.ask(reads[0] ?? (await actionOf('gh pr list')));
  assert.equal(queue.approvals.question()?.kind, 'run');
});

test('the list is not drawn anew for each run that joins it, so nothing is kept from being answered (P9)', async () => {
  const queue = startQueue();
  burst(queue);
  const list = several(queue);
  queue.approvals.drawn(list.id, new AbortController().signal);
  queue.clock.pass(300);
  queue.ask(await actionOf('gh pr view 99'));
  queue.clock.pass(300);
  const named = list.runs.slice(0, 1).map(({ id, digest, times }) => ({ id, digest, times }));
  const answer = {
    kind: 'several',
    allowed: named,
    lasting: { kind: 'once' },
    reach: 'exact',
    others: 'wait',
  } as const;
  assert.equal(queue.approvals.answer(list.id, list.digest, answer), true);
});
