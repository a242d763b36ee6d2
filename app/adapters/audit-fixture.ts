// For tests only: a real vault file with an audit log in it, the vectors, and what an attacker with the file can do.
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { AuditEvent } from '../contract/audit.ts';
import { ChainVerdict } from '../contract/audit-chain.ts';
import type { AuditKeys } from '../core/audit/audit-keys.ts';
import { AuditLog } from '../core/audit/audit-log.ts';
import { sha256 } from '../core/crypto/digest.ts';
import { boxKey } from '../core/crypto/sealed-box.ts';
import { signingKey } from '../core/crypto/sign.ts';
import type { Randomness } from '../core/ports/randomness.ts';
import { SqliteAuditStore } from './sqlite-audit-store.ts';
import { openDatabase, type SqliteDatabase } from './sqlite-database.ts';
import { SqliteRecordStore } from './sqlite-record-store.ts';
import { vaultFileFormat } from './sqlite-schema.ts';

const hexBytes = z.hex().transform((hex) => Buffer.from(hex, 'hex'));

const WholeVector = z.strictObject({
  vaultId: z.string(),
  signPrivate: hexBytes,
  sealPrivate: hexBytes,
  /** Random bytes are SHA-256(seed ‖ count as one byte), count from 0, cut to the length that is asked for. */
  randomSeed: z.string(),
  steps: z.array(z.union([z.enum(['open', 'close']), AuditEvent])),
  events: z.array(z.strictObject({ sequence: z.int(), sealed: hexBytes, link: hexBytes })),
  head: z.strictObject({ sequence: z.int(), link: hexBytes, signature: hexBytes }),
});

const AttackVector = z.strictObject({
  says: z.string(),
  /** What is done to a copy of the whole file, once its triggers are dropped. */
  sql: z.array(z.string()),
  /** Without an anchor, and with the anchor of the whole file. */
  verdict: ChainVerdict,
  anchored: ChainVerdict,
});

const vectors = new URL('../core/audit/vectors/', import.meta.url);

export const whole = WholeVector.parse(JSON.parse(readFileSync(new URL('whole.json', vectors), 'utf8')));

export function attackVectors(): { name: string; vector: z.infer<typeof AttackVector> }[] {
  const names = readdirSync(new URL('attacks/', vectors)).toSorted();
  return names.map((name) => {
    const text = readFileSync(new URL(`attacks/${name}`, vectors), 'utf8');
    return { name: name.replace('.json', ''), vector: AttackVector.parse(JSON.parse(text)) };
  });
}

/** A copy each time: opening a log wipes the private halves. */
export function vectorKeys(): AuditKeys {
  return keysOf(whole.signPrivate, whole.sealPrivate);
}

export function keysOf(signPrivate: Buffer, sealPrivate: Buffer): AuditKeys {
  return {
    signPrivate: Buffer.from(signPrivate),
    signPublic: signingKey(signPrivate).publicKey,
    sealPrivate: Buffer.from(sealPrivate),
    sealPublic: boxKey(sealPrivate).publicKey,
  };
}

export function seededRandomness(seed: string): Randomness {
  let count = 0;
  return { bytes: (length) => sha256(seed, Buffer.from([count++])).subarray(0, length) };
}

/** A new folder that is gone after the test. */
export function temporaryFolder(after: { after(work: () => void): void }): string {
  const folder = mkdtempSync(join(tmpdir(), 'audit-test-'));
  after.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Opens or makes `<folder>/vault.db`; closed after the test if it is still open. */
export function openProfile(after: { after(work: () => void): void }, folder: string): SqliteDatabase {
  const database = openDatabase(join(folder, 'vault.db'), vaultFileFormat);
  after.after(() => void database.close());
  return database;
}

/** A new vault file with the vector's ids and keys, and its log: closed, with nothing recorded. */
export function newLog(database: SqliteDatabase, randomness: Randomness): AuditLog {
  new SqliteRecordStore(database).createVault({ format: 1, vaultId: whole.vaultId });
  const log = new AuditLog(new SqliteAuditStore(database), randomness);
  log.create(whole.vaultId, vectorKeys());
  return log;
}

/** Plays the vector's steps. */
export function replay(log: AuditLog): void {
  for (const step of whole.steps) {
    if (step === 'open') log.openWith(vectorKeys());
    else if (step === 'close') log.close();
    else log.record(step);
  }
}

/** Copies a closed profile's file, as a thief would. */
export function copyProfile(from: string, to: string): void {
  for (const name of ['vault.db', 'vault.db-wal']) {
    if (existsSync(join(from, name))) copyFileSync(join(from, name), join(to, name));
  }
}

export function dropTriggers(database: SqliteDatabase): void {
  const names = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").pluck().all();
  for (const name of z.array(z.string()).parse(names)) database.exec(`DROP TRIGGER ${name}`);
}
