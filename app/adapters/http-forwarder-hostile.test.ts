// What an unfriendly or failing API can do, each with its fault; and what ends a call from this side.
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { FaultCode } from '../contract/fault.ts';
import { callWith, forwarderFor, textOf, until, type Way, wayTo } from './http-forwarder.testkit.ts';
import { fault } from './vault.testkit.ts';

/** An origin that writes just these bytes and hangs up after `end`. */
function raw(t: TestContext, bytes: string | Buffer, end = true): Promise<Way> {
  return wayTo(t, (_, { socket }) => void (end ? socket?.end(bytes) : socket?.write(bytes)));
}

const unreadable: Readonly<Record<string, string | Buffer>> = {
  'an answer that is no HTTP': 'SSH-2.0-OpenSSH_9.2\r\n',
  'nothing at all': '',
  'half of a head': 'HTTP/1.1 200 OK\r\nContent-Le',
  'a header over 64 KiB': `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(70_000)}\r\nContent-Length: 0\r\n\r\n`,
  'heads over 64 KiB together': `HTTP/1.1 200 OK\r\n${`X: ${'x'.repeat(1000)}\r\n`.repeat(70)}Content-Length: 0\r\n\r\n`,
  'a length said twice': 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc',
  'a length and chunks':
    'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n',
  'a negative length': 'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n',
  'a header that is folded': 'HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 0\r\n\r\n',
  'a header with a bare CR': 'HTTP/1.1 200 OK\r\nX: a\rY: b\r\nContent-Length: 0\r\n\r\n',
  'another protocol': 'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n',
  'a status of 600': 'HTTP/1.1 600 Strange\r\nContent-Length: 0\r\n\r\n',
  'a packing nobody asked for': 'HTTP/1.1 200 OK\r\nContent-Encoding: zstd\r\nContent-Length: 2\r\n\r\nab',
  'two packings': 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip, br\r\nContent-Length: 2\r\n\r\nab',
  'two packings in two headers': 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Encoding: gzip\r\n\r\nab',
};

const packed = { gzip: gzipSync('whole '.repeat(500)), br: brotliCompressSync('whole '.repeat(500)) };
const cutOff: Readonly<Record<string, string | Buffer>> = {
  'a body shorter than its length': 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf',
  'chunks without their end': 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n',
  'a chunk that is cut': 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf',
  'a chunk of no size': 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nzz\r\n',
  'gzip that is cut': head('gzip', packed.gzip.subarray(0, -9)),
  'gzip with a wrong sum': head('gzip', Buffer.concat([packed.gzip.subarray(0, -8), Buffer.alloc(8)])),
  'gzip that is none': head('gzip', Buffer.from('not packed at all')),
  'br that is cut': head('br', packed.br.subarray(0, -2)),
  'br that is none': head('br', Buffer.from('not packed at all')),
  'deflate that is cut': head('deflate', deflateSync('whole '.repeat(500)).subarray(0, -4)),
};

function head(coding: string, body: Buffer): Buffer {
  const lines = `HTTP/1.1 200 OK\r\nContent-Encoding: ${coding}\r\nContent-Length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(lines), body]);
}

for (const [what, bytes] of Object.entries(unreadable)) {
  test(`${what} is no answer`, async (t) => {
    const { call } = await raw(t, bytes);
    await assert.rejects(call(), fault('upstream_broken'));
  });
}

for (const [what, bytes] of Object.entries(cutOff)) {
  test(`${what} breaks off, and never ends silently`, async (t) => {
    const { call } = await raw(t, bytes);
    await assert.rejects(textOf(await call()), fault('upstream_broken'));
  });
}

test('what is packed for the way, though nobody asked for it, is unpacked as well (P12)', async (t) => {
  const size = packed.gzip.length.toString(16);
  const head = `HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n${size}\r\n`;
  const { call } = await raw(t, Buffer.concat([Buffer.from(head), packed.gzip, Buffer.from('\r\n0\r\n\r\n')]));
  assert.equal(await textOf(await call()), 'whole '.repeat(500));
});

test('answers before the answer are passed over', async (t) => {
  const early = 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n';
  const { call } = await raw(t, `${early}HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nok`);
  const answer = await call();
  assert.deepEqual([answer.status, answer.headers, await textOf(answer)], [201, [], 'ok']);
});

test('an answer that nobody asked for is not taken for that of the next call', async (t) => {
  const one = (text: string) => `HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n${text}`;
  const { origin, call } = await wayTo(t, ({ url, socket }, response) => {
    if (url === '/') response.end('good');
    else if (url === '/at-once') socket.write(one('own1') + one('evil'));
    else socket.write(one('own1'), () => setImmediate(() => socket.write(one('evil'))));
  });
  for (const target of ['/at-once', '/later']) {
    assert.equal(await textOf(await call({ target })), 'own1');
    const since = performance.now();
    await until(() => origin.openConnections === 0);
    assert.ok(performance.now() - since < 3000, 'ended for what came, long before it would be for idling');
    assert.equal(await textOf(await call()), 'good');
    assert.equal(await textOf(await call()), 'good');
  }
  assert.equal(origin.requests.length, 6);
});

test('an origin that never answers, or stops between two parts, is given up in time', async (t) => {
  const { origin, call } = await wayTo(t, (request, response) => {
    if (request.url === '/half') response.write('half');
  });
  await assert.rejects(call({ timeoutMs: 60 }), fault('upstream_timeout'));
  const half = async () => textOf(await call({ target: '/half', timeoutMs: 200 }));
  await assert.rejects(half, fault('upstream_timeout'));
  await until(() => origin.openConnections === 0);
});

test('an origin that takes the connection and says nothing, not even TLS, is given up in time', async (t) => {
  const server = createServer((socket) => void t.after(() => socket.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const address = server.address();
  const host = `localhost:${typeof address === 'object' ? address?.port : ''}`;
  await assert.rejects(callWith(forwarderFor(t), { host, timeoutMs: 60 }), fault('upstream_timeout'));
});

test('the time of the API runs only while it is waited for', async (t) => {
  const { call } = await wayTo(t, (_, response) => {
    for (let count = 0; count < 64; count += 1) response.write(Buffer.alloc(65_536));
    response.end();
  });
  let bytes = 0;
  for await (const part of (await call({ timeoutMs: 1000 })).body) {
    if (bytes === 0) await new Promise((resolve) => setTimeout(resolve, 1200));
    bytes += part.length;
  }
  assert.equal(bytes, 64 * 65_536);
});

test('an abort breaks the connection off: before the answer, between its parts, and when nobody reads', async (t) => {
  const { origin, call } = await wayTo(t, (request, response) => {
    if (request.url !== '/silent') response.write('begun');
  });
  await assert.rejects(call({}, AbortSignal.abort()), fault('upstream_broken'));
  assert.equal(origin.connections, 0);
  const early = new AbortController();
  const silent = assert.rejects(call({ target: '/silent' }, early.signal), fault('upstream_broken'));
  await until(() => origin.requests.length === 1);
  early.abort();
  await silent;
  const late = new AbortController();
  const reading = (await call({}, late.signal)).body[Symbol.asyncIterator]();
  assert.equal((await reading.next()).done, false);
  const waiting = assert.rejects(reading.next(), fault('upstream_broken'));
  late.abort();
  await waiting;
  const unread = new AbortController();
  const answer = await call({}, unread.signal);
  unread.abort();
  await until(() => origin.openConnections === 0);
  await assert.rejects(textOf(answer), fault('upstream_broken'));
});

test('an abort takes back what is unpacked and not yet read', async (t) => {
  const { call } = await wayTo(t, (_, response) => {
    response.setHeader('Content-Encoding', 'gzip').end(gzipSync(Buffer.alloc(4_000_000)));
  });
  const stop = new AbortController();
  const { body } = await call({}, stop.signal);
  await assert.rejects(async () => {
    for await (const _ of body) stop.abort();
  }, fault('upstream_broken'));
});

test('whoever stops reading breaks the connection off', async (t) => {
  const { origin, call } = await wayTo(t, (_, response) => void response.write('endless'));
  for await (const _ of (await call()).body) break;
  await until(() => origin.openConnections === 0);
});

test('what the body throws is what the caller gets, and the request never becomes whole', async (t) => {
  const { origin, call } = await wayTo(t, (_, response) => void response.end());
  const own = new Error('a finding');
  for (const given of [[], ['first part ', 'second part']]) {
    await assert.rejects(call({ method: 'POST', body: throwing(given, own) }), (thrown) => thrown === own);
  }
  await until(() => origin.openConnections === 0);
  assert.equal(
    origin.requests.some(({ isComplete }) => isComplete),
    false,
  );
});

test('what the body throws after the answer began ends the answer with it', async (t) => {
  const { origin, call } = await wayTo(t, (_, response) => void response.write('early'), { reads: 'early' });
  const own = new Error('a finding');
  let tell: () => void = () => {};
  const told = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const { body } = await call({ method: 'POST', body: throwing(['part'], own, told) });
  const parts = body[Symbol.asyncIterator]();
  assert.equal(Buffer.from((await parts.next()).value ?? []).toString(), 'early');
  tell();
  await assert.rejects(parts.next(), (thrown) => thrown === own);
  await until(() => origin.openConnections === 0);
});

test('an answer that is whole before the body ends the body', async (t) => {
  const { origin, call } = await wayTo(t, (_, response) => void response.writeHead(413).end('too large'), {
    reads: 'early',
  });
  let isEnded = false;
  const body = (async function* () {
    try {
      for (;;) yield await new Promise<Buffer>((resolve) => setImmediate(resolve, Buffer.alloc(1000)));
    } finally {
      isEnded = true;
    }
  })();
  const answer = await call({ method: 'POST', body });
  assert.deepEqual([answer.status, await textOf(answer)], [413, 'too large']);
  await until(() => isEnded && origin.openConnections === 0);
});

test('a GET finds a connection ended under it and is sent once more; a POST, a DELETE and a PUT never are', async (t) => {
  const { origin, call } = await wayTo(t, (request, response) => {
    if (request.url === '/' || origin.connections > 1) response.end('well');
    else request.socket.destroy();
  });
  const stale = async (wish: Parameters<Way['call']>[0]) => {
    await textOf(await call());
    const before = origin.requests.length;
    const end = await call({ ...wish, target: '/ends' }).then(textOf, (thrown: { code: FaultCode }) => thrown.code);
    return [end, origin.requests.length - before];
  };
  assert.deepEqual(await stale({ method: 'GET' }), ['well', 2]);
  for (const wish of [{ method: 'POST' }, { method: 'DELETE' }, { method: 'PUT', body: Buffer.from('b') }] as const) {
    const other = await wayTo(t, (request, response) => {
      if (request.url === '/') response.end();
      else request.socket.destroy();
    });
    await textOf(await other.call());
    await assert.rejects(other.call({ ...wish, target: '/ends' }), fault('upstream_broken'));
    assert.equal(other.origin.requests.length, 2);
  }
});

test('a GET that is cut on its first connection is not sent again', async (t) => {
  const { origin, call } = await wayTo(t, (request) => void request.socket.destroy());
  await assert.rejects(call(), fault('upstream_broken'));
  assert.equal(origin.requests.length, 1);
});

async function* throwing(given: readonly string[], own: Error, when?: Promise<void>): AsyncGenerator<Uint8Array> {
  for (const part of given) yield Buffer.from(part);
  await when;
  throw own;
}
