import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { armedAfterMs } from '../../contract/approval.ts';
import { Sha256 } from '../../contract/vocabulary.ts';
import { ProposalArming } from './proposal-arming.ts';

const one = Sha256.parse('1'.repeat(64));
const other = Sha256.parse('2'.repeat(64));

function clocked() {
  const clock = { now: 5000 };
  return { clock, arming: new ProposalArming(() => clock.now) };
}

describe('accepting a proposal', () => {
  it('counts only when its window has shown it for a moment (P9)', () => {
    const { clock, arming } = clocked();
    assert.equal(arming.isArmed(1, one), false);
    arming.shown(1, one);
    clock.now += armedAfterMs - 1;
    assert.equal(arming.isArmed(1, one), false);
    clock.now += 1;
    assert.equal(arming.isArmed(1, one), true);
  });

  it('begins anew for another proposal and for another window (P9)', () => {
    const { clock, arming } = clocked();
    arming.shown(1, one);
    clock.now += armedAfterMs;
    assert.equal(arming.isArmed(1, other), false);
    arming.shown(1, other);
    assert.equal(arming.isArmed(1, other), false);
    clock.now += armedAfterMs;
    arming.shown(2, other);
    assert.equal(arming.isArmed(2, other), false);
    assert.equal(arming.isArmed(1, other), false);
  });

  it('is not put off by drawing the same proposal again', () => {
    const { clock, arming } = clocked();
    arming.shown(1, one);
    clock.now += armedAfterMs;
    arming.shown(1, one);
    assert.equal(arming.isArmed(1, one), true);
  });
});
