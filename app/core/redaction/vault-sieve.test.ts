// Looking at one place in four must not miss a gram that was entered, wherever in a text it stands.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { VaultSieve } from './vault-sieve.ts';

const randomness = { bytes: (length: number) => randomBytes(length) };

test('every gram that was entered is found at every place of a text, at its ends too, and in a buffer at any offset (P1)', () => {
  const sieve = new VaultSieve(randomness);
  const inputs = fc.record({
    value: fc.uint8Array({ minLength: 8, maxLength: 40 }),
    step: fc.constantFrom(1, 5, 25),
    before: fc.uint8Array({ maxLength: 9 }),
    after: fc.uint8Array({ maxLength: 9 }),
    offset: fc.integer({ min: 0, max: 7 }),
  });
  let tag = 0;
  fc.assert(
    fc.property(inputs, ({ value, step, before, after, offset }) => {
      sieve.add(value, step, ++tag);
      for (let at = 0; at + 8 <= value.length; at += step) {
        const text = Buffer.concat([Buffer.alloc(offset), before, value.subarray(at, at + 8), after]).subarray(offset);
        const found = new Set<number>();
        sieve.find(text, found);
        assert.ok(found.has(tag) || found.size >= 8, `${at} of ${value.length} after ${before.length}`);
      }
    }),
  );
});

test('what was entered is found however much is entered after it, and not once it is forgotten (P1, P4)', () => {
  const sieve = new VaultSieve(randomness);
  const values = Array.from({ length: 3000 }, () => randomBytes(40));
  for (const [tag, value] of values.entries()) sieve.add(value, 1, tag);
  const foundIn = (text: Uint8Array) => {
    const found = new Set<number>();
    sieve.find(text, found);
    return [...found];
  };
  for (const [tag, value] of values.entries())
    assert.deepEqual(foundIn(value.subarray(tag % 32, (tag % 32) + 8)), [tag]);
  sieve.forget();
  assert.deepEqual(foundIn(values[0] ?? Buffer.alloc(0)), []);
});
