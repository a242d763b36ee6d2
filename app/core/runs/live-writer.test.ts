import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openXtermScreen } from '../../adapters/xterm-screen.ts';
import type { LivePart } from '../../contract/live.ts';
import { createLiveWriter, withoutColours } from '../../contract/live-writer.ts';

const text = (text: string, stream: 'out' | 'err' = 'out'): LivePart => ({ kind: 'text', stream, text });
const screen = (gone: string, rows: string[], stream: 'out' | 'err' = 'out'): LivePart => ({
  kind: 'screen',
  stream,
  gone,
  rows,
});

/** What a terminal of 20 × `rows` shows of the parts, with what scrolled off. */
async function shown(parts: readonly LivePart[], rows = 6): Promise<string[]> {
  const terminal = openXtermScreen({ returns: false, size: { columns: 20, rows } });
  const write = createLiveWriter(rows);
  const gone: string[] = [];
  for (const part of parts) gone.push(await terminal.draw(write(part)));
  const standing = terminal.rows().map(({ text }) => withoutColours(text));
  terminal.close();
  return [...gone.join('').split('\n').slice(0, -1), ...standing];
}

test('text goes on where it stopped, and the first rows take the place of its unfinished line', async () => {
  assert.deepEqual(await shown([text('a'), text('b\nc\n'), text('10 %')]), ['ab', 'c', '10 %']);
  assert.deepEqual(await shown([text('a\n10 %'), screen('', ['20 %']), screen('', ['30 %', 'x'])]), ['a', '30 %', 'x']);
});

test('what is gone stands above the rows for good, and the other stream above both', async () => {
  const parts = [
    text('a\n'),
    screen('', ['1', '2']),
    screen('1\n', ['2', '3']),
    text('e\n', 'err'),
    screen('2\n3\n', []),
  ];
  assert.deepEqual(await shown(parts.slice(0, 4)), ['a', '1', 'e', '2', '3']);
  assert.deepEqual(await shown([...parts, text('b')]), ['a', '1', 'e', '2', '3', 'b']);
});

test('rows that are wider or more than the terminal leave nothing behind', async () => {
  const many = Array.from({ length: 9 }, (_, i) => `${i}`.repeat(30));
  const parts = [text('a\n'), screen('', many), screen('', many), screen('', ['done'])];
  assert.deepEqual(await shown(parts), ['a', 'done']);
});

test('colours do not run on over rows, and what is withheld is said', async () => {
  const all = [screen('', ['\x1b[31mred']), text('plain\n', 'err')].map(createLiveWriter()).join('');
  assert.match(all, /red\x1b\[0m/);
  assert.deepEqual(await shown([text('a'), { kind: 'withheld', reason: 'binary' }], 20), [
    'a',
    '[The output is not t',
    'ext, so it is not sh',
    'own.]',
  ]);
  assert.equal(withoutColours('\x1b[1;31ma\x1b[0m'), 'a');
});
