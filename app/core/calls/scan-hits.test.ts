// Being blocked says something: whoever is blocked again and again is paused, and is told the same every time.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ClientId } from '../../contract/vocabulary.ts';
import { scanOver } from './request-scan.testkit.ts';
import { hitBounds } from './scan-hits.ts';

const agent = ClientId.parse('agent-0123456789ab');
const other = ClientId.parse('agent-ba9876543210');
const value = 'Vq83hT0p2LmX7cRz5NdY1sKe';
const shaped = 'ghp_Kq8Wn2Zx5Cv7Bm4Rt6Yu1Io3Pa9Sd0Fg2Hj5';

test('the third request within an hour that holds a value pauses the client, and no other client (P1)', async () => {
  const { scan, clock, paused } = scanOver({ key: value });
  const block = async (id: ClientId) => scan.blocked(id, await scan.search([value]));
  await block(agent);
  await block(other);
  clock.pass(hitBounds.inMs);
  await block(agent);
  await block(agent);
  assert.deepEqual(paused, []);
  await block(agent);
  assert.deepEqual(paused, [agent]);
});

test('what only looks like a secret pauses at the tenth request', async () => {
  const { scan, paused } = scanOver({ key: value });
  const found = await scan.search([shaped]);
  for (let n = 1; n < hitBounds.shapes; n++) scan.blocked(agent, found);
  assert.deepEqual(paused, []);
  scan.blocked(agent, found);
  assert.deepEqual(paused, [agent]);
  // Once the person let it go on, it has as many again.
  scan.blocked(agent, found);
  assert.deepEqual(paused, [agent]);
});

test('a value that could be guessed pauses at once: it would be found by halves (P1)', async () => {
  const { scan, paused } = scanOver({ key: value, 'db/password': { pin: '4711', password: 'Summer2024!x' } });
  const findings = await scan.body(Buffer.from('{"guesses":["Summer2023!x","Summer2024!x"]}'));
  assert.deepEqual(findings, { kinds: ['vault_value'], guessable: true });
  assert.deepEqual(await scan.search([value]), { kinds: ['vault_value'], guessable: false });
  scan.blocked(agent, findings);
  assert.deepEqual(paused, [agent]);
});
