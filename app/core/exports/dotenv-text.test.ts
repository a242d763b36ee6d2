import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'dotenv';
import fc from 'fast-check';
import { dotenvText } from './dotenv-text.ts';

const tricky = fc.string({
  unit: fc.constantFrom('a', ' ', "'", '"', '`', '\\', 'n', '\n', '\r', '#', '=', '$', '{', '🔑'),
  maxLength: 12,
});

test('what is written reads back as it was, or is said to be left out', () => {
  fc.assert(
    fc.property(fc.array(tricky, { maxLength: 6 }), (values) => {
      const variables = values.map((value, i) => ({ name: `V${i}`, value }));
      const { text, left } = dotenvText(variables);
      const read = parse(text);
      for (const { name, value } of variables) {
        if (left.includes(name)) assert.equal(name in read, false);
        else assert.equal(read[name], value);
      }
    }),
    { numRuns: 2000 },
  );
});

test('leaves out only what no quoting holds', () => {
  const { left } = dotenvText([
    { name: 'A', value: "it's" },
    { name: 'B', value: 'all \' of " them `' },
    { name: 'C', value: '-----BEGIN KEY-----\nabc\n-----END KEY-----\n' },
    { name: 'D', value: 'carriage\r\nreturn' },
  ]);
  assert.deepEqual(left, ['B', 'D']);
});
