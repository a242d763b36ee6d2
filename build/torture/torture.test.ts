// A kill at any moment loses nothing that was acknowledged; and a bug that would lose something is found.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Target } from './aim.ts';
import type { Operation, Plant } from './protocol.ts';
import { torture } from './torture.ts';

const kills = 50;
const named: readonly Operation[] = ['add', 'edit', 'rotate', 'import', 'restore', 'change passphrase'];
/** Another one each time: what is found names the seed that it was found with. */
const seed = `${process.pid}-${Date.now()}`;

test(`P5: after each of ${kills} kills in the middle of writing, all that was acknowledged is there and every record opens`, async (t) => {
  const report = await torture({ kills, seed, workers: 1, until: named });
  assert.deepEqual(report.findings, []);
  assert.equal(report.lost, 0);
  assert.ok(report.kills >= kills);
  assert.ok(report.acknowledged > 0);
  for (const operation of named)
    assert.ok((report.rows.get(operation)?.kills ?? 0) > 0, `a kill fell into ${operation}`);
  t.diagnostic(
    `kills ${report.kills} · acknowledged writes ${report.acknowledged} · lost ${report.lost} · seed ${seed}`,
  );
});

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
