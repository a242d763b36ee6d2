import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Reach } from '../../contract/lasting.ts';
import { PolicyRule } from '../../contract/policy.ts';
import { type ActionOptions, actionOf, actionSecret, MemoryFiles, usualPrograms } from '../runs/action.testkit.ts';
import { denyingRule, holdsFor, narrowestRule } from './narrowest-rule.ts';
import { suggestRules } from './suggestions.ts';

const fresh = { without: [], taken: new Set<string>() };
const ruleFor = async (line: string | readonly string[], reach: Reach = 'exact', options: ActionOptions = {}) =>
  narrowestRule(await actionOf(line, options), reach, fresh);

test('openclaw/openclaw#23276: “always” keeps the inner command and never the shell', async () => {
  const rule = await ruleFor("zsh -c 'gh pr view 5'", 'exact', { files: new MemoryFiles([...usualPrograms, 'zsh']) });
  assert.deepEqual(rule?.commands, ['gh pr view 5']);
});

test('openclaw/openclaw#61509: what “always” was said to is allowed the next time, however it is quoted', async () => {
  const lines = [
    'gh pr view 5',
    'gh api "repos/a b" --jq ".x|.y"',
    'psql -c \'SELECT * FROM "t"\'',
    'sudo gh pr view 5',
    'gh pr view 5 > out',
  ];
  for (const line of lines) {
    const rule = await ruleFor(line);
    assert.notEqual(rule, null, line);
    if (rule !== null) assert.equal(holdsFor(rule, await actionOf(line)), true, line);
    if (rule !== null) assert.equal(holdsFor(rule, await actionOf(`${line} x`)), false, line);
  }
});

test('a rule names client, project, secrets, hosts and the hash of every file', async () => {
  const rule = await ruleFor('gh pr view 5');
  assert.deepEqual(
    { ...rule, files: rule?.files?.map(({ path }) => path) },
    {
      ...{ id: 'gh-pr-view', action: 'allow', commands: ['gh pr view 5'], secrets: ['github/token'] },
      ...{ cwd: ['/home/me/api/**'], clients: ['claude-code'], hosts: ['api.github.com'] },
      files: ['/usr/bin/sh', '/usr/bin/gh'],
    },
  );
  const alone = await ruleFor('gh pr view 5', 'exact', { files: new MemoryFiles(usualPrograms, null) });
  assert.deepEqual(alone?.cwd, ['/home/me/api']);
});

test('“alike” keeps the verb and its risk, “reads” the program and only what it reads', async () => {
  const alike = await ruleFor('gh pr view 5', 'alike');
  assert.deepEqual([alike?.commands, alike?.risk], [['gh pr view **'], ['read']]);
  const reads = await ruleFor('gh pr view 5', 'reads');
  assert.deepEqual([reads?.commands, reads?.risk], [['gh **'], ['read']]);
  if (reads === null) assert.fail();
  assert.equal(holdsFor(reads, await actionOf('gh issue list')), true);
  assert.equal(holdsFor(reads, await actionOf('gh pr merge 5')), false);
  assert.equal(holdsFor(reads, await actionOf('gh auth token')), false);
  assert.equal(await ruleFor('gh pr merge 5', 'reads'), null);
});

test('options before the verb stay in the rule', async () => {
  const rule = await ruleFor('kubectl -n web get pods', 'alike');
  assert.deepEqual(rule?.commands, ['kubectl -n web get **']);
});

test('no rule is made of what no rule can say', async () => {
  assert.equal(await ruleFor('GH_HOST=x gh pr view 5'), null);
  assert.equal(await ruleFor('echo 5 | xargs gh pr view'), null);
  assert.equal(await ruleFor('eval "$X"'), null);
  assert.equal(await ruleFor('gh auth token'), null);
  assert.equal(await ruleFor('gh pr view 5', 'exact', { caller: [] }), null);
  assert.equal(await ruleFor('psql', 'exact', { request: { stdin: 'DROP TABLE t' } }), null);
  for (const longestYes of ['once', 'minutes', 'session']) {
    assert.equal(await ruleFor('gh pr view 5', 'exact', { secrets: [actionSecret('a', { longestYes })] }), null);
  }
  for (const tier of ['guarded', 'placeholder', 'never']) {
    assert.equal(await ruleFor('gh pr view 5', 'exact', { secrets: [actionSecret('a', { tier })] }), null);
  }
  assert.equal(await ruleFor('npm test', 'alike'), null);
  assert.equal(await ruleFor('gh api x > out', 'alike'), null);
  assert.equal(await ruleFor(['gh', 'x'.repeat(2000)]), null);
});

test('secrets taken out first are not in the rule, and ids are never given twice', async () => {
  const secrets = [actionSecret('a'), actionSecret('b')];
  const action = await actionOf('gh pr view 5', { secrets });
  const rule = narrowestRule(action, 'exact', { without: [actionSecret('b').name], taken: new Set(['gh-pr-view']) });
  assert.deepEqual([rule?.secrets, rule?.id], [['a'], 'gh-pr-view-2']);
  assert.equal(narrowestRule(action, 'exact', { without: secrets.map(({ name }) => name), taken: new Set() }), null);
});

test('a denial for good is about the gravest command, and is said to the agent', async () => {
  const rule = denyingRule(await actionOf('cd /tmp && gh repo delete x'), 'Never.', new Set());
  assert.deepEqual([rule?.commands, rule?.note, rule?.action], [['gh repo delete x'], 'Never.', 'deny']);
  assert.equal(rule?.files, undefined);
});

test('three questions that one rule would have answered become a suggestion, the narrowest first', async () => {
  const asked = async (line: string, answer: 'allow' | 'deny' = 'allow') => ({
    action: await actionOf(line),
    at: 0,
    answer,
  });
  const same = [await asked('gh pr view 5'), await asked('gh pr view 5'), await asked('gh  pr view "5"')];
  const [exact] = suggestRules(same, []);
  assert.deepEqual([exact?.rule.commands, exact?.answered], [['gh pr view 5'], 3]);
  const alike = [await asked('gh pr view 1'), await asked('gh pr view 2'), await asked('gh pr view 3')];
  assert.deepEqual(
    suggestRules(alike, []).map(({ rule }) => rule.commands),
    [['gh pr view **']],
  );
  const reads = [await asked('gh pr view 1'), await asked('gh issue list'), await asked('gh run list')];
  assert.deepEqual(
    suggestRules(reads, []).map(({ rule }) => rule.commands),
    [['gh **']],
  );
  assert.deepEqual(suggestRules([...reads, await asked('gh repo view a', 'deny')], []), []);
  assert.deepEqual(suggestRules(same.slice(1), []), []);
  if (exact !== undefined) assert.deepEqual(suggestRules(same, [exact.rule]), []);
});

test('nothing is suggested for what deletes, discloses, is guarded, or the agent can change', async () => {
  for (const [line, options] of [
    ['gh repo delete x', {}],
    ['gh auth token', {}],
    ['npm test', {}],
    ['gh pr view 5', { secrets: [actionSecret('a', { tier: 'guarded' })] }],
  ] as const) {
    const action = await actionOf(line, options);
    assert.deepEqual(
      suggestRules(
        Array.from({ length: 5 }, () => ({ action, at: 0, answer: 'allow' as const })),
        [],
      ),
      [],
      line,
    );
  }
});

test('every rule that is made can be part of a policy', async () => {
  for (const line of ['gh pr view 5', 'ls "a b" \'c"d\'', 'curl https://api.github.com/x']) {
    const rule = await ruleFor(line);
    if (rule !== null) assert.equal(PolicyRule.safeParse(rule).success, true);
  }
});
