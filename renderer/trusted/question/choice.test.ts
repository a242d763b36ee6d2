import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allowOnce } from '../../../app/contract/approval.ts';
import type { RiskClass } from '../../../app/contract/risk.ts';
import { SecretName } from '../../../app/contract/vocabulary.ts';
import { leastChoice, mayReadOn, offeredLasting, reachOf, yesOf } from './choice.ts';
import type { TestRun } from './question.testkit.ts';
import { testRun } from './question.testkit.ts';

const decided = (risk: RiskClass, run: TestRun = {}) => ({ ...testRun(run), risk });
const reading = decided('read');
const writing = decided('write');
const session = { ...leastChoice, lasting: { kind: 'session' } } as const;

describe('what a person chooses', () => {
  it('begins with the least: exactly this command, one time, with all its secrets (P9)', () => {
    assert.deepEqual(yesOf(leastChoice, reading), allowOnce);
  });

  it('makes a session of reading one click, and no other length or risk wide by itself', () => {
    assert.equal(reachOf(session, reading), 'reads');
    assert.equal(reachOf(session, writing), 'exact');
    for (const lasting of [{ kind: 'uses', uses: 5 }, { kind: 'minutes', minutes: 15 }, { kind: 'rule' }] as const) {
      assert.equal(reachOf({ ...leastChoice, lasting }, reading), 'exact');
    }
  });

  it('never sends a reach that is not offered, nor any with once (P2)', () => {
    const narrow = decided('read', { offers: { reaches: ['exact'] } });
    assert.equal(reachOf(session, narrow), 'exact');
    assert.equal(reachOf({ ...session, reach: 'alike' }, narrow), 'exact');
    assert.equal(reachOf({ ...leastChoice, reach: 'alike' }, reading), 'exact');
    assert.equal(reachOf({ ...session, reach: 'alike' }, reading), 'alike');
  });

  it('sends what was taken out, the lower time and how many were seen', () => {
    const without = [SecretName.parse('slack/hook')];
    assert.deepEqual(yesOf({ ...leastChoice, without, timeoutMs: 60_000 }, { ...reading, times: 3 }), {
      ...allowOnce,
      without,
      timeoutMs: 60_000,
      times: 3,
    });
  });

  it('offers each length once, and of the minutes fifteen first', () => {
    const minutes = ([5, 15, 60] as const).map((each) => ({ kind: 'minutes' as const, minutes: each }));
    assert.deepEqual(offeredLasting([{ kind: 'session' }, ...minutes, { kind: 'once' }]), [
      { kind: 'once' },
      { kind: 'minutes', minutes: 15 },
      { kind: 'session' },
    ]);
  });
});

describe('reading on in one click', () => {
  it('is offered where the session and all reading are, and for nothing that writes', () => {
    assert.equal(mayReadOn(reading), true);
    assert.equal(mayReadOn(writing), false);
    assert.equal(mayReadOn(decided('read', { offers: { reaches: ['exact'] } })), false);
    assert.equal(mayReadOn(decided('read', { offers: { lasting: [{ kind: 'once' }] } })), false);
  });
});
