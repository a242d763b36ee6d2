// The door against hostile requests, over real sockets: each is refused with a code, and nothing behind it hears of one.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import test from 'node:test';
import { answering, startGateway, type TestGateway, until } from './gateway.testkit.ts';
import { gatewayTimes } from './gateway-parts.ts';
import { isLoopback } from './request-safety.ts';

/** A call that would go through, with one thing changed; the connection ends after it. */
function call(
  house: TestGateway,
  change: { line?: string; host?: string; headers?: string[]; body?: string } = {},
): string {
  const host = house.gateway.address?.replace('http://', '') ?? '';
  const { line = 'GET /api/v1/proxy/acme/things HTTP/1.1', headers = [], body = '' } = change;
  const all = [
    `Host: ${change.host ?? host}`,
    `Authorization: Bearer ${house.token()}`,
    'Connection: close',
    ...headers,
  ];
  return `${line}\r\n${all.join('\r\n')}\r\n\r\n${body}`;
}

/** Status and code of the only answer; the second is null when there is none. */
function said(text: string): readonly [number, string | null] {
  const status = Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0);
  return [status, /^Postern-Error: (\w+)/im.exec(text)?.[1] ?? null];
}

async function counting(test_: Parameters<typeof startGateway>[0], change: Parameters<typeof startGateway>[1] = {}) {
  let calls = 0;
  const house = await startGateway(test_, {
    call: (...all) => {
      calls += 1;
      return answering('hello')(...all);
    },
    ...change,
  });
  return { house, calls: () => calls };
}

test('what could be read as two different requests is no request: 400, and the connection ends (P8)', async (t) => {
  const { house, calls } = await counting(t);
  const post = 'POST /api/v1/proxy/acme/things HTTP/1.1';
  const hostile: Record<string, string> = {
    'length and coding': call(house, {
      line: post,
      headers: ['Content-Length: 4', 'Transfer-Encoding: chunked'],
      body: '0\r\n\r\n',
    }),
    'coding and length': call(house, {
      line: post,
      headers: ['Transfer-Encoding: chunked', 'Content-Length: 4'],
      body: '0\r\n\r\n',
    }),
    'two lengths': call(house, { line: post, headers: ['Content-Length: 1', 'Content-Length: 1'], body: 'x' }),
    'a list of lengths': call(house, { line: post, headers: ['Content-Length: 1, 1'], body: 'x' }),
    'a signed length': call(house, { line: post, headers: ['Content-Length: +1'], body: 'x' }),
    'gzip alone': call(house, { line: post, headers: ['Transfer-Encoding: gzip'], body: 'x' }),
    'gzip, chunked': call(house, { line: post, headers: ['Transfer-Encoding: gzip, chunked'], body: '0\r\n\r\n' }),
    'chunked twice': call(house, { line: post, headers: ['Transfer-Encoding: chunked, chunked'], body: '0\r\n\r\n' }),
    'a folded line': call(house, { headers: ['X-A: b\r\n c'] }),
    'bare LF': call(house).replaceAll('\r\n', '\n'),
    'one bare LF': call(house, { headers: ['X-A: b\nX-B: c'] }),
    'a bare CR': call(house, { headers: ['X-A: b\rX-B: c'] }),
    'a space before the colon': call(house, { headers: ['X-A : b'] }),
    'a NUL in a header': call(house, { headers: ['X-A: b\0c'] }),
    'a NUL in the path': call(house, { line: 'GET /api/v1/proxy/acme/a\0b HTTP/1.1' }),
    'a chunk that ends with LF': call(house, {
      line: post,
      headers: ['Transfer-Encoding: chunked'],
      body: '1\na\n0\n\n',
    }),
    'HTTP/0.9': 'GET /api/v1/health\r\n\r\n',
    'HTTP/1.0': call(house, { line: 'GET /api/v1/health HTTP/1.0' }),
    'HTTP/2': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    garbage: '\x16\x03\x01\x02\x00\x01\x00\r\n\r\n',
  };
  for (const [what, text] of Object.entries(hostile)) {
    assert.deepEqual(said(await house.raw(text)), [400, 'gateway_malformed'], what);
  }
  assert.equal(calls(), 0);
  const good = await house.raw(call(house));
  assert.equal(said(good)[0], 200);
  assert.match(good, /hello/);
});

test('a request names the gateway by its own address, once; a name that leads here by DNS is another host (P8)', async (t) => {
  const { house, calls } = await counting(t);
  const port = house.gateway.address?.split(':').at(-1);
  for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `LOCALHOST:${port}`, `[::1]:${port}`]) {
    assert.equal(said(await house.raw(call(house, { host })))[0], 200, host);
  }
  const heard = calls();
  const others = [
    'evil.example',
    `evil.example:${port}`,
    '127.0.0.1',
    'localhost',
    `127.0.0.1:1${port}`,
    `127.1:${port}`,
    '',
  ];
  for (const host of others) {
    assert.deepEqual(said(await house.raw(call(house, { host }))), [403, 'gateway_host_refused'], host);
  }
  const twice = call(house, { headers: ['Host: evil.example'] });
  assert.deepEqual(said(await house.raw(twice)), [403, 'gateway_host_refused']);
  const none = 'GET /api/v1/health HTTP/1.1\r\nConnection: close\r\n\r\n';
  assert.deepEqual(said(await house.raw(none)), [403, 'gateway_host_refused']);
  assert.equal(calls(), heard);
});

test('a web page gets nothing, whatever it asks for, and no answer invites one (P8)', async (t) => {
  const { house, calls } = await counting(t);
  const marks = [
    'Origin: https://evil.example',
    'Origin: null',
    `Origin: ${house.gateway.address}`,
    'Referer: https://evil.example/page',
    'Sec-Fetch-Site: same-origin',
    'Sec-Fetch-Dest: image',
    'Sec-Fetch-User: ?1',
    'Sec-CH-UA: "Chromium"',
    'Sec-WebSocket-Key: AAAA',
    'Access-Control-Request-Method: POST',
  ];
  for (const headers of marks.map((mark) => [mark])) {
    for (const line of [
      'GET /api/v1/proxy/acme/things HTTP/1.1',
      'OPTIONS /api/v1/health HTTP/1.1',
      'GET /api/v1/health HTTP/1.1',
    ]) {
      const answer = await house.raw(call(house, { line, headers }));
      assert.deepEqual(said(answer), [403, 'gateway_browser_refused'], headers[0]);
      assert.doesNotMatch(answer, /^access-control-/im);
    }
  }
  assert.equal(calls(), 0);
  // Node's own fetch, as SDKs use it, sends `Sec-Fetch-Mode: cors` and nothing else of a browser.
  const fetched = await fetch(`${house.gateway.address}/api/v1/health`);
  assert.equal(fetched.status, 200);
  await fetched.text();
});

test('absolute and authority targets, CONNECT, TRACE, OPTIONS and upgrades are refused, and a path that two servers would read differently', async (t) => {
  const { house, calls } = await counting(t);
  const get = (target: string) => call(house, { line: `GET ${target} HTTP/1.1` });
  const expected: readonly (readonly [string, readonly [number, string]])[] = [
    [get('http://127.0.0.1/api/v1/health'), [400, 'url_invalid']],
    [get('https://evil.example/'), [400, 'url_invalid']],
    [get('evil.example:443'), [400, 'gateway_malformed']],
    [get('/api/v1/health#x'), [400, 'url_invalid']],
    [call(house, { line: 'OPTIONS * HTTP/1.1' }), [400, 'url_invalid']],
    [call(house, { line: 'CONNECT evil.example:443 HTTP/1.1' }), [405, 'gateway_method_unknown']],
    [call(house, { line: 'TRACE /api/v1/proxy/acme/things HTTP/1.1' }), [405, 'method_forbidden']],
    [call(house, { line: 'OPTIONS /api/v1/proxy/acme/things HTTP/1.1' }), [405, 'method_forbidden']],
    [call(house, { line: 'OPTIONS /api/v1/health HTTP/1.1' }), [405, 'gateway_method_unknown']],
    [
      call(house, { headers: ['Upgrade: websocket'] }).replace('Connection: close', 'Connection: Upgrade'),
      [405, 'gateway_method_unknown'],
    ],
    [call(house, { headers: ['Upgrade: h2c'] }), [400, 'header_forbidden']],
    [call(house, { headers: ['Expect: 200-maybe'] }), [400, 'header_forbidden']],
    ...[
      '/api/v1/proxy/acme/a/%2e%2e/b',
      '/api/v1/proxy/acme/..%2fb',
      '/api/v1//proxy/acme/a',
      '/api/v1/proxy/acme/a%5cb',
      '/api/v1/proxy/acme/../openai/b',
      '/api/v1/proxy/acme/a%252e',
      '/api/v1/proxy/acme/a;b',
      '/api/v1/proxy/acme/a\\b',
      '/api/v1/%70roxy/acme/a',
    ].map((target) => [get(target), [400, 'url_invalid']] as const),
    [get(`/api/v1/proxy/acme/${house.token()}`), [400, 'url_invalid']],
    [get('/api/v1/proxy/acme/a?b=<c>'), [400, 'url_invalid']],
  ];
  for (const [text, wanted] of expected) assert.deepEqual(said(await house.raw(text)), wanted, text.split('\r\n')[0]);
  assert.equal(calls(), 0);
  const answer = await house.raw(call(house, { line: 'TRACE /api/v1/proxy/acme/things HTTP/1.1' }));
  assert.match(answer, /^Allow: GET, HEAD, POST, PUT, PATCH, DELETE\r$/m);
});

test('an agent that resets its connection at the worst moment hurts nobody', async (t) => {
  const { house } = await counting(t);
  const lines = [
    'CONNECT a:1 HTTP/1.1',
    'GET /api/v1/proxy/acme/things HTTP/1.1',
    'BROKEN\0',
    'POST /api/v1/scan HTTP/1.1',
  ];
  for (const line of [...lines, ...lines]) {
    const socket = house.dial().on('error', () => {});
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write(call(house, { line, headers: ['Content-Length: 10'], body: 'half' }), () => socket.resetAndDestroy());
    await closed;
  }
  assert.equal((await house.ask('GET', '/api/v1/health')).status, 200);
});

test('headers have a largest size and number, and a compressed body is not read', async (t) => {
  const { house, calls } = await counting(t);
  const large = call(house, { headers: [`X-A: ${'a'.repeat(40_000)}`] });
  assert.deepEqual(said(await house.raw(large)), [431, 'call_too_large']);
  const many = call(house, { headers: Array.from({ length: 120 }, (_, i) => `X-${i}: a`) });
  assert.deepEqual(said(await house.raw(many)), [431, 'call_too_large']);
  const packed = call(house, {
    line: 'POST /api/v1/proxy/acme/things HTTP/1.1',
    headers: ['Content-Encoding: gzip', 'Content-Length: 1'],
    body: 'x',
  });
  assert.deepEqual(said(await house.raw(packed)), [415, 'gateway_body_unread']);
  assert.equal(calls(), 0);
});

test('what everybody may send is small, and is told to be too large before it is all there', async (t) => {
  const { house } = await counting(t);
  const register = (length: number) => {
    const headers = ['Content-Type: application/json', `Content-Length: ${length}`];
    return call(house, { line: 'POST /api/v1/auth/register HTTP/1.1', headers, body: ' '.repeat(20_000) });
  };
  assert.deepEqual(said(await house.raw(register(20_000))), [413, 'message_too_large']);
  assert.deepEqual(said(await house.raw(register(2_000_000))), [413, 'message_too_large']);
});

test('headers and bodies that come too slowly end with 408, and a silent connection ends', async (t) => {
  const times = { headersMs: 250, requestMs: 400, keepAliveMs: 60, checkMs: 20 };
  const { place } = (await startGateway(t)).parts;
  const house = await startGateway(t, {
    place: { ...place, addressFile: `${place.addressFile}.2`, times },
    call: async (_asker, { body }) => {
      for await (const part of body ?? []) assert.equal(part.length, 1);
      return { kind: 'expired', waitedFor: 'approval' };
    },
  });
  assert.equal(gatewayTimes.headersMs, 10_000);
  assert.deepEqual(said(await house.raw('GET /api/v1/health HT')), [408, 'frame_too_slow']);
  const body = call(house, {
    line: 'PUT /api/v1/proxy/acme/things/1 HTTP/1.1',
    headers: ['Content-Length: 9'],
    body: 'x',
  });
  const token = house.token(house.scopes);
  const text = body.replace(/Bearer \S+/, `Bearer ${token}`);
  assert.deepEqual(said(await house.raw(text)), [408, 'frame_too_slow']);
  assert.deepEqual(said(await house.raw('')), [408, 'frame_too_slow']);
  const kept = await house.raw(
    call(house, { line: 'GET /api/v1/health HTTP/1.1' }).replace('Connection: close', 'X-A: b'),
  );
  assert.equal(said(kept)[0], 200);
});

test('pipelined requests are answered in order, each its own; what cannot be read is never answered in the place of another', async (t) => {
  const { house } = await counting(t, {
    call: async (_asker, { path }, _handle, sink) => {
      sink.head(200, []);
      await sink.part(Buffer.from(`<${path}>`));
      return { kind: 'answered', status: 200, answerBytes: 1, redactions: [], durationMs: 1 };
    },
  });
  const at = (name: string) => call(house, { line: `GET /api/v1/proxy/acme/${name} HTTP/1.1` });
  const kept = (name: string) => at(name).replace('Connection: close', 'X-A: b');
  const both = await house.raw(`${kept('one')}${at('two')}`);
  assert.deepEqual(both.match(/<[^>]+>/g), ['</v1/one>', '</v1/two>']);
  let release = () => {};
  const waiting = await startGateway(t, {
    call: async (asker, wish, handle, sink) => {
      await new Promise<void>((resolve) => {
        release = resolve;
        handle.signal.addEventListener('abort', () => resolve());
      });
      return answering('late')(asker, wish, handle, sink);
    },
  });
  const first = call(waiting).replace('Connection: close', 'X-A: b');
  const broken = waiting.raw(`${first}BROKEN\0\r\n\r\n`);
  assert.equal(await broken, '', 'nothing is said to the first in the words for the second');
  release();
});

test('a body is asked for with 100 Continue once it is wanted, and never when the request is refused', async (t) => {
  const bodies: string[] = [];
  const house = await startGateway(t, {
    call: async (asker, wish, handle, sink) => {
      for await (const part of wish.body ?? []) bodies.push(Buffer.from(part).toString());
      return answering('taken')(asker, wish, handle, sink);
    },
  });
  const line = 'PUT /api/v1/proxy/acme/things/1 HTTP/1.1';
  const headers = ['Expect: 100-continue', 'Transfer-Encoding: chunked'];
  const text = call(house, { line, headers }).replace(/Bearer \S+/, `Bearer ${house.token(house.scopes)}`);
  const socket = house.dial();
  let got = '';
  socket.on('data', (part) => {
    got += part.toString();
  });
  socket.write(text);
  await until(() => got.includes('100 Continue'));
  assert.doesNotMatch(got, /200/);
  // A trailer is no header: it goes nowhere.
  socket.write('5\r\nhello\r\n0\r\nX-Acme-Late: 1\r\n\r\n');
  await until(() => got.includes('taken'));
  assert.deepEqual(bodies, ['hello']);
  const refused = await house.raw(call(house, { line, headers }));
  assert.deepEqual(said(refused), [403, 'scope_missing']);
  assert.doesNotMatch(refused, /100 Continue/);
});

test('only this computer is let in, and through the socket only this account (P8)', async (t) => {
  for (const [address, isOne] of [
    ...([
      ['127.0.0.1', true],
      ['127.9.9.9', true],
      ['::1', true],
      ['::ffff:127.0.0.1', true],
    ] as const),
    ...([
      ['10.0.0.1', false],
      ['::ffff:10.0.0.1', false],
      ['127.0.0.1.evil', false],
      [undefined, false],
    ] as const),
  ]) {
    assert.equal(isLoopback(address), isOne, address);
  }
  const house = await startGateway(t);
  const other = Object.values(networkInterfaces())
    .flat()
    .find((each) => each?.family === 'IPv4' && !each.internal);
  if (other !== undefined) {
    const port = Number(house.gateway.address?.split(':').at(-1));
    const socket = connect({ port, host: '127.0.0.1', localAddress: other.address });
    const closed = new Promise<string>((resolve) => {
      let got = '';
      socket.on('data', (part) => {
        got += part.toString();
      });
      socket.on('error', () => {});
      socket.on('close', () => resolve(got));
    });
    socket.write(call(house));
    assert.equal(await closed, '');
  }
  const { place } = house.parts;
  const strangers = await startGateway(
    t,
    { place: { ...place, socketPath: `${place.socketPath}2`, peerOf: () => ({ uid: 4711 }) } },
    'socket',
  );
  assert.equal(await strangers.raw('GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n'), '');
});
