// Ten thousand frames of a fuzzer on the real socket of a real broker. A million come with `npm run torture`.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { startBroker } from './broker.testkit.ts';
import { barrages, bombard, countAsked, type Fuzzed } from './frame-fuzz.testkit.ts';

const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));

test(`10,000 hostile frames: each connection ends with one coded error, and others get their answers in between (seed ${seed})`, async (t) => {
  const house = await startBroker(t);
  house.addSecret('api/token');
  const good = house.connect('good-agent');
  const paired = house.connect('fuzzer');
  const status = await good.call('secrets.list', {});
  await paired.call('secrets.list', {});
  const before = countAsked(house);
  const hostile = { endpoint: join(house.folder, 'run', 'broker.sock'), client: 'fuzzer', key: paired.key };
  const fuzzed: Fuzzed = { frames: 0, connections: 0, codes: new Map() };
  for (let round = 0; fuzzed.frames < 10_000; round += 1) {
    await bombard(hostile, barrages(40, 45, seed + round, hostile), fuzzed);
    house.clock.pass(1_000);
    assert.deepEqual(await good.call('secrets.list', {}), status);
  }
  const codes = Object.fromEntries(fuzzed.codes);
  assert.equal(codes.internal, undefined, 'nothing took the broker by surprise');
  const refused = (codes.frame_malformed ?? 0) + (codes.protocol_version ?? 0);
  assert.equal(refused, fuzzed.connections, 'one last word for each connection');
  assert.ok((codes.bad_request ?? 0) > 1_000 && (codes.welcome ?? 0) > 100);
  assert.equal(countAsked(house), before, 'nothing of it counted as asked for');
  assert.equal(house.shown.filter(({ kind }) => kind !== 'pairing').length, 0);
});
