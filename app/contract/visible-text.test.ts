import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { VisiblePiece } from './visible-text.ts';
import { hiddenCount, visiblePieces } from './visible-text.ts';

const shown = (text: string) =>
  visiblePieces(text)
    .map((piece) => (piece.kind === 'plain' ? piece.text : `<${piece.why} ${piece.text}>`))
    .join('');
const sourceOf = (piece: VisiblePiece) => (piece.kind === 'plain' ? piece.text : piece.source);

describe('visible text', () => {
  it('leaves printable ASCII alone, in one piece', () => {
    const text = 'gh pr create --title "Fix login" && curl -d @x "$HOOK" | jq .a[0] ~ \\n \\u202e';
    assert.deepEqual(visiblePieces(text), [{ kind: 'plain', text }]);
    assert.deepEqual(visiblePieces(''), []);
  });

  it('shows every line break and keeps them apart, and counts a long run of them', () => {
    assert.equal(shown('a\n\nb'), 'a<newline ⏎><newline ⏎>b');
    assert.equal(shown(`ls${'\n'.repeat(40)}rm x`), 'ls<newline ⏎×40>rm x');
    assert.equal(shown('a\r\nb\rc'), 'a<control \\r><newline ⏎>b<control \\r>c');
  });

  it('counts blanks that would push text out of sight and shows tabs', () => {
    assert.equal(shown(`ls${' '.repeat(400)}; rm x`), 'ls<spaces ␣×400>; rm x');
    assert.equal(shown('if x:\n        y'), 'if x:<newline ⏎>        y');
    assert.equal(shown('a\tb'), 'a<tab ⇥>b');
  });

  it('escapes control bytes, so that no escape sequence reaches the screen', () => {
    assert.equal(shown('\x1b[2Ka\x07\x00\x7f\x9b'), '<control \\e>[2Ka<control \\a\\x00\\x7f\\x9b>');
    assert.equal(shown('a\u2028b\u0085'), 'a<control \\u2028>b<control \\x85>');
  });

  it('escapes everything that reorders text', () => {
    assert.equal(shown('rm \u202etxt.exe\u202c'), 'rm <bidi \\u202e>txt.exe<bidi \\u202c>');
    for (const mark of '\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069') {
      assert.match(shown(`a${mark}b`), /^a<bidi \\u[0-9a-f]{4}>b$/);
    }
  });

  it('escapes zero-width and other characters that draw nothing', () => {
    for (const mark of ['\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u034f', '\u3164', '\ufe0f']) {
      assert.match(shown(`to${mark}ken`), /^to<invisible \\\w+>ken$/);
    }
    assert.equal(shown('a\u{e0041}\u{e0042}'), 'a<invisible \\u{e0041}\\u{e0042}>');
  });

  it('escapes blanks that are not the space a shell splits at', () => {
    assert.equal(shown('rm\u00a0-rf\u3000/'), 'rm<blank \\xa0>-rf<blank \\u3000>/');
    assert.equal(shown('a\u2800b'), 'a<blank \\u2800>b');
  });

  it('escapes Cyrillic and Greek letters in an ASCII word and says what they look like', () => {
    assert.equal(shown('g\u0456t push'), 'g<look_alike \\u0456>t push');
    assert.equal(shown('\u03bfpenssl'), '<look_alike \\u03bf>penssl');
    const [, letter] = visiblePieces('p\u0430ypal');
    assert.deepEqual(letter, { kind: 'escaped', text: '\\u0430', why: 'look_alike', source: '\u0430', looksLike: 'a' });
  });

  it('escapes a word made of look-alikes alone, and leaves words that are plainly of another script', () => {
    assert.equal(shown('\u0441\u043e\u0440\u0443 x'), '<look_alike \\u0441\\u043e\\u0440\\u0443> x');
    for (const text of ['привет мир', 'καλημέρα', 'café für señor', '修复 登录', 'שלום', 'हिन्दी', 'öß', '🔑']) {
      assert.equal(shown(text), text);
    }
  });

  it('escapes punctuation and compatibility forms that a shell would read differently', () => {
    assert.equal(shown('rm \u2013rf'), 'rm <look_alike \\u2013>rf');
    assert.equal(shown('a\uff5cb'), 'a<look_alike \\uff5c>b');
    assert.equal(shown('https:\u2215\u2215x'), 'https:<look_alike \\u2215\\u2215>x');
    assert.equal(shown('\u{1d41a}dmin'), '<look_alike \\u{1d41a}>dmin');
    assert.equal(shown('echo \u201chi\u201d'), 'echo <look_alike \\u201c>hi<look_alike \\u201d>');
  });

  it('escapes marks that change an ASCII character, and half a surrogate pair', () => {
    assert.equal(shown('a=\u0338b'), 'a=<mark \\u0338>b');
    assert.equal(shown('e\u0301e\u0301'), 'e<mark \\u0301>e<mark \\u0301>');
    assert.equal(shown('x\ud800y\ue000'), 'x<unknown \\ud800>y<unknown \\ue000>');
  });

  it('counts hidden characters without ordinary line breaks, tabs and blanks', () => {
    assert.equal(hiddenCount(visiblePieces(`a\n\tb${' '.repeat(30)}`)), 0);
    assert.equal(hiddenCount(visiblePieces('a\u200b\u200bb\u202e\u0456t')), 4);
  });

  it('accounts for every code point, in order, and shows nothing but printable characters', () => {
    const hostile = fc.constantFrom(
      ...['\n', '\t', ' ', '\r', '\x1b', 'a', 'Z', '1', '-', '\u0430', '\u03bf', '\u202e', '\u200b', '\u0301'],
      ...['\ud800', '\udc00', '\u00a0', '\u{e0041}', '\u{1d41a}', '\uff0f', '修', 'ш'],
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc
        .array(fc.oneof(hostile, fc.string({ unit: 'binary', maxLength: 2 })), { maxLength: 80 })
        .map((all) => all.join('')),
      fc
        .array(fc.tuple(hostile, fc.integer({ min: 1, max: 60 })))
        .map((all) => all.map(([c, n]) => c.repeat(n)).join('')),
    );
    fc.assert(
      fc.property(text, (input) => {
        const pieces = visiblePieces(input);
        assert.equal(pieces.map(sourceOf).join(''), input);
        for (const [at, piece] of pieces.entries()) {
          assert.doesNotMatch(
            piece.text,
            /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]/u,
          );
          if (piece.kind === 'escaped') assert.match(piece.text, /^[\x21-\x7e⏎⇥␣×]+$/);
          else assert.notEqual(pieces[at + 1]?.kind, 'plain');
        }
      }),
      { numRuns: 3000 },
    );
  });
});
