import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BrokerError } from '../../contract/fault.ts';
import { HealthProgress, HealthReport } from '../../contract/health.ts';
import { SystemRandomness } from '../crypto/randomness.ts';
import type { Clock } from '../ports/clock.ts';
import { type TestSecret, testSecret, testVault } from '../scan/vault-secrets.testkit.ts';
import type { VaultSecrets } from '../scan/vault-secrets.ts';
import { HealthCheck } from './health-check.ts';

const day = 24 * 60 * 60 * 1000;
const clock: Clock = { now: () => 100 * day, after: () => () => undefined };
const randomness = new SystemRandomness();
const known = { leaks: new Map(), snoozes: [] };
const never = new AbortController().signal;
const pause = (): Promise<void> => Promise.resolve();

const secrets: readonly TestSecret[] = [
  testSecret('db/main', { url: 'postgres://app:dragon1@db.example/main' }, { kind: 'database' }),
  testSecret('mail', { password: 'k3-Vw0_pLq81' }, { kind: 'login' }),
  testSecret('mail/old', { password: 'k3-Vw0_pLq81\n' }, { kind: 'login' }),
  testSecret('token', { value: 'dragon1' }),
];

test('opens every value once, one secret at a time, and says what is wrong without any of them', async () => {
  const vault = testVault([
    ...secrets,
    ...Array.from({ length: 40 }, (_, i) => testSecret(`s/${i}`, { value: `v${i}` })),
  ]);
  const told: HealthProgress[] = [];
  const check = new HealthCheck({ secrets: vault, clock, pause, randomness });
  const report = await check.run(known, (progress) => told.push(HealthProgress.parse(progress)), never);
  assert.deepEqual(HealthReport.parse(report), report);
  assert.deepEqual(
    report?.secrets.map(({ name, findings }) => `${name}: ${findings.map(({ kind }) => kind).join(' ')}`),
    ['db/main: weak', 'mail: reused', 'mail/old: reused'],
  );
  assert.ok(!JSON.stringify(report).includes('dragon1') && !JSON.stringify(report).includes('Vw0_pLq8'));
  assert.deepEqual(told.at(0), { done: 0, total: 44 });
  assert.deepEqual(told.at(-1), { done: 44, total: 44 });
  assert.equal(vault.mostOpen(), 1);
  assert.equal(vault.open(), 0);
});

test('gives way after each value, and while it judges', async () => {
  let pauses = 0;
  const counted = async (): Promise<void> => void pauses++;
  await new HealthCheck({ secrets: testVault(secrets), clock, pause: counted, randomness }).run(
    known,
    () => undefined,
    never,
  );
  // One for each of the four values, and one while they are judged.
  assert.equal(pauses, 5);
});

test('a cancelled check has no report, and opens nothing more', async () => {
  const cancel = new AbortController();
  let pauses = 0;
  const cancelling = async (): Promise<void> => {
    pauses++;
    cancel.abort();
  };
  const check = new HealthCheck({ secrets: testVault(secrets), clock, pause: cancelling, randomness });
  assert.equal(await check.run(known, () => undefined, cancel.signal), null);
  assert.equal(pauses, 1);
});

test('a secret that is removed meanwhile is passed', async () => {
  const vault = testVault(secrets);
  const removing: VaultSecrets = {
    list: vault.list,
    withRevealed: (ids, use) =>
      ids[0] === secrets[1]?.view.id ? Promise.reject(new BrokerError('unknown_secret')) : vault.withRevealed(ids, use),
  };
  const report = await new HealthCheck({ secrets: removing, clock, pause, randomness }).run(
    known,
    () => undefined,
    never,
  );
  assert.deepEqual(
    report?.secrets.map(({ name }) => name),
    ['db/main'],
  );
});

test('P4: a vault that locks meanwhile ends the check with its code', async () => {
  const vault = { list: testVault(secrets).list, withRevealed: () => Promise.reject(new BrokerError('locked')) };
  await assert.rejects(
    new HealthCheck({ secrets: vault, clock, pause, randomness }).run(known, () => undefined, never),
    (thrown) => thrown instanceof BrokerError && thrown.code === 'locked',
  );
});
