import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { everyCut } from '../redaction/chunks.testkit.ts';
import { createBinaryCheck } from './binary-check.ts';

function isBinary(chunks: readonly Uint8Array[]): boolean {
  const check = createBinaryCheck();
  for (const chunk of chunks) check.push(chunk);
  return check.isBinary();
}

const judge = (bytes: Uint8Array | string) => isBinary([Buffer.from(bytes)]);

test('text of any language, coloured, with bells and form feeds, is text', () => {
  for (const text of ['', 'plain\n', 'Grüße aus 日本 🔑\r\n', '\x1b[31mred\x1b[0m\x07\f\v\b\t', 'x'.repeat(100_000)]) {
    assert.equal(judge(text), false);
  }
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => !judge(text.replaceAll(/\p{Cc}/gu, ''))),
  );
});

test('a NUL among the first 8,192 bytes is binary, a later one is not', () => {
  assert.equal(judge('a\0b'), true);
  assert.equal(judge(`${'x'.repeat(8191)}\0`), true);
  assert.equal(judge(`${'x'.repeat(8192)}\0${'x'.repeat(100)}`), false);
});

test('more than a tenth of bad bytes, and at least eight, is binary', () => {
  assert.equal(judge(Buffer.from('caf\xe9\n', 'latin1')), false);
  assert.equal(judge(Buffer.from('\xff'.repeat(7), 'latin1')), false);
  assert.equal(judge(Buffer.from('\xff'.repeat(8), 'latin1')), true);
  assert.equal(judge(Buffer.from('\xff'.repeat(8) + 'x'.repeat(71), 'latin1')), true);
  assert.equal(judge(Buffer.from('\xff'.repeat(8) + 'x'.repeat(72), 'latin1')), false);
  assert.equal(judge('\x01'.repeat(8)), true);
});

test('knows valid UTF-8 exactly', () => {
  for (const bad of [
    'c080',
    'c1bf',
    'e09fbf',
    'eda080',
    'f08fbfbf',
    'f4908080',
    'f5808080',
    'e282',
    'f09f94',
    '80',
    'ff',
  ]) {
    const bytes = Buffer.from(bad.repeat(20), 'hex');
    assert.equal(judge(bytes), true, bad);
    assert.equal(bytes.toString().includes('\ufffd'), true, bad);
  }
  for (const good of ['c280', 'dfbf', 'e0a080', 'ed9fbf', 'ee8080', 'efbfbf', 'f0908080', 'f48fbfbf']) {
    assert.equal(judge(Buffer.from(good.repeat(20), 'hex')), false, good);
  }
});

test('compressed and random bytes are binary', () => {
  assert.equal(judge(gzipSync(Buffer.from('some text that is compressed '.repeat(50)))), true);
  assert.equal(
    judge(Buffer.from(Array.from({ length: 4096 }, (_, i) => (((i * i * 31 + i * 7) >> 3) & 0xff) | 1))),
    true,
  );
});

test('judges the same for any chunks', () => {
  const parts = fc.oneof(
    fc.constantFrom(0xc3, 0xa4, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x94, 0x91, 0x61, 0x0a),
    fc.nat(255),
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 60 }), (bytes) => {
      const input = Buffer.from(bytes);
      const whole = judge(input);
      for (const chunks of everyCut(input)) assert.equal(isBinary(chunks), whole);
    }),
  );
});
