import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { everyCut, randomCut, throughChunks } from './chunks.testkit.ts';
import { createEscapeStripper } from './escape-stripper.ts';

function stripped(chunks: readonly Uint8Array[]): Buffer {
  const stripper = createEscapeStripper();
  return throughChunks({ push: stripper.push, end: stripper.flush }, chunks);
}

const strip = (text: string) => stripped([Buffer.from(text)]).toString();

const pieces = fc.constantFrom(
  ...['a', 'bc', 'ü', '日', '🔑', '\n', '\r', '\t', '\b', '\0', '\x7f', '\x1b', '\x1b[', '31m', ';', '\x1b]', '\x07'],
  ...['\x1b\\', '\x1bP', '\x1b_', '\x1b(', 'B', '\x18', '\u009b', '\u009d', '\u009c', '\u0085', 'Â', '“'],
);
const streams = fc.oneof(
  fc.array(pieces, { maxLength: 40 }).map((all) => Buffer.from(all.join(''))),
  fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes)),
);

test('gives the same for any chunks', () => {
  fc.assert(
    fc.property(streams, fc.nat(), (input, seed) => {
      const whole = stripped([input]);
      for (const chunks of everyCut(input)) assert.deepEqual(stripped(chunks), whole);
      assert.deepEqual(stripped(randomCut(input, seed, 5)), whole);
    }),
    { numRuns: 400 },
  );
});

test('leaves no control character but tab and line feed, and nothing more to strip', () => {
  fc.assert(
    fc.property(streams, (input) => {
      const once = stripped([input]);
      assert.ok(!/[\0-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]/.test(once.toString('latin1')));
      assert.deepEqual(stripped([once]), once);
    }),
    { numRuns: 400 },
  );
});

test('leaves text without control characters as it is, byte for byte', () => {
  const plain = fc
    .string({ unit: 'grapheme', maxLength: 60 })
    .filter((text) => !/[\0-\x08\x0b-\x1f\x7f-\x9f]/.test(text));
  fc.assert(fc.property(plain, (text) => assert.equal(strip(text), text)));
});

test('holds back one character and nothing else', () => {
  const stripper = createEscapeStripper();
  const push = (text: string) => Buffer.from(stripper.push(Buffer.from(text))).toString();
  assert.equal(push('Password: '), 'Password:');
  assert.equal(push('\n'), ' \n');
  assert.equal(push('\x1b[3'), '');
  assert.equal(push('1m日'), '');
  assert.equal(push('\b'), '');
  assert.equal(push('x'), '');
  assert.equal(Buffer.from(stripper.flush()).toString(), 'x');
});

test('drops an endless sequence and keeps nothing of it', () => {
  for (const opening of ['\x1b]0;', '\x1bP', '\x1b_', '\x1b^', '\x1bX', '\u009d']) {
    const stripper = createEscapeStripper();
    assert.equal(stripper.push(Buffer.from(`a\n${opening}`)).length, 2);
    for (let i = 0; i < 20; i++) assert.equal(stripper.push(Buffer.alloc(65_536, 'x\n')).length, 0);
    assert.equal(stripper.flush().length, 0);
    assert.equal(Buffer.from(stripper.push(Buffer.from('\x1b\\b\n'))).toString(), 'b\n');
  }
});

test('resolves overstrikes, and a backspace takes at most one character', () => {
  assert.equal(strip('N\bNA\bAM\bME\bE'), 'NAME');
  assert.equal(strip('_\bü_\b日'), 'ü日');
  assert.equal(strip('abc\b\b\bxyz'), 'abxyz');
  assert.equal(strip('a\n\bb'), 'a\nb');
  assert.equal(strip('|\b/\b-\b\\\b done'), ' done');
});

test('makes one line feed of every kind of line end', () => {
  assert.equal(strip('a\r\nb\r\r\nc\rd\n\ne\r\n\r\nf\r'), 'a\nb\nc\nd\n\ne\n\nf\n');
});

test('a sequence that is introduced by one character does not end an OSC; only its own end does', () => {
  assert.equal(strip('a\x1b]0;x\u0085y\u009b1mz\x07b'), 'ab');
  assert.equal(strip('a\u009d0;“x”\u009cb'), 'ab');
});

test('holds back no more than four bytes, and gives out what is left at the end', () => {
  const stripper = createEscapeStripper();
  const odd = Buffer.from(`c3${'80'.repeat(100)}`, 'hex');
  assert.ok(stripper.push(odd).length >= odd.length - 4);
  assert.deepEqual(stripped([odd]), odd);
  for (const left of ['61', 'e282', 'f09f94']) {
    assert.equal(stripped([Buffer.from(left, 'hex')]).toString('hex'), left);
  }
});

test('makes no introducer out of a c2 and what is left when something between them is dropped', () => {
  for (const between of ['00', '1b5b6d', '08', '6108', '1b5d3b07', 'c208', '0d08']) {
    const out = stripped([Buffer.from(`c2${between}9b316d`, 'hex')]).toString('latin1');
    assert.ok(!/\xc2[\x80-\x9f]/.test(out), between);
  }
  assert.equal(stripped([Buffer.from('c2', 'hex')]).toString('hex'), 'ff');
  assert.equal(stripped([Buffer.from('c200a0', 'hex')]).toString('hex'), 'ffa0');
});
