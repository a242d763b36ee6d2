import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callOf, callSecret } from '../calls/call.testkit.ts';
import { denyingCallRule, narrowestCallRule } from './narrowest-call-rule.ts';
import { ruleWords } from './rule-words.ts';

const none = new Set<string>();
const body = { bytes: 2, sha256: 'a'.repeat(64), type: null, start: '{}' };

test('a yes for good becomes the narrowest rule: this method, host, path, secret and client', () => {
  const rule = narrowestCallRule(callOf({ path: '/repos/me/api' }), 'exact', none);
  assert.deepEqual(rule, {
    ...{ id: 'get-api-github-com', action: 'allow', risk: ['read'], methods: ['GET'], paths: ['/repos/me/api'] },
    ...{ secrets: ['github/token'], hosts: ['api.github.com'], clients: ['claude-code'] },
  });
  assert.equal(
    rule === null ? '' : ruleWords(rule, () => 'Claude Code'),
    'Allows API calls by GET of /repos/me/api, where it only reads, with github/token, to api.github.com, for Claude Code.',
  );
});

test('no rule says “exactly this request” where there is a body or a query (P2)', () => {
  assert.equal(narrowestCallRule(callOf({ query: 'a=1' }), 'exact', none), null);
  assert.equal(narrowestCallRule(callOf({ method: 'POST', risk: 'write', body }), 'exact', none), null);
  assert.notEqual(narrowestCallRule(callOf({ method: 'POST', risk: 'write', body }), 'alike', none), null);
});

test('reads at a host become a rule only of what reads', () => {
  assert.deepEqual(narrowestCallRule(callOf(), 'reads', none)?.methods, ['GET', 'HEAD']);
  assert.equal(narrowestCallRule(callOf({ method: 'POST', risk: 'write' }), 'reads', none), null);
});

test('nothing lasting is made of what discloses, of a guarded secret, or of who is not known (P2)', () => {
  for (const change of [
    { risk: 'disclose' },
    { secrets: [callSecret('a/b', { tier: 'guarded' })] },
    { secrets: [callSecret('a/b', { longestYes: 'minutes' })] },
    { caller: [] },
    // Signs that a pattern would read as stars.
    { path: '/a*b' },
  ]) {
    assert.equal(narrowestCallRule(callOf(change), 'alike', none), null, JSON.stringify(change));
  }
});

test('a no for good denies this method and path, with the person’s words', () => {
  const rule = denyingCallRule(callOf({ method: 'DELETE', risk: 'delete', path: '/repos/me/api' }), 'Never', none);
  assert.equal(rule?.action, 'deny');
  assert.equal(rule?.note, 'Never');
  assert.deepEqual(rule?.paths, ['/repos/me/api']);
});
