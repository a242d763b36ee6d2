// Calls that go well, against a real HTTPS origin: what arrives there, what comes back, and in which parts.
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { test } from 'node:test';
import { brotliCompressSync, constants, createGzip, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import type { CallMethod } from '../contract/provider.ts';
import { callWith, textOf, until, wayTo } from './http-forwarder.testkit.ts';
import { fault } from './vault.testkit.ts';

test('a request arrives as it was made, and nothing is added but what frames it', async (t) => {
  const { origin, call } = await wayTo(t);
  const headers = [
    ['Authorization', 'Bearer abc'],
    ['X-Two', 'a'],
    ['X-Two', 'b'],
    ['Content-Type', 'text/plain'],
  ] as const;
  const answer = await call({ method: 'POST', target: '/v1/a%20b?x=1&y=%2F', headers, body: Buffer.from('the body') });
  assert.equal(answer.status, 200);
  assert.equal(await textOf(answer), '{"ok":true}');
  const [seen] = origin.requests;
  assert.deepEqual([seen?.method, seen?.url, seen?.body.toString()], ['POST', '/v1/a%20b?x=1&y=%2F', 'the body']);
  assert.deepEqual(seen?.rawHeaders, [
    ...['Host', origin.host, ...headers.flat(), 'Accept-Encoding', 'gzip, br, deflate'],
    ...['Content-Length', '8', 'Connection', 'keep-alive'],
  ]);
});

test('headers of the connection and of framing are never taken from the caller', async (t) => {
  const { origin, call } = await wayTo(t);
  const given =
    'Host Connection Transfer-Encoding Content-Length Expect TE Upgrade Proxy-Authorization Accept-Encoding';
  const headers = given.split(' ').map((name) => [name, 'x'] as const);
  await textOf(await call({ method: 'PUT', headers, body: Buffer.from('1') }));
  const { host, ...rest } = origin.requests[0]?.headers ?? {};
  assert.equal(host, origin.host);
  assert.deepEqual(rest, { 'accept-encoding': 'gzip, br, deflate', 'content-length': '1', connection: 'keep-alive' });
});

test('each method says how long its body is; after a body that a server may not expect, its connection ends (P2)', async (t) => {
  const { origin, call } = await wayTo(t);
  const framed = [];
  for (const method of ['GET', 'HEAD', 'DELETE', 'POST', 'PUT', 'PATCH'] satisfies CallMethod[]) {
    for (const body of [null, Buffer.from('b'), parts(['b'])]) await textOf(await call({ method, body }));
    framed.push(
      origin.requests.splice(0).map(({ headers, body }) => {
        return `${headers['content-length'] ?? headers['transfer-encoding'] ?? '-'} ${body}`;
      }),
    );
  }
  const [few, more] = [
    ['- ', '1 b', 'chunked b'],
    ['0 ', '1 b', 'chunked b'],
  ];
  assert.deepEqual(framed, [few, few, few, more, more, more]);
  // Two bodies each of GET, HEAD and DELETE.
  assert.equal(origin.connections, 7);
});

test('what cannot stand in a request is not sent', async (t) => {
  const { origin, call } = await wayTo(t);
  for (const target of ['', 'x', '*', 'https://other.test/', '/a b', '/a\r\nX: y', '/é', '/\0']) {
    await assert.rejects(call({ target }), fault('value_not_sendable'), target);
  }
  for (const [name, value] of [
    ...[
      ['X-A', 'a\r\nB: c'],
      ['X-A', 'a\0'],
      ['X-A', '→'],
      ['X A', 'a'],
      ['', 'a'],
    ],
  ] as const) {
    await assert.rejects(call({ headers: [[name ?? '', value ?? '']] }), fault('value_not_sendable'), value);
  }
  for (const host of [
    '',
    'a b',
    'localhost:',
    'localhost:0',
    'localhost:99999',
    'u@localhost',
    'localhost/x',
    '[::1',
  ]) {
    await assert.rejects(call({ host }), fault('upstream_unreachable'), host);
  }
  assert.equal(origin.connections, 0);
});

test('headers of the answer come in order and repeated, without those of the connection', async (t) => {
  const { call } = await wayTo(t, (_, response) => {
    const raw = [
      'Set-Cookie',
      'a=1',
      'X-Hop',
      'h',
      'Set-Cookie',
      'b=2',
      'Connection',
      'x-hop, keep-alive',
      'X-Stay',
      's',
    ];
    response
      .writeHead(418, [...raw, 'Trailer', 'X-Late', 'Transfer-Encoding', 'chunked', 'Keep-Alive', 'timeout=9'])
      .end('hi');
  });
  const answer = await call();
  assert.equal(answer.status, 418);
  const headers = answer.headers.filter(([name]) => name !== 'Date');
  assert.deepEqual(headers, [
    ...[
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
      ['X-Stay', 's'],
    ],
  ]);
  assert.equal(await textOf(answer), 'hi');
});

test('a redirect is an answer like any other, and is not followed', async (t) => {
  const { origin, call } = await wayTo(t, (_, response) => {
    response.writeHead(302, { Location: '/elsewhere' }).end();
  });
  const answer = await call();
  assert.deepEqual([answer.status, answer.headers[0]], [302, ['Location', '/elsewhere']]);
  assert.equal(await textOf(answer), '');
  assert.equal(origin.requests.length, 1);
});

test('answers without a body have none, and leave the connection to the next call', async (t) => {
  const { origin, call } = await wayTo(t, (request, response) => {
    const length = request.method === 'HEAD' ? { 'Content-Length': 99 } : {};
    response.writeHead(Number(request.url?.slice(1)), { ETag: '"1"', 'Content-Encoding': 'gzip', ...length }).end();
  });
  for (const [method, target] of [
    ...[
      ['HEAD', '/200'],
      ['GET', '/204'],
      ['GET', '/304'],
    ],
  ] as const) {
    const answer = await call({ method, target } as { method: CallMethod; target: string });
    assert.deepEqual(answer.headers[0], ['ETag', '"1"']);
    if (method === 'HEAD') assert.equal(await textOf(answer), '');
  }
  await textOf(await call({ target: '/200' }));
  assert.equal(origin.connections, 1);
});

const text = 'pack me, '.repeat(20_000);
const packings = [
  ...([['gzip', gzipSync(text)] as const, ['x-gzip', gzipSync(text)] as const] as const),
  ...([['GZIP, identity', Buffer.concat([gzipSync(text.slice(0, 99)), gzipSync(text.slice(99))])] as const] as const),
  ...([['br', brotliCompressSync(text)] as const, ['deflate', deflateSync(text)] as const] as const),
  ...([['deflate', deflateRawSync(text)] as const, ['identity', Buffer.from(text)] as const] as const),
];

test('gzip, br and both kinds of deflate are unpacked, whole and byte by byte', async (t) => {
  const { call } = await wayTo(t, (request, response) => {
    const [coding, packed] = packings[Number(request.url?.slice(2))] ?? ['', Buffer.alloc(0)];
    response.setHeader('Content-Encoding', coding);
    const each = request.url?.startsWith('/b') ? 300 : 0;
    for (const byte of packed.subarray(0, each)) response.write(Buffer.of(byte));
    response.end(packed.subarray(each));
  });
  for (const [at, [coding]] of packings.entries()) {
    for (const how of ['w', 'b']) {
      const answer = await call({ target: `/${how}${at}` });
      assert.equal(
        answer.headers.some(([name]) => name.toLowerCase() === 'content-encoding'),
        false,
      );
      assert.ok((await textOf(answer)) === text, `${coding} ${how}`);
    }
  }
});

test('an empty body that is called packed is empty', async (t) => {
  const { call } = await wayTo(t, (request, response) => {
    response.writeHead(200, { 'Content-Encoding': request.url?.slice(1) });
    response.flushHeaders();
    response.end();
  });
  for (const coding of ['gzip', 'br', 'deflate']) assert.equal(await textOf(await call({ target: `/${coding}` })), '');
});

test('events leave one by one, also out of gzip', async (t) => {
  let send: (event: string) => void = () => {};
  const { call } = await wayTo(t, (request, response) => {
    response.setHeader('Content-Type', 'text/event-stream');
    const to = request.url === '/gzip' ? packedInto(response) : response;
    response.flushHeaders();
    send = (event) => (event === '' ? to.end() : to.write(event));
  });
  for (const target of ['/plain', '/gzip']) {
    const answer = await call({ target });
    const events = answer.body[Symbol.asyncIterator]();
    for (const event of ['data: 1\n\n', 'data: 2\n\n', 'data: 3\n\n']) {
      send(event);
      const { value } = await events.next();
      assert.equal(Buffer.from(value).toString(), event);
    }
    send('');
    assert.equal((await events.next()).done, true);
  }
});

test('close ends what is under way and what is idle, and nothing goes out any more', async (t) => {
  const { origin, forwarder, call } = await wayTo(t, (request, response) => {
    if (request.url === '/') response.end();
    else response.write('begun');
  });
  const calls = [call(), call({ target: '/held' }), call({ target: '/held' })];
  const [first, second] = await Promise.all(calls);
  if (first) await textOf(first);
  forwarder.close();
  if (second) await assert.rejects(textOf(second), fault('upstream_broken'));
  await until(() => origin.openConnections === 0);
  await assert.rejects(callWith(forwarder, { host: origin.host }), fault('upstream_unreachable'));
  assert.equal(origin.requests.length, 3);
});

async function* parts(texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const each of texts) yield Buffer.from(each);
}

/** Each write is flushed. */
function packedInto(response: ServerResponse) {
  const gzip = createGzip({ flush: constants.Z_SYNC_FLUSH });
  response.setHeader('Content-Encoding', 'gzip');
  gzip.pipe(response);
  return gzip;
}
