import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TextMarks } from './text-parts.ts';
import { textParts } from './text-parts.ts';

const none: TextMarks = { env: [], fresh: [], prose: false };

/** `[new]`, `<variable>`, `{escaped}`, as a person would see it. */
const drawn = (text: string, marks: Partial<TextMarks>) =>
  textParts(text, { ...none, ...marks })
    .map((part) => {
      const shown = part.kind === 'escaped' ? `{${part.piece.text}}` : part.env ? `<${part.text}>` : part.text;
      return part.fresh ? `[${shown}]` : shown;
    })
    .join('');

const span = (text: string, word: string) => ({ from: text.indexOf(word), to: text.indexOf(word) + word.length });

describe('parts of a command', () => {
  it('marks what is new where it stands', () => {
    const text = 'gh pr create --draft --title x';
    assert.equal(drawn(text, { fresh: [span(text, '--draft')] }), 'gh pr create [--draft] --title x');
  });

  it('marks a variable that is new only in part as a variable throughout', () => {
    const text = 'curl "$SLACK_HOOK" -d x';
    assert.equal(drawn(text, { env: ['SLACK_HOOK'], fresh: [{ from: 0, to: 9 }] }), '[curl "][<$SL>]<ACK_HOOK>" -d x');
  });

  it('counts in UTF-16 units, past characters that take two', () => {
    const text = 'echo 🚀🚀 new';
    assert.equal(drawn(text, { fresh: [span(text, 'new')] }), 'echo 🚀🚀 [new]');
  });

  it('marks an escaped piece whole as soon as some of it is new', () => {
    const text = 'a\u200b\u200b\u200bb';
    assert.equal(drawn(text, { fresh: [{ from: 2, to: 3 }] }), 'a[{\\u200b\\u200b\\u200b}]b');
  });

  it('joins spans that overlap or touch, and takes no harm from spans beyond the text', () => {
    const fresh = [
      { from: 1, to: 3 },
      { from: 2, to: 4 },
      { from: 4, to: 99 },
      { from: 40, to: 50 },
    ];
    const text = textParts('abcdef', { ...none, fresh });
    assert.equal(text.map((part) => (part.kind === 'plain' ? part.text : '')).join(''), 'abcdef');
    assert.deepEqual(
      text.map(({ fresh: isNew }) => isNew),
      [false, true, true, true, true],
    );
  });

  it('loses and reorders nothing of a hostile text, however it is marked', () => {
    const text = `rm\u202e -rf\n\n\n\n\n\n${' '.repeat(60)}\tпаypal \u{1f600}\ud800$A\${A}"’—`;
    for (let from = 0; from < text.length; from += 1) {
      const parts = textParts(text, { env: ['A'], fresh: [{ from, to: from + 3 }], prose: from % 2 === 0 });
      assert.equal(parts.map((part) => (part.kind === 'plain' ? part.text : part.piece.source)).join(''), text);
    }
  });

  it('leaves the marks of written language alone in sentences, and only there', () => {
    assert.equal(drawn('“it’s new” — see', { prose: true }), '“it’s new” — see');
    assert.equal(drawn('echo ’x’', {}), 'echo {\\u2019}x{\\u2019}');
    assert.equal(drawn('a\u202eb', { prose: true }), 'a{\\u202e}b');
    assert.equal(drawn('pаypal', { prose: true }), 'p{\\u0430}ypal');
  });
});
