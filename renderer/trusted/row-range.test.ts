import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rowRange } from './row-range.ts';

const of = (scrollTop: number, count: number) => rowRange({ scrollTop, height: 300, rowHeight: 50, count });

describe('the rows of a long list', () => {
  it('are drawn where they are in sight, with a few to spare, however many there are', () => {
    assert.deepEqual(of(0, 20_000), { from: 0, to: 10 });
    assert.deepEqual(of(5000, 20_000), { from: 96, to: 110 });
    assert.deepEqual(of(5025, 20_000), { from: 96, to: 111 });
  });

  it('are all drawn when they are few, and none when there are none', () => {
    assert.deepEqual(of(0, 3), { from: 0, to: 3 });
    assert.deepEqual(of(0, 0), { from: 0, to: 0 });
  });

  it('are the last ones after the list has become shorter than what was scrolled', () => {
    assert.deepEqual(of(999_999, 20), { from: 10, to: 20 });
    assert.deepEqual(of(999_999, 2), { from: 0, to: 2 });
    assert.deepEqual(of(-80, 20), { from: 0, to: 10 });
  });
});
