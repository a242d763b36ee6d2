// A kill at any moment loses nothing that was acknowledged.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Operation } from './protocol.ts';
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
