import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditEvent } from '../../contract/audit.ts';
import { BrokerError } from '../../contract/fault.ts';
import { FakeClock } from '../fake-clock.testkit.ts';
import { GroupedRecord } from './grouped-record.ts';

function given() {
  const clock = new FakeClock();
  const written: (readonly AuditEvent[])[] = [];
  const logged: string[] = [];
  const state = { fails: false, prepared: 0 };
  const record = new GroupedRecord({
    clock,
    audit: {
      recordAll: (events) => {
        if (state.fails) throw new BrokerError('audit_unwritable');
        written.push(events);
      },
      prepare: () => {
        state.prepared += 1;
        if (state.fails) throw new BrokerError('no_vault');
      },
    },
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    log: { write: (_level, code) => void logged.push(code) },
  });
  return { clock, written, logged, state, record };
}

const at = (time: number): AuditEvent => ({ kind: 'vault.created', at: time });

test('what comes in one turn of the loop goes to disk together, in its order (P3)', async () => {
  const { record, written } = given();
  await Promise.all([record.record(at(1)), record.record(at(2)), record.record(at(3))]);
  assert.deepEqual(written, [[at(1), at(2), at(3)]]);
});

test('nothing is said to be on disk before it is, and all who waited hear that it is not (P3)', async () => {
  const { record, state, written } = given();
  state.fails = true;
  const both = await Promise.allSettled([record.record(at(1)), record.record(at(2))]);
  assert.deepEqual(
    both.map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  state.fails = false;
  await record.record(at(3));
  assert.deepEqual(written, [[at(3)]]);
});

test('an end goes to disk with the next thing, or by itself after 200 ms', async () => {
  const { record, clock, written } = given();
  record.note(at(1));
  await record.record(at(2));
  assert.deepEqual(written, [[at(1), at(2)]]);
  record.note(at(3));
  clock.pass(199);
  assert.equal(written.length, 1);
  clock.pass(1);
  assert.deepEqual(written[1], [at(3)]);
  record.note(at(4));
  record.settle();
  assert.deepEqual(written[2], [at(4)]);
});

test('ends that cannot be written are told to the log of the computer, and hold nothing up', () => {
  const { record, state, logged } = given();
  state.fails = true;
  record.note(at(1));
  record.settle();
  assert.deepEqual(logged, ['audit.unrecorded']);
});

test('five hundred ends are not held back for more', () => {
  const { record, written } = given();
  for (let count = 0; count < 500; count += 1) record.note(at(count));
  assert.equal(written[0]?.length, 500);
});

test('when something has ended the next record is prepared for, and a failure of that holds nothing up', async () => {
  const { record, state, written } = given();
  state.fails = true;
  record.note(at(1));
  assert.equal(state.prepared, 0, 'not before who waits for the end has it');
  for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(state.prepared, 1);
  state.fails = false;
  await record.record(at(2));
  assert.deepEqual(written, [[at(1), at(2)]]);
});
