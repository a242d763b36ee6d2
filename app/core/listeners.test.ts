import assert from 'node:assert/strict';
import test from 'node:test';
import { Listeners } from './listeners.ts';

test('tells every listener, even when one of them throws, and then says so', () => {
  const listeners = new Listeners();
  const told: string[] = [];
  const stop = listeners.add(() => told.push('stopped'));
  listeners.add(() => assert.fail('its own trouble'));
  listeners.add(() => told.push('last'));
  stop();
  assert.throws(() => listeners.notify(), /its own trouble/);
  assert.deepEqual(told, ['last']);
});
