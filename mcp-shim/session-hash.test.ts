import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sessionHash } from './session-hash.ts';

test('is the same for one session, another for another, and nothing of the id is in it', () => {
  const one = sessionHash({ CLAUDE_CODE_SESSION_ID: 'deadbeef-1' });
  assert.match(one ?? '', /^[0-9a-f]{64}$/);
  assert.equal(sessionHash({ CLAUDE_CODE_SESSION_ID: 'deadbeef-1' }), one);
  assert.notEqual(sessionHash({ CLAUDE_CODE_SESSION_ID: 'deadbeef-2' }), one);
  assert.equal(one?.includes('deadbeef'), false);
});

test('is null where the agent tells no session, and empty counts as none', () => {
  assert.equal(sessionHash({ ANTHROPIC_API_KEY: 'sk-1', CLAUDE_CODE_SESSION_ID: '' }), null);
});

test('looks at no other variable', () => {
  const looked: string[] = [];
  const env = new Proxy<Record<string, string | undefined>>(
    {},
    {
      get: (_target, name) => {
        looked.push(String(name));
        return undefined;
      },
      ownKeys: () => assert.fail('the environment was listed'),
    },
  );
  sessionHash(env);
  assert.deepEqual(looked, ['CLAUDE_CODE_SESSION_ID', 'CODEX_THREAD_ID', 'GEMINI_SESSION_ID']);
});
