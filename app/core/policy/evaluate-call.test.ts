// The order of judgement for calls of APIs, and when rules hold for them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallAction } from '../../contract/call.ts';
import { Policy } from '../../contract/policy.ts';
import { agentCall, type CallChange, callOf, callSecret } from '../calls/call.testkit.ts';
import { CompiledPolicy } from './compiled-policy.ts';
import type { Verdict } from './evaluate.ts';
import { type CallJudging, evaluateCall } from './evaluate-call.ts';

const noon = new Date(2026, 10, 22, 12, 0).getTime();
const nothing = { covering: () => null };

function judge(call: CallAction, policy: Record<string, unknown> = {}, more: Partial<CallJudging> = {}): Verdict {
  const compiled = new CompiledPolicy(Policy.parse({ version: 1, ...policy }));
  return evaluateCall(call, {
    policy: compiled,
    ...{ tagsOf: () => [], now: noon, grants: nothing, denials: nothing },
    ...more,
  });
}

const withRule = (call: CallAction, rule: Record<string, unknown>) =>
  judge(call, { rules: [{ id: 'r', action: 'allow', ...rule }] }).decision;

interface Case {
  readonly change: CallChange;
  readonly rules: readonly Record<string, unknown>[];
  readonly more: Partial<CallJudging>;
}

test('of a call, each thing that decides wins over every one that comes after it (P2)', () => {
  const rule = (action: string) => (all: Case) => ({ ...all, rules: [...all.rules, { id: action, action }] });
  const tier = (name: string) => (all: Case) =>
    'secrets' in all.change ? all : { ...all, change: { ...all.change, secrets: [callSecret('a/b', { tier: name })] } };
  const layers: readonly [string, Verdict['decision'], (all: Case) => Case][] = [
    ['tier', 'deny', tier('never')],
    ['rule', 'deny', rule('deny')],
    [
      'remembered',
      'deny',
      (all) => ({ ...all, more: { ...all.more, denials: { covering: () => ({ reason: 'no' }) } } }),
    ],
    ['disclosure', 'ask', (all) => ({ ...all, change: { ...all.change, risk: 'disclose' } })],
    ['guarded', 'ask', tier('guarded')],
    [
      'grant',
      'allow',
      (all) => ({
        ...all,
        more: { ...all.more, grants: { covering: () => ({ kind: 'covers', grant: { id: 'g' } }) } },
      }),
    ],
    ['rule', 'ask', rule('ask')],
    ['rule', 'allow', rule('allow')],
    ['scope', 'allow', (all) => ({ ...all, change: { ...all.change, scope: 'github:read' } })],
    ['default', 'ask', (all) => all],
  ];
  for (const [first, [by, decision, add]] of layers.entries()) {
    for (const [, , addLoser] of layers.slice(first)) {
      const { change, rules, more } = addLoser(add({ change: { scope: null }, rules: [], more: {} }));
      const verdict = judge(agentCall(change), { rules }, more);
      assert.equal(verdict.reasoning.by, by);
      assert.equal(verdict.decision, decision, by);
    }
  }
});

test('a scope allows what reads and writes, and never what deletes, discloses or cannot be told (P2)', () => {
  const decide = (risk: string) => judge(agentCall({ risk })).decision;
  assert.deepEqual(['read', 'write', 'unknown', 'delete', 'disclose'].map(decide), [
    'allow',
    'allow',
    'ask',
    'ask',
    'ask',
  ]);
  assert.equal(judge(agentCall({ scope: null })).decision, 'ask');
});

test('a default of deny denies what no scope and no rule allows, and says so', () => {
  assert.equal(judge(callOf(), { default_action: 'deny' }).decision, 'deny');
  assert.match(judge(callOf(), { default_action: 'deny' }).reason ?? '', /none of its rules/);
  assert.equal(judge(agentCall(), { default_action: 'deny' }).decision, 'allow');
});

test('a rule for calls holds only where host, method, path, secret, client and risk all fit (P2)', () => {
  const call = callOf({ path: '/repos/me/api/issues', method: 'POST', risk: 'write' });
  const whole = { hosts: ['*.github.com'], methods: ['POST'], paths: ['/repos/*/*/issues'], secrets: ['github/*'] };
  assert.equal(withRule(call, { ...whole, clients: ['claude-code'], risk: ['write'] }), 'allow');
  for (const wrong of [
    { hosts: ['github.com'] },
    { methods: ['GET'] },
    { paths: ['/repos/*'] },
    { paths: ['/repos/*/*/ISSUES'] },
    { secrets: ['gitlab/*'] },
    { clients: ['codex'] },
    { risk: ['read'] },
    { until: '2026-11-21' },
  ]) {
    assert.equal(withRule(call, { ...whole, ...wrong }), 'ask', JSON.stringify(wrong));
  }
});

test('a rule that allows must fit every secret, one that denies needs one of them (P2)', () => {
  const call = callOf({ secrets: [callSecret('github/token'), callSecret('stripe/key', { place: 'x-key' })] });
  assert.equal(withRule(call, { secrets: ['github/*'] }), 'ask');
  assert.equal(withRule(call, { action: 'deny', secrets: ['github/*'] }), 'deny');
});

test('what denies sees through capitals in a path, what allows does not (P2)', () => {
  const call = callOf({ path: '/Repos/me' });
  assert.equal(withRule(call, { action: 'deny', paths: ['/repos/**'] }), 'deny');
  assert.equal(withRule(call, { paths: ['/repos/**'] }), 'ask');
});

test('a rule about commands, folders or files is about no call', () => {
  for (const rule of [
    { commands: ['**'] },
    { cwd: ['~/**'] },
    { files: [{ path: '/bin/x', sha256: 'a'.repeat(64) }] },
  ]) {
    assert.equal(withRule(callOf(), rule), 'ask');
    assert.equal(judge(callOf(), { rules: [{ id: 'r', action: 'deny', ...rule }] }).decision, 'ask');
  }
});

test('somebody who has no token and whom the system does not know is asked about whatever rules say (P2)', () => {
  const call = callOf({ caller: [] });
  assert.equal(judge(call, { rules: [{ id: 'r', action: 'allow' }] }).reasoning.by, 'unclear');
});

test('a denial names to an agent only the secrets that it asked for (P8)', () => {
  const rules = [{ id: 'r', action: 'deny', secrets: ['github/*', 'bank/*'] }];
  assert.doesNotMatch(judge(callOf(), { rules }).reason ?? '', /bank/);
});
