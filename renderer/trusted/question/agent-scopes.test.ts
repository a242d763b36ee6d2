import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ScopeWords } from '../../../app/contract/gateway.ts';
import { firstTicked, scopeGroups } from './agent-scopes.ts';

const asked = [
  { scope: 'github:read', says: 'GitHub: read repositories', known: true },
  { scope: 'openai:chat', says: 'OpenAI: chat with models', known: true },
  { scope: 'github:*', says: 'GitHub: everything it is set up for', known: true },
  { scope: 'github:fly', says: 'github:fly', known: false },
  { scope: 'nothere:*', says: 'nothere:*', known: false },
].map((each) => ScopeWords.parse(each));

describe('the scopes that an agent asks for', () => {
  it('stand by provider, each said once', () => {
    assert.deepEqual(
      scopeGroups(asked).map(({ name, scopes }) => [name, scopes.map(({ says }) => says)]),
      [
        ['GitHub', ['Read repositories', 'Everything it is set up for', 'github:fly']],
        ['OpenAI', ['Chat with models']],
        ['nothere', ['nothere:*']],
      ],
    );
  });

  it('are ticked where they are known and named one by one: everything of a provider takes a tick (P9)', () => {
    assert.deepEqual(firstTicked(asked), ['github:read', 'openai:chat']);
  });
});
