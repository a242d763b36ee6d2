import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { BrokerError } from '../../contract/fault.ts';
import { Policy, type PolicyRule, policyLimits } from '../../contract/policy.ts';
import { literalWord } from './command-pattern.ts';
import { resolveAlias } from './env-aliases.ts';
import { policyChanges } from './policy-diff.ts';
import { readPolicy, withRule, writePolicy } from './policy-yaml.ts';
import { otherWords, ruleWords } from './rule-words.ts';

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const some = <T>(value: fc.Arbitrary<T>) => optional(fc.uniqueArray(value, { minLength: 1, maxLength: 3 }));
const rule = fc
  .record({
    id: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,12}$/),
    action: fc.constantFrom('allow' as const, 'ask' as const, 'deny' as const),
    note: optional(text),
    commands: some(fc.array(text.map(literalWord), { minLength: 1, maxLength: 3 }).map((words) => words.join(' '))),
    risk: some(fc.constantFrom('read', 'write', 'unknown', 'delete', 'disclose')),
    secrets: some(fc.constantFrom('github/*', 'aws/**', 'null', '1', '~'.replace('~', 'x'))),
    tags: some(text),
    tier: some(fc.constantFrom('run', 'guarded')),
    cwd: some(fc.constantFrom('~', '~/code/**', '/srv', '/a b/**')),
    hosts: some(fc.constantFrom('api.github.com', '*.example.com')),
    clients: some(fc.constantFrom('claude-code', 'codex')),
    hours: optional(fc.constantFrom('09:00-18:00', '22:00-06:00')),
    days: some(fc.constantFrom('mon', 'sun')),
    until: optional(fc.constantFrom('2027-01-31', '2026-12-24')),
  })
  .map((made) => Object.fromEntries(Object.entries(made).filter(([, value]) => value !== undefined)));
const policy = fc
  .record({
    version: fc.constant(1),
    default_action: fc.constantFrom('ask', 'deny', 'allow'),
    allowed_commands: fc.uniqueArray(text.map(literalWord), { maxLength: 3 }),
    denied_commands: fc.uniqueArray(text.map(literalWord), { maxLength: 3 }),
    env_aliases: fc.dictionary(fc.constantFrom('dev', 'prod'), fc.constant({ 'db/*': 'dev/db/*' })),
    rules: fc.uniqueArray(rule, { maxLength: 4, selector: ({ id }) => id }),
  })
  .map((made) => Policy.parse(made));

test('a policy that is written reads as the same policy', () => {
  fc.assert(
    fc.property(policy, (made) => {
      const read = readPolicy(writePolicy(made));
      assert.deepEqual(read, { kind: 'policy', policy: made });
    }),
    { numRuns: 60 },
  );
});

test('of two policies that differ, one way at least is looser; the same ones have no difference (P9)', () => {
  fc.assert(
    fc.property(policy, policy, (one, other) => {
      const [there, back] = [policyChanges(one, other), policyChanges(other, one)];
      const differs = JSON.stringify(one) !== JSON.stringify(other);
      if (writePolicy(one) === writePolicy(other)) return;
      assert.equal(differs && [...there, ...back].some(({ looser }) => looser), true);
      assert.deepEqual(policyChanges(one, one), []);
    }),
    { numRuns: 200 },
  );
});

test('one more denial is not looser, and neither is one allowance less (P9)', () => {
  const deny: PolicyRule = { id: 'zzz-no-such-id', action: 'deny', commands: ['x'] };
  fc.assert(
    fc.property(policy, (made) => {
      const more = { ...made, rules: [...made.rules, deny] };
      assert.deepEqual(
        policyChanges(made, more).map(({ kind, looser }) => [kind, looser]),
        [['added', false]],
      );
      const less = { ...made, rules: made.rules.filter(({ action }) => action !== 'allow') };
      assert.equal(
        policyChanges(made, less).some(({ looser }) => looser),
        false,
      );
    }),
    { numRuns: 60 },
  );
});

test('whatever widens a rule is looser, whatever narrows an allowing one or widens a denying one is not (P9)', () => {
  const base = { id: 'r', action: 'allow', commands: ['gh **'], secrets: ['a'], seconds: 30, until: '2027-01-01' };
  const looser = (was: Record<string, unknown>, is: Record<string, unknown>) =>
    policyChanges(of(was), of(is)).some((change) => change.looser);
  const of = (made: Record<string, unknown>) => Policy.parse({ version: 1, rules: [made] });
  const { secrets: _, ...anySecret } = base;
  for (const wider of [
    anySecret,
    { ...base, secrets: ['a', 'b'] },
    { ...base, seconds: 31 },
    { ...base, until: '2027-01-02' },
    { ...base, commands: ['**'] },
    { ...base, note: 'x' },
    { ...base, hours: '01:00-02:00', seconds: 40 },
  ]) {
    assert.equal(looser(base, wider), true, JSON.stringify(wider));
  }
  for (const narrower of [
    { ...base, risk: ['read'] },
    { ...base, seconds: 5 },
    { ...base, until: '2026-12-31' },
  ]) {
    assert.equal(looser(base, narrower), false, JSON.stringify(narrower));
    assert.equal(looser(narrower, base), true, JSON.stringify(narrower));
  }
  const deny = { id: 'r', action: 'deny', commands: ['gh **'] };
  assert.equal(looser(deny, { ...deny, commands: ['gh **', 'glab **'] }), false);
  assert.equal(looser(deny, { ...deny, secrets: ['a'] }), true);
  assert.equal(looser(deny, { ...deny, action: 'ask' }), true);
});

test('a default, a shorthand and an alias that let more happen are looser', () => {
  const of = (made: Record<string, unknown>) => Policy.parse({ version: 1, ...made });
  const looser = (was: Record<string, unknown>, is: Record<string, unknown>) =>
    policyChanges(of(was), of(is)).map((change) => change.looser);
  assert.deepEqual(looser({}, { default_action: 'allow' }), [true]);
  assert.deepEqual(looser({}, { default_action: 'deny' }), [false]);
  assert.deepEqual(looser({}, { allowed_commands: ['a'] }), [true]);
  assert.deepEqual(looser({}, { denied_commands: ['a'] }), [false]);
  assert.deepEqual(looser({ denied_commands: ['a'] }, {}), [true]);
  assert.deepEqual(looser({}, { env_aliases: { dev: { a: 'b' } } }), [true]);
  assert.deepEqual(
    looser({ default_action: 'deny' }, { default_action: 'deny', rules: [{ id: 'r', action: 'ask' }] }),
    [true],
  );
});

const wrong: readonly [string, string, number, number, RegExp][] = [
  ['a key twice', 'version: 1\nversion: 1\n', 2, 1, /twice/],
  ['an alias', 'version: 1\nallowed_commands: &a [x]\ndenied_commands: *a\n', 2, 22, /& in front/],
  ['a tag', 'version: !!int 1\n', 1, 16, /! in front/],
  ['an own type', 'version: 1\nrules: !js [x]\n', 2, 12, /! in front/],
  ['a merge', 'version: 1\n<<: {rules: []}\n', 2, 1, /knows no such key/],
  ['a prototype', 'version: 1\n__proto__: {rules: []}\n', 2, 1, /cannot be a name/],
  [
    'a prototype in a rule',
    'version: 1\nrules:\n  - id: a\n    action: allow\n    constructor: 1\n',
    5,
    5,
    /no such key/,
  ],
  ['a number as a name', 'version: 1\nenv_aliases:\n  1: {a: b}\n', 3, 3, /cannot be a name/],
  ['a mistyped key', 'version: 1\ndefault_acton: deny\n', 2, 1, /Did you mean “default_action”/],
  ['a mistyped key of a rule', 'version: 1\nrules:\n  - {id: a, action: allow, comands: [x]}\n', 3, 28, /“commands”/],
  ['no version', 'rules: []\n', 1, 1, /begins with “version: 1”/],
  ['another version', 'version: 2\n', 1, 10, /version: 1/],
  ['a text for a list', 'version: 1\nallowed_commands: gh\n', 2, 19, /Write a list/],
  ['an unknown action', 'version: 1\nrules:\n  - {id: a, action: permit}\n', 3, 21, /allow, ask or deny/],
  ['a number for a pattern', 'version: 1\nallowed_commands: [1]\n', 2, 20, /Write a list/],
  ['a tab', 'rules:\n\t- a\n', 2, 1, /spaces/],
  ['an open bracket', 'version: 1\nrules: [\n', 3, 1, /./],
  ['two documents', 'version: 1\n---\nversion: 1\n', 2, 1, /one document/],
  ['a list', '- version: 1\n', 1, 1, /begins with/],
  ['nothing', '', 1, 1, /begins with/],
  ['two rules of one id', 'version: 1\nrules:\n  - {id: a, action: deny}\n  - {id: a, action: deny}\n', 4, 10, /own/],
  ['no pattern', 'version: 1\nallowed_commands: ["a | b"]\n', 2, 20, /one command/],
  ['no pattern in a rule', 'version: 1\nrules:\n  - {id: a, action: deny, commands: ["** a"]}\n', 3, 38, /at the end/],
  [
    'no name of a secret',
    'version: 1\nrules:\n  - {id: a, action: deny, secrets: ["a b"]}\n',
    3,
    37,
    /Names of secrets/,
  ],
  ['a folder that is not whole', 'version: 1\nrules:\n  - {id: a, action: deny, cwd: [code]}\n', 3, 33, /whole paths/],
  ['a star within a folder', 'version: 1\nrules:\n  - {id: a, action: deny, cwd: ["/a/*/b"]}\n', 3, 33, /whole paths/],
  ['a way up', 'version: 1\nrules:\n  - {id: a, action: deny, cwd: ["/a/../b"]}\n', 3, 33, /whole paths/],
  ['no host', 'version: 1\nrules:\n  - {id: a, action: deny, hosts: ["a/b"]}\n', 3, 35, /host names/],
  ['hours that are none', 'version: 1\nrules:\n  - {id: a, action: deny, hours: "25:00-26:00"}\n', 3, 34, /two times/],
  ['hours of no length', 'version: 1\nrules:\n  - {id: a, action: deny, hours: "09:00-09:00"}\n', 3, 34, /begin when/],
  [
    'a day that is none',
    'version: 1\nrules:\n  - {id: a, action: allow, until: 2027-02-30}\n',
    3,
    35,
    /day of the calendar/,
  ],
  ['seconds of a denial', 'version: 1\nrules:\n  - {id: a, action: deny, seconds: 3}\n', 3, 36, /rules that allow/],
  ['an alias that makes stars', "version: 1\nenv_aliases:\n  dev: {'db': 'dev/*'}\n", 3, 15, /stars/],
];
for (const [what, yaml, line, column, says] of wrong) {
  test(`refuses ${what}, and says where`, () => {
    const read = readPolicy(yaml);
    assert.equal(read.kind, 'invalid');
    const [problem] = read.kind === 'invalid' ? read.problems : [];
    assert.match(problem?.says ?? '', says);
    assert.deepEqual([problem?.line, problem?.column], [line, column], problem?.says);
  });
}

test('a policy with 2,001 rules is too long', () => {
  const rules = Array.from({ length: policyLimits.rules + 1 }, (_, at) => `  - {id: r${at}, action: deny}\n`).join('');
  const read = readPolicy(`version: 1\nrules:\n${rules}`);
  assert.deepEqual(read.kind === 'invalid' && read.problems, [
    { line: 3, column: 3, says: 'Write a list of at most 2000 rules.' },
  ]);
});

const bombs: readonly [string, string][] = [
  [
    'a billion laughs',
    `a: &a [x,x]\n${'bcdefghij'
      .split('')
      .map((name, at) => `${name}: &${name} [*${'abcdefghi'[at]},*${'abcdefghi'[at]}]`)
      .join('\n')}\n`,
  ],
  ['a million brackets', '['.repeat(1_000_000)],
  ['a million braces', '{a: '.repeat(250_000)],
  ['ten thousand steps', Array.from({ length: 1_400 }, (_, at) => `${' '.repeat(at)}a:`).join('\n')],
  ['half a million dashes', '- '.repeat(500_000)],
  ['a hundred thousand keys', Array.from({ length: 100_000 }, (_, at) => `k${at}: 1`).join('\n')],
  ['a quarter of a million documents', '---\n'.repeat(250_000)],
  ['more than 1 MiB', `# ${'x'.repeat(policyLimits.fileBytes)}`],
  ['half a character', 'version: 1 # \ud800'],
];
for (const [what, yaml] of bombs) {
  test(`refuses ${what} in bounded work`, () => {
    assert.equal(readPolicy(yaml).kind, 'invalid');
  });
}

test('another rule leaves the comments of the person where they are', () => {
  const added: PolicyRule = { id: 'b', action: 'deny', commands: ['rm **'] };
  const text = '# mine\nversion: 1\nrules:\n  # first\n  - id: a\n    action: deny # why\n';
  const next = withRule(text, added);
  assert.match(next, /# mine[\s\S]*# first[\s\S]*# why/);
  const read = readPolicy(next);
  assert.deepEqual(read.kind === 'policy' && read.policy.rules.map(({ id }) => id), ['a', 'b']);
  assert.equal(readPolicy(withRule('version: 1\n', added)).kind, 'policy');
  assert.equal(readPolicy(withRule('version: 1\nrules: []\n', added)).kind, 'policy');
});

test('aliases turn a name of an environment into the one that is meant', () => {
  const made = Policy.parse({ version: 1, env_aliases: { dev: { 'db/*': 'dev/db/*', '**/key': 'k/**' } } });
  assert.equal(resolveAlias(made, 'dev', 'db/main'), 'dev/db/main');
  assert.equal(resolveAlias(made, 'dev', 'DB/main'), 'dev/db/main');
  assert.equal(resolveAlias(made, 'dev', 'db/main/x'), 'db/main/x');
  assert.equal(resolveAlias(made, 'dev', 'a/b/key'), 'k/a/b');
  assert.equal(resolveAlias(made, 'dev', 'other'), 'other');
  assert.equal(resolveAlias(made, 'dev', 'db/'), null);
  for (const unknown of ['prod', '__proto__', 'constructor', '']) {
    assert.throws(
      () => resolveAlias(made, unknown, 'db/main'),
      (thrown) => thrown instanceof BrokerError && thrown.code === 'environment_unknown',
    );
  }
});

test('rules read as plain sentences', () => {
  const names = () => 'Claude Code';
  const words = (made: Record<string, unknown>) =>
    ruleWords(Policy.parse({ version: 1, rules: [made] }).rules[0] ?? assert.fail(), names);
  assert.equal(
    words({
      ...{ id: 'r', action: 'allow', commands: ['gh pr view **'] },
      secrets: ['github/token'],
      cwd: ['~/code/api/**'],
      clients: ['c'],
    }),
    'Allows gh pr view with anything after it, with github/token, in ~/code/api and below, for Claude Code.',
  );
  assert.equal(words({ id: 'r', action: 'deny', risk: ['delete'] }), 'Denies whatever deletes.');
  assert.equal(words({ id: 'r', action: 'allow' }), 'Allows every command.');
  assert.equal(
    words({ id: 'r', action: 'ask', commands: ['a ** > b', 'c *'] }),
    'Asks about a with anything after it, > b or c *.',
  );
  assert.equal(
    words({
      ...{ id: 'r', action: 'allow', commands: ['a'], hosts: ['*.b.com'], hours: '09:00-18:00' },
      days: ['mon', 'tue'],
      until: '2027-01-31',
      seconds: 60,
    }),
    'Allows a, to any host of b.com, between 09:00 and 18:00, on Monday or Tuesday, until the end of 2027-01-31, for at most 60 seconds each time.',
  );
  const made = Policy.parse({
    version: 1,
    allowed_commands: ['ls'],
    denied_commands: ['rm **'],
    env_aliases: { dev: { a: 'b' } },
  });
  assert.deepEqual(otherWords(made), [
    'Allows ls, with any secret.',
    'Denies rm with anything after it.',
    'In dev, a means b.',
  ]);
  assert.equal(
    words({ id: 'r', action: 'allow', commands: Array.from({ length: 40 }, () => 'x'.repeat(40)) }).length,
    500,
  );
});

test('the example in docs/policy.md is a policy', () => {
  const page = readFileSync(new URL('../../../docs/policy.md', import.meta.url), 'utf8');
  const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  const read = readPolicy(example);
  assert.equal(read.kind === 'policy' && read.policy.rules.length, 2);
});
