import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { freshKeyedHash } from '../crypto/keyed-hash.ts';
import { SystemRandomness } from '../crypto/randomness.ts';
import { type FormHit, FormIndex } from './form-index.ts';

const freshIndex = (): FormIndex => new FormIndex(freshKeyedHash(new SystemRandomness()));

function hitsIn(index: FormIndex, bytes: Uint8Array, step = bytes.length + 1): FormHit[] {
  const hits: FormHit[] = [];
  for (let from = 0; from < bytes.length; from += step) index.find(bytes, from, from + step, (hit) => hits.push(hit));
  return hits;
}

/** The plain meaning: the longest form at each place. */
function plainly(bytes: Buffer, forms: readonly string[]): FormHit[] {
  const byLength = forms.map((form, tag) => ({ form: Buffer.from(form), tag }));
  byLength.sort((a, b) => b.form.length - a.form.length || a.tag - b.tag);
  return Array.from(bytes.keys()).flatMap((start) => {
    const found = byLength.find(({ form }) => bytes.subarray(start, start + form.length).equals(form));
    return found === undefined ? [] : [{ start, end: start + found.form.length, tag: found.tag }];
  });
}

test('finds the longest form at each place, as a plain search does, for any slices', () => {
  const form = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 8, maxLength: 14 }),
    fc.string({ unit: 'grapheme', minLength: 8, maxLength: 30 }),
  );
  const scenes = fc.array(form, { minLength: 1, maxLength: 6 }).chain((forms) =>
    fc.record({
      forms: fc.constant(forms),
      text: fc
        .array(fc.oneof(fc.constantFrom(...forms), fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'ü') })), {
          maxLength: 8,
        })
        .map((parts) => parts.join('')),
      step: fc.integer({ min: 1, max: 20 }),
    }),
  );
  fc.assert(
    fc.property(scenes, ({ forms, text, step }) => {
      const index = freshIndex();
      for (const [tag, one] of forms.entries()) index.add(one, tag);
      const bytes = Buffer.from(text);
      assert.deepEqual(hitsIn(index, bytes, step), plainly(bytes, forms));
    }),
    { numRuns: 300 },
  );
});

test('a thousand forms with one beginning, or with one beginning and one end, are told apart', () => {
  const index = freshIndex();
  const forms = Array.from({ length: 1000 }, (_, i) => `postgres://app:${i.toString(36).padStart(6, '0')}@db.example`);
  for (const [tag, form] of forms.entries()) index.add(form, tag);
  assert.equal(index.size, 1000);
  const text = Buffer.from(`${'postgres://app:00000z@db.example postgres '.repeat(2000)}${forms[500]}`);
  const hits = hitsIn(index, text);
  assert.equal(hits.filter(({ tag }) => tag === 500).length, 1);
  assert.equal(hits.length, 2001);
  assert.equal(hits[0]?.tag, forms.indexOf('postgres://app:00000z@db.example'));
});

test('of equal forms the first one counts', () => {
  const index = freshIndex();
  index.add('the-same-form', 1);
  index.add('the-same-form', 2);
  assert.equal(index.size, 1);
  assert.deepEqual(hitsIn(index, Buffer.from('the-same-form')), [{ start: 0, end: 13, tag: 1 }]);
});

test('nothing of a form is in the index, and nothing is found once it is forgotten', () => {
  const index = freshIndex();
  index.add('q7#Zpf01-xyW-89', 0);
  const bytes = Buffer.from('q7#Zpf01-xyW-89');
  assert.equal(hitsIn(index, bytes).length, 1);
  index.forget();
  assert.equal(index.size, 0);
  assert.deepEqual(hitsIn(index, bytes), []);
});

test('an index of nothing finds nothing, and an empty or short text holds nothing', () => {
  const index = freshIndex();
  assert.deepEqual(hitsIn(index, Buffer.from('some ordinary text')), []);
  index.add('q7#Zpf01', 0);
  for (const text of ['', 'q7#Zpf0']) assert.deepEqual(hitsIn(index, Buffer.from(text)), []);
});
