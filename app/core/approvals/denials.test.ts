import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionOf } from '../runs/action.testkit.ts';
import { Denials } from './denials.ts';

test('a denial is remembered for the command, whatever session or folder it comes from (keepassxreboot/keepassxc#5765)', async () => {
  const denials = new Denials();
  denials.add(await actionOf('gh repo delete x', { session: 'a' }), 'never that one');
  const again = await actionOf("gh  repo delete 'x'", { session: 'b', request: { cwd: '/elsewhere' } });
  assert.deepEqual(denials.covering(again), { reason: 'never that one' });
  assert.equal(denials.covering(await actionOf('gh repo delete y')), null);
  assert.equal(denials.covering(await actionOf('gh repo delete x', { client: 'other' })), null);
  denials.forget();
  assert.equal(denials.covering(again), null);
});

test('a client that is denied on and on fills no memory: the oldest denial is forgotten', async () => {
  const denials = new Denials();
  for (let at = 0; at < 1001; at += 1) denials.add(await actionOf(`gh pr view ${at}`), null);
  assert.equal(denials.covering(await actionOf('gh pr view 0')), null);
  assert.notEqual(denials.covering(await actionOf('gh pr view 1')), null);
});
