// Guessing is slowed down, and the person is not locked out for longer than it says.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fault, freshVaultPath, MemoryKeyStore, passphrase, vaultAt } from '../../adapters/vault.testkit.ts';
import { BrokerError } from '../../contract/fault.ts';
import { FakeClock } from '../fake-clock.testkit.ts';
import { Attempts } from './attempts.ts';
import { recoveryCodeText } from './recovery-code.ts';

const wrong = async () => {
  throw new BrokerError('wrong_passphrase');
};

test('three wrong tries are free; from the fourth on the wait doubles, up to five minutes', async () => {
  const clock = new FakeClock();
  const attempts = new Attempts(clock);
  const waits: number[] = [];
  for (let tries = 1; tries <= 14; tries += 1) {
    await assert.rejects(attempts.count(wrong), fault('wrong_passphrase'));
    const wait = attempts.retryAt === null ? 0 : attempts.retryAt - clock.now();
    waits.push(wait / 1000);
    if (wait === 0) continue;
    clock.pass(wait - 1);
    await assert.rejects(
      attempts.count(async () => assert.fail('ran')),
      fault('unlock_too_soon'),
    );
    clock.pass(1);
    assert.equal(attempts.retryAt, null);
  }
  assert.deepEqual(waits, [0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
});

test('a right one begins anew, and another fault than a wrong try counts as neither', async () => {
  const clock = new FakeClock();
  const attempts = new Attempts(clock);
  const others = async () => {
    throw new BrokerError('keychain_locked');
  };
  for (let tries = 0; tries < 3; tries += 1) await assert.rejects(attempts.count(wrong));
  for (let tries = 0; tries < 5; tries += 1) await assert.rejects(attempts.count(others), fault('keychain_locked'));
  assert.equal(attempts.retryAt, null);
  await assert.rejects(attempts.count(wrong), fault('wrong_passphrase'));
  assert.notEqual(attempts.retryAt, null);
  clock.pass(2_000);
  assert.equal(await attempts.count(async () => 'in'), 'in');
  await assert.rejects(attempts.count(wrong), fault('wrong_passphrase'));
  assert.equal(attempts.retryAt, null);
});

test('a clock that was set back does not lock the person out', async () => {
  let now = 1_000_000_000;
  const attempts = new Attempts({ now: () => now, after: () => () => undefined });
  for (let tries = 0; tries < 4; tries += 1) await assert.rejects(attempts.count(wrong));
  now -= 3_600_000;
  assert.equal(attempts.retryAt, null);
});

test('the vault refuses without running Argon2id, whatever is tried, and says until when', async (t) => {
  let derived = 0;
  const kdf = {
    derive: async (typed: Buffer) => {
      derived += 1;
      return Buffer.alloc(32, typed);
    },
  };
  const keyStore = new MemoryKeyStore();
  const { vault, clock, database } = vaultAt(freshVaultPath(t), { kdf, keyStore });
  await vault.create(passphrase(), { keychain: false });
  await vault.wraps.newRecoveryCode();
  await vault.wraps.add({ kind: 'keychain' });
  vault.lock({ keepQuick: true });
  const otherCode = recoveryCodeText(Buffer.alloc(20, 7));
  await assert.rejects(vault.unlock(passphrase('wrong one')), fault('wrong_passphrase'));
  await assert.rejects(vault.unlockWith({ kind: 'recovery', code: otherCode }), fault('wrong_recovery_code'));
  assert.equal(await vault.wraps.checkPassphrase(passphrase('wrong two')), false);
  assert.equal(await vault.wraps.checkRecoveryCode(`${otherCode}0`), 'mistyped');
  assert.equal(vault.retryAt, null);
  assert.equal(await vault.wraps.checkRecoveryCode(otherCode), 'wrong');
  assert.equal(vault.retryAt, clock.now() + 2_000);

  derived = 0;
  const opener = { kind: 'passphrase', passphrase: passphrase() } as const;
  for (const attempt of [
    () => vault.unlock(passphrase()),
    () => vault.unlockWith({ kind: 'recovery', code: otherCode }),
    () => vault.wraps.checkPassphrase(passphrase()),
    () => vault.wraps.checkRecoveryCode(otherCode),
    () => vault.repair.inspect(opener),
    () => vault.repair.repair(opener, []),
  ]) {
    await assert.rejects(attempt(), fault('unlock_too_soon'));
  }
  assert.equal(derived, 0);
  // What nobody can guess at is not slowed down.
  await vault.unlockWith({ kind: 'quick' });
  await assert.rejects(vault.wraps.changePassphrase(opener, passphrase('another one')), fault('unlock_too_soon'));
  await assert.rejects(vault.rotation.start(passphrase()), fault('unlock_too_soon'));
  vault.lock();
  await vault.unlockWith({ kind: 'keychain' });
  vault.lock();
  clock.pass(2_000);
  await vault.unlock(passphrase());
  assert.equal(vault.retryAt, null);
  database.close();
});

test('tries at the same time wait for each other, so that none slips through', async (t) => {
  const { vault, database } = vaultAt(freshVaultPath(t), { kdf: { derive: async (typed) => Buffer.alloc(32, typed) } });
  await vault.create(passphrase(), { keychain: false });
  vault.lock();
  const tries = Array.from({ length: 8 }, (_, at) => vault.unlock(passphrase(`wrong one ${at}`)));
  const codes = (await Promise.allSettled(tries)).map((result) => result.status === 'rejected' && result.reason.code);
  assert.deepEqual(codes, [...Array(4).fill('wrong_passphrase'), ...Array(4).fill('unlock_too_soon')]);
  database.close();
});
