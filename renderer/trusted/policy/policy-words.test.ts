import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { changesWords, linePages, looserWords, pageLines, pageUnits } from './policy-words.ts';

const change = (looser: boolean) => ({ kind: 'added' as const, says: 'x', looser });
const whole = (text: string) =>
  linePages(text)
    .flat()
    .reduce<string[]>((lines, { number, line }) => {
      lines[number - 1] = `${lines[number - 1] ?? ''}${line}`;
      return lines;
    }, [])
    .join('\n');

describe('a policy that is to be read before it is accepted', () => {
  it('is shown to its last character, however many lines it has and however long they are (P9)', () => {
    const texts = [
      '',
      'version: 1\n',
      'x'.repeat(pageUnits * 2 + 7),
      Array(pageLines * 3 + 1)
        .fill('- a')
        .join('\n'),
    ];
    const mixed = Array.from({ length: 900 }, (_none, at) => 'y'.repeat((at * 37) % 900)).join('\n');
    for (const text of [...texts, mixed]) assert.equal(whole(text), text);
  });

  it('is drawn in parts that a window can bear', () => {
    for (const text of ['\n'.repeat(100_000), 'z'.repeat(1_000_000), `${'a'.repeat(999)}\n`.repeat(1000)]) {
      for (const page of linePages(text)) {
        assert.ok(page.length <= pageLines);
        assert.ok(page.reduce((sum, { line }) => sum + line.length, 0) <= pageUnits);
      }
    }
  });

  it('numbers lines as an editor does', () => {
    assert.deepEqual(linePages('a\r\nb\n'), [
      [
        { number: 1, line: 'a' },
        { number: 2, line: 'b' },
        { number: 3, line: '' },
      ],
    ]);
  });
});

describe('the words above the changes', () => {
  it('say how many are looser', () => {
    assert.match(looserWords([change(true)]), /^This lets more happen/);
    assert.match(looserWords([change(true), change(false)]), /^One of these changes lets/);
    assert.match(looserWords([change(true), change(true), change(false)]), /^2 of these changes let more/);
    assert.match(looserWords([change(true), change(true)]), /^All of these changes let more/);
  });

  it('count the changes', () => {
    assert.deepEqual([0, 1, 3].map(changesWords), ['No change of what is decided', '1 change', '3 changes']);
  });
});
