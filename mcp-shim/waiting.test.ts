// How long a call may stay unanswered, and what is said meanwhile, at the times of the real shim.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pulse, usualTiming } from './waiting.ts';

test('only a client that was measured to wait for hours is kept waiting; every other one has its answer after 45 s', () => {
  const { patienceMs } = usualTiming;
  assert.equal(patienceMs('claude-code'), 24 * 3_600_000);
  const others = [
    ...['claude-ai', 'codex-mcp-client', 'gemini-cli-mcp-client', 'opencode', 'cursor-vscode', 'Visual Studio Code'],
    ...['windsurf-client', 'inspector-client', 'unknown', '', 'toString', '__proto__'],
  ];
  for (const name of others) assert.equal(patienceMs(name), 45_000, name);
});

test('the person reads what is waited for at once, then every 10 s for how long; new words come at once', (t) => {
  t.mock.timers.enable({ apis: ['setInterval', 'Date'] });
  const told: string[] = [];
  const pulse = new Pulse((words) => told.push(words), usualTiming.heartbeatMs);
  pulse.say('Waiting');
  pulse.say('Waiting');
  t.mock.timers.tick(9_999);
  assert.deepEqual(told, ['Waiting']);
  t.mock.timers.tick(1);
  t.mock.timers.tick(10_000);
  pulse.say('Running');
  t.mock.timers.tick(10_000);
  assert.deepEqual(told, ['Waiting', 'Waiting (10 s)', 'Waiting (20 s)', 'Running', 'Running (30 s)']);
  pulse.stop();
  t.mock.timers.tick(60_000);
  assert.equal(told.length, 5);
});
