import assert from 'node:assert/strict';
import test from 'node:test';
import { defaultClientLimits } from './client.ts';
import { limitParts } from './limit-words.ts';

test('the usual limits need no words; others are told one by one, a long list cut short', () => {
  assert.deepEqual(limitParts(defaultClientLimits), []);
  assert.deepEqual(
    limitParts({
      secrets: ['aws/*', 'web/**', 'db/x', 'db/y', 'db/z'],
      tiers: ['run', 'guarded'],
      tools: ['list_secrets', 'one_of_another_version'],
      ...{ callsPerMinute: 1, burst: 2 },
    }),
    [
      'only aws/*, web/**, db/x and 2 more',
      'only secrets for commands or guarded',
      '1 of 9 tools',
      '1 call a minute, 2 at once',
    ],
  );
  assert.deepEqual(limitParts({ ...defaultClientLimits, secrets: [], tiers: [] }), [
    'no secrets',
    'secrets of no kind',
  ]);
});
