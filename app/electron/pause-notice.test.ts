import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ClientView, defaultClientLimits } from '../contract/client.ts';
import { pausedByPostern, pausedWords } from './notice-plan.ts';

const client = (id: string, pausedFor: 'person' | 'not_mine' | 'scans' | 'blocked' | null, name = 'Claude Code') =>
  ClientView.parse({
    ...{ id, name, pausedFor, state: pausedFor === null ? 'active' : 'paused' },
    ...{ pairedAt: 1, lastSeenAt: null, hidesFindings: false, host: null, connected: true },
    ...{ limits: defaultClientLimits, newKey: false },
  });

describe('the notification of a pause', () => {
  it('is for what Postern did by itself: the person knows of the rest', () => {
    const all = [
      client('a', null),
      client('b', 'person'),
      client('c', 'not_mine'),
      client('d', 'scans'),
      client('e', 'blocked'),
    ];
    assert.deepEqual(
      pausedByPostern(all).map(({ id }) => id as string),
      ['d', 'e'],
    );
  });

  it('comes once for each, and not again after an unlock', () => {
    const [one, two] = [client('one', 'scans'), client('two', 'scans', 'Codex')];
    assert.equal(pausedWords([], [one]), 'Postern paused Claude Code');
    assert.equal(pausedWords([one.id], [one]), null);
    assert.equal(pausedWords([one.id], [one, two]), 'Postern paused Codex');
    assert.equal(pausedWords(null, [one, two]), null);
    assert.equal(pausedWords([one.id], []), null);
  });

  it('lets no name pass for more than a name', () => {
    assert.equal(pausedWords([], [client('one', 'scans', '<b>you</b>\n')]), 'Postern paused ·b·you·/b·⏎');
  });
});
