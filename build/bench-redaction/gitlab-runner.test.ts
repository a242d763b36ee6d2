import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskedWrites } from './gitlab-runner.ts';

// From masker_test.go of the GitLab runner; `|` parts the writes.
const cases: readonly (readonly [input: string, values: readonly string[], expected: string])[] = [
  ['empty secrets have no affect', [''], 'empty secrets have no affect'],
  ['no escaping at all', [], 'no escaping at all'],
  ['secret|s', ['secrets'], '[MASKED]'],
  ['secretssecrets', ['secrets'], '[MASKED][MASKED]'],
  ['ssecrets', ['secrets'], 's[MASKED]'],
  ['s|secrets', ['secrets'], 's[MASKED]'],
  ['all values are masked', ['all', 'values', 'are', 'masked'], '[MASKED] [MASKED] [MASKED] [MASKED]'],
  [
    'prefix|ed, su|ffi|xed |and split|:| xfo|ox y|bary ffo|o ba|rr ffooo b|barr',
    ['foo', 'bar'],
    'prefixed, suffixed and split: x[MASKED]x y[MASKED]y f[MASKED] [MASKED]r f[MASKED]o b[MASKED]r',
  ],
  [
    'prefix_mask mask prefix_|mask prefix_ma|sk mas|k',
    ['mask', 'prefix_mask'],
    '[MASKED] [MASKED] [MASKED] [MASKED] [MASKED]',
  ],
  [`large: ${'_'.repeat(8000)}|${'_'.repeat(8000)}`, ['_'.repeat(16_000)], 'large: [MASKED]'],
  ['overlap: this is the en| foobar', ['this is the end', 'en foobar', 'en'], 'overlap: this is the [MASKED]'],
];

test('the GitLab masker hides and shows what its own tests expect', () => {
  for (const [input, values, expected] of cases) assert.equal(maskedWrites(input.split('|'), values), expected);
});
