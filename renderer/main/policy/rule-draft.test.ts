import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ClientId } from '../../../app/contract/vocabulary.ts';
import { draftWords, emptyDraft, type RuleDraft, ruleOf } from './rule-draft.ts';

const claude = ClientId.parse('claude-code');
const draft = (part: Partial<RuleDraft>): RuleDraft => ({ ...emptyDraft, ...part });
const none = new Set<string>();

describe('a rule typed into the form', () => {
  it('holds what was typed and nothing else', () => {
    const typed = draft({
      ...{ action: 'allow', commands: ' gh pr view **\n\ngh pr list\ngh pr list', secrets: 'github/*, npm/token' },
      ...{ folder: '~/code/api/', clients: [claude], note: ' reads of my repos ' },
    });
    assert.deepEqual(ruleOf(typed, none), {
      ...{ id: 'allow-gh-pr-view', action: 'allow', note: 'reads of my repos' },
      ...{ commands: ['gh pr view **', 'gh pr list'], secrets: ['github/*', 'npm/token'], cwd: ['~/code/api/**'] },
      clients: ['claude-code'],
    });
    assert.deepEqual(ruleOf(draft({ commands: 'make', folder: '/srv', below: false }), none), {
      ...{ id: 'allow-make', action: 'allow', commands: ['make'], cwd: ['/srv'] },
    });
  });

  it('is none while nothing narrows it down: such a rule would be about everything', () => {
    assert.equal(ruleOf(draft({ action: 'allow' }), none), null);
    assert.equal(ruleOf(draft({ action: 'allow', clients: [claude], note: 'x' }), none), null);
    assert.equal(ruleOf(draft({ commands: 'x'.repeat(2000) }), none), null);
  });

  it('gets a name that no other rule has', () => {
    const typed = draft({ action: 'deny', commands: 'git push --force **' });
    assert.equal(ruleOf(typed, new Set(['deny-git-push-force', 'deny-git-push-force-2']))?.id, 'deny-git-push-force-3');
    assert.equal(ruleOf(draft({ commands: '***' }), none)?.id, 'allow');
    assert.ok((ruleOf(draft({ commands: 'long '.repeat(100) }), none)?.id.length ?? 99) <= 64);
  });

  it('is said in words while it is typed', () => {
    const nameOf = () => 'Claude Code';
    assert.equal(draftWords(draft({}), nameOf), 'Allows every command.');
    assert.equal(
      draftWords(
        draft({
          action: 'allow',
          commands: 'gh pr view **\ngh pr list',
          secrets: 'a b c',
          folder: '~/c',
          clients: [claude],
        }),
        nameOf,
      ),
      'Allows gh pr view with anything after it or gh pr list, with a, b or c, in ~/c and below, for Claude Code.',
    );
    assert.equal(draftWords(draft({ action: 'deny', commands: '**' }), nameOf), 'Denies any command.');
  });

  it('about API calls names methods, hosts and paths, and nothing of a command', () => {
    const typed = draft({
      ...{ about: 'calls', methods: ['GET', 'HEAD'], paths: '/v1/customers/**\n/v1/me', hosts: 'api.stripe.com' },
      ...{ secrets: 'stripe/*', commands: 'gh pr view', folder: '~/c' },
    });
    assert.deepEqual(ruleOf(typed, none), {
      ...{ id: 'allow-get-api-stripe-com-v1-customers', action: 'allow', hosts: ['api.stripe.com'] },
      ...{ methods: ['GET', 'HEAD'], paths: ['/v1/customers/**', '/v1/me'], secrets: ['stripe/*'] },
    });
    assert.equal(
      draftWords(typed, String),
      'Allows API calls by GET or HEAD of /v1/customers and below or /v1/me, with stripe/*, to api.stripe.com.',
    );
  });

  it('about API calls is never about commands as well, whatever else it names (P2)', () => {
    const ofCalls = draft({ about: 'calls', hosts: '*.example.com' });
    assert.deepEqual(ruleOf(ofCalls, none)?.paths, ['/**']);
    assert.deepEqual(ruleOf({ ...ofCalls, hosts: '', secrets: 'a' }, none)?.paths, ['/**']);
    assert.equal(draftWords(ofCalls, String), 'Allows any API call, to any host of example.com.');
    assert.equal(ruleOf({ ...ofCalls, hosts: '', commands: 'gh' }, none), null);
  });

  it('about commands is for no agent of the gateway, which runs none', () => {
    const bot = ClientId.parse(`agent-${'0'.repeat(12)}`);
    const typed = draft({ commands: 'gh', hosts: 'a.com', clients: [bot, claude] });
    assert.deepEqual(ruleOf(typed, none)?.clients, ['claude-code']);
    assert.deepEqual(ruleOf({ ...typed, about: 'calls' }, none)?.clients, [bot, 'claude-code']);
  });
});
