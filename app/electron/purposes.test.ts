import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ShapePlace } from '../contract/health.ts';
import { ClientId } from '../contract/vocabulary.ts';
import { allowedFor, clientOf, isClosedByLock, type PurposeKind, secretOf } from './purposes.ts';

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

test('what an agent may use is changed in its own window alone, and that window does nothing else (P7, P9)', () => {
  const mine = Object.entries(allowedFor).filter(([, kinds]: [string, readonly PurposeKind[]]) =>
    kinds.includes('client'),
  );
  const general = ['subject.get', 'window.close', 'window.fit'];
  assert.deepEqual(mine.map(([channel]) => channel).sort(), ['client.reach', 'client.save', ...general]);
  assert.deepEqual([allowedFor['client.save'], allowedFor['client.reach']], [['client'], ['client']]);
  const id = ClientId.parse('codex');
  assert.equal(clientOf({ kind: 'client', id }), id);
  assert.throws(() => clientOf({ kind: 'settings' }));
  assert.equal(isClosedByLock({ kind: 'client', id }), true);
});
