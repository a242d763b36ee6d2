// What vault: and bao: references ask a KV store for, and how its answers are read.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Reference } from '../contract/reference.ts';
import { resolveNow, resolverFor, temporaryFolder } from './reference.testkit.ts';
import { plain, send, store, token, versioned } from './reference-kv.testkit.ts';
import { fault } from './vault.testkit.ts';

test('KV 2: the field of the current version is read with the token, in one GET', async (t) => {
  const { env, seen, address } = await store(t, send(200, versioned({ password: 'pässwörd\n', port: 5432 })));
  assert.equal((await resolveNow('vault:secret/data/app#password', { env })).toString(), 'pässwörd');
  assert.equal((await resolveNow('vault:secret/data/app#password', { env, wanted: 'bytes' })).toString(), 'pässwörd\n');
  assert.equal((await resolveNow('vault:secret/data/app#port', { env })).toString(), '5432');
  assert.equal(seen.length, 3);
  const [asked] = seen;
  assert.deepEqual([asked?.method, asked?.url], ['GET', '/v1/secret/data/app']);
  assert.deepEqual([asked?.headers['x-vault-token'], asked?.headers['x-vault-request']], [token, 'true']);
  const frozen = await resolverFor(env).freeze(Reference.parse('vault:secret/data/app#password'));
  assert.equal(frozen.program, `${address}/v1/secret/data/app`);
  assert.equal(frozen.sha256, null);
  assert.equal(seen.length, 3, 'freezing asks nobody');
});

test('KV 1: the field is read, also one that is called data or metadata', async (t) => {
  const { env } = await store(t, send(200, plain({ foo: 'bar', data: 'own', metadata: 'too' })));
  assert.equal((await resolveNow('vault:kv/my-secret#foo', { env })).toString(), 'bar');
  assert.equal((await resolveNow('vault:kv/my-secret#data', { env })).toString(), 'own');
});

test('names are encoded, and a namespace and a path of the address stand before them', async (t) => {
  const { env, seen, address } = await store(t, send(200, plain({ 'a#b': 'value' })));
  const here = { ...env, VAULT_ADDR: `${address}/base/`, VAULT_NAMESPACE: 'team/one/' };
  assert.equal((await resolveNow('vault:kv/my secret%3F/ä#a%23b', { env: here })).toString(), 'value');
  assert.equal(seen[0]?.url, '/base/v1/team/one/kv/my%20secret%3F/%C3%A4');
});

test('bao: looks at BAO_ variables first and at VAULT_ ones after them, as its CLI does', async (t) => {
  const { address, seen } = await store(t, send(200, plain({ a: 'value' })));
  const both = { BAO_ADDR: address, VAULT_ADDR: 'https://127.0.0.1:1', BAO_TOKEN: 'bao', VAULT_TOKEN: 'vault' };
  assert.equal((await resolveNow('bao:kv/x#a', { env: both })).toString(), 'value');
  assert.equal(
    (await resolveNow('bao:kv/x#a', { env: { VAULT_ADDR: address, VAULT_TOKEN: 'vault' } })).toString(),
    'value',
  );
  assert.deepEqual(
    seen.map(({ headers }) => headers['x-vault-token']),
    ['bao', 'vault'],
  );
});

test('the token is that of the variable, or else of the file that the CLI’s sign-in writes', async (t) => {
  const { env, seen } = await store(t, send(200, plain({ a: 'value' })));
  const HOME = temporaryFolder(t);
  writeFileSync(join(HOME, '.vault-token'), 'from-the-file\n', { mode: 0o600 });
  await resolveNow('vault:kv/x#a', { env: { ...env, HOME, VAULT_TOKEN: '' } });
  await resolveNow('vault:kv/x#a', { env: { ...env, HOME } });
  assert.deepEqual(
    seen.map(({ headers }) => headers['x-vault-token']),
    ['from-the-file', token],
  );
});

test('without a token, or with one that no header can hold, nobody is asked', async (t) => {
  const { env, seen } = await store(t, send(200, plain({ a: 'value' })));
  for (const VAULT_TOKEN of ['', 'two words', 'a\r\nX-Evil: 1', 'ä']) {
    await assert.rejects(resolveNow('vault:kv/x#a', { env: { ...env, VAULT_TOKEN } }), fault('reference_locked'));
  }
  assert.equal(seen.length, 0);
});

const answers: readonly (readonly [what: string, status: number, body: string, code: Parameters<typeof fault>[0]])[] = [
  ['a missing path', 404, '{"errors":[]}', 'reference_not_found'],
  [
    'a deleted version',
    404,
    versioned(null, { deletion_time: '2018-03-22T02:36:33.954880664Z' }),
    'reference_not_found',
  ],
  ['a destroyed version', 404, versioned(null, { destroyed: true }), 'reference_not_found'],
  ['a deleted version answered with 200', 200, versioned(null), 'reference_not_found'],
  ['a field that is not there', 200, versioned({ other: 'x' }), 'reference_not_found'],
  ['a field of every object', 200, versioned({}), 'reference_not_found'],
  ['an empty field', 200, versioned({ password: '' }), 'reference_not_found'],
  ['a field that is an object', 200, versioned({ password: { a: 'b' } }), 'reference_failed'],
  ['a field that is a fraction', 200, versioned({ password: 1.5 }), 'reference_failed'],
  ['a number that JavaScript would change', 200, '{"data":{"password":12345678901234567890}}', 'reference_failed'],
  [
    'a token without the right',
    403,
    '{"errors":["1 error occurred:\\n\\t* permission denied\\n\\n"]}',
    'reference_denied',
  ],
  ['a sealed store', 503, '{"errors":["Vault is sealed"]}', 'reference_locked'],
  ['a store with a fault', 500, '{"errors":["internal error"]}', 'reference_failed'],
  ['too many requests', 429, '', 'reference_failed'],
  ['no content', 204, '', 'reference_failed'],
  ['no JSON', 200, '<html>', 'reference_failed'],
  ['JSON of another shape', 200, '[1]', 'reference_failed'],
  ['no data', 200, '{"data":null}', 'reference_not_found'],
  ['a warning without data', 200, '{"warnings":["x"]}', 'reference_failed'],
];
for (const [what, status, body, code] of answers) {
  test(`${what} is ${code}`, async (t) => {
    const { env } = await store(t, send(status, body));
    await assert.rejects(resolveNow('vault:secret/data/app#password', { env }), fault(code));
  });
}

test('a name that every object has is no field', async (t) => {
  const { env } = await store(t, send(200, plain({ a: 'x' })));
  for (const key of ['constructor', '__proto__', 'toString']) {
    await assert.rejects(resolveNow(`vault:kv/x#${key}`, { env }), fault('reference_not_found'));
  }
});
