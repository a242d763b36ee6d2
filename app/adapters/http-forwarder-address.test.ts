// Where a request may go and whom it trusts: the guard of addresses, the two pools, certificates, and what the environment cannot do.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createServer, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { type CertificateWish, testCertificate } from './certificate.testkit.ts';
import { callWith, forwarderFor, textOf, wayTo } from './http-forwarder.testkit.ts';
import { HttpForwarder } from './http-forwarder.ts';
import { isAddress } from './http-pool.ts';
import { fault } from './vault.testkit.ts';

/** With the guard of addresses as it is. */
function guarded(t: TestContext, leadsTo?: readonly string[]) {
  const forwarder = new HttpForwarder({
    certificates: [testCertificate().authority],
    ...(leadsTo ? { lookup: async () => leadsTo.map((address) => ({ address, family: 4 as const })) } : {}),
  });
  t.after(() => forwarder.close());
  return forwarder;
}

test('P2: this computer is refused by number, by name and in every spelling, unless the provider says so', async (t) => {
  const { origin } = await wayTo(t);
  const forwarder = guarded(t);
  const { port } = origin;
  for (const name of [
    ...['127.0.0.1', 'localhost', '[::1]', '[::]', '0.0.0.0', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::127.0.0.1]'],
    ...['127.1', '0x7f.1', '0x7f000001', '2130706433', '0177.0.0.1', '017700000001', '0'],
    ...['169.254.169.254', '10.0.0.1', '[fe80::1]', '[fd00:ec2::254]', '[64:ff9b::7f00:1]'],
  ]) {
    await assert.rejects(callWith(forwarder, { host: `${name}:${port}` }), fault('upstream_address_refused'), name);
  }
  assert.equal(origin.connections, 0);
  for (const host of [origin.host, `127.0.0.1:${port}`]) {
    assert.equal(await textOf(await callWith(forwarder, { host, privateAddress: true })), '{"ok":true}');
  }
});

test('P2: a name that leads to a private network or to metadata is refused, and to nothing is unreachable', async (t) => {
  for (const leadsTo of [['127.0.0.1'], ['10.1.2.3', '169.254.169.254'], ['::1'], ['::ffff:192.168.0.1']]) {
    await assert.rejects(callWith(guarded(t, leadsTo), { host: 'api.test' }), fault('upstream_address_refused'));
  }
  for (const leadsTo of [[], ['no address']]) {
    await assert.rejects(callWith(guarded(t, leadsTo), { host: 'api.test' }), fault('upstream_unreachable'));
  }
});

test('P2: of several addresses only those that passed are connected to', async (t) => {
  const { origin } = await wayTo(t);
  const tried: string[] = [];
  const lookup = async () =>
    ['127.0.0.3', '127.0.0.1', '127.0.0.4'].map((address) => ({ address, family: 4 as const }));
  const mayConnect = (address: string) => address === '127.0.0.1' && tried.push(address) > 0;
  const forwarder = forwarderFor(t, { lookup, mayConnect });
  await textOf(await callWith(forwarder, { host: `api.test:${origin.port}` }));
  assert.deepEqual([tried, origin.connections], [['127.0.0.1'], 1]);
});

test('P2: the address that was checked is the one that is used: a name is resolved once per connection', async (t) => {
  const { origin } = await wayTo(t);
  let lookups = 0;
  const lookup = async () => {
    lookups += 1;
    return [{ address: lookups === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 as const }];
  };
  const forwarder = forwarderFor(t, { lookup, mayConnect: (address) => address === '127.0.0.1' });
  const host = `api.test:${origin.port}`;
  await textOf(await callWith(forwarder, { host }));
  await textOf(await callWith(forwarder, { host }));
  assert.deepEqual([lookups, origin.connections], [1, 1]);
  const held = await callWith(forwarder, { host });
  await assert.rejects(callWith(forwarder, { host }), fault('upstream_address_refused'));
  assert.equal(lookups, 2);
  await textOf(held);
});

test('P2: an open connection to a private address is not used for a host that has to be public', async (t) => {
  const { origin } = await wayTo(t);
  const forwarder = guarded(t, ['127.0.0.1']);
  const host = `private.test:${origin.port}`;
  for (const _ of [1, 2]) await textOf(await callWith(forwarder, { host, privateAddress: true }));
  assert.equal(origin.connections, 1);
  await assert.rejects(callWith(forwarder, { host }), fault('upstream_address_refused'));
  assert.equal(origin.requests.length, 2);
});

const untrusted: Readonly<Record<string, CertificateWish>> = {
  'signed by itself': { authority: 'none' },
  'of an authority nobody trusts': { authority: 'another' },
  'that is over': { isExpired: true },
  'for another name': { names: ['DNS:other.invalid', 'IP:127.0.0.9'] },
};

for (const [what, wish] of Object.entries(untrusted)) {
  test(`a certificate ${what} is refused, each time, and the request is not sent`, async (t) => {
    const { origin, call } = await wayTo(t, undefined, { certificate: testCertificate(wish) });
    for (const _ of [1, 2]) await assert.rejects(call(), fault('upstream_untrusted'));
    await assert.rejects(call({ host: `127.0.0.1:${origin.port}` }), fault('upstream_untrusted'));
    assert.equal(origin.requests.length, 0);
  });
}

test('without certificates of its own it trusts the roots that Node brings, and not the test authority', async (t) => {
  const { origin } = await wayTo(t);
  const forwarder = new HttpForwarder({ mayConnect: () => true });
  t.after(() => forwarder.close());
  await assert.rejects(callWith(forwarder, { host: origin.host }), fault('upstream_untrusted'));
  assert.equal(origin.requests.length, 0);
});

test('the name in the certificate and in the greeting is that of the host, over HTTP/1.1', async (t) => {
  const greetings: unknown[] = [];
  const { origin } = await wayTo(t, ({ socket }, response) => {
    if (socket instanceof TLSSocket) greetings.push([socket.alpnProtocol, Reflect.get(socket, 'servername')]);
    response.end();
  });
  const forwarder = forwarderFor(t, { lookup: async () => [{ address: '127.0.0.1', family: 4 }] });
  // Two names at one address are two connections.
  for (const name of ['api.test', 'a.api.test', '127.0.0.1']) {
    await textOf(await callWith(forwarder, { host: `${name}:${origin.port}` }));
  }
  assert.deepEqual(greetings, [
    ['http/1.1', 'api.test'],
    ['http/1.1', 'a.api.test'],
    ['http/1.1', false],
  ]);
  await assert.rejects(callWith(forwarder, { host: `wrong.test:${origin.port}` }), fault('upstream_untrusted'));
});

test('nobody there, no such name, and a connection that ends before TLS are unreachable; no TLS is untrusted', async (t) => {
  const forwarder = forwarderFor(t);
  const ends = await tcp(t, (socket) => void socket.end());
  const plain = await tcp(t, (socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  const gone = await tcp(t, () => {});
  await gone.close();
  await assert.rejects(callWith(forwarder, { host: gone.host }), fault('upstream_unreachable'));
  await assert.rejects(callWith(forwarder, { host: ends.host }), fault('upstream_unreachable'));
  await assert.rejects(callWith(forwarder, { host: plain.host }), fault('upstream_untrusted'));
  const lost = forwarderFor(t, { lookup: () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' })) });
  await assert.rejects(callWith(lost, { host: 'api.test' }), fault('upstream_unreachable'));
});

test('the environment sets no proxy and cannot switch the verification off', async (t) => {
  let proxied = 0;
  const proxy = await tcp(t, (socket) => {
    proxied += 1;
    socket.destroy();
  });
  const good = await wayTo(t);
  const bad = await wayTo(t, undefined, { certificate: testCertificate({ authority: 'none' }) });
  const script = `
    import { HttpForwarder } from ${JSON.stringify(import.meta.resolve('./http-forwarder.ts'))};
    const certificates = ${JSON.stringify(good.origin.certificates)};
    const forwarder = new HttpForwarder({ certificates, mayConnect: () => true });
    for (const host of ${JSON.stringify([good.origin.host, bad.origin.host])}) {
      const usual = { method: 'GET', target: '/', headers: [], body: null, privateAddress: false, timeoutMs: 5000 };
      const answer = forwarder.forward({ host, ...usual }, new AbortController().signal);
      console.log(await answer.then(({ status }) => status, ({ code }) => code));
    }
    forwarder.close();`;
  const address = `http://${proxy.host}`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    env: {
      ...{ PATH: process.env.PATH, NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_USE_ENV_PROXY: '1' },
      ...{ HTTPS_PROXY: address, https_proxy: address, HTTP_PROXY: address, ALL_PROXY: address, NO_PROXY: '' },
    },
  });
  assert.deepEqual(stdout.trim().split('\n'), ['200', 'upstream_untrusted']);
  assert.deepEqual([proxied, bad.origin.requests.length], [0, 0]);
});

test('an address is told from a name as the system does', () => {
  assert.deepEqual(['127.0.0.1', '::1', '127.1', 'localhost', '[::1]'].map(isAddress), [
    true,
    true,
    false,
    false,
    false,
  ]);
});

async function tcp(t: TestContext, greet: (socket: Socket) => void) {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => {}));
    greet(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const close = () => {
    for (const socket of sockets) socket.destroy();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  t.after(close);
  return { host: `localhost:${address.port}`, close };
}
