// The health check and the scan of files as the windows see them: one at a time, told now and then, ended and forgotten at a lock.
import assert from 'node:assert/strict';
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { ExposureWalk } from '../../adapters/exposure-walk.ts';
import { draft, fault, freshVaultPath, passphrase, quickKdf, vaultAt } from '../../adapters/vault.testkit.ts';
import type { HealthKind, ScanRoot } from '../../contract/health.ts';
import { openHouse } from '../../socket/desks.testkit.ts';
import { SystemRandomness } from '../crypto/randomness.ts';
import { HealthCheck } from '../health/health-check.ts';
import { SnoozeBook } from '../health/snooze-book.ts';
import { ExposureScan } from '../scan/exposure-scan.ts';
import { HealthDesk } from './health-desk.ts';
import { MoveDesk } from './move-desk.ts';

const house = await openHouse(test);
const { clock } = house;
const desk = house.broker.desks.health;
const day = 24 * 3_600_000;
const planted = 'ghp_planted-in-a-file-0123456789';
const login = [
  {
    name: 'password',
    sensitive: true,
    inject: 'environment',
    env: 'PW',
    content: { kind: 'value', value: 'qwertyuiop12' },
  },
];
const weak = house.add({ name: 'weak/login', kind: 'login', tier: 'placeholder', fields: login });
house.add({ name: 'leaked/token', value: planted });

/** A fresh folder with one file that holds the value, and one that does not. */
function folderWith(name: string): { readonly folder: string; readonly leak: string; readonly clean: string } {
  const folder = join(realpathSync(house.folder), name);
  mkdirSync(folder);
  const [leak, clean] = [join(folder, 'leak.txt'), join(folder, 'clean.txt')];
  writeFileSync(leak, `first line\nexport TOKEN=${planted}\n`);
  writeFileSync(clean, 'nothing to see\n'.repeat(20_000));
  return { folder, leak, clean };
}

const root = (path: string, kind: ScanRoot['kind'] = 'folder'): ScanRoot => ({ kind, path });

/** What the report says about a secret now. */
function findings(name: string): readonly HealthKind[] {
  assert.ok(desk.health.kind === 'done');
  const found = desk.health.report.secrets.find((secret) => secret.name === name);
  return (found?.findings ?? []).map(({ kind }) => kind);
}

/** Calls `hear` at every notice while `work` runs. */
async function hearing(hear: () => void, work: () => Promise<void>): Promise<void> {
  const stop = desk.changed.add(hear);
  await work().finally(stop);
}

test('a health check goes from progress to a report, and tells progress no more than five times a second', async () => {
  clock.pass(1000);
  const states: string[] = [];
  const hear = () => void states.push(desk.health.kind);
  await hearing(hear, () => desk.checkHealth());
  // Time stood still: of three steps one was told.
  assert.deepEqual(states, ['running', 'done']);
  assert.deepEqual(findings('weak/login'), ['weak']);
  states.length = 0;
  const hearAndWait = () => {
    hear();
    clock.pass(200);
  };
  clock.pass(200);
  await hearing(hearAndWait, () => desk.checkHealth());
  assert.deepEqual(states, ['running', 'running', 'running', 'done']);
});

test('a check that runs goes on when another is asked for', async () => {
  const first = desk.checkHealth();
  await desk.checkHealth();
  assert.equal(desk.health.kind, 'running');
  await first;
  assert.equal(desk.health.kind, 'done');
});

test('a scan finds the planted value by its place, shows only files it found something in, and tells the health check', async () => {
  const { folder, leak, clean } = folderWith('scanned');
  await desk.scanFiles([root(folder)]);
  assert.ok(desk.exposure.kind === 'done');
  const { findings: found, files, end } = desk.exposure.report;
  assert.deepEqual([files, end], [2, 'complete']);
  assert.deepEqual(
    found.map((finding) => finding.kind === 'vault' && [finding.path, finding.line, finding.secret, finding.form]),
    [[leak, 2, 'leaked/token', 'plain']],
  );
  assert.equal(JSON.stringify(desk.exposure).includes(planted), false);
  assert.deepEqual([desk.foundIn(leak), desk.foundIn(clean), desk.foundIn(folder)], [true, false, false]);
  await desk.checkHealth();
  assert.deepEqual(findings('leaked/token'), ['leaked']);
  house.lock();
  assert.equal(desk.foundIn(leak), false);
  assert.deepEqual([desk.health, desk.exposure], [{ kind: 'none' }, { kind: 'none' }]);
  await house.unlock();
  assert.deepEqual([desk.health, desk.exposure], [{ kind: 'none' }, { kind: 'none' }]);
});

test('a second scan is refused while one runs; cancelled, it keeps what was found up to then', async () => {
  const { folder, leak } = folderWith('cancelled');
  let refused: Promise<void> | null = null;
  const hear = () => {
    clock.pass(200);
    if (desk.exposure.kind !== 'running' || desk.exposure.progress.findings === 0) return;
    refused ??= assert.rejects(desk.scanFiles([root(folder)]), fault('scan_running'));
    desk.cancelScan();
  };
  clock.pass(200);
  await hearing(hear, () => desk.scanFiles([root(leak, 'file'), root(folder)]));
  assert.notEqual(refused, null);
  await refused;
  assert.ok(desk.exposure.kind === 'done');
  const { end, files, findings: found } = desk.exposure.report;
  assert.deepEqual([end, files, found.length], ['cancelled', 1, 1]);
  assert.equal(desk.foundIn(leak), true);
  // The next one begins.
  await desk.scanFiles([root(leak, 'file')]);
  assert.ok(desk.exposure.kind === 'done' && desk.exposure.report.end === 'complete');
});

test('a lock ends a health check and forgets it, and nothing of it comes back afterwards', async () => {
  clock.pass(200);
  let locked = false;
  const hear = () => {
    if (desk.health.kind !== 'running' || locked) return;
    locked = true;
    house.lock();
  };
  await hearing(hear, () => desk.checkHealth());
  assert.deepEqual([locked, desk.health], [true, { kind: 'none' }]);
  await assert.rejects(desk.checkHealth(), fault('locked'));
  await house.unlock();
  await desk.checkHealth();
  assert.equal(desk.health.kind, 'done');
});

test('a lock in the middle of a file ends the scan and forgets it, and nothing of it comes back afterwards', async (t) => {
  const { vault, secrets, database } = vaultAt(freshVaultPath(t), { kdf: quickKdf });
  t.after(() => database.close());
  await vault.create(passphrase(), { keychain: false });
  secrets.add(draft({ value: planted }));
  let locked = false;
  const pause = async (): Promise<void> => {
    // All secrets are ready, so it is a file that is under way.
    if (locked || scanning.exposure.kind !== 'running' || scanning.exposure.progress.secrets === 0) return;
    locked = true;
    scanning.forget();
    vault.lock();
  };
  const parts = { secrets, clock, pause, randomness: new SystemRandomness() };
  const scanning = new HealthDesk({
    check: new HealthCheck(parts),
    scan: new ExposureScan({ ...parts, walk: new ExposureWalk() }),
    moves: new MoveDesk({ ...parts, walk: new ExposureWalk() }),
    snoozes: new SnoozeBook(vault),
    clock,
  });
  const { leak, clean } = folderWith('locked');
  await scanning.scanFiles([root(clean, 'file'), root(leak, 'file')]);
  assert.deepEqual([locked, scanning.exposure, scanning.foundIn(leak)], [true, { kind: 'none' }, false]);
});

test('a finding that is put off is gone from the list, stays so over a lock, and is back after 30 days', async () => {
  await desk.checkHealth();
  desk.snooze(weak, 'weak');
  assert.ok(desk.health.kind === 'done');
  assert.deepEqual([findings('weak/login'), desk.health.report.snoozed], [[], 1]);
  house.lock();
  assert.throws(() => desk.snooze(weak, 'weak'), fault('locked'));
  await house.unlock();
  await desk.checkHealth();
  assert.ok(desk.health.kind === 'done');
  assert.deepEqual([findings('weak/login'), desk.health.report.snoozed], [[], 1]);
  clock.pass(30 * day);
  await house.unlock();
  await desk.checkHealth();
  assert.ok(findings('weak/login').includes('weak'));
});
