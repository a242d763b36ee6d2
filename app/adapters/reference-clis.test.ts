// op, bw and aws references. No account of these services is here: scripts stand in for `op` and `bw` and print what the tools
// were seen to print; the real `aws`, where it is installed, talks to a loopback server instead of AWS.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { needs, program, resolveNow, systemPath, temporaryFolder } from './reference.testkit.ts';
import { fault } from './vault.testkit.ts';

/** A script as the program `name`: it writes its arguments to a file, prints `says` there or here, and exits. */
function standIn(t: TestContext, name: string, says: string, failing = false) {
  const folder = temporaryFolder(t);
  const heard = join(folder, 'arguments');
  const script = `printf '%s\\n' "$@" > ${heard}\ncat ${failing ? '>&2 ' : ''}<<'END'\n${says}\nEND\nexit ${failing ? 1 : 0}`;
  program(folder, name, script);
  return { env: { PATH: `${folder}:${systemPath}` }, heard: () => readFileSync(heard, 'utf8').trimEnd().split('\n') };
}

type Code = Parameters<typeof fault>[0];

test('op (stand-in): the reference goes to `op read` whole', async (t) => {
  const { env, heard } = standIn(t, 'op', 'the-token');
  assert.equal((await resolveNow('op://My vault/GitHub/token?attribute=otp', { env })).toString(), 'the-token');
  assert.deepEqual(heard(), ['read', '--no-newline', 'op://My vault/GitHub/token?attribute=otp']);
});

const couldNot = "[ERROR] 2026/11/22 06:00:00 could not read secret 'op://v/nope/password':";
const opSays: readonly (readonly [says: string, code: Code])[] = [
  [
    `${couldNot} could not get item v/nope: "nope" isn't an item in the "v" vault. Specify the item`,
    'reference_not_found',
  ],
  [`${couldNot} could not get item v/nope: "v" isn't a vault in this account.`, 'reference_not_found'],
  [`${couldNot} item 'v/nope' does not have a field 'password'`, 'reference_not_found'],
  [`${couldNot} error initializing client: You are not currently signed in.`, 'reference_locked'],
  [`${couldNot} error initializing client: authorization timeout`, 'reference_locked'],
  [`${couldNot} error initializing client: RequestDelegatedSession: cannot setup session.`, 'reference_locked'],
  ["[ERROR] (403) Forbidden: You aren't authorized to access this resource.", 'reference_denied'],
  ['[ERROR] something new', 'reference_failed'],
];
for (const [says, code] of opSays) {
  test(`op (stand-in): ${says.slice(-45)} is ${code}`, async (t) => {
    const { env } = standIn(t, 'op', says, true);
    await assert.rejects(resolveNow('op://v/nope/password', { env }), fault(code));
  });
}

const item = {
  object: 'item',
  id: '3f1c',
  name: 'GitHub',
  notes: 'two\nlines',
  login: { username: 'joe', password: 'pässwörd', totp: null, uris: [{ match: null, uri: 'https://x' }] },
  fields: [
    { name: 'API key', value: 'custom-value', type: 1, linkedId: null },
    { name: 'password', value: 'a field of the same name', type: 0, linkedId: null },
    { name: 'empty', value: null, type: 0, linkedId: null },
  ],
};

test('bw (stand-in): a field of the item is read from its JSON', async (t) => {
  const { env, heard } = standIn(t, 'bw', JSON.stringify(item));
  const read = async (field: string) => (await resolveNow(`bw://My%20item/${field}`, { env })).toString();
  assert.deepEqual(
    [await read('password'), await read('username'), await read('notes'), await read('API key')],
    ['pässwörd', 'joe', 'two\nlines', 'custom-value'],
  );
  assert.deepEqual(heard(), ['get', 'item', 'My item', '--nointeraction']);
  for (const field of ['totp', 'empty', 'nope', 'uris', '__proto__', 'constructor']) {
    await assert.rejects(read(field), fault('reference_not_found'), field);
  }
});

const bwSays: readonly (readonly [says: string, code: Code])[] = [
  ['Vault is locked.', 'reference_locked'],
  ['You are not logged in.', 'reference_locked'],
  ['Not found.', 'reference_not_found'],
  ['More than one result was found. Try getting a specific object by `id` instead.', 'reference_failed'],
];
for (const [says, code] of bwSays) {
  test(`bw (stand-in): ${says.slice(0, 40)} is ${code}`, async (t) => {
    const { env } = standIn(t, 'bw', says, true);
    await assert.rejects(resolveNow('bw://item/password', { env }), fault(code));
  });
}

test('bw (stand-in): an answer that is no item is a failure', async (t) => {
  for (const says of ['', 'mac failed.', '[]', '{"login":"x"}', '{"fields":{"a":"b"}}']) {
    const { env } = standIn(t, 'bw', says);
    await assert.rejects(resolveNow('bw://item/password', { env }), fault('reference_failed'), says);
  }
});

describe('aws (the real CLI, a loopback server)', needs('aws'), () => {
  /** Secrets Manager, as far as GetSecretValue. */
  async function secretsManager(t: TestContext, status: number, answer: unknown) {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        asked.push(`${request.headers['x-amz-target']} ${body}`);
        response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer));
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => void server.close());
    const address = server.address();
    assert.ok(typeof address === 'object' && address !== null);
    const env = {
      PATH: process.env.PATH ?? systemPath,
      HOME: temporaryFolder(t),
      AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${address.port}`,
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'not-a-real-key',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_MAX_ATTEMPTS: '1',
    };
    return { env, asked };
  }

  const found = { ARN: 'arn:aws:x', Name: 'prod/db', VersionId: 'v', CreatedDate: 1523477145.713 };

  test('a secret is read whole, or by the key of its JSON', async (t) => {
    const SecretString = '{"user":"joe","password":"pässwörd","port":5432,"nested":{}}';
    const { env, asked } = await secretsManager(t, 200, { ...found, SecretString });
    assert.equal((await resolveNow('aws-sm:prod/db', { env })).toString(), SecretString);
    assert.equal((await resolveNow('aws-sm:prod/db#password', { env })).toString(), 'pässwörd');
    assert.equal((await resolveNow('aws-sm:prod/db#port', { env })).toString(), '5432');
    assert.equal(asked[0], 'secretsmanager.GetSecretValue {"SecretId": "prod/db"}');
    await assert.rejects(resolveNow('aws-sm:prod/db#nope', { env }), fault('reference_not_found'));
    await assert.rejects(resolveNow('aws-sm:prod/db#nested', { env }), fault('reference_failed'));
  });

  test('a binary secret is its bytes, for a file alone', async (t) => {
    const { env } = await secretsManager(t, 200, {
      ...found,
      SecretBinary: Buffer.from([0, 1, 255]).toString('base64'),
    });
    assert.deepEqual(await resolveNow('aws-sm:bin', { env, wanted: 'bytes' }), Buffer.from([0, 1, 255]));
    await assert.rejects(resolveNow('aws-sm:bin', { env }), fault('reference_not_text'));
    await assert.rejects(resolveNow('aws-sm:bin#key', { env }), fault('reference_not_found'));
  });

  const refusals: readonly (readonly [type: string, code: Code])[] = [
    ['ResourceNotFoundException', 'reference_not_found'],
    ['AccessDeniedException', 'reference_denied'],
    ['ExpiredTokenException', 'reference_locked'],
    ['InternalServiceError', 'reference_failed'],
  ];
  for (const [type, code] of refusals) {
    test(`${type} is ${code}`, async (t) => {
      const { env } = await secretsManager(t, 400, { __type: type, Message: 'as the service says' });
      await assert.rejects(resolveNow('aws-sm:prod/db', { env }), fault(code));
    });
  }

  test('without a sign-in it is told as locked', async (t) => {
    const { env: all, asked } = await secretsManager(t, 200, found);
    const {
      AWS_ACCESS_KEY_ID: _id,
      AWS_SECRET_ACCESS_KEY: _key,
      ...env
    } = { ...all, AWS_EC2_METADATA_DISABLED: 'true' };
    await assert.rejects(resolveNow('aws-sm:prod/db', { env }), fault('reference_locked'));
    assert.equal(asked.length, 0);
  });
});

test('aws (stand-in): the answer’s last newline is the CLI’s own, not the value’s', async (t) => {
  const { env } = standIn(t, 'aws', '{"SecretString": "two\\nlines\\n"}');
  assert.equal((await resolveNow('aws-sm:x', { env, wanted: 'bytes' })).toString(), 'two\nlines\n');
  for (const says of ['', 'None', '[]', '{"SecretString": 1}', '{"SecretBinary": "%"}']) {
    const broken = standIn(t, 'aws', says);
    await assert.rejects(resolveNow('aws-sm:x', { env: broken.env }), fault('reference_failed'), says);
  }
});
