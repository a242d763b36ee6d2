// Padding, fields and HKDF: what everything sealed is built of.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fault } from '../../adapters/vault.testkit.ts';
import { encodeFields } from './fields.ts';
import { hkdfSha256 } from './hkdf.ts';
import { pad, unpad } from './padding.ts';

test('padding comes off again, and leaves nothing but multiples of 256 bytes to see', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 1200 }), (bytes) => {
      const padded = pad(Buffer.from(bytes));
      assert.equal(padded.length % 256, 0);
      assert.ok(padded.length - bytes.length < 256 + 4);
      assert.deepEqual(unpad(padded), Buffer.from(bytes));
    }),
  );
});

test('a value of 1 byte and one of 200 bytes have the same size', () => {
  assert.equal(pad(Buffer.alloc(1)).length, pad(Buffer.alloc(200)).length);
});

test('refuses bytes that padding does not make', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
      const made = Buffer.from(bytes);
      try {
        assert.deepEqual(pad(unpad(made)), made);
      } catch (thrown) {
        assert.ok(fault('vault_corrupt')(thrown));
      }
    }),
  );
});

test('two different lists of fields never encode to the same bytes', () => {
  const field = fc.oneof(fc.string({ maxLength: 4 }), fc.nat(300));
  const list = fc.array(field, { maxLength: 4 });
  fc.assert(
    fc.property(list, list, (a, b) => {
      // A number and a text may share their eight bytes: which is which is fixed by the purpose.
      fc.pre(JSON.stringify(a) !== JSON.stringify(b) && !a.concat(b).some((one) => String(one).length === 8));
      assert.notDeepEqual(encodeFields('p', ...a), encodeFields('p', ...b));
    }),
  );
});

test('a purpose separates equal fields', () => {
  assert.notDeepEqual(encodeFields('a', 'b'), encodeFields('a/b'));
  assert.notDeepEqual(encodeFields('record', 'x'), encodeFields('manifest', 'x'));
});

test('refuses a number that is not a safe integer of zero or more', () => {
  for (const bad of [-1, 1.5, Number.NaN, 2 ** 53]) assert.throws(() => encodeFields('p', bad), fault('internal'));
});

test('HKDF is that of RFC 5869: the first 32 bytes of test cases 1 and 3', () => {
  const ikm = Buffer.alloc(22, 0x0b);
  const salt = Buffer.from('000102030405060708090a0b0c', 'hex');
  const info = Buffer.from('f0f1f2f3f4f5f6f7f8f9', 'hex');
  const first = '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf';
  const third = '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d';
  assert.equal(hkdfSha256(ikm, salt, info).toString('hex'), first);
  assert.equal(hkdfSha256(ikm, Buffer.alloc(0), Buffer.alloc(0)).toString('hex'), third);
});
