import assert from 'node:assert/strict';
import test from 'node:test';
import { ProviderSummary, TokenView } from '../../../app/contract/gateway.ts';
import { Scope } from '../../../app/contract/provider.ts';
import { endsWords, matchesProvider, paceWords, permissionWords, scopeLines, tokenWords } from './gateway-words.ts';

const now = new Date(2026, 10, 22, 15, 0).getTime();
const minute = 60_000;
const openai = ProviderSummary.parse({
  ...{ id: 'openai', name: 'OpenAI', host: 'api.openai.com', secret: 'openai/key', wellKnown: true },
  permissions: ['Chat with models', 'API keys', 'Make images', 'Read files', 'Run batches'].map((says, at) => ({
    name: `p${at}`,
    says,
  })),
});

test('a scope is said by its provider; one that leads nowhere is told as such', () => {
  const scopes = ['openai:p0', 'openai:p1', 'openai:*', 'openai:gone', 'stripe:read'].map((each) => Scope.parse(each));
  const lines = scopeLines(scopes, [
    openai,
    { ...openai, id: ProviderSummary.unwrap().shape.id.parse('stripe'), secret: null },
  ]);
  assert.deepEqual(
    lines.map(({ says }) => says),
    [
      'OpenAI: chat with models',
      'OpenAI: API keys',
      'OpenAI: everything it is set up for',
      'OpenAI: not offered any more',
      'not set up any more',
    ],
  );
});

test('a token says when it was issued, when it ends and how often it was used', () => {
  const token = TokenView.parse({
    ...{ id: '0123456789abcdef', agent: 'agent-0123456789ab', scopes: [], issuedAt: now - 5 * minute },
    ...{ expiresAt: now + 42 * minute, used: 2, usesLeft: null, lastUsedAt: now - minute },
  });
  assert.equal(tokenWords(token, now), 'issued at 14:55, ends in 42 minutes, used twice, last at 14:59');
  const fresh = { ...token, used: 0, usesLeft: 1, lastUsedAt: null };
  assert.equal(tokenWords(fresh, now), 'issued at 14:55, ends in 42 minutes, not used yet, 1 use left');
  assert.equal(endsWords(now + 1, now), 'ends within a minute');
  assert.equal(endsWords(now + 120 * minute, now), 'ends at 17:00');
});

test('long lists are cut with their count, and any word of a provider finds it', () => {
  assert.equal(permissionWords(openai), 'Chat with models · API keys · Make images · 2 more');
  assert.equal(permissionWords({ permissions: openai.permissions.slice(0, 4) }).split(' · ').length, 4);
  for (const query of ['', 'OPENAI', 'api.open', 'images openai']) assert.ok(matchesProvider(openai, query), query);
  assert.equal(matchesProvider(openai, 'openai weather'), false);
  assert.equal(paceWords({ scopes: [], callsPerMinute: 600, burst: 120 }), null);
  assert.equal(paceWords({ scopes: [], callsPerMinute: 1, burst: 1 }), '1 request a minute, 1 at once');
});
