import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCursorDrawing } from '../core/redaction/cursor-drawing.ts';
import { openXtermScreen } from './xterm-screen.ts';

interface Shown {
  /** What left the screen at its top. */
  readonly gone: string;
  readonly text: string;
}

async function shown(stream: string | Buffer, returns = true): Promise<Shown> {
  const screen = openXtermScreen({ returns });
  const drawing = createCursorDrawing();
  let gone = '';
  for (const piece of [...drawing.push(Buffer.from(stream)), ...drawing.end()]) gone += await screen.draw(piece);
  const text = screen.text();
  screen.close();
  return { gone, text };
}

const textOf = async (stream: string, returns = true) => (await shown(stream, returns)).text;

test('shows what a person would see of text, overwriting and erasing', async () => {
  assert.equal(await textOf(''), '');
  assert.equal(await textOf('a\nb\n\nc   \n\n'), 'a\nb\n\nc\n');
  assert.equal(await textOf('10%\r20%\r100%'), '100%\n');
  assert.equal(await textOf('abcdef\b\b\bxy\x1b[K'), 'abcxy\n');
  assert.equal(await textOf('def\x1b[1Gabc\x1b[4G'), 'abc\n');
  assert.equal(await textOf('bcd\r\x1b[@a'), 'abcd\n');
  assert.equal(await textOf('aXXb\r\x1b[C\x1b[2P'), 'ab\n');
  assert.equal(await textOf('one\nthree\x1b[A\n\x1b[Ltwo'), 'one\ntwo\nthree\n');
  assert.equal(await textOf('日本\r\x1b[2Cx'), '日x\n');
});

test('a line feed returns to the first column only where no terminal did it before', async () => {
  assert.equal(await textOf('ab\ncd', true), 'ab\ncd\n');
  assert.equal(await textOf('ab\ncd', false), 'ab\n  cd\n');
  assert.equal(await textOf('ab\r\ncd', false), 'ab\ncd\n');
});

test('joins a line that was wrapped, on the screen and across its top', async () => {
  const long = Array.from({ length: 1300 }, (_, i) => String.fromCharCode(97 + (i % 26))).join('');
  assert.equal(await textOf(`${long}\nnext`), `${long}\nnext\n`);
  for (const lines of [47, 48, 49, 50, 51, 52, 60]) {
    const { gone, text } = await shown(`${long}\n${'x\n'.repeat(lines)}end`);
    assert.equal(gone + text, `${long}\n${'x\n'.repeat(lines)}end\n`);
  }
  const endless = 'y'.repeat(500 * 130 + 7);
  const { gone, text } = await shown(endless);
  assert.equal(gone + text, `${endless}\n`);
});

test('hands over each line that leaves the screen, once and in order, whatever comes in between', async () => {
  const lines = Array.from({ length: 5000 }, (_, i) => `line ${i}${i % 3 === 0 ? '\r\x1b[31mline' : ''}`);
  const { gone, text } = await shown(lines.join('\n'));
  assert.equal(gone + text, `${Array.from({ length: 5000 }, (_, i) => `line ${i}\n`).join('')}`);
  assert.equal(text.split('\n').length, 51);
});

test('a scroll within a region hands over nothing, and one of a region at the top does', async () => {
  const below = await shown('top\x1b[2;10r\x1b[10;1H1\n2\n3\n4\x1b[r\x1b[50;1Hbottom');
  assert.equal(below.gone, '');
  assert.match(below.text, /^top\n+1\n2\n3\n4\n+bottom\n$/);
  const above = await shown('\x1b[1;3r\x1b[1;1Ha\nb\nc\nd\ne\x1b[r\x1b[50;1Hstatus');
  assert.equal(above.gone, 'a\nb\n');
  assert.match(above.text, /^c\nd\ne\n+status\n$/);
});

test('shows the alternate screen below the ordinary one while it is there, and not after', async () => {
  assert.equal(await textOf('shell\n\x1b[?1049h\x1b[Hpager'), 'shell\npager\n');
  assert.equal(await textOf('shell\n\x1b[?1049h\x1b[Hpager\x1b[?1049ldone'), 'shell\ndone\n');
  const scrolled = await shown(`a\n\x1b[?1049h${'in\n'.repeat(200)}\x1b[?1049l${'b\n'.repeat(50)}`);
  assert.equal(scrolled.gone + scrolled.text, `a\n${'b\n'.repeat(50)}`);
});

test('what a full reset or an erased scrollback takes away had left the screen before and is kept', async () => {
  const { gone, text } = await shown(`${'old\n'.repeat(60)}\x1b[3J\x1bcnew`);
  assert.equal(gone, 'old\n'.repeat(11));
  assert.equal(text, 'new\n');
});

test('erasing all up to the last corner, where xterm itself fails, does no harm', async () => {
  for (const where of ['', '\x1b[?1049h']) {
    for (const erase of ['\x1b[1J', '\x1b[?1J']) {
      assert.match(await textOf(`${where}\x1b[50;500Hx${erase}\x1b[Hstill here`), /^still here/);
    }
  }
});

test('has drawn when it says so', async () => {
  const screen = openXtermScreen({ returns: true });
  const drawn = screen.draw('now');
  assert.equal(screen.text(), 'now\n');
  assert.equal(await drawn, '');
  screen.close();
  screen.close();
});

test('every character that xterm gives no width is among those that pile up no higher than 16', async () => {
  const bounded = (character: string) => /[\p{M}\p{Cf}\u06de\u1160-\u11ff]/u.test(character);
  const others = Array.from({ length: 0x30000 - 0x300 }, (_, i) => 0x300 + i)
    .filter((code) => code < 0xd800 || code > 0xdfff)
    .map((code) => String.fromCodePoint(code))
    .filter((character) => !bounded(character));
  const screen = openXtermScreen({ returns: true });
  for (let from = 0; from < others.length; from += 50) {
    const rows = others.slice(from, from + 50);
    // Deleting the cell before the cursor leaves the a, but where the character lies in its cell.
    await screen.draw(
      `\x1b[2J${rows.map((character, y) => `\x1b[${y + 1}Ha${character}\x1b[D\x1b[P\x1b[9G.`).join('')}`,
    );
    const lone = screen
      .text()
      .split('\n')
      .findIndex((line) => line !== '' && !line.startsWith('a'));
    assert.equal(lone, -1, rows[lone]?.codePointAt(0)?.toString(16));
  }
  screen.close();
});
