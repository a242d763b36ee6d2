import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { wordFinder } from './word-finder.ts';

test('finds what a plain search without case finds, in order, however the text is cut into ranges', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'A', 'B', '-', '_', '!'), maxLength: 60 });
  const word = fc.string({ unit: fc.constantFrom('a', 'b', '-'), minLength: 2, maxLength: 5 });
  fc.assert(
    fc.property(
      text,
      fc.uniqueArray(word, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 1, max: 9 }),
      (input, words, step) => {
        const expected: string[] = [];
        for (let i = 0; i < input.length; i++) {
          for (const [w, one] of words.entries())
            if (input.toLowerCase().startsWith(one, i)) expected.push(`${i} ${w}`);
        }
        const found: string[] = [];
        const finder = wordFinder(words);
        for (let from = 0; from < input.length; from += step) {
          finder.find(Buffer.from(input), from, Math.min(from + step, input.length), (at, w) =>
            found.push(`${at} ${w}`),
          );
        }
        const byPlace = (a: string, b: string): number => Number.parseInt(a, 10) - Number.parseInt(b, 10);
        assert.deepEqual(
          found.map((one) => Number.parseInt(one, 10)),
          found.toSorted(byPlace).map((one) => Number.parseInt(one, 10)),
        );
        assert.deepEqual(found.toSorted(), expected.toSorted());
      },
    ),
  );
});
