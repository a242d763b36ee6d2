// Calls through the gateway over real sockets: whose they are, what of them goes on, and how each end of one looks to the agent.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import test from 'node:test';
import { gatewayLimits } from '../contract/gateway.ts';
import type { CallOutcome, CallWish } from '../core/calls/call-house.ts';
import { answering, type Call, startGateway, until } from './gateway.testkit.ts';

const path = '/api/v1/proxy/acme/things?q=1';
const codeOf = (told: { headers: Readonly<Record<string, unknown>> }) => told.headers['postern-error'];
/** The pipeline when it keeps what it was given, the body read. */
function keeping(kept: { wish: CallWish; body: string }[]): Call {
  return async (asker, wish, handle, sink) => {
    const parts: Uint8Array[] = [];
    for await (const part of wish.body ?? []) parts.push(Uint8Array.from(part));
    kept.push({ wish, body: Buffer.concat(parts).toString() });
    return answering('ok')(asker, wish, handle, sink);
  };
}

test('the token is taken wherever SDKs put a key, and nothing of it goes on to the API (P1)', async (t) => {
  const kept: { wish: CallWish; body: string }[] = [];
  const house = await startGateway(t, { call: keeping(kept) });
  const token = house.token(house.scopes);
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
  const places: readonly (readonly [string, Record<string, string>])[] = [
    ...['Authorization', 'X-Api-Key', 'Api-Key', 'X-Goog-Api-Key', 'Private-Token', 'X-Acme-Token', 'Cookie'].map(
      (name) => ['', { [name]: token }] as const,
    ),
    ['', { Authorization: `Bearer ${token}` }],
    ['', { Authorization: `token ${token}` }],
    ['', { Authorization: basic(`${token}:`) }],
    ['', { Authorization: basic(`x-access-token:${token}`) }],
    ['', { Authorization: `Bearer ${token}`, 'X-Api-Key': token, 'X-Acme-Trace': `of ${token}` }],
    [`&key=${token}`, {}],
    [`&key=${encodeURIComponent(token).replace('_', '%5F')}`, {}],
  ];
  for (const [query, headers] of places) {
    const told = await house.ask('PUT', `${path}${query}`, { headers, body: `{"echo":"${token}"}` });
    assert.equal(told.status, 200, JSON.stringify([query, headers]));
  }
  assert.equal(kept.length, places.length);
  for (const { wish, body } of kept) {
    assert.equal(wish.query, 'q=1');
    assert.equal(body, '{"echo":""}');
    assert.doesNotMatch(JSON.stringify([wish.path, wish.query, wish.headers]), /postern_|authorization|cookie/i);
  }
});

test('without a token, with two, with a key, or with one that is over, nothing is called (P8)', async (t) => {
  const kept: { wish: CallWish; body: string }[] = [];
  let vault: 'locked' | 'unlocked' = 'unlocked';
  const house = await startGateway(t, { call: keeping(kept), vault: () => vault });
  const used = house.token(house.scopes, 1);
  assert.equal((await house.ask('GET', path, { bearer: used })).status, 200);
  const bad: readonly (readonly [Record<string, string>, string])[] = [
    [{}, 'token_missing'],
    [{ Authorization: 'Bearer sk-something-else' }, 'token_missing'],
    [{ Authorization: `Bearer ${house.token()}`, 'X-Api-Key': house.token() }, 'token_missing'],
    [{ Authorization: `Bearer ${house.token()}`, 'X-Api-Key': house.key }, 'token_missing'],
    [{ Authorization: `Bearer ${house.key}` }, 'token_unknown'],
    [{ Authorization: `Bearer ${house.admin.make().token}` }, 'token_unknown'],
    [{ Authorization: `Bearer postern_tok_${'A'.repeat(43)}` }, 'token_unknown'],
    [{ Authorization: `Bearer ${used}` }, 'token_unknown'],
  ];
  for (const [headers, code] of bad) {
    const told = await house.ask('GET', path, { headers });
    assert.deepEqual([told.status, codeOf(told)], [401, code]);
    assert.match(String(told.headers['www-authenticate']), /^Bearer realm="postern"/);
  }
  const paused = house.token();
  house.agents.setState(house.agent.id, 'paused');
  const told = await house.ask('GET', path, { bearer: paused });
  assert.deepEqual([told.status, codeOf(told)], [401, 'token_unknown']);
  const again = await house.ask('POST', '/api/v1/auth/token', { bearer: house.key, body: { scopes: ['acme:read'] } });
  assert.deepEqual([again.status, codeOf(again)], [403, 'agent_paused']);
  vault = 'locked';
  const locked = await house.ask('GET', path, { bearer: paused });
  assert.deepEqual([locked.status, codeOf(locked)], [423, 'locked']);
  assert.equal(kept.length, 1);
});

test('a request goes on with the provider’s base address, its own raw path and the headers of the list, under the scope that covers it (P2)', async (t) => {
  const kept: { wish: CallWish; body: string }[] = [];
  const house = await startGateway(t, { call: keeping(kept) });
  const headers = { 'X-Acme-Version': '2', 'X-Forwarded-For': '1.2.3.4', Accept: 'text/html', 'User-Agent': 'sdk/1' };
  await house.ask('GET', '/api/v1/proxy/acme/a%20b/c?x=%2F&y', { bearer: house.token(), headers });
  const [{ wish, body } = { wish: null, body: null }] = kept;
  assert.ok(wish !== null);
  const { method, host, query, scope } = wish;
  assert.deepEqual(
    [method, host, wish.path, query, scope],
    ['GET', 'api.acme.test', '/v1/a%20b/c', 'x=%2F&y', 'acme:read'],
  );
  assert.deepEqual(wish.headers, [
    ['X-Acme-Version', '2'],
    ['Accept', 'text/html'],
    ['User-Agent', 'sdk/1'],
  ]);
  assert.deepEqual([wish.body, body, wish.secrets.map((each) => each.secret.name)], [null, '', ['acme/key']]);
  await house.ask('GET', '/api/v1/proxy/acme', { bearer: house.token() });
  assert.equal(kept[1]?.wish.path, '/v1');
  const refused = await house.ask('POST', '/api/v1/proxy/acme/things', { bearer: house.token(), body: {} });
  assert.deepEqual([refused.status, codeOf(refused)], [403, 'scope_missing']);
  const unknown = await house.ask('GET', '/api/v1/proxy/other/things', { bearer: house.token() });
  assert.deepEqual([unknown.status, codeOf(unknown)], [404, 'provider_unknown']);
  assert.equal(kept.length, 2);
  const audited = house.events.flatMap((event) =>
    event.kind === 'call.refused' ? [[event.code, event.host, event.path]] : [],
  );
  assert.deepEqual(audited, [
    ['scope_missing', 'acme', '/things'],
    ['provider_unknown', 'other', '/things'],
  ]);
});

test('every end of a call has its status, and a person’s no is none that an SDK tries again at', async (t) => {
  let outcome: CallOutcome = { kind: 'blocked', findings: ['vault_value'] };
  const house = await startGateway(t, { call: async () => outcome });
  const failed = (code: Extract<CallOutcome, { kind: 'failed' }>['code']) =>
    ({ kind: 'failed', code, message: '' }) as const;
  const ends: readonly (readonly [CallOutcome, number, object])[] = [
    [{ kind: 'blocked', findings: ['vault_value'] }, 422, { code: 'call_blocked', findings: ['vault_value'] }],
    [
      { kind: 'denied', by: 'person', reason: 'use the sandbox' },
      403,
      { code: 'call_denied', reason: 'use the sandbox' },
    ],
    [{ kind: 'denied', by: 'rule', reason: null }, 403, { code: 'call_denied' }],
    [{ kind: 'expired', waitedFor: 'approval' }, 403, { code: 'answer_not_accepted' }],
    [{ kind: 'cancelled', by: 'lock' }, 423, { code: 'locked' }],
    [{ kind: 'cancelled', by: 'quit' }, 503, { code: 'gateway_unavailable' }],
    [{ kind: 'cancelled', by: 'person' }, 403, { code: 'call_withdrawn' }],
    [failed('upstream_timeout'), 504, { code: 'upstream_timeout' }],
    [failed('upstream_unreachable'), 502, { code: 'upstream_unreachable' }],
    [failed('unknown_secret'), 424, { code: 'unknown_secret' }],
    [failed('reference_locked'), 424, { code: 'reference_locked' }],
    [failed('audit_unwritable'), 503, { code: 'audit_unwritable' }],
    [failed('body_not_askable'), 413, { code: 'body_not_askable' }],
    [failed('internal'), 500, { code: 'internal' }],
  ];
  for (const [end, status, error] of ends) {
    outcome = end;
    const told = await house.ask('GET', path, { bearer: house.token() });
    assert.equal(told.status, status);
    assert.ok(typeof told.json === 'object' && told.json !== null && 'error' in told.json);
    const { message: _, ...rest } = Object(told.json.error);
    assert.deepEqual(rest, error);
    assert.deepEqual([told.headers['cache-control'], told.headers['x-content-type-options']], ['no-store', 'nosniff']);
  }
  const slow = house.agents.add({ name: 'slow', purpose: '' }, { scopes: house.scopes, callsPerMinute: 1, burst: 1 });
  const token = () => house.tokens.issue(slow.record.id, { scopes: house.scopes, ttlMs: 1000, uses: null }).token;
  const bearer = token();
  const often = await house.ask('GET', path, { bearer });
  assert.deepEqual(
    [often.status, codeOf(often), Number(often.headers['retry-after']) > 0],
    [429, 'rate_limited', true],
  );
});

test('an answer comes as it is made; no header of it speaks for the gateway, and what has no body gets none', async (t) => {
  let status = 200;
  const house = await startGateway(t, {
    call: async (_asker, _wish, _handle, sink) => {
      const own = [
        ['Postern-Error', 'forged'],
        ['Access-Control-Allow-Origin', '*'],
        ['Cache-Control', 'public'],
      ] as const;
      sink.head(status, [['X-A', '1'], ['X-A', '2'], ['Content-Length', '3'], ...own]);
      await sink.part(Buffer.from('body'));
      return { kind: 'answered', status, answerBytes: 4, redactions: [], durationMs: 1 };
    },
  });
  const told = await house.ask('GET', path, { bearer: house.token() });
  assert.deepEqual([told.status, told.text, told.headers['x-a']], [200, 'body', '1, 2']);
  const { 'postern-error': forged, 'access-control-allow-origin': origin, 'cache-control': cache } = told.headers;
  assert.deepEqual([forged, origin, cache], [undefined, undefined, 'no-store']);
  assert.deepEqual([told.headers['transfer-encoding'], told.headers['content-length']], ['chunked', undefined]);
  assert.equal((await house.ask('HEAD', path, { bearer: house.token() })).text, '');
  for (status of [204, 304]) {
    const empty = await house.ask('GET', path, { bearer: house.token() });
    assert.deepEqual([empty.status, empty.text], [status, '']);
  }
});

test('an answer that breaks off in the middle never looks whole (P12)', async (t) => {
  const house = await startGateway(t, {
    call: async (_asker, _wish, _handle, sink) => {
      sink.head(200, []);
      await sink.part(Buffer.from('half of it'));
      return { kind: 'failed', code: 'upstream_broken', message: '' };
    },
  });
  const text = `GET ${path} HTTP/1.1\r\nHost: ${house.gateway.address?.slice(7)}\r\nX-Api-Key: ${house.token()}\r\n\r\n`;
  const got = await house.raw(text);
  assert.match(got, /half of it/);
  assert.doesNotMatch(got, /\r\n0\r\n/);
  await assert.rejects(house.ask('GET', path, { bearer: house.token() }), /aborted|hang up|ECONNRESET/);
});

test('a revoked token, a lock, an agent that goes away and a closed door end a call at once, also in the middle of its answer (P8)', async (t) => {
  const reasons: unknown[] = [];
  const house = await startGateway(t, {
    call: async (_asker, { path: asked }, { signal }, sink) => {
      if (asked.endsWith('streamed')) {
        sink.head(200, []);
        await sink.part(Buffer.from('first'));
      }
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      reasons.push(signal.reason);
      return { kind: 'cancelled', by: signal.reason };
    },
  });
  const ends = [
    () => house.tokens.revoke(house.tokens.list().at(-1)?.id ?? '', 'agent'),
    () => house.tokens.revokeAll('lock'),
    () => house.clock.pass(3_600_000),
  ];
  for (const end of ends) {
    const failed = assert.rejects(house.ask('GET', '/api/v1/proxy/acme/streamed', { bearer: house.token() }));
    await until(() => house.gateway.calls === 1);
    end();
    await failed;
    await until(() => house.gateway.calls === 0);
  }
  const held = house.ask('GET', '/api/v1/proxy/acme/held', { bearer: house.token() });
  await until(() => house.gateway.calls === 1);
  house.tokens.revoke(house.tokens.list().at(-1)?.id ?? '', 'agent');
  assert.deepEqual([(await held).status, codeOf(await held)], [401, 'token_unknown']);
  const port = Number(house.gateway.address?.split(':').at(-1));
  const gone = request({ port, path, agent: false, headers: { 'X-Api-Key': house.token() } }).on('error', () => {});
  gone.end();
  await until(() => house.gateway.calls === 1);
  gone.destroy();
  await until(() => house.gateway.calls === 0);
  const last = house.ask('GET', '/api/v1/proxy/acme/held', { bearer: house.token() });
  await until(() => house.gateway.calls === 1);
  await house.gateway.close();
  assert.deepEqual([(await last).status, codeOf(await last)], [503, 'gateway_unavailable']);
  assert.deepEqual(reasons, ['agent', 'lock', 'disconnect', 'agent', 'disconnect', 'quit']);
});

test('an answer goes no faster than the agent takes it', async (t) => {
  const partBytes = 1_048_576;
  const most = 64;
  let given = 0;
  const house = await startGateway(t, {
    call: async (_asker, _wish, _handle, sink) => {
      sink.head(200, []);
      for (; given < most; given += 1) await sink.part(Buffer.alloc(partBytes, 97));
      return { kind: 'answered', status: 200, answerBytes: most * partBytes, redactions: [], durationMs: 1 };
    },
  });
  const socket = house.dial();
  socket.pause();
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: ${house.gateway.address?.slice(7)}\r\nX-Api-Key: ${house.token()}\r\nConnection: close\r\n\r\n`,
  );
  await until(() => given > 0);
  let seen = -1;
  while (seen !== given) {
    seen = given;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.ok(given < most / 2, `${given} MiB were taken by nobody`);
  let bytes = 0;
  for await (const part of socket) bytes += part.length;
  assert.ok(bytes > most * partBytes);
});

test('as many calls as an agent may have under way are held at once; one more is told to wait', async (t) => {
  let release = () => {};
  const open = new Promise<void>((resolve) => {
    release = resolve;
  });
  const house = await startGateway(t, {
    call: async (...all) => {
      await open;
      return answering('done')(...all);
    },
  });
  const bearer = house.token();
  const ofEach = gatewayLimits.callsOfAgent / 8;
  const line = `GET ${path} HTTP/1.1\r\nHost: ${house.gateway.address?.slice(7)}\r\nX-Api-Key: ${bearer}\r\n`;
  const held = Array.from({ length: 8 }, () =>
    house.raw(`${`${line}\r\n`.repeat(ofEach - 1)}${line}Connection: close\r\n\r\n`),
  );
  await until(() => house.gateway.calls === gatewayLimits.callsOfAgent);
  const more = await house.ask('GET', path, { bearer });
  assert.deepEqual([more.status, codeOf(more), more.headers['retry-after']], [429, 'calls_too_many', '1']);
  release();
  const told = await Promise.all(held);
  assert.deepEqual(
    told.map((text) => text.match(/done/g)?.length),
    Array.from({ length: 8 }, () => ofEach),
  );
  assert.equal(house.gateway.calls, 0);
});
