import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withBasicColours } from './basic-colours.ts';

test('colours beyond the sixteen become the nearest of them, and everything else stays as it is', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['\x1b[1;31mred\x1b[0m', '\x1b[1;31mred\x1b[0m'],
    ['\x1b[38;5;9mbright red', '\x1b[91mbright red'],
    ['\x1b[38;5;196mred', '\x1b[31mred'],
    ['\x1b[48;5;22mgreen behind', '\x1b[42mgreen behind'],
    ['\x1b[1;38;5;226;4myellow', '\x1b[1;33;4myellow'],
    ['\x1b[38;2;30;144;255mblue', '\x1b[36mblue'],
    ['\x1b[38;2;255;105;180;48;2;0;0;0mpink on black', '\x1b[35;40mpink on black'],
    ['\x1b[38;5;244mgrey', '\x1b[90mgrey'],
    ['38;5;196 in text', '38;5;196 in text'],
  ];
  for (const [given, shown] of cases) assert.equal(withBasicColours(given), shown);
});
