import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Aside } from './aside.ts';

test('its exit code is told, also where it could not be started', async () => {
  assert.equal(await new Aside(['sh', '-c', 'exit 3']).show(), 3);
  assert.equal(await new Aside(['/nonexistent/program']).show(), 1);
});

test('all that it started ends with it', { skip: process.platform === 'win32' }, async () => {
  // Its output stays open as long as one of them lives.
  const aside = new Aside(['sh', '-c', 'sleep 1000 & sleep 1000']);
  await aside.end();
  assert.equal(await aside.show(), 143);
});
