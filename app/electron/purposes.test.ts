import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ShapePlace } from '../contract/health.ts';
import { allowedFor, isClosedByLock, type PurposeKind, secretOf } from './purposes.ts';

const place = ShapePlace.parse({ path: '/home/ada/.env', line: 2, rule: 'github-token' });

test('only the window that moves a finding may ask for its text (P7)', () => {
  assert.deepEqual(allowedFor['move.value'], ['move']);
});

test('that window may save and close, and nothing else that is of a secret, a question or the vault (P7)', () => {
  const mine = Object.entries(allowedFor).filter(([, kinds]: [string, readonly PurposeKind[]]) =>
    kinds.includes('move'),
  );
  assert.deepEqual(mine.map(([channel]) => channel).sort(), [
    'move.value',
    'secret.save',
    'subject.get',
    'window.close',
    'window.fit',
  ]);
  assert.throws(() => secretOf({ kind: 'move', place }));
});

test('it goes at a lock, with what it shows (P4)', () => {
  assert.equal(isClosedByLock({ kind: 'move', place }), true);
});
