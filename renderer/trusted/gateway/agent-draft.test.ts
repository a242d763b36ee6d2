import assert from 'node:assert/strict';
import test from 'node:test';
import { AgentLimits } from '../../../app/contract/gateway.ts';
import { Scope } from '../../../app/contract/provider.ts';
import { countProblem } from '../count-text.ts';
import { draftOf, isCovered, limitsOf, mostCalls, withScope } from './agent-draft.ts';

const scope = (text: string) => Scope.parse(text);
const limits = AgentLimits.parse({ scopes: ['openai:chat', 'gone:read'], callsPerMinute: 600, burst: 120 });
test('what is not touched is saved as it was; nothing ticked and what is no count is not', () => {
  assert.deepEqual(limitsOf(draftOf(limits)), limits);
  assert.equal(limitsOf({ ...draftOf(limits), scopes: [] }), null);
  for (const callsPerMinute of ['', '0', '1.5', '60001']) {
    assert.equal(limitsOf({ ...draftOf(limits), callsPerMinute }), null);
    assert.equal(countProblem(callsPerMinute, mostCalls), 'A whole number from 1 to 60000.');
  }
});

test('everything of a provider covers each, and is not kept beside them', () => {
  const all = withScope(limits.scopes, scope('openai:*'), true);
  assert.deepEqual(all, ['gone:read', 'openai:*']);
  assert.equal(isCovered(scope('openai:chat'), all), true);
  assert.equal(isCovered(scope('openai:*'), all), false);
  assert.equal(isCovered(scope('gone:read'), all), false);
  assert.deepEqual(withScope(all, scope('openai:*'), false), ['gone:read']);
});
