import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ago, dayOf, daysApart, span, took } from './times.ts';

const now = new Date(2026, 10, 22, 0, 30).getTime();
const before = (hours: number) => now - hours * 3_600_000;

describe('moments in words', () => {
  it('counts calendar days, not spans of 24 hours', () => {
    assert.equal(daysApart(before(1), now), 1);
    assert.equal(daysApart(before(0.25), now), 0);
    assert.equal(dayOf(before(1), now), 'Yesterday');
    assert.equal(dayOf(before(0.1), now), 'Today');
    assert.equal(dayOf(before(48), now), 'Friday 20 November');
  });

  it('says how long ago, shorter when it is longer ago', () => {
    assert.equal(ago(before(0.25), now), '00:15');
    assert.equal(ago(before(2), now), 'yesterday');
    assert.equal(ago(before(24 * 5), now), '5 days ago');
    assert.equal(ago(before(24 * 21), now), '3 weeks ago');
    assert.equal(ago(before(24 * 100), now), '14 Aug 2026');
  });

  it('rounds a span to one unit and never below a minute', () => {
    assert.equal(span(-5), '1 minute');
    assert.equal(span(42 * 60_000), '42 minutes');
    assert.equal(span(90 * 60_000), '2 hours');
    assert.equal(span(6 * 86_400_000), '6 days');
    assert.equal(took(7), '7 ms');
    assert.equal(took(412), '0.4 s');
    assert.equal(took(64_000), '64 s');
    assert.equal(took(600_000), '10 min');
  });
});
