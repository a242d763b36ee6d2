import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  copyProfile,
  dropTriggers,
  newLog,
  openProfile,
  replay,
  seededRandomness,
  temporaryFolder,
  whole,
} from '../app/adapters/audit-fixture.ts';
import { sha256Hex } from '../app/core/crypto/digest.ts';

type Context = { after(work: () => void): void };

const script = fileURLToPath(new URL('verify-audit.ts', import.meta.url));

function verify(args: readonly string[], cwd = tmpdir()): { code: number | null; said: string; complained: string } {
  const { INIT_CWD: _, ...env } = process.env;
  const child = spawnSync(process.execPath, [script, ...args], { cwd, env, encoding: 'utf8' });
  return { code: child.status, said: child.stdout, complained: child.stderr };
}

/** A closed profile, after `sql` as an attacker would run it. */
function profile(context: Context, sql = ''): string {
  const folder = temporaryFolder(context);
  const database = openProfile(context, folder);
  replay(newLog(database, seededRandomness(whole.randomSeed)));
  if (sql !== '') dropTriggers(database);
  database.exec(sql);
  database.close();
  return folder;
}

function listing(folder: string): string[] {
  return readdirSync(folder)
    .toSorted()
    .map((name) => {
      const stat = statSync(join(folder, name), { bigint: true });
      return `${name} ${stat.mode} ${stat.size} ${stat.mtimeNs} ${sha256Hex(readFileSync(join(folder, name)))}`;
    });
}

test('says that a whole log is whole, what it checked and what it did not, and exits 0', (context) => {
  const { code, said } = verify([profile(context)]);
  assert.equal(code, 0);
  assert.match(said, /13 events, in order, none changed, none missing\. Signed: 11\./);
  assert.match(said, /Recorded while locked, so signed at the next unlock: 2\./);
  assert.match(said, /Not checked, .*whether the whole file is an\s+older copy/);
  assert.match(said, /\nThe audit log is whole\.\n$/);
});

for (const [sql, words] of [
  ['UPDATE audit_events SET sealed = zeroblob(300) WHERE sequence = 3', /BROKEN at event 3\./],
  ['DELETE FROM audit_events WHERE sequence = 3', /missing in the middle.*\n.*BROKEN at event 3\./],
  ['DELETE FROM audit_events WHERE sequence > 9', /missing at the end.*\n.*BROKEN at event 10\./],
  ['DELETE FROM audit_head', /signature .* is missing/],
  ["UPDATE audit_meta SET vault_id = 'ff'", /another vault/],
  ['DELETE FROM audit_meta', /BROKEN/],
  ['DROP TABLE audit_events', /BROKEN\./],
] as const) {
  test(`P6: exits 1 and says where after: ${sql}`, (context) => {
    const { code, said } = verify([profile(context, sql)]);
    assert.match(said, words);
    assert.doesNotMatch(said, /is whole/);
    assert.equal(code, 1);
  });
}

test('changes no byte of a profile that is closed, open, or left by a crash, and sees what only the write-ahead log holds', (context) => {
  const closed = profile(context);
  const open = temporaryFolder(context);
  const database = openProfile(context, open);
  database.pragma('wal_autocheckpoint = 0');
  replay(newLog(database, seededRandomness(whole.randomSeed)));
  const crashed = temporaryFolder(context);
  copyProfile(open, crashed);
  assert.ok(statSync(join(crashed, 'vault.db-wal')).size > 10_000);
  for (const folder of [closed, open, crashed]) {
    const before = listing(folder);
    const { code, said } = verify([folder]);
    assert.deepEqual(listing(folder), before);
    assert.match(said, /13 events/);
    assert.equal(code, 0);
  }
});

test('leaves no copy behind', (context) => {
  const temporary = temporaryFolder(context);
  const child = spawnSync(process.execPath, [script, profile(context)], { env: { ...process.env, TMPDIR: temporary } });
  assert.equal(child.status, 0);
  assert.deepEqual(readdirSync(temporary), []);
});

test('exits 2 where there is nothing to read, says so in one sentence, and makes nothing', (context) => {
  const folder = temporaryFolder(context);
  assert.equal(verify([]).code, 2);
  assert.equal(verify([folder, folder]).code, 2);
  const missing = verify([join(folder, 'nowhere')]);
  assert.equal(missing.code, 2);
  assert.match(missing.complained, /^There is no such folder, or it cannot be read\.\nNothing was checked\.\n$/);
  const empty = verify([folder]);
  assert.equal(empty.code, 2);
  assert.match(empty.complained, /^There is no vault in that folder/);
  assert.deepEqual(readdirSync(folder), []);
});

test('exits 2 for a file that is no database, is cut short, or is a folder', (context) => {
  const folder = profile(context);
  const path = join(folder, 'vault.db');
  const bytes = readFileSync(path);
  for (const spoilt of [Buffer.from('not a database'.repeat(1000)), bytes.subarray(0, 5000), Buffer.alloc(0)]) {
    writeFileSync(path, spoilt);
    const { code, complained } = verify([folder]);
    assert.equal(code, 2);
    assert.match(complained, /^The vault file is damaged/);
    assert.doesNotMatch(complained, /at .*\.ts/);
  }
  rmSync(path);
  mkdirSync(path);
  assert.equal(verify([folder]).code, 2);
});

test('exits 2 for a profile without a vault in it', (context) => {
  const folder = temporaryFolder(context);
  openProfile(context, folder).close();
  const { code, complained } = verify([folder]);
  assert.equal(code, 2);
  assert.match(complained, /no vault yet/);
});

test('exits 2 for a file that this account may not read', {
  skip: process.getuid?.() === 0 && 'root reads all',
}, (context) => {
  const folder = profile(context);
  chmodSync(join(folder, 'vault.db'), 0);
  const { code, complained } = verify([folder]);
  assert.equal(code, 2);
  assert.match(complained, /cannot be read by this account/);
});

test('a relative folder is meant from where the person is', (context) => {
  const folder = profile(context);
  assert.equal(verify([basename(folder)], dirname(folder)).code, 0);
});
