// Being blocked says something: whoever is blocked again and again is paused, and is told the same every time.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ClientId } from '../../contract/vocabulary.ts';
import { matchersInPlace } from '../redaction/matcher-builder.testkit.ts';
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

test('only a field that was found makes a find guessable, not a weak one beside it; its copy is wiped (P1, P4)', async () => {
  const built: Uint8Array[][] = [];
  const { scan, paused } = scanOver(
    { 'db/login': { token: value, password: 'Summer2024!x' }, key: 'An0ther-Str0ng-V4lue-77-zQ' },
    {
      ...matchersInPlace,
      build: (values) => {
        built.push(values.map(({ bytes }) => bytes));
        return matchersInPlace.build(values);
      },
    },
  );
  const guessable = async (text: string) => (await scan.search([text])).guessable;
  assert.equal(await guessable('nothing of either'), false);
  assert.equal(built.length, 0, 'without a find nothing is opened');
  assert.equal(await guessable('An0ther-Str0ng-V4lue-77-zQ'), false);
  assert.equal(built.length, 1, 'a secret without a weak field is searched for once');
  assert.equal(await guessable(`{"a":"${value}"}`), false);
  const base64 = Buffer.from('app:Summer2024!x').toString('base64');
  for (const text of ['Summer2024!x', `${value} Summer2024!x`, base64, 'Summer2024%2521x', 'Summer2024\\u0021x']) {
    assert.equal(await guessable(text), true, text);
  }
  const searched = built.slice(1, 3).map(({ length }) => length);
  assert.deepEqual(searched, [2, 1], 'both fields, then the weak one alone');
  assert.ok(built.flat().every((bytes) => bytes.every((byte) => byte === 0)));
  for (let n = 0; n < 2; n += 1) scan.blocked(agent, await scan.search([value]));
  assert.deepEqual(paused, []);
});
