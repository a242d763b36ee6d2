import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import type { ChainVerdict } from '../contract/audit-chain.ts';
import { BrokerError } from '../contract/fault.ts';
import { verifyChain } from '../core/audit/verify.ts';
import {
  attackVectors,
  copyProfile,
  dropTriggers,
  newLog,
  openProfile,
  replay,
  seededRandomness,
  temporaryFolder,
  vectorKeys,
  whole,
} from './audit-fixture.ts';
import { SqliteAuditStore } from './sqlite-audit-store.ts';
import type { SqliteDatabase } from './sqlite-database.ts';

const identity = { vaultId: whole.vaultId, signPublic: vectorKeys().signPublic };
const newest = whole.events.at(-1) ?? assert.fail('the vector has events');
const anchor = { sequence: newest.sequence, link: newest.link };
const original = temporaryFolder({ after });

before(() => {
  const database = openProfile({ after }, original);
  replay(newLog(database, seededRandomness(whole.randomSeed)));
  database.close();
});

/** A copy of the whole file, as an attacker has it: without triggers. */
function stolen(context: { after(work: () => void): void }): SqliteDatabase {
  const folder = temporaryFolder(context);
  copyProfile(original, folder);
  const database = openProfile(context, folder);
  dropTriggers(database);
  return database;
}

test('the log writes the vector byte for byte', (context) => {
  const store = new SqliteAuditStore(stolen(context));
  assert.deepEqual(store.range(1, 100), whole.events);
  assert.deepEqual(store.lastHead(), whole.head);
});

for (const { name, vector } of attackVectors()) {
  test(`P6: ${name}: ${vector.says}`, (context) => {
    const database = stolen(context);
    for (const statement of vector.sql) database.exec(statement);
    const store = new SqliteAuditStore(database);
    assert.deepEqual(verifyChain(store, identity), vector.verdict);
    assert.deepEqual(verifyChain(store, identity, anchor), vector.anchored);
  });
}

test('P6: an anchor with another link at its place is noticed, and an older one is no objection', (context) => {
  const store = new SqliteAuditStore(stolen(context));
  const verdict = verifyChain(store, identity, { sequence: 4, link: newest.link });
  assert.deepEqual(verdict, { kind: 'broken', at: 4, why: 'rewritten' });
  const fourth = whole.events[3] ?? assert.fail('four events');
  assert.equal(verifyChain(store, identity, { sequence: 4, link: fourth.link }).kind, 'whole');
});

test('P6: a change of any byte of any event is noticed', (context) => {
  const database = stolen(context);
  database.pragma('ignore_check_constraints = ON');
  const change = fc.record({
    event: fc.constantFrom(...whole.events),
    column: fc.constantFrom('sequence', 'sealed', 'link'),
    place: fc.nat(),
    flip: fc.integer({ min: 1, max: 255 }),
  });
  fc.assert(
    fc.property(change, ({ event, column, place, flip }) => {
      const cell = column === 'sequence' ? int64(event.sequence) : column === 'sealed' ? event.sealed : event.link;
      const changed = flipped(cell, place % cell.length, flip);
      const value = column === 'sequence' ? changed.readBigInt64BE() : changed;
      const verdict = afterChange(database, `UPDATE OR REPLACE audit_events SET ${column} = ? WHERE sequence = ?`, [
        value,
        event.sequence,
      ]);
      assert.equal(verdict, 'broken');
    }),
    { numRuns: 1000 },
  );
  assert.equal(verifyChain(new SqliteAuditStore(database), identity).kind, 'whole');
});

test('P6: a change of any byte of the signed head is noticed', (context) => {
  const database = stolen(context);
  const { link, signature } = whole.head;
  for (const [column, cell] of Object.entries({ link, signature })) {
    for (let place = 0; place < cell.length; place++) {
      const verdict = afterChange(database, `UPDATE audit_head SET ${column} = ?`, [flipped(cell, place, 1)]);
      assert.equal(verdict, 'broken', `${column} ${place}`);
    }
  }
});

/** Makes one change, looks, and takes it back. */
function afterChange(database: SqliteDatabase, sql: string, values: readonly (Buffer | bigint | number)[]): string {
  database.exec('BEGIN');
  try {
    assert.equal(database.prepare(sql).run(...values).changes, 1);
    return lookAt(database).kind;
  } finally {
    database.exec('ROLLBACK');
  }
}

/** A row that cannot be one of ours is a fault of reading, and says broken too. */
function lookAt(database: SqliteDatabase): ChainVerdict | { readonly kind: 'broken' } {
  try {
    return verifyChain(new SqliteAuditStore(database), identity);
  } catch (thrown) {
    if (thrown instanceof BrokerError && thrown.code === 'audit_broken') return { kind: 'broken' };
    throw thrown;
  }
}

function flipped(bytes: Buffer, place: number, flip: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[place] = (changed[place] ?? 0) ^ flip;
  return changed;
}

function int64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  return bytes;
}
