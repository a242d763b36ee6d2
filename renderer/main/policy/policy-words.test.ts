import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PolicyFileState } from '../../../app/contract/policy.ts';
import { ruleMatches, unsafeWords } from './policy-words.ts';

describe('a policy file that was not read', () => {
  it('says why and how to mend it, whatever the reason', () => {
    const unsafe = PolicyFileState.options.find((option) => option.shape.kind.value === 'unsafe');
    assert.ok(unsafe !== undefined && 'why' in unsafe.shape);
    for (const why of unsafe.shape.why.options) {
      const { says, mend } = unsafeWords(why, '/p/policy.yaml');
      assert.match(says, /^[A-Z][^!]+\.$/);
      assert.notEqual(mend, '');
    }
  });

  it('gives a line for the terminal that names this very file', () => {
    assert.match(unsafeWords('mode', '/p/policy.yaml').mend, /chmod 600 \/p\/policy\.yaml$/);
    assert.match(unsafeWords('mode', "/my files/it's.yaml").mend, /chmod 600 '\/my files\/it'\\''s\.yaml'$/);
  });
});

describe('the filter over rules', () => {
  const rule = {
    id: 'allow-gh',
    action: 'allow' as const,
    words: 'Allows gh pr view.',
    note: 'My repos',
    lastUsedAt: null,
  };

  it('finds words of the name, the decision, the words and the note', () => {
    for (const filter of ['', 'GH view', 'allow-gh', 'repos', ' allow ']) assert.ok(ruleMatches(rule, filter), filter);
    assert.ok(!ruleMatches(rule, 'gh slack'));
  });
});
