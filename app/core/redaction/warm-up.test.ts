import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BrokerError } from '../../contract/fault.ts';
import { matchersInPlace } from './matcher-builder.testkit.ts';
import { warmUp } from './warm-up.ts';

test('the warm-up gives way again and again, and ends', async () => {
  let pauses = 0;
  await warmUp(matchersInPlace, async () => {
    pauses++;
  });
  assert.ok(pauses > 20);
});

test('where no matcher can be made it says so', async () => {
  const builder = { build: () => Promise.reject(new BrokerError('internal')), forget: async () => {} };
  await assert.rejects(
    warmUp(builder, async () => {}),
    BrokerError,
  );
});
