// Approvals through a real broker: what is approved is what runs, few questions, and none that the agent answers itself.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fault } from '../adapters/vault.testkit.ts';
import { allowOnce, approvalLifeMs } from '../contract/approval.ts';
import { byPassphrase, startAsking } from './approvals.testkit.ts';
import { until } from './desks.testkit.ts';

const session = { ...allowOnce, lasting: { kind: 'session' } } as const;

test('eleven calls in one turn are one question, and its answer spares the next ones (superset-sh/superset#5236)', async (t) => {
  const { house, ask, question, answer } = await startAsking(t);
  const first = ask('gh pr list');
  await answer(await question('run'), { kind: 'deny', reason: null, remember: 'no' });
  await first;
  await house.raiseBurst('test-agent', 20);
  house.clock.pass(20_000);
  const outcomes = Array.from({ length: 11 }, (_, at) => ask(`gh pr view ${at}`));
  await until(() => house.broker.person.waiting().length === 11);
  const list = await question('several');
  const allowed = list.runs.slice(0, 1).map(({ id, digest, times }) => ({ id, digest, times }));
  await answer(list, { kind: 'several', allowed, lasting: { kind: 'session' }, reach: 'reads', others: 'wait' });
  // The other ten are covered by what was allowed for the first.
  for (const outcome of await Promise.all(outcomes)) assert.equal(outcome.kind, 'completed');
  assert.equal((await ask('gh issue list')).kind, 'completed');
  assert.equal(house.broker.person.prompts().unasked, 11);
  assert.equal(house.kinds().filter((kind) => kind === 'grant.used').length, 11);
});

test('what the person narrows is what runs: a secret that was taken out is not there', async (t) => {
  const { house, ask, question, answer } = await startAsking(t);
  house.addSecret('other/token', 'other_V4lue-0123456789', { env: 'OTHER' });
  const outcome = ask('gh pr list', ['api/token', 'other/token']);
  const asked = await question('run');
  const without = asked.action.secrets.filter(({ env }) => env === 'OTHER').map(({ name }) => name);
  await answer(asked, { ...allowOnce, without });
  const done = await outcome;
  assert.equal(done.kind === 'completed' && done.output.trim(), 'ran gh pr list [token] []');
  const allowed = house.audit().find(({ kind }) => kind === 'approval.allowed');
  assert.deepEqual(allowed?.kind === 'approval.allowed' && allowed.without, ['other/token']);
});

test('a denial that is remembered denies the same again without a question, until the lock (keepassxreboot/keepassxc#5765)', async (t) => {
  const { house, ask, question, answer } = await startAsking(t);
  const first = ask('gh pr merge 7');
  await answer(await question('run'), { kind: 'deny', reason: 'I merge myself.', remember: 'session' });
  assert.deepEqual(await first, { kind: 'denied', by: 'person', reason: 'I merge myself.' });
  assert.deepEqual(await ask("gh  pr 'merge' 7"), { kind: 'denied', by: 'remembered', reason: 'I merge myself.' });
  assert.equal(house.kinds().at(-1), 'run.denied');
  house.broker.person.lock('person');
  await house.unlock();
  const again = ask('gh pr merge 7');
  await answer(await question('run'), allowOnce);
  assert.equal((await again).kind, 'completed');
});

test('a script edited between the answer and the start is not run; agent and person are told what changed (P10)', async (t) => {
  const { house, ask, question, answer } = await startAsking(t);
  const script = join(house.folder, 'deploy.sh');
  writeFileSync(script, '#!/bin/sh\necho one\n', { mode: 0o755 });
  const outcome = ask('./deploy.sh');
  const asked = await question('run');
  writeFileSync(script, `#!/bin/sh\ntouch ${house.folder}/made\n`);
  await answer(asked, allowOnce);
  const refused = await outcome;
  assert.deepEqual(refused.kind === 'failed' && [refused.code, refused.about], [
    'action_changed',
    ['the script ./deploy.sh was edited'],
  ]);
  assert.equal(existsSync(join(house.folder, 'made')), false);
  assert.equal(house.kinds().includes('run.started'), false);
  assert.ok(house.audit().some((event) => event.kind === 'run.changed' && event.changes[0]?.what === './deploy.sh'));
  await until(() => house.shown.some(({ kind }) => kind === 'changed'));
  const told = house.shown.find(({ kind }) => kind === 'changed');
  assert.deepEqual(told?.kind === 'changed' && told.changes.map(({ kind }) => kind), ['script']);
  await until(() => house.broker.person.question() === null);
});

for (const [what, change] of [
  [
    'a program that was replaced',
    (folder: string) => writeFileSync(join(folder, 'bin', 'gh'), '#!/bin/sh\necho evil\n'),
  ],
  [
    'a link that leads elsewhere',
    (folder: string) => {
      renameSync(join(folder, 'bin', 'gh'), join(folder, 'bin', 'old'));
      symlinkSync('git', join(folder, 'bin', 'gh'));
    },
  ],
] as const) {
  test(`${what} between the answer and the start is not run (P10; AgentAck: the action changed after approval)`, async (t) => {
    const { house, ask, question, answer } = await startAsking(t);
    const outcome = ask('gh pr list');
    const asked = await question('run');
    change(house.folder);
    await answer(asked, allowOnce);
    const refused = await outcome;
    assert.equal(refused.kind === 'failed' && refused.code, 'action_changed');
    assert.equal(house.kinds().includes('run.started'), false);
  });
}

test('a secret that is changed between question and answer is not given out on the old answer (P10)', async (t) => {
  const { house, ask, question, answer } = await startAsking(t);
  const outcome = ask('gh pr list');
  const asked = await question('run');
  const [secret] = house.broker.desks.secrets.summaries();
  if (secret === undefined) throw new Error('no secret');
  house.broker.desks.secrets.remove(secret.id);
  await answer(asked, allowOnce);
  const refused = await outcome;
  assert.deepEqual(refused.kind === 'failed' && refused.about, ['the secret api/token was removed']);
});

test('an answer counts once: the same one again runs nothing (AgentAck: replay)', async (t) => {
  const { house, ask, question, answer } = await startAsking(t);
  const outcome = ask('gh pr list');
  const asked = await question('run');
  await answer(asked, allowOnce);
  assert.equal((await outcome).kind, 'completed');
  await assert.rejects(answer(asked, allowOnce), fault('unknown_request'));
  const next = ask('gh pr list');
  await assert.rejects(answer(asked, allowOnce), fault('unknown_request'));
  await answer(await question('run'), { kind: 'deny', reason: null, remember: 'no' });
  assert.equal((await next).kind, 'denied');
  assert.equal(house.kinds().filter((kind) => kind === 'run.started').length, 1);
});

test('an answer that comes after the question expired runs nothing (AgentAck: expiry)', async (t) => {
  const { house, ask, question, answer } = await startAsking(t);
  const outcome = ask('gh pr list');
  const asked = await question('run');
  house.clock.pass(approvalLifeMs);
  assert.deepEqual(await outcome, { kind: 'expired', waitedFor: 'approval' });
  await assert.rejects(answer(asked, allowOnce), fault('unknown_request'));
  assert.ok(house.kinds().includes('approval.expired'));
  assert.equal(house.kinds().includes('approval.denied'), false);
});

test('"always" takes presence, becomes the rule whose words were shown, and spares the same from then on (P9)', async (t) => {
  const { house, ask, question, answer } = await startAsking(t);
  const outcome = ask('gh pr view 1');
  const asked = await question('run');
  const rule = house.broker.person.ruleFor(asked.id, 'alike', []);
  assert.equal(rule?.rule.action, 'allow');
  assert.match(rule?.words ?? '', /gh pr view/);
  const always = { ...allowOnce, lasting: { kind: 'rule' }, reach: 'alike' } as const;
  await assert.rejects(answer(asked, always), fault('presence_needed'));
  assert.equal(house.kinds().includes('policy.changed'), false);
  await answer(asked, always, byPassphrase);
  assert.equal((await outcome).kind, 'completed');
  assert.equal((await ask('gh pr view 2')).kind, 'completed');
  assert.equal(house.kinds().filter((kind) => kind === 'rule.used').length, 1);
  house.broker.person.lock('person');
  await house.unlock();
  assert.equal((await ask('gh pr view 3')).kind, 'completed');
  writeFileSync(join(house.folder, 'bin', 'gh'), '#!/bin/sh\necho evil\n');
  const changed = ask('gh pr view 4');
  await answer(await question('run'), { kind: 'deny', reason: null, remember: 'no' });
  assert.equal((await changed).kind, 'denied');
  assert.match(readFileSync(join(house.profile, 'policy.yaml'), 'utf8'), /gh pr view/);
});

test('"never again" becomes a rule that denies, without presence', async (t) => {
  const { house, ask, question, answer } = await startAsking(t);
  const outcome = ask('gh repo delete x');
  await answer(await question('run'), { kind: 'deny', reason: 'Never delete.', remember: 'rule' });
  assert.equal((await outcome).kind, 'denied');
  house.broker.person.lock('person');
  await house.unlock();
  assert.deepEqual(await ask('gh repo delete x'), { kind: 'denied', by: 'rule', reason: 'Never delete.' });
});

test('a request made while locked waits for the unlock and is asked then: unlock and approve in one go (bitwarden/clients#15067)', async (t) => {
  const { house, ask, question, answer } = await startAsking(t);
  const first = ask('gh pr list');
  await answer(await question('run'), allowOnce);
  await first;
  house.broker.person.lock('person');
  const outcome = ask('gh pr list');
  await until(() => house.broker.person.knocking().length === 1);
  await house.unlock();
  await answer(await question('run'), allowOnce);
  assert.equal((await outcome).kind, 'completed');
});

test('two uses are this run and one more', async (t) => {
  const { house, ask, question, answer } = await startAsking(t);
  const first = ask('gh pr create');
  await answer(await question('run'), { ...allowOnce, lasting: { kind: 'uses', uses: 2 } });
  assert.equal((await first).kind, 'completed');
  assert.equal((await ask('gh pr create')).kind, 'completed');
  const third = ask('gh pr create');
  await answer(await question('run'), { kind: 'deny', reason: null, remember: 'no' });
  assert.equal((await third).kind, 'denied');
  assert.equal(house.kinds().filter((kind) => kind === 'grant.used').length, 1);
});

test('a lock ends what was allowed for the session: the next one asks (P4)', async (t) => {
  const { house, ask, question, answer } = await startAsking(t);
  const first = ask('gh pr list');
  await answer(await question('run'), session);
  await first;
  assert.equal(house.broker.person.grants().length, 1);
  assert.equal((await ask('gh pr list')).kind, 'completed');
  house.broker.person.lock('person');
  assert.deepEqual(house.broker.person.grants(), []);
  await house.unlock();
  const again = ask('gh pr list');
  await answer(await question('run'), { kind: 'deny', reason: null, remember: 'no' });
  assert.equal((await again).kind, 'denied');
});

test('what prints the environment is denied whatever anybody allowed, and what prints a secret asks each time', async (t) => {
  const { ask, question, answer } = await startAsking(t);
  const first = ask('gh auth token');
  const asked = await question('run');
  assert.equal(asked.offers.onceOnly, 'disclosure');
  await assert.rejects(answer(asked, session), fault('unknown_request'));
  await answer(asked, allowOnce);
  await first;
  for (const line of ['env', 'printenv', 'export -p', 'sh -c env', 'cat /proc/self/environ']) {
    const denied = await ask(line);
    assert.deepEqual([denied.kind, denied.kind === 'denied' && denied.by], ['denied', 'rule'], line);
  }
});

test('"I did not ask for this" to a list pauses the client and ends all of it (P8)', async (t) => {
  const { house, ask, question, answer } = await startAsking(t);
  const outcomes = Array.from({ length: 8 }, (_, at) => ask(`gh pr view ${at}`));
  await until(() => house.broker.person.waiting().length === 8);
  await answer(await question('several'), { kind: 'not_mine' });
  for (const outcome of await Promise.all(outcomes)) assert.match(outcome.kind, /^(denied|cancelled)$/);
  assert.equal(house.broker.person.listClients()[0]?.state, 'paused');
  assert.equal(house.broker.person.question(), null);
  assert.equal(house.kinds().includes('run.started'), false);
});

test('a line that starts more commands than anybody reads is refused before it is asked', async (t) => {
  const { house, ask } = await startAsking(t);
  const refused = await ask('gh pr list;'.repeat(201));
  assert.equal(refused.kind === 'failed' && refused.code, 'command_too_many');
  assert.equal(house.kinds().includes('approval.asked'), false);
});
