// The torture finds a bug that would lose something: each of those that are planted.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Target } from './aim.ts';
import type { Plant } from './protocol.ts';
import { torture } from './torture.ts';

/** Another one each time: what is found names the seed that it was found with. */
const seed = `${process.pid}-${Date.now()}`;

/** Kills that are enough to find each of them, and what it is found by. */
const plants: readonly (readonly [Plant, Target, RegExp])[] = [
  [
    'acknowledges early',
    'edit',
    /secret .* (is missing|should not be there|has version|holds something else)|as it was left/,
  ],
  ['parts an import', 'import', /secret TT_/],
  ['skips a page', 'add', /pages of the list/],
  ['leaves plaintext', 'add', /vault\.tmp holds plaintext/],
  ['runs ahead with the anchor', 'lock and unlock', /vault_rolled_back/],
];

for (const [plant, only, sign] of plants) {
  test(`a planted bug is found: a broker that ${plant}`, async () => {
    const report = await torture({ kills: 40, seed, workers: 1, plant, only });
    assert.match(report.findings.join('\n'), sign);
  });
}
