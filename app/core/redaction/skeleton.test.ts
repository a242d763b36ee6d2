import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { HeldText } from './held-text.ts';
import { SkeletonView, skeletonOf } from './skeleton.ts';

test('a skeleton is letters and digits in lower case', () => {
  assert.equal(Buffer.from(skeletonOf(Buffer.from('A-b_c 1\n2:Ü@['))).toString(), 'abc12');
});

test('the skeleton of a stream is the same for any chunks, and each of its bytes knows its place', () => {
  const chunks = fc.array(fc.string({ unit: fc.constantFrom('a', 'B', '7', ' ', '-', 'ü', '\n'), maxLength: 150 }), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(chunks, (texts) => {
      const text = new HeldText();
      const view = new SkeletonView(text);
      for (const chunk of texts) {
        const from = text.length;
        text.append(Buffer.from(chunk));
        view.append(from);
      }
      const bytes = Buffer.from(texts.join(''));
      const kept = view.bytes.subarray(0, view.length).filter((byte) => byte !== 0);
      assert.deepEqual(Buffer.from(kept), Buffer.from(skeletonOf(bytes)));
      for (let i = 0; i < view.length; i++) {
        const letter = view.bytes[i] ?? 0;
        const there = Buffer.from([bytes[view.placeOf(i)] ?? 0])
          .toString('latin1')
          .toLowerCase();
        if (letter !== 0) assert.equal(there, String.fromCharCode(letter));
      }
      assert.equal(view.placeOf(view.length), bytes.length);
    }),
  );
});

test('each whole block of 64 bytes without a letter or a digit leaves one break', () => {
  const text = new HeldText();
  const view = new SkeletonView(text);
  text.append(Buffer.from(`a${' '.repeat(63 + 128)}b`));
  view.append(0);
  assert.deepEqual([...view.bytes.subarray(0, view.length)], [0x61, 0, 0, 0x62]);
});

test('what is dealt with is let go, and the places of the rest stay', () => {
  const text = new HeldText();
  const view = new SkeletonView(text);
  const all = 'abcdefghij '.repeat(100);
  for (let at = 0; at < all.length; at += 50) {
    const from = text.length;
    text.append(Buffer.from(all.slice(at, at + 50)));
    view.append(from);
    const decided = view.base + view.length - 5;
    const place = view.placeOf(decided);
    view.dropBefore(decided, place);
    text.dropBefore(place);
    assert.ok(text.length < 200 && view.length < 200);
    assert.equal(all[place], String.fromCharCode(view.bytes[decided - view.base] ?? 0));
  }
});
