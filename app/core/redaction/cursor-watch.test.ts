import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { everyCut, randomCut } from './chunks.testkit.ts';
import { createCursorWatch } from './cursor-watch.ts';

function movedAfter(chunks: readonly Uint8Array[]): boolean {
  const watch = createCursorWatch();
  let moved = false;
  for (const chunk of chunks) {
    const reused = Buffer.from(chunk);
    moved = watch.push(reused);
    reused.fill(0x21);
  }
  return moved;
}

const moves = (text: string) => movedAfter([Buffer.from(text)]);

test('plain text, line ends of every kind, tabs, bells and NULs move nothing', () => {
  const quiet = [
    '',
    'a',
    'a\nb',
    'a\r\nb',
    'a\r\r\nb',
    'a\r',
    'a\r\n\rb',
    '\ra',
    'a\tb\x07c\0d',
    'a\vb\fc',
    '日本“ä”\r\né',
  ];
  for (const text of quiet) assert.equal(moves(text), false, JSON.stringify(text));
});

test('colours, titles, links, reports, character sets and modes of the keyboard move nothing', () => {
  const quiet = [
    '\x1b[0;1;38:2::1:2:3m',
    '\x1b]0;title\x07',
    '\x1b]8;;http://x\x1b\\',
    '\x1b[6n',
    '\x1b[>c',
    '\x1b[8;9;9t',
  ];
  const more = [
    '\x1b(0',
    '\x1b)B',
    '\x0e\x0f',
    '\x1b=',
    '\x1b>',
    '\x1b[?25l',
    '\x1b[?2004h',
    '\x1b[?1034h',
    '\x1b[5 q',
  ];
  const strings = ['\x1bPq#0!999~\x1b\\', '\x1b_x\x1b\\', '\x1b^[H\x1b\\', '\x1b]0;\x1b\\', '\u009d0;\u009b2J\x07'];
  for (const sequence of [...quiet, ...more, ...strings, '\x1b[3J', '\x1b[$p', '\x1b[4:5m']) {
    assert.equal(moves(`a${sequence}b\r\nc`), false, JSON.stringify(sequence));
  }
});

test('what greps and compilers print to erase the rest of a line moves nothing, for nothing can stand there', () => {
  assert.equal(moves('\x1b[01;31m\x1b[Kfound\x1b[m\x1b[K here\r\n\x1b[0J'), false);
  assert.equal(moves('old text\r\x1b[K\r\n'), true);
  assert.equal(moves('old text\b\x1b[J\r\n'), true);
});

test('printing over text moves, after a carriage return as after a backspace', () => {
  for (const text of ['a\rb', 'a\r b', 'a\r\x1b[1mb', 'N\bNA\bA', '_\bü', 'a\b \b', 'a\r\tb', 'a\r\r日']) {
    assert.equal(moves(text), true, JSON.stringify(text));
  }
  for (const text of ['a\b\b\n b', 'a\r\nb\rb'.slice(0, 5), '\bx', 'a\n\bx']) {
    assert.equal(moves(text), false, JSON.stringify(text));
  }
});

test('everything that draws other than by printing moves', () => {
  const finals = '@ABCDEFGHILMPSTXZ`abdefgrsu'.split('').map((final) => `\x1b[2${final}`);
  const escapes = ['\x1b7', '\x1b8', '\x1bD', '\x1bE', '\x1bH', '\x1bM', '\x1bc', '\u0084', '\u0085', '\u008d'];
  const erasing = [
    '\x1b[1K',
    '\x1b[2K',
    '\x1b[?2K',
    '\x1b[1J',
    '\x1b[2J',
    '\x1b[?J',
    "\x1b[2'}",
    "\x1b[2'~",
    '\x1b[ @',
  ];
  const modes = ['\x1b[4h', '\x1b[?1049h', '\x1b[?25;47h', '\x1b[?7l', '\x1b[?6h', '\x1b[!p', '\u009b5C', '\x1b[1\nA'];
  for (const sequence of [...finals, ...escapes, ...erasing, ...modes]) {
    assert.equal(moves(`a${sequence}`), true, JSON.stringify(sequence));
  }
});

const pieces = fc.constantFrom(
  ...[
    'a',
    'bc',
    'ü',
    '日',
    '🔑',
    '\n',
    '\r',
    '\r\n',
    '\t',
    '\b',
    '\0',
    '\x7f',
    '\x1b',
    '\x1b[',
    '31m',
    ';',
    'K',
    '5C',
    '\x1b]',
  ],
  ...['\x07', '\x1b\\', '\x1bP', '\x1b(', 'B', '\x18', '\u009b', '\u009d', '\u009c', '\u0085', 'Â', '“'],
);
const streams = fc.oneof(
  fc.array(pieces, { maxLength: 30 }).map((all) => Buffer.from(all.join(''))),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
);

test('tells the same for any chunks', () => {
  fc.assert(
    fc.property(streams, fc.nat(), (input, seed) => {
      const whole = movedAfter([input]);
      for (const chunks of everyCut(input)) assert.equal(movedAfter(chunks), whole);
      assert.equal(movedAfter(randomCut(input, seed, 5)), whole);
    }),
    { numRuns: 500 },
  );
});

test('once it has moved it has moved for good', () => {
  const watch = createCursorWatch();
  assert.equal(watch.push(Buffer.from('a\rb')), true);
  assert.equal(watch.push(Buffer.from('\r\nplain\r\n')), true);
});
