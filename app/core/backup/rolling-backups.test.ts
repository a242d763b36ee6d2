// The automatic backups, on a real folder: when one is made, which ones stay, and that nothing else is ever touched.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { BackupFiles } from '../../adapters/backup-files.ts';
import { BrokerError } from '../../contract/fault.ts';
import { sha256Hex } from '../crypto/digest.ts';
import { FakeClock } from '../fake-clock.testkit.ts';
import { parseBackup, type VaultRows } from './backup-file.ts';
import { RollingBackups } from './rolling-backups.ts';
import { someRows } from './rows.testkit.ts';

// Days are those of the computer's time zone; these tests know when one ends.
process.env.TZ = 'UTC';

const hour = 3_600_000;
const day = 24 * hour;
/** When the first backup is made: a minute after the fake clock begins. */
const firstAt = 1_700_000_060_000;

test('at the first unlock a backup is made, named for its day and its vault', async (t) => {
  const { rolling, folder, vault, clock } = setUp(t);
  assert.deepEqual(rolling.status, { kind: 'none' });
  await unlocked(rolling, clock);
  const [name = '', ...others] = readdirSync(folder);
  assert.deepEqual(others, []);
  assert.match(name, /^postern-2023-11-14-[0-9a-f]{8}\.backup$/);
  assert.ok(name.includes(vault.rows?.header.vaultId.slice(0, 8) ?? 'none'));
  assert.deepEqual(rolling.status, { kind: 'made', at: firstAt, name });
  assert.deepEqual(parseBackup(readFileSync(join(folder, name))).rows, vault.rows);
});

test('a day is that of the time zone of the computer', async (t) => {
  process.env.TZ = 'Pacific/Auckland';
  try {
    const { rolling, folder, clock } = setUp(t);
    await unlocked(rolling, clock);
    assert.match(readdirSync(folder).join(), /^postern-2023-11-15-/);
  } finally {
    process.env.TZ = 'UTC';
  }
});

test('a vault that was not written since gets no new backup, and one that was gets one a day', async (t) => {
  const { rolling, folder, vault, clock } = setUp(t);
  let count = 0;
  rolling.written.add(() => {
    count += 1;
  });
  await unlocked(rolling, clock);
  await passHours(rolling, clock, 30);
  assert.equal(readdirSync(folder).length, 1, 'unchanged');
  vault.change();
  await passHours(rolling, clock, 1);
  assert.equal(readdirSync(folder).length, 2, 'changed on another day');
  const written = newestOf(folder);
  vault.change();
  await passHours(rolling, clock, 2);
  assert.deepEqual(newestOf(folder), written, 'one a day');
  await passHours(rolling, clock, 24);
  assert.equal(readdirSync(folder).length, 3);
  assert.deepEqual(newestOf(folder).rows, vault.rows);
  assert.equal(count, 3);
});

test('at lock a backup that is due is made of what stood there then, and after it nothing more', async (t) => {
  const { rolling, folder, vault, clock } = setUp(t);
  await unlocked(rolling, clock);
  clock.pass(0.5 * hour);
  vault.change();
  rolling.locked();
  await rolling.settled();
  assert.equal(readdirSync(folder).length, 1, 'one of today is there');
  clock.pass(day);
  const before = vault.rows;
  rolling.locked();
  vault.rows = null;
  await rolling.settled();
  assert.equal(readdirSync(folder).length, 2);
  assert.deepEqual(newestOf(folder).rows, before);
  const taken = vault.taken;
  clock.pass(10 * day);
  await rolling.settled();
  assert.equal(vault.taken, taken, 'a locked vault is not looked at');
});

test('a new start does not repeat the backup of the day, and goes on from what the folder holds', async (t) => {
  const { rolling, folder, vault, clock, parts } = setUp(t);
  await unlocked(rolling, clock);
  const [name = ''] = readdirSync(folder);
  vault.change();
  rolling.locked();
  const again = new RollingBackups(parts);
  await unlocked(again, clock);
  assert.deepEqual(readdirSync(folder), [name]);
  assert.deepEqual(again.status, { kind: 'made', at: firstAt, name });
  await passHours(again, clock, 24);
  assert.equal(readdirSync(folder).length, 2);
});

test('a new start tells of the last backup, also while locked, and reads nothing of the vault for it', async (t) => {
  const { rolling, vault, clock, parts } = setUp(t);
  rolling.start();
  await rolling.settled();
  assert.deepEqual(rolling.status, { kind: 'none' });
  await unlocked(rolling, clock);
  const { taken } = vault;
  for (const vaultId of [parts.vaultId, () => '']) {
    const again = new RollingBackups({ ...parts, vaultId });
    again.start();
    await again.settled();
    assert.equal(again.status.kind, vaultId() === '' ? 'none' : 'made');
  }
  assert.equal(vault.taken, taken);
});

test('keeps the backups of the ten newest days and never removes a file that it did not make', async (t) => {
  const { rolling, folder, vault, clock } = setUp(t);
  mkdirSync(join(folder, 'postern-2001-01-01-00000000.backup.d'), { recursive: true });
  const foreign = [
    'notes.txt',
    'postern-2001-01-01.backup',
    'postern-2001-01-01-00000000.backup',
    `my-postern-2001-01-01${vault.suffix}`,
    `postern-2001-01-1${vault.suffix}`,
    `postern-2001-01-01${vault.suffix}.old`,
    `postern-2099-01-01${vault.suffix}`,
  ];
  for (const name of foreign) writeFileSync(join(folder, name), name);
  await unlocked(rolling, clock);
  const made: string[] = [];
  for (let days = 0; days < 14; days += 1) {
    await rolling.settled();
    if (rolling.status.kind === 'made') made.push(rolling.status.name);
    vault.change();
    await passHours(rolling, clock, 24);
  }
  assert.equal(new Set(made).size, 14);
  const kept = readdirSync(folder).filter((name) => made.includes(name) || rolling.status.kind === 'failed');
  assert.deepEqual(kept, made.slice(-9), 'nine of these and the one made last');
  for (const name of foreign) assert.equal(readFileSync(join(folder, name), 'utf8'), name);
});

test('a new vault does not take the place of the backups of the one before', async (t) => {
  const { rolling, folder, vault, clock } = setUp(t);
  await unlocked(rolling, clock);
  const [first = ''] = readdirSync(folder);
  vault.rows = someRows(1);
  rolling.look();
  await rolling.makeNow();
  assert.equal(readdirSync(folder).length, 2);
  assert.ok(parseBackup(readFileSync(join(folder, first))).rows.records.length === 3);
});

test('a backup of today that is damaged is made anew, also by a vault that did not change', async (t) => {
  const { rolling, folder, vault, parts, logged, clock } = setUp(t);
  await unlocked(rolling, clock);
  const [name = ''] = readdirSync(folder);
  writeFileSync(join(folder, name), readFileSync(join(folder, name)).subarray(0, -7));
  const again = new RollingBackups(parts);
  await unlocked(again, clock);
  assert.deepEqual(newestOf(folder).rows, vault.rows);
  assert.deepEqual(logged, ['backup.unreadable backup_damaged']);
});

test('a backup now replaces the one of today, and says what came of it', async (t) => {
  const { rolling, folder, vault, clock } = setUp(t);
  await unlocked(rolling, clock);
  vault.change();
  clock.pass(hour / 2);
  const status = await rolling.makeNow();
  assert.equal(status.kind === 'made' && status.at, firstAt + hour / 2);
  assert.equal(readdirSync(folder).length, 1);
  assert.deepEqual(newestOf(folder).rows, vault.rows);
});

test('a backup that somebody removed is made again when the vault has changed, and at once when the person asks', async (t) => {
  const { rolling, folder, vault, clock } = setUp(t);
  await unlocked(rolling, clock);
  rmSync(folder, { recursive: true });
  assert.equal((await rolling.makeNow()).kind, 'made');
  assert.deepEqual(newestOf(folder).rows, vault.rows);
  rmSync(folder, { recursive: true });
  vault.change();
  await passHours(rolling, clock, 24);
  assert.deepEqual(newestOf(folder).rows, vault.rows);
});

test('a vault that did not change is not even read', async (t) => {
  const { rolling, vault, clock } = setUp(t);
  await unlocked(rolling, clock);
  const { taken } = vault;
  await passHours(rolling, clock, 24 * 3);
  rolling.locked();
  assert.equal(vault.taken, taken);
});

test('rows that are not as the manifest says are never backed up, and the good backups stay', async (t) => {
  const { rolling, folder, vault, clock, logged } = setUp(t);
  await unlocked(rolling, clock);
  const good = newestOf(folder);
  vault.change();
  vault.damaged = true;
  await passHours(rolling, clock, 24 * 12);
  assert.deepEqual(newestOf(folder), good);
  const { status } = rolling;
  assert.equal(status.kind === 'failed' && status.code, 'vault_corrupt');
  assert.equal(status.kind === 'failed' && status.lastMadeAt, firstAt);
  assert.ok(logged.includes('backup.failed vault_corrupt'));
  vault.damaged = false;
  vault.change();
  await passHours(rolling, clock, 1);
  assert.equal(rolling.status.kind, 'made', 'tried again');
});

test('a folder that cannot be written is told with its code, the next hour tries again, and a lock is not disturbed', async (t) => {
  const { rolling, folder, clock } = setUp(t);
  writeFileSync(folder, 'a file lies where the folder should');
  let told = 0;
  rolling.changed.add(() => {
    told += 1;
    throw new Error('a window that fails');
  });
  await unlocked(rolling, clock);
  assert.deepEqual(rolling.status, {
    kind: 'failed',
    at: firstAt,
    code: 'backup_unwritable',
    lastMadeAt: null,
  });
  rolling.locked();
  await rolling.settled();
  rmSync(folder);
  await unlocked(rolling, clock);
  await passHours(rolling, clock, 1);
  assert.equal(rolling.status.kind, 'made');
  assert.ok(told >= 3);
});

test('an old backup that cannot be removed does not make the new one a failure', async (t) => {
  const { folder, vault, clock, logged, parts } = setUp(t);
  const immovable = new (class extends BackupFiles {
    override async remove(): Promise<void> {
      throw new BrokerError('backup_unwritable');
    }
  })(folder);
  const rolling = new RollingBackups({ ...parts, folder: immovable });
  await unlocked(rolling, clock);
  for (let days = 0; days < 10; days += 1) {
    vault.change();
    await passHours(rolling, clock, 24);
  }
  assert.equal(readdirSync(folder).length, 11);
  assert.equal(rolling.status.kind, 'made');
  assert.deepEqual(logged, ['backup.old_kept backup_unwritable']);
});

function setUp(t: TestContext) {
  const root = mkdtempSync(join(tmpdir(), 'postern-rolling-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const folder = join(root, 'backups');
  const vault = new StandingVault();
  const clock = new FakeClock();
  const logged: string[] = [];
  const log = {
    write: (_level: string, event: string, fields: { readonly code?: unknown } = {}) => {
      logged.push(`${event} ${String(fields.code)}`);
    },
  };
  const parts = {
    folder: new BackupFiles(folder),
    clock,
    log,
    madeBy: '0.1.0',
    vaultId: () => vault.id,
    manifest: () => (vault.rows === null ? null : sha256Hex(vault.rows.manifest)),
    rows: () => vault.take(),
  };
  return { rolling: new RollingBackups(parts), folder, vault, clock, parts, logged };
}

/** What the vault shows of itself; `rows` null while locked. */
class StandingVault {
  rows: VaultRows | null = someRows(3);
  readonly id = this.rows?.header.vaultId ?? '';
  damaged = false;
  taken = 0;
  readonly suffix = `-${this.rows?.header.vaultId.slice(0, 8)}.backup`;

  take(): VaultRows {
    this.taken += 1;
    if (this.damaged) throw new BrokerError('vault_corrupt');
    return this.rows ?? assert.fail('locked');
  }

  change(): void {
    this.rows = someRows(3, this.rows?.header.vaultId);
  }
}

/** The vault is opened, and the minute after it has passed. */
async function unlocked(rolling: RollingBackups, clock: FakeClock): Promise<void> {
  rolling.unlocked();
  clock.pass(60_000);
  await rolling.settled();
}

/** Hour by hour, so that what was begun in one is done before the next. */
async function passHours(rolling: RollingBackups, clock: FakeClock, hours: number): Promise<void> {
  for (let passed = 0; passed < hours; passed += 1) {
    clock.pass(hour);
    await rolling.settled();
  }
}

function newestOf(folder: string) {
  const newest = readdirSync(folder)
    .filter((name) => name.startsWith('postern-20') && !name.startsWith('postern-2099'))
    .sort()
    .at(-1);
  return parseBackup(readFileSync(join(folder, newest ?? 'none')));
}
