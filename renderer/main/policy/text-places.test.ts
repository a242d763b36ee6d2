import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lineCount, lineNumbers, placeIn } from './text-places.ts';

describe('a place in a text', () => {
  const text = 'version: 1\nrules:\n  - id: a\n';

  it('is found by line and column, counted from 1', () => {
    const { from, to } = placeIn(text, 3, 5);
    assert.equal(text.slice(from, to), 'id: a');
    assert.deepEqual(placeIn(text, 1, 1), { from: 0, to: 10 });
  });

  it('that is not there becomes the nearest that is', () => {
    assert.deepEqual(placeIn(text, 2, 99), { from: 17, to: 17 });
    assert.deepEqual(placeIn(text, 99, 1), { from: text.length, to: text.length });
    assert.deepEqual(placeIn('', 4, 4), { from: 0, to: 0 });
  });

  it('has as many numbers as the text has lines', () => {
    assert.deepEqual(['', 'a', 'a\n', 'a\nb\nc'].map(lineCount), [1, 1, 2, 3]);
    assert.equal(lineNumbers('a\nb\n'), '1\n2\n3');
  });
});
