import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { everyCut, randomCut } from './chunks.testkit.ts';
import { createCursorDrawing } from './cursor-drawing.ts';

function piecesOf(chunks: readonly Uint8Array[]): string[] {
  const drawing = createCursorDrawing();
  const pieces: string[] = [];
  for (const chunk of chunks) {
    const reused = Buffer.from(chunk);
    pieces.push(...drawing.push(reused));
    reused.fill(0x21);
  }
  return [...pieces, ...drawing.end()];
}

const drawn = (text: string) => piecesOf([Buffer.from(text)]).join('');

test('keeps text, line ends and what draws, and nothing else', () => {
  assert.equal(
    drawn('a\x1b[31mb\x1b]0;title\x07c\x1bPq~\x1b\\d\x1b[6ne\x1b[8;1;1tf\x1b(0g\x0e\0\x07\x7fh'),
    'abcdefgh',
  );
  assert.equal(drawn('a\b\t\r\n\v\f\x1b[2;3H\x1b[?1049h\x1b7\x1bM'), 'a\b\t\r\n\v\f\x1b[2;3H\x1b[?1049h\x1b7\x1bM');
  assert.equal(drawn('\x1b[?25;1049;2004h\x1b[4;12h\x1b[?25l\x1b[;5H\x1b[>4;2m'), '\x1b[?1049h\x1b[4h\x1b[0;5H');
});

test('limits what a sequence counts to what a screen has', () => {
  assert.equal(
    drawn('a\x1b[99999999999b\x1b[2147483647S\x1b[4294967295L\x1b[9999;9999H'),
    'a\x1b[500b\x1b[50S\x1b[50L\x1b[500;500H',
  );
  assert.equal(drawn(`\x1b[${'1;'.repeat(10_000)}1H`).split(';').length, 16);
  assert.equal(drawn(`\x1b[${' '.repeat(10_000)}@`), '');
});

test('an endless string draws nothing and keeps nothing', () => {
  for (const opening of ['\x1b]0;', '\x1bP', '\x1b_', '\x1b^', '\x1bX', '\u009d']) {
    const drawing = createCursorDrawing();
    assert.deepEqual(drawing.push(Buffer.from(`a\n${opening}`)), []);
    for (let i = 0; i < 20; i++) assert.deepEqual(drawing.push(Buffer.alloc(65_536, 'x\n')), []);
    assert.deepEqual(drawing.push(Buffer.from('\x1b\\b')), []);
    assert.deepEqual(drawing.end(), ['a\nb']);
  }
});

test('a full reset leaves an empty screen in its usual modes', () => {
  assert.equal(drawn('a\x1bcb'), 'a\x1b[?1047l\x1b[!p\x1b[H\x1b[2Jb');
});

test('characters without a width pile up no higher than any script needs', () => {
  const marks = '\u0301'.repeat(100_000);
  for (const piece of piecesOf([Buffer.from(`a${marks}b`)])) assert.ok(piece.length <= 20, String(piece.length));
  const ordinary = 'नमस्ते é 👩‍👩‍👧 Z̵̡̛a̴l̷g̸o̶';
  assert.equal(drawn(ordinary), ordinary);
});

test('a piece is a bounded work, whatever it holds', () => {
  assert.ok(piecesOf([Buffer.alloc(1 << 20, 'x')]).every((piece) => piece.length <= 4096));
  assert.ok(piecesOf([Buffer.alloc(1 << 16, '\n')]).every((piece) => piece.length <= 64));
  assert.ok(piecesOf([Buffer.from('\x1b[2J'.repeat(1000))]).every((piece) => piece.length <= 8));
  assert.ok(piecesOf([Buffer.from('\x1b[50L'.repeat(1000))]).every((piece) => piece.length <= 5));
  assert.ok(piecesOf([Buffer.from(`\x1b[4h${'x'.repeat(10_000)}`)]).every((piece) => piece.length <= 70));
  assert.ok(piecesOf([Buffer.from(`\x1b[4h\x1b[4l${'x'.repeat(10_000)}`)]).some((piece) => piece.length > 4000));
});

const atoms = fc.constantFrom(
  ...[
    'a',
    'bcdefghij',
    'ü',
    '日',
    '🔑',
    '\u0301',
    '\n',
    '\r',
    '\b',
    '\x1b',
    '\x1b[',
    '31m',
    ';',
    '50L',
    '2J',
    '\x1b]',
    '\x1b[4h',
  ],
  ...['\x07', '\x1b\\', '\x1bP', '\x1bc', '\x18', '\u009b', '\u009d', '\u009c', '\u0085', 'Â', '“', 'x'.repeat(3000)],
);
const streams = fc.oneof(
  fc.array(atoms, { maxLength: 40 }).map((all) => Buffer.from(all.join(''))),
  fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes)),
);

test('makes the same pieces for any chunks, and of its own pieces itself', () => {
  fc.assert(
    fc.property(streams, fc.nat(), (input, seed) => {
      const whole = piecesOf([input]);
      if (input.length < 200) for (const chunks of everyCut(input)) assert.deepEqual(piecesOf(chunks), whole);
      assert.deepEqual(piecesOf(randomCut(input, seed, 7)), whole);
      assert.equal(drawn(whole.join('')), whole.join(''));
    }),
    { numRuns: 500 },
  );
});
