// What the vault costs at 10,000 secrets, which are 20,000 records: each figure beside what SQLite alone takes for the same rows,
// measured in the same run. The passphrase's hash is left out: it is slow on purpose.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { openDatabase } from '../app/adapters/sqlite-database.ts';
import { SqliteRecordStore } from '../app/adapters/sqlite-record-store.ts';
import { vaultFileFormat } from '../app/adapters/sqlite-schema.ts';
import { SystemClock } from '../app/adapters/system-clock.ts';
import { BrokerError } from '../app/contract/fault.ts';
import { sha256 } from '../app/core/crypto/digest.ts';
import { SystemRandomness } from '../app/core/crypto/randomness.ts';
import type { KeyStore } from '../app/core/ports/key-store.ts';
import type { StoredRecord } from '../app/core/ports/record-store.ts';
import { Anchor } from '../app/core/vault/anchor.ts';
import { newRecordId } from '../app/core/vault/record-seal.ts';
import type { RecordChange } from '../app/core/vault/unlocked-vault.ts';
import { Vault } from '../app/core/vault/vault.ts';
import { say } from './step.ts';

const secrets = 10_000;
const repeats = 7;
const writes = 50;
const recordsPerStep = 200;
/** About what the card and the values of a token take. */
const [cardBytes, valueBytes] = [700, 60];

const passphrase = Buffer.from('correct horse battery');
const randomness = new SystemRandomness();

/** Prints a row each for: unlock, write one, list cards, rotate 10,000 secrets. */
export async function benchVault(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-bench-'));
  try {
    await measure(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string): Promise<void> {
  const { vault, store } = vaultIn(join(folder, 'vault', 'vault.db'));
  await vault.create(passphrase, { keychain: false });
  vault.writeRecords(someSecrets());
  const plain = new SqliteRecordStore(openDatabase(join(folder, 'plain', 'vault.db'), vaultFileFormat));
  const rows = [...store.records()];
  plain.transaction(() => rows.forEach((row) => void plain.put(row)));

  const unlock = await medianOf(repeats, async () => {
    vault.lock();
    return await timed(() => vault.unlock(passphrase));
  });
  const hashRows = await medianOf(repeats, () => timed(() => plain.eachRecord(({ sealed }) => void sha256(sealed))));
  report(`unlock of ${secrets} secrets, without Argon2id`, unlock, 'reading and hashing every row', hashRows);

  const [sample = someRow()] = rows;
  const body = Buffer.alloc(valueBytes);
  const write = await medianOf(writes, () => timed(() => vault.putRecord('values', newRecordId(randomness), body)));
  const insert = await medianOf(writes, () => {
    const row = { ...sample, id: newRecordId(randomness) };
    return timed(() => plain.transaction(() => plain.put(row)));
  });
  report('write of one record', write, 'a row of SQLite', insert);

  const list = await medianOf(repeats, () => timed(() => vault.readRecords('secret', ({ body: card }) => card.length)));
  const cards = rows.filter(({ kind }) => kind === 'secret');
  const read = await medianOf(repeats, () => timed(() => cards.map(({ id }) => plain.record(id)?.sealed.length)));
  report(`opening of all ${secrets} cards`, list, 'reading those rows', read);

  await vault.rotation.start(passphrase);
  const rotate = await timed(() => vault.rotation.resume({ pause: () => setImmediate() }));
  const rewrite = await timed(() => rewriteAll(plain, rows));
  report(`rotation of ${secrets} secrets`, rotate, `writing those rows again, ${recordsPerStep} at a time`, rewrite);
}

function rewriteAll(store: SqliteRecordStore, rows: readonly StoredRecord[]): void {
  for (let at = 0; at < rows.length; at += recordsPerStep) {
    store.transaction(() => rows.slice(at, at + recordsPerStep).forEach((row) => void store.put(row)));
  }
}

function vaultIn(path: string): { vault: Vault; store: SqliteRecordStore } {
  const store = new SqliteRecordStore(openDatabase(path, vaultFileFormat));
  const clock = new SystemClock();
  const anchor = new Anchor({ keyStore: noKeychain, clock, log: { write: () => undefined }, audit: noAudit });
  const kdf = { derive: async (typed: Buffer) => sha256(typed) };
  return { store, vault: new Vault({ store, keyStore: noKeychain, kdf, randomness, anchor, clock }) };
}

const absent = () => Promise.reject(new BrokerError('keychain_absent'));
const noKeychain: KeyStore = { probe: async () => 'absent', read: absent, write: absent, remove: absent };
const noAudit = { last: () => null, linkAt: () => null };

function someSecrets(): RecordChange[] {
  return Array.from({ length: secrets }).flatMap(() => [
    { kind: 'secret' as const, id: newRecordId(randomness), body: randomness.bytes(cardBytes) },
    { kind: 'values' as const, id: newRecordId(randomness), body: randomness.bytes(valueBytes) },
  ]);
}

function someRow(): StoredRecord {
  return {
    id: newRecordId(randomness),
    kind: 'values',
    version: 1,
    keyVersion: 1,
    sealed: randomness.bytes(valueBytes),
  };
}

async function timed(work: () => unknown): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function medianOf(times: number, measured: () => Promise<number>): Promise<number> {
  const values: number[] = [];
  for (let time = 0; time < times; time += 1) values.push(await measured());
  return values.toSorted((a, b) => a - b)[Math.floor(times / 2)] ?? 0;
}

function report(what: string, measured: number, baseline: string, base: number): void {
  say(`${what}: ${measured.toFixed(1)} ms`);
  say(`  ${baseline}: ${base.toFixed(1)} ms, ratio ${(measured / base).toFixed(1)}`);
}
