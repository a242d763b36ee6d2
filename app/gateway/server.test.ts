// The gateway's door: when it is open, where it says so, and that it goes when it is closed.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import test from 'node:test';
import { startGateway, until } from './gateway.testkit.ts';

test('while it is open its address stands in a file that only this account reads; closing removes both', async (t) => {
  const { gateway, parts, kinds, events, ask } = await startGateway(t);
  const file = parts.place.addressFile;
  assert.match(gateway.address ?? '', /^http:\/\/127\.0\.0\.1:\d+$/);
  assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), { url: gateway.address, pid: process.pid });
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal((await ask('GET', '/api/v1/health')).status, 200);
  const before = gateway.address;
  await gateway.open('port');
  assert.equal(gateway.address, before);
  await gateway.close();
  await gateway.close();
  assert.deepEqual([gateway.address, existsSync(file)], [null, false]);
  assert.deepEqual(kinds(), ['gateway.opened', 'gateway.closed']);
  assert.deepEqual(events[0], { kind: 'gateway.opened', at: events[0]?.at, door: 'port' });
  await assert.rejects(fetch(`${before}/api/v1/health`));
});

test('a file of another process, or that somebody else wrote, is not removed', async (t) => {
  const { gateway, parts } = await startGateway(t);
  writeFileSync(parts.place.addressFile, '{"url":"http://127.0.0.1:1","pid":1}\n');
  await gateway.close();
  assert.ok(existsSync(parts.place.addressFile));
});

test('the door of the socket answers on a private socket and on no port', async (t) => {
  const { gateway, parts, ask, token } = await startGateway(t, {}, 'socket');
  const { socketPath, addressFile } = parts.place;
  assert.equal(gateway.address, socketPath);
  assert.deepEqual(JSON.parse(readFileSync(addressFile, 'utf8')), { socket: socketPath, pid: process.pid });
  assert.equal(statSync(socketPath).mode & 0o777, 0o600);
  const headers = { Host: 'localhost' };
  const told = await ask('GET', '/api/v1/proxy/acme/things', { headers, bearer: token() });
  assert.deepEqual([told.status, told.text], [200, 'hello']);
  assert.equal((await ask('GET', '/api/v1/health', { headers: { Host: 'evil.example' } })).status, 403);
  await gateway.open('port');
  assert.equal(existsSync(socketPath), false);
  assert.equal((await ask('GET', '/api/v1/health')).status, 200);
});

test('a door that cannot be had, or cannot be recorded, is closed and says so (P3)', async (t) => {
  const first = await startGateway(t, {}, 'socket');
  const { place } = first.parts;
  const taken = startGateway(t, { place: { ...place, addressFile: `${place.addressFile}.2` } }, 'socket');
  await assert.rejects(taken, { code: 'gateway_unavailable' });
  const nowhere = startGateway(t, { place: { ...place, addressFile: '/nowhere/at/all' } });
  await assert.rejects(nowhere, { code: 'gateway_unavailable' });
  let address = '';
  const unwritable = startGateway(t, {
    audit: {
      ...first.parts.audit,
      record: () => {
        address = readFileSync(place.addressFile, 'utf8');
        throw Object.assign(new Error('audit_unwritable'), { code: 'audit_unwritable' });
      },
    },
  });
  await assert.rejects(unwritable, { code: 'gateway_unavailable' });
  assert.match(address, /gateway\.sock/);
});

test('opening and closing in a hurry leaves what was said last', async (t) => {
  const { gateway, ask } = await startGateway(t);
  let heard = 0;
  gateway.changed.add(() => {
    heard += 1;
  });
  const steps = [gateway.close(), gateway.open('socket'), gateway.close(), gateway.open('port'), gateway.open('port')];
  await Promise.all(steps);
  assert.equal((await ask('GET', '/api/v1/health')).status, 200);
  assert.equal(heard, 4);
  const closing = gateway.close();
  await until(() => gateway.address === null);
  await closing;
});
