import assert from 'node:assert/strict';
import { test } from 'node:test';
import { colourOfText, createWeave } from './colours.ts';

test('of the numbers of a colour only those of the closed list are kept', () => {
  const kept: Readonly<Record<string, string | null>> = {
    '': '0',
    '0': '0',
    '1;31': '1;31',
    '38;5;255': '38;5;255',
    '48;2;1;2;3;4': '48;2;1;2;3;4',
    '107': '107',
    '108': null,
    '8': null,
    '1;8;3': '1;3',
    '38;5;256': null,
    '38;2;1;2': null,
    '1;38;7': '1',
    '58;5;1;4': '4',
    '4:3': null,
    '?25': null,
    '>1': null,
    '1 q': null,
    '0;;1': '0;0;1',
    [`${'1;'.repeat(40)}1`]: null,
  };
  for (const [parameters, numbers] of Object.entries(kept)) {
    assert.equal(colourOfText(parameters), numbers === null ? null : `\x1b[${numbers}m`, parameters);
  }
});

test('what is woven in stands before its byte, never within a character, and in order', () => {
  const weave = createWeave();
  weave.add('<a>', 1);
  weave.add('<b>', 2);
  weave.add('<c>', 4);
  // A backspace took the byte before it away.
  weave.add('<d>', 3);
  assert.equal(Buffer.from(weave.plain(Buffer.from('xüyz'), 0)).toString(), 'x<a>ü<b><c><d>yz');
  weave.add('<e>', 6);
  weave.add('<f>', 9);
  // Bytes 5 to 7 are a secret's.
  assert.equal(Buffer.from(weave.plain(Buffer.from('more'), 8)).toString(), '<e>m<f>ore');
});

test('of what waits at most so much is kept, and what was reset before anybody saw it is not', () => {
  const weave = createWeave(3);
  for (let i = 0; i < 9; i++) weave.add(`\x1b[3${i}m`, i);
  assert.equal(weave.rest(), '\x1b[36m\x1b[37m\x1b[38m');
  for (const text of ['\x1b[31m', '\x1b[1m', '\x1b[0m', '\x1b[32m']) weave.add(text, 5);
  assert.equal(weave.rest(), '\x1b[0m\x1b[32m');
});
