// The real shim, as a process, makes itself a new key for a real broker that asks for one.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ClientId } from '../app/contract/vocabulary.ts';
import { startBroker } from '../app/socket/broker.testkit.ts';
import { until } from '../app/socket/socket.testkit.ts';
import { makeHome, shimProcess } from './shim.testkit.ts';

const id = ClientId.parse('claude-code');
const client = ['--client', id];

test('two shims that start at once bring one new key, the session from before goes on, and nobody is asked to pair again (P8)', async (t) => {
  const at = await makeHome(t);
  const house = await startBroker(t, { endpoint: at.socket });
  house.addSecret('api/token');
  const keyFile = join(at.keyFolder, `${id}.key`);
  const rotations = () => house.audit().flatMap((event) => (event.kind === 'client.key_rotated' ? [event.end] : []));
  const before = await shimProcess(t, at, client);
  await before.ask('list_secrets', {});
  const old = readFileSync(keyFile, 'utf8');
  house.broker.desks.clients.orderNewKey(id);
  const both = await Promise.all([shimProcess(t, at, client), shimProcess(t, at, client)]);
  await Promise.all(both.map((shim) => shim.ask('list_secrets', {})));
  await until('the new key', () => readFileSync(keyFile, 'utf8') !== old);
  await until('nothing but the key', () => readdirSync(at.keyFolder).length === 1);
  const key = readFileSync(keyFile, 'utf8');
  const after = await shimProcess(t, at, client);
  for (const shim of [after, before, ...both]) {
    const { status, secrets } = await shim.ask('list_secrets', {});
    assert.deepEqual([status, Array.isArray(secrets) ? secrets.length : secrets], ['completed', 1]);
  }
  assert.deepEqual(rotations(), ['asked', 'done']);
  assert.equal(house.shown.length, 1, 'the one question of the first pairing');
  assert.equal(readFileSync(keyFile, 'utf8'), key);
});
