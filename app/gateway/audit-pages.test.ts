// The audit log while the admin token that asked for it ends: nothing more is read, and what came never looks whole.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import test, { type TestContext } from 'node:test';
import type { AuditEntry } from '../contract/audit.ts';
import { gatewayLimits } from '../contract/gateway.ts';
import { ClientId } from '../contract/vocabulary.ts';
import { startGateway, type TestGateway, until } from './gateway.testkit.ts';

/** A log without an end, whose reader waits after each page until it is let go on. */
async function endlessLog(t: TestContext, name = 'a') {
  const client = { id: ClientId.parse('agent-00000000000a'), name };
  const codes: unknown[] = [];
  let reads = 0;
  let isWaiting = false;
  let goOn = () => {};
  const house = await startGateway(t, {
    audit: {
      ...{ record: () => {}, note: () => {} },
      entries: (before, limit) => {
        reads += 1;
        const newest = (before ?? 1_000_000) - 1;
        return Array.from({ length: limit }, (_, i): AuditEntry => {
          return { sequence: newest - i, event: { kind: 'agent.asked', at: 1, scopes: [], client } };
        });
      },
    },
    pause: () => {
      isWaiting = true;
      return new Promise((resolve) => {
        goOn = resolve;
      });
    },
    log: { write: (_level, _what, fields) => void codes.push(fields?.code) },
  });
  const bearer = house.admin.make().token;
  return {
    ...{ house, bearer, codes, reads: () => reads, waits: () => until(() => isWaiting), goOn: () => goOn() },
    /** All that the gateway says on one connection, which it alone ends. */
    lines: () => {
      const socket = house.dial();
      t.after(() => socket.destroy());
      socket.on('error', () => {});
      const host = `Host: ${house.gateway.address?.slice(7)}`;
      socket.write(`GET /api/v1/audit?format=ndjson HTTP/1.1\r\n${host}\r\nAuthorization: Bearer ${bearer}\r\n\r\n`);
      return socket;
    },
  };
}

const ends: Readonly<Record<string, (house: TestGateway) => void>> = {
  'its hour is over': ({ clock }) => clock.pass(gatewayLimits.adminTokenMs),
  'the person ends it': ({ admin }) => admin.end(),
  'another one takes its place': ({ admin }) => void admin.make(),
};

for (const [what, end] of Object.entries(ends)) {
  test(`lines for a SIEM break off at once when ${what}, and nothing more is read (P8)`, async (t) => {
    const log = await endlessLog(t);
    const socket = log.lines();
    let got = '';
    socket.on('data', (part) => {
      got += part.toString('latin1');
    });
    await log.waits();
    end(log.house);
    await once(socket, 'close');
    assert.match(got, /^HTTP\/1\.1 200 OK\r\n/);
    assert.match(got, /\r\nTransfer-Encoding: chunked\r\n/);
    assert.match(got, /"sequence":999900/);
    // SECURITY: the chunk that ends an answer is not there.
    assert.doesNotMatch(got, /\r\n0\r\n\r\n$/);
    log.goOn();
    await until(() => log.codes.includes('token_unknown'));
    assert.equal(log.reads(), 1);
  });
}

test('lines that nobody takes are let go when the admin token ends (P8)', async (t) => {
  // One line is more than the system holds for a reader.
  const log = await endlessLog(t, 'x'.repeat(16 * 1024 * 1024));
  const socket = log.lines();
  await once(socket, 'readable');
  log.house.admin.end();
  await until(() => log.codes.includes('call_withdrawn'));
  assert.equal(log.reads(), 1);
});

test('a page of the log, and what waits for the rest of its body, is refused when the admin token ends meanwhile (P8)', async (t) => {
  const log = await endlessLog(t);
  const page = log.house.ask('GET', '/api/v1/audit?limit=500', { bearer: log.bearer });
  await log.waits();
  const socket = log.house.dial();
  t.after(() => socket.destroy());
  const body = JSON.stringify({ agent: log.house.agent.id });
  const headers = [
    ...['POST /api/v1/auth/revoke HTTP/1.1', `Host: ${log.house.gateway.address?.slice(7)}`, 'Expect: 100-continue'],
    ...[`Authorization: Bearer ${log.bearer}`, 'Content-Type: application/json', `Content-Length: ${body.length}`],
  ];
  socket.write(`${headers.join('\r\n')}\r\n\r\n`);
  const [goOn] = await once(socket, 'data');
  assert.match(String(goOn), /^HTTP\/1\.1 100 /);
  log.house.token();
  log.house.admin.end();
  socket.write(body);
  const [refused] = await once(socket, 'data');
  assert.match(String(refused), /^HTTP\/1\.1 401 [\s\S]*token_unknown/);
  assert.equal(log.house.tokens.list().length, 1);
  log.goOn();
  const { status, text } = await page;
  assert.deepEqual([status, JSON.parse(text).error.code, log.reads()], [401, 'token_unknown', 1]);
});
