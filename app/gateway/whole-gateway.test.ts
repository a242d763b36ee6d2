// The gateway with everything behind it: real SDKs, every way of carrying a secret, answers that echo it, and tokens that end.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { after, test } from 'node:test';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { Octokit } from '@octokit/rest';
import OpenAI, { toFile } from 'openai';
import { ProviderId } from '../contract/provider.ts';
import { until } from './gateway.testkit.ts';
import { originOf, ownProvider, startWholeGateway, wellKnown } from './whole-gateway.testkit.ts';

const random = (bytes: number) => randomBytes(bytes).toString('base64url').replaceAll(/[-_]/g, 'x');
const keys = {
  openai: `sk-proj-${random(30)}`,
  github: `ghp_${random(27)}`,
  bearer: `Zq${random(24)}`,
  header: `Hq${random(24)}`,
  query: `Qq${random(24)} &/+"`,
  basic: `Bq${random(24)}`,
  path: `123456:${random(24)}`,
};
const setUps = [
  wellKnown('openai', keys.openai),
  wellKnown('github', keys.github),
  ownProvider('bearer', { kind: 'bearer' }, { value: keys.bearer }),
  ownProvider('header', { kind: 'header', name: 'X-Api-Key' }, { value: keys.header }),
  ownProvider('query', { kind: 'query', name: 'api_key' }, { value: keys.query }),
  ownProvider(
    'basic',
    { kind: 'basic', user: '{user}', password: '{password}' },
    { user: 'ada', password: keys.basic },
  ),
  ownProvider(
    'templated',
    {
      kind: 'template',
      parts: [
        { in: 'path', name: '', text: 'bot{value}' },
        { in: 'header', name: 'X-Sign-In', text: 'Token token={value}' },
      ],
    },
    { value: keys.path },
  ),
];

type Answering = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;
let answer: Answering = (_, response) => void response.end('{}');
const origin = await originOf(setUps, (...given) => answer(...given));
after(() => origin.close());
const whole = await startWholeGateway({ after }, setUps, origin);
const token = await whole.token();

const call = (path: string, options: RequestInit = {}) =>
  fetch(`${whole.address}/api/v1/proxy/${path}`, { headers: { authorization: `Bearer ${token}` }, ...options });
const json = (response: ServerResponse, body: unknown, type = 'application/json') =>
  void response.writeHead(200, { 'content-type': type }).end(JSON.stringify(body));
const lastSeen = () => {
  const seen = origin.requests.at(-1);
  assert.ok(seen !== undefined);
  return seen;
};

/** SECURITY P1: the real key arrived, in its place and nowhere else, and nothing of the agent's own sign-in did. */
function assertCarried(key: string): void {
  const { url, rawHeaders, body } = lastSeen();
  const carried = [url, ...rawHeaders].filter((text) => text.includes(key));
  assert.equal(carried.length, 1);
  assert.equal(body.includes(key), false);
  assert.doesNotMatch(`${url}\n${rawHeaders.join('\n')}\n${body.toString('latin1')}`, /postern_/);
}

test('the openai SDK chats, streams and uploads a file with a token alone (P1)', async () => {
  const openai = new OpenAI({ baseURL: `${whole.base('openai')}/v1`, apiKey: token, maxRetries: 0 });
  const messages = [{ role: 'user' as const, content: 'Say hello' }];
  answer = (_, response) => json(response, { id: 'c1', choices: [{ index: 0, message: { content: 'hello' } }] });
  const said = await openai.chat.completions.create({ model: 'gpt-5', messages });
  assert.equal(said.choices[0]?.message.content, 'hello');
  assertCarried(keys.openai);
  assert.equal(lastSeen().headers.authorization, `Bearer ${keys.openai}`);
  assert.equal(lastSeen().url, '/v1/chat/completions');

  answer = (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const content of ['hel', 'lo'])
      response.write(`data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`);
    response.end('data: [DONE]\n\n');
  };
  let streamed = '';
  for await (const part of await openai.chat.completions.create({ model: 'gpt-5', messages, stream: true })) {
    streamed += part.choices[0]?.delta.content ?? '';
  }
  assert.equal(streamed, 'hello');

  answer = (_, response) => json(response, { id: 'file-1', object: 'file' });
  const lines = '{"prompt":"a","completion":"b"}\n'.repeat(50_000);
  const file = await openai.files.create({ file: await toFile(Buffer.from(lines), 'a.jsonl'), purpose: 'fine-tune' });
  assert.equal(file.id, 'file-1');
  assertCarried(keys.openai);
  assert.ok(lastSeen().body.includes(lines));
});

test('Octokit reads and writes with a token alone, and is told of a refusal (P1, P2)', async () => {
  const octokit = new Octokit({ baseUrl: whole.base('github'), auth: token });
  answer = (_, response) => json(response, { full_name: 'ada/engine' });
  const { data } = await octokit.rest.repos.get({ owner: 'ada', repo: 'engine' });
  assert.equal(data.full_name, 'ada/engine');
  assertCarried(keys.github);
  assert.equal(lastSeen().url, '/repos/ada/engine');
  answer = (_, response) => json(response, { number: 7 });
  const made = await octokit.rest.issues.create({ owner: 'ada', repo: 'engine', title: 'A leak', body: 'of steam' });
  assert.equal(made.data.number, 7);
  const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const auth = await whole.token(['github:read']);
  const reader = new Octokit({ baseUrl: whole.base('github'), auth, log: silent });
  const before = origin.requests.length;
  await assert.rejects(reader.rest.issues.create({ owner: 'ada', repo: 'engine', title: 'No' }), { status: 403 });
  assert.equal(origin.requests.length, before);
});

test('each way of carrying a secret puts it in its place and nowhere else (P1)', async () => {
  answer = (_, response) => json(response, {});
  const wanted = {
    bearer: ['/things?a=1', { authorization: `Bearer ${keys.bearer}` }, keys.bearer],
    header: ['/things?a=1', { 'x-api-key': keys.header }, keys.header],
    query: [`/things?a=1&api_key=${encodeURIComponent(keys.query)}`, {}, encodeURIComponent(keys.query)],
    basic: ['/things?a=1', { authorization: `Basic ${btoa(`ada:${keys.basic}`)}` }, btoa(`ada:${keys.basic}`)],
  } as const;
  for (const [provider, [url, headers, key]] of Object.entries(wanted)) {
    assert.equal((await call(`${provider}/things?a=1`)).status, 200, provider);
    assert.equal(lastSeen().url, url);
    for (const [name, value] of Object.entries(headers)) assert.equal(lastSeen().headers[name], value);
    assertCarried(key);
  }
  assert.equal((await call('templated/sendMessage')).status, 200);
  assert.equal(lastSeen().url, `/bot${keys.path}/sendMessage`);
  assert.equal(lastSeen().headers['x-sign-in'], `Token token=${keys.path}`);
});

test('a scope lets through what it names and nothing else; nothing reaches the API then (P2)', async () => {
  answer = (_, response) => json(response, {});
  const reads = await whole.token(['github:read', 'openai:models']);
  const tries = [
    ['GET', 'github/repos/ada/engine', 200],
    ['GET', 'openai/v1/models', 200],
    ['POST', 'openai/v1/chat/completions', 403],
    ['POST', 'github/repos/ada/engine/issues', 403],
    ['DELETE', 'github/repos/ada/engine', 403],
    ['GET', 'bearer/things', 403],
  ] as const;
  for (const [method, path, status] of tries) {
    const before = origin.requests.length;
    const told = await call(path, { method, headers: { authorization: `Bearer ${reads}` } });
    assert.equal(told.status, status, `${method} ${path}: ${await told.text()}`);
    assert.equal(origin.requests.length - before, status === 200 ? 1 : 0, path);
  }
});

/** What an API may make of a request when it shows it again, with the key in it. */
const body = `{"auth":"Bearer ${keys.bearer}","b64":"${btoa(`u:${keys.bearer}`)}"}`;
const echoes: Readonly<Record<string, (response: ServerResponse) => void>> = {
  'in headers, Location and Set-Cookie': (response) =>
    void response
      .writeHead(302, {
        Location: `https://elsewhere.test/?key=${encodeURIComponent(keys.bearer)}`,
        'Set-Cookie': [`a=${keys.bearer}`, 'b=2'],
        'X-Echo': `Bearer ${keys.bearer}`,
      })
      .end(body),
  gzip: (response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(body)),
  br: (response) => void response.writeHead(200, { 'content-encoding': 'br' }).end(brotliCompressSync(body)),
  deflate: (response) => void response.writeHead(200, { 'content-encoding': 'deflate' }).end(deflateSync(body)),
  'in an event': (response) =>
    void response.writeHead(200, { 'content-type': 'text/event-stream' }).end(`data: ${body}\n\ndata: ${body}\n\n`),
  'byte by byte': (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    void (async () => {
      for (const byte of Buffer.from(body)) {
        await new Promise((resolve) => response.write(Buffer.from([byte]), resolve));
      }
      response.end();
    })();
  },
  'in an error': (response) => void response.writeHead(401, 'Unauthorized').end(`bad key ${keys.bearer}`),
};

for (const [how, echo] of Object.entries(echoes)) {
  test(`an API that shows the key again, ${how}, shows the agent a marker (P1)`, async () => {
    answer = (_, response) => echo(response);
    const told = await call('bearer/echo', { redirect: 'manual' });
    const text = `${[...told.headers].join('\n')}\n${await told.text()}`;
    assert.match(text, /\[REDACTED:bearer\/key\]/);
    for (let at = 0; at + 12 <= keys.bearer.length; at++) {
      assert.equal(text.includes(keys.bearer.slice(at, at + 12)), false, text);
    }
    assert.equal(text.includes(btoa(`u:${keys.bearer}`).slice(6, -4)), false);
  });
}

test('another secret in the request is blocked with its kind alone, and nothing reaches the API (P1)', async () => {
  const before = origin.requests.length;
  const bodies = [keys.openai, encodeURIComponent(keys.query), JSON.stringify(keys.header)];
  const agent = await whole.token();
  const told = await fetch(`${whole.base('bearer')}/things`, {
    ...{ method: 'POST', headers: { authorization: `Bearer ${agent}` }, body: `a ${bodies[0]}` },
  });
  assert.equal(told.status, 422);
  const { error } = (await told.json()) as { error: { code: string; findings: string[] } };
  assert.equal(error.code, 'call_blocked');
  assert.ok(error.findings.includes('vault_value'));
  assert.equal(origin.requests.length, before);
  assert.ok(whole.house.kinds().includes('call.blocked'));
});

test('a token that is revoked in the middle of a stream ends it at once, for the agent and for the API (P8)', async () => {
  let closed = false;
  answer = (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
    response.once('close', () => {
      closed = true;
    });
  };
  const own = await whole.token(['bearer:*']);
  const streamed = await call('bearer/events', { headers: { authorization: `Bearer ${own}` } });
  const reader = streamed.body?.getReader();
  assert.equal(Buffer.from((await reader?.read())?.value ?? []).toString(), 'data: 1\n\n');
  const revoked = await fetch(`${whole.address}/api/v1/auth/revoke`, {
    ...{ method: 'POST', body: '{}' },
    headers: { authorization: `Bearer ${own}`, 'content-type': 'application/json' },
  });
  assert.deepEqual(await revoked.json(), { revoked: 1 });
  await assert.rejects(async () => reader?.read());
  await until(() => closed);
  const again = await call('bearer/events', { headers: { authorization: `Bearer ${own}` } });
  assert.equal(again.status, 401);
});

test('a connection goes on after a refusal that came before the end of a body', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  after(() => agent.destroy());
  const ask = (method: string, path: string, body: Buffer | null) =>
    new Promise<readonly [number | undefined, boolean]>((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-length': body.length }) };
      const sent = request(`${whole.address}${path}`, { method, agent, headers }, (response) => {
        response.resume().once('end', () => resolve([response.statusCode, sent.reusedSocket]));
      });
      sent.once('error', reject).end(body);
    });
  const large = Buffer.alloc(3 * 1024 * 1024, 'abc ');
  assert.deepEqual(await ask('DELETE', '/api/v1/proxy/bearer/things', large), [413, false]);
  assert.deepEqual(await ask('GET', '/api/v1/health', null), [200, true]);
});

test('a provider that is removed while the body of a request is on its way gets nothing of it (P2)', async () => {
  const before = origin.requests.length;
  const headers = { authorization: `Bearer ${token}`, 'content-length': '4', expect: '100-continue' };
  const sent = request(`${whole.base('templated')}/things`, { method: 'POST', headers });
  const answered = once(sent, 'response');
  // Its body is wanted: its scope was found to cover it.
  await once(sent, 'continue');
  sent.write('ab');
  whole.house.broker.desks.providers.remove(ProviderId.parse('templated'));
  sent.end('cd');
  const [response]: IncomingMessage[] = await answered;
  assert.equal(response?.resume().headers['postern-error'], 'action_changed');
  assert.equal(origin.requests.length, before);
});
