import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditEvent } from '../../contract/audit.ts';
import { GatheredRecord } from './gathered-record.ts';

const noted: AuditEvent = { kind: 'vault.locked', at: 1, why: 'person' };
const next: AuditEvent = { kind: 'vault.locked', at: 2, why: 'idle' };

test('what is noted goes on record before and with the next event, or none of it does (P3)', () => {
  const batches: (readonly AuditEvent[])[] = [];
  let isFull = true;
  const audit = new GatheredRecord({
    recordAll: (events) => {
      if (isFull) throw new Error('full');
      batches.push(events);
    },
  });
  audit.note(noted);
  assert.throws(() => audit.record(next), /full/);
  assert.deepEqual(batches, []);
  isFull = false;
  audit.record(next);
  audit.record(next);
  audit.settle();
  audit.note(noted);
  audit.settle();
  assert.deepEqual(batches, [[noted, next], [next], [noted]]);
});
