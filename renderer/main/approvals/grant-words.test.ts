import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { GrantView } from '../../../app/contract/approval.ts';
import { leftWords, reachWords, timesWords, usedWords } from './grant-words.ts';

const now = new Date(2026, 10, 22, 14, 30).getTime();
const minutes = (count: number) => count * 60_000;
const grant = (part: object) =>
  GrantView.parse({
    ...{ id: 'g1', clientName: 'Claude Code', covers: 'gh pr view', reach: 'alike', secrets: [], project: null },
    ...{ until: null, usesLeft: null, grantedAt: now - minutes(24), used: 0, lastUsedAt: null },
    ...part,
  });

describe('what is allowed for a while', () => {
  it('says what is left of it in time and uses', () => {
    assert.equal(leftWords(grant({}), now), 'for this session');
    assert.equal(leftWords(grant({ until: now + minutes(12) }), now), '12 minutes left');
    assert.equal(leftWords(grant({ until: now + 30_000 }), now), 'less than a minute left');
    assert.equal(leftWords(grant({ until: now - 30_000 }), now), 'less than a minute left');
    assert.equal(leftWords(grant({ usesLeft: 1 }), now), '1 use left');
    assert.equal(leftWords(grant({ usesLeft: 3, until: now + minutes(4) }), now), '3 uses, 4 minutes left');
  });

  it('says how it was used', () => {
    assert.equal(usedWords(grant({}), now), 'allowed at 14:06');
    const used = grant({ used: 4, lastUsedAt: now - minutes(1) });
    assert.equal(usedWords(used, now), 'allowed at 14:06, used 4 times, last at 14:29');
    assert.equal(
      usedWords(grant({ used: 1, lastUsedAt: now, grantedAt: now - minutes(24 * 60) }), now),
      'allowed yesterday, used once, last at 14:30',
    );
  });

  it('says what it covers besides, of a command and of a call of an API', () => {
    assert.equal(reachWords(grant({ project: '/code/api' })), 'with other arguments too');
    assert.equal(reachWords(grant({ covers: 'GET api.github.com/user' })), 'with any content');
    assert.equal(
      reachWords(grant({ covers: 'GET api.github.com', reach: 'reads' })),
      'and whatever else only reads there',
    );
  });

  it('says how often in words', () => {
    assert.deepEqual([1, 2, 3].map(timesWords), ['once', 'twice', '3 times']);
  });
});
