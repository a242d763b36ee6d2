// The connection of vault: and bao: references: where the token may go, and what an unfriendly store cannot do.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Reference } from '../contract/reference.ts';
import { needs, resolveNow, resolverFor, temporaryFolder } from './reference.testkit.ts';
import { listen, plain, send, store, token } from './reference-kv.testkit.ts';
import { fault } from './vault.testkit.ts';

test('a redirect is refused, and nobody else sees the token', async (t) => {
  const other = await store(t, send(200, plain({ a: 'value' })));
  for (const status of [301, 302, 307, 308]) {
    const { env } = await store(t, send(status, plain({ a: 'value' }), { Location: `${other.address}/v1/kv/x` }));
    await assert.rejects(resolveNow('vault:kv/x#a', { env }), fault('reference_failed'));
  }
  assert.equal(other.seen.length, 0);
});

test('an answer over 1 MiB is cut off, announced or not, and one of 1 MiB is read', async (t) => {
  const room = 1_048_576 - plain({ a: '' }).length;
  const fits = await store(t, send(200, plain({ a: 'x'.repeat(room) })));
  assert.equal((await resolveNow('vault:kv/x#a', { env: fits.env })).length, room);
  const over = await store(t, send(200, plain({ a: 'x'.repeat(room + 1) })));
  await assert.rejects(resolveNow('vault:kv/x#a', { env: over.env }), fault('reference_too_large'));
  let isCut = false;
  const endless = await store(t, (response) => {
    response.on('close', () => {
      isCut = true;
    });
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
    };
    response.on('drain', more);
    more();
  });
  await assert.rejects(resolveNow('vault:kv/x#a', { env: endless.env }), fault('reference_too_large'));
  while (!isCut) await new Promise((resolve) => setImmediate(resolve));
});

test('a store that never answers, or stops in the middle, is given up, and an abort is at once', async (t) => {
  const silent = await store(t, () => {});
  await assert.rejects(resolveNow('vault:kv/x#a', { env: silent.env, timeoutMs: 200 }), fault('reference_timeout'));
  const half = await store(t, (response) => void response.writeHead(200).write('{"data":'));
  await assert.rejects(resolveNow('vault:kv/x#a', { env: half.env, timeoutMs: 200 }), fault('reference_timeout'));
  const broken = await store(t, (response) => {
    response
      .writeHead(200, { 'Content-Length': '1000' })
      .write('{"data":{"a":"half of a value"}}', () => response.destroy());
  });
  await assert.rejects(resolveNow('vault:kv/x#a', { env: broken.env }), fault('reference_failed'));
  const stop = new AbortController();
  const waiting = await store(t, () => stop.abort());
  await assert.rejects(
    resolveNow('vault:kv/x#a', { env: waiting.env, signal: stop.signal }),
    fault('reference_failed'),
  );
  const { env, seen } = await store(t, send(200, plain({ a: 'value' })));
  await assert.rejects(resolveNow('vault:kv/x#a', { env, signal: AbortSignal.abort() }), fault('reference_failed'));
  assert.equal(seen.length, 0);
});

test('nobody there is a failure', async () => {
  const env = { VAULT_ADDR: 'http://127.0.0.1:9', VAULT_TOKEN: token };
  await assert.rejects(resolveNow('vault:kv/x#a', { env }), fault('reference_failed'));
});

for (const address of [
  ...[
    'http://vault.example.invalid:8200',
    'http://10.0.0.1:8200',
    'http://127.0.0.1.example.invalid',
    'http://[::2]:8200',
  ],
  ...[
    'unix:///run/vault.sock',
    'file:///etc/passwd',
    'vault.example.invalid:8200',
    'nonsense',
    'https://me:pw@127.0.0.1',
  ],
]) {
  test(`the token is not sent to ${address}`, async () => {
    const env = { VAULT_ADDR: address, VAULT_TOKEN: token };
    await assert.rejects(resolverFor(env).freeze(Reference.parse('vault:kv/x#a')), fault('reference_address_unsafe'));
  });
}

test('without an address it is https on this computer, as for the CLI', async () => {
  const { program } = await resolverFor({}).freeze(Reference.parse('vault:kv/x#a'));
  assert.equal(program, 'https://127.0.0.1:8200/v1/kv/x');
});

test('P10: a store at another address than was approved is not asked', async (t) => {
  const { env, seen, address } = await store(t, send(200, plain({ a: 'value' })));
  const resolver = resolverFor(env);
  const frozen = await resolver.freeze(Reference.parse('vault:kv/x#a'));
  const elsewhere = { ...frozen, program: `${address}/v1/kv/y` };
  await assert.rejects(resolver.resolve(elsewhere, new AbortController().signal, 'text'), fault('action_changed'));
  assert.equal(seen.length, 0);
});

test('a certificate that nobody vouches for is refused, unless VAULT_CACERT does', needs('openssl'), async (t) => {
  const { VAULT_CACERT, asked, ...env } = await tlsStore(t, 'IP:127.0.0.1');
  for (const more of [{}, { VAULT_SKIP_VERIFY: 'true' }]) {
    await assert.rejects(resolveNow('vault:kv/x#a', { env: { ...env, ...more } }), fault('reference_failed'));
  }
  assert.equal(asked(), 0);
  assert.equal((await resolveNow('vault:kv/x#a', { env: { ...env, VAULT_CACERT } })).toString(), 'over tls');
  const missing = { ...env, VAULT_CACERT: '/no/such.pem' };
  await assert.rejects(resolveNow('vault:kv/x#a', { env: missing }), fault('reference_not_found'));
});

test('a certificate for another name is refused, whoever vouches for it', needs('openssl'), async (t) => {
  const { asked, ...env } = await tlsStore(t, 'DNS:other.invalid');
  await assert.rejects(resolveNow('vault:kv/x#a', { env }), fault('reference_failed'));
  assert.equal(asked(), 0);
});

/** An https store with a certificate of its own for `name`. */
async function tlsStore(t: TestContext, name: string) {
  const folder = temporaryFolder(t);
  const [key, VAULT_CACERT] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const names = ['-subj', '/CN=store', '-addext', `subjectAltName=${name}`, '-keyout', key, '-out', VAULT_CACERT];
  execFileSync('openssl', [...made, ...names], { stdio: 'ignore' });
  let count = 0;
  const server = createServer({ key: readFileSync(key), cert: readFileSync(VAULT_CACERT) }, (_, response) => {
    count += 1;
    response.end(plain({ a: 'over tls' }));
  });
  return { VAULT_ADDR: await listen(t, server, 'https'), VAULT_TOKEN: token, VAULT_CACERT, asked: () => count };
}
