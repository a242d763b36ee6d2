import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { protocolVersion } from '../contract/broker.ts';
import { BrokerError } from '../contract/fault.ts';
import type { CallContext } from './connection.ts';
import type { Answer } from './socket.testkit.ts';
import { helloFrame, ownUid, serve, until } from './socket.testkit.ts';

const locked = { state: 'locked', locksAt: null, secretCount: null, waiting: 0 };
const status = (id: number) => ({ type: 'call', id, method: 'session.status', params: {} });
const lock = (id: number) => ({ type: 'call', id, method: 'session.lock', params: {} });
const answersStatus: Answer = async () => locked;
const never: Answer = () => new Promise(() => {});
const answersAllButLock: Answer = (method) =>
  method === 'session.lock' ? new Promise(() => {}) : Promise.resolve(locked);

test('answers a call after hello, and tells the broker who is at the other end', async (t) => {
  const { peer, opened } = await serve(t, answersStatus);
  const shim = await peer().greet();
  shim.say(status(7));
  await until('a result', () => shim.frames.length === 2);
  assert.deepEqual(shim.frames[1], { type: 'result', id: 7, result: locked });
  assert.deepEqual(
    opened.map(({ id, peer: at, hello }) => [id, at, hello.client]),
    [['connection-1', { pid: process.pid, uid: ownUid }, 'claude-code']],
  );
});

const offences: readonly {
  readonly name: string;
  readonly says: readonly (string | object)[];
  readonly code: string;
}[] = [
  { name: 'bytes that are not JSON', says: ['GET / HTTP/1.1\r\n\r\n'], code: 'frame_malformed' },
  { name: 'a call before hello', says: [status(1)], code: 'frame_malformed' },
  {
    name: 'a hello of another protocol version',
    says: [{ ...helloFrame, protocol: protocolVersion + 1, more: true }],
    code: 'protocol_version',
  },
  {
    name: 'a hello with a field nobody asked for',
    says: [{ ...helloFrame, env: { API_KEY: 'x' } }],
    code: 'frame_malformed',
  },
  { name: 'a hello with a short key', says: [{ ...helloFrame, key: 'k' }], code: 'frame_malformed' },
  { name: 'a second hello', says: [helloFrame, helloFrame], code: 'frame_malformed' },
  { name: 'a frame of an unknown type', says: [helloFrame, { type: 'approve', id: 1 }], code: 'frame_malformed' },
  { name: 'a frame that is no object', says: [helloFrame, [1, 2]], code: 'frame_malformed' },
  {
    name: 'a call id that is still in use',
    says: [helloFrame, lock(3), lock(3)],
    code: 'frame_malformed',
  },
];

for (const { name, says, code } of offences) {
  test(`gives ${name} one coded error, closes, and leaves other connections alone`, async (t) => {
    const { peer } = await serve(t, answersAllButLock);
    const bystander = await peer().greet();
    const offender = peer();
    for (const what of says) typeof what === 'string' ? offender.sayBytes(what) : offender.say(what);
    assert.deepEqual(await offender.lastWords(), [code]);
    bystander.say(status(1));
    await until('an answer for the bystander', () => bystander.frames.at(-1)?.type === 'result');
  });
}

test('nothing that follows a refused frame reaches the broker', async (t) => {
  const called: string[] = [];
  const { peer } = await serve(t, async (method) => {
    called.push(method);
    return locked;
  });
  const offender = await peer().greet();
  offender.sayBytes(`what?\n${JSON.stringify(status(1))}\n`);
  await until('the error', () => offender.frames.length === 2);
  offender.say(status(2));
  assert.deepEqual(await offender.lastWords(), ['frame_malformed']);
  assert.deepEqual(called, []);
});

test('gives an oversized frame one coded error even while the peer is still writing it', async (t) => {
  const { peer } = await serve(t, never);
  const offender = await peer().greet();
  offender.sayBytes(Buffer.alloc(5 * 1024 * 1024, 0x61));
  assert.deepEqual(await offender.lastWords(), ['frame_too_large']);
});

test('gives a peer that sends no hello within 10 s one coded error', async (t) => {
  const { peer, clock } = await serve(t, never);
  const silent = peer();
  await until('the accept', () => clock.waiting === 1);
  clock.pass(9_999);
  assert.equal(silent.closed, false);
  clock.pass(1);
  assert.deepEqual(await silent.lastWords(), ['frame_too_slow']);
});

test('gives a frame that trickles in byte by byte 10 s and then one coded error', async (t) => {
  const { peer, clock, closed } = await serve(t, never);
  const slow = await peer().greet();
  assert.equal(clock.waiting, 0, 'between frames no timer runs');
  for (const byte of '{"type":"ca') {
    slow.sayBytes(byte);
    await until('the frame timer', () => clock.waiting === 1);
    for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    clock.pass(900);
  }
  slow.sayBytes('l');
  clock.pass(100);
  assert.deepEqual(await slow.lastWords(), ['frame_too_slow']);
  assert.deepEqual(closed, ['connection-1']);
});

test('a connection that says nothing between frames is left open', async (t) => {
  const { peer, clock } = await serve(t, answersStatus);
  const shim = await peer().greet();
  clock.pass(24 * 3_600_000);
  shim.say(status(1));
  await until('a result', () => shim.frames.length === 2);
});

test('refuses another account, and a peer the kernel does not name, before any frame is read', async (t) => {
  for (const peerOf of [() => ({ pid: 1, uid: ownUid + 1 }), () => null]) {
    const { peer, opened } = await serve(t, never, { peerOf });
    const stranger = peer();
    stranger.say(helloFrame);
    assert.deepEqual(await stranger.lastWords(), ['peer_refused']);
    assert.deepEqual(opened, []);
  }
});

test('a client has at most half of the 128 places, so that another one always finds one; a free place is taken again (P8)', async (t) => {
  const { peer } = await serve(t, never);
  const first = await peer().greet();
  await Promise.all(Array.from({ length: 63 }, () => peer().greet()));
  const late = peer();
  late.say(helloFrame);
  assert.deepEqual(await late.lastWords(), ['too_many_requests']);
  await peer().greet({ client: 'codex' });
  first.close();
  await until('a free place', () => first.closed);
  await peer().greet();
});

test('in a full house whoever has been silent the longest makes room; when all said hello, the newcomer goes', async (t) => {
  const { peer } = await serve(t, never);
  const silent = peer();
  const patient = peer();
  await Promise.all([silent.connected, patient.connected]);
  await Promise.all(Array.from({ length: 126 }, (_, n) => peer().greet({ client: `agent-${n % 2}` })));
  await peer().greet({ client: 'codex' });
  assert.deepEqual(await silent.lastWords(), ['too_many_requests']);
  await patient.greet({ client: 'codex' });
  assert.deepEqual(await peer().lastWords(), ['too_many_requests']);
});

test('refuses the thirty-third call under way of a connection, and takes more when one is answered', async (t) => {
  const answers: (() => void)[] = [];
  const { peer } = await serve(t, () => new Promise((resolve) => answers.push(() => resolve(locked))));
  const shim = await peer().greet();
  shim.say(...Array.from({ length: 33 }, (_, n) => status(n + 1)));
  await until('the refusal', () => shim.frames.length === 2);
  const refusal = shim.frames[1];
  assert.ok(refusal?.type === 'error');
  assert.deepEqual([refusal.id, refusal.code], [33, 'too_many_requests']);
  const other = await peer().greet();
  other.say(status(1));
  await until('the call of another', () => answers.length === 33);
  answers[0]?.();
  await until('an answer', () => shim.frames.length === 3);
  shim.say(status(34));
  await until('the call', () => answers.length === 34);
});

test('before hello no more than 8 KiB of a frame and what came with it are held', async (t) => {
  const { peer, opened } = await serve(t, never);
  const silent = peer();
  silent.sayBytes(`{"type":"hello","protocol":1,"client":"${'x'.repeat(9_000)}`);
  assert.deepEqual(await silent.lastWords(), ['frame_too_large']);
  assert.deepEqual(opened, []);
});

test('a cancel frame aborts its call alone; a closed connection aborts nothing and is told once', async (t) => {
  const signals: AbortSignal[] = [];
  const { peer, closed } = await serve(t, (_method, _params, { signal }) => {
    signals.push(signal);
    return new Promise(() => {});
  });
  const shim = await peer().greet();
  shim.say(status(1), status(2), { type: 'cancel', id: 1 }, { type: 'cancel', id: 99 });
  await until('the abort', () => signals[0]?.aborted === true);
  shim.close();
  await until('closed()', () => closed.length > 0);
  assert.equal(signals[1]?.aborted, false);
  assert.deepEqual(closed, ['connection-1']);
});

test('passes progress on while the call lives and drops it afterwards', async (t) => {
  const contexts: CallContext[] = [];
  const { peer } = await serve(t, async (_method, _params, context) => {
    contexts.push(context);
    context.progress('approval');
    return locked;
  });
  const shim = await peer().greet();
  shim.say(status(1));
  await until('the result', () => shim.frames.at(-1)?.type === 'result');
  contexts[0]?.progress('run');
  shim.say(status(2));
  await until('the second result', () => shim.frames.filter(({ type }) => type === 'result').length === 2);
  assert.deepEqual(
    shim.frames.map(({ type }) => type),
    ['welcome', 'progress', 'result', 'progress', 'result'],
  );
});

test('a coded fault reaches the shim as its code and constant sentence; anything else as internal', async (t) => {
  const { peer, logged } = await serve(t, async (method) => {
    if (method === 'session.lock') throw new BrokerError('client_paused', { cause: new Error('hunter2-value') });
    throw new Error('hunter2-value');
  });
  const shim = await peer().greet();
  shim.say(status(1), { ...status(2), method: 'session.lock' }, { ...status(3), method: 'vault.export' });
  await until('three answers', () => shim.frames.length === 4);
  const codes = shim.frames.flatMap((frame) => (frame.type === 'error' ? [[frame.id, frame.code]] : []));
  assert.deepEqual(
    new Map(codes.map(([id, code]) => [id, code])),
    new Map<unknown, unknown>([
      [1, 'internal'],
      [2, 'client_paused'],
      [3, 'bad_request'],
    ]),
  );
  assert.equal(JSON.stringify([shim.frames, logged]).includes('hunter2'), false);
});

test('P1: a field that the contract does not name never leaves, and an answer of the wrong shape is withheld', async (t) => {
  const { peer } = await serve(t, async (method) =>
    method === 'session.status' ? { ...locked, value: 'hunter2-value' } : { state: 'hunter2-value' },
  );
  const shim = await peer().greet();
  shim.say(status(1), { ...status(2), method: 'session.lock' });
  await until('two answers', () => shim.frames.length === 3);
  assert.deepEqual(shim.frames[1], { type: 'result', id: 1, result: locked });
  assert.ok(shim.frames[2]?.type === 'error' && shim.frames[2].code === 'internal');
  assert.equal(JSON.stringify(shim.frames).includes('hunter2'), false);
});

test('params that do not fit the method are refused without calling it, and the connection goes on', async (t) => {
  const called: string[] = [];
  const { peer } = await serve(t, async (method) => {
    called.push(method);
    return locked;
  });
  const shim = await peer().greet();
  shim.say({ type: 'call', id: 1, method: 'run.start', params: { request: {} } }, status(2));
  await until('two answers', () => shim.frames.length === 3);
  assert.ok(shim.frames.some((frame) => frame.type === 'error' && frame.id === 1 && frame.code === 'bad_request'));
  assert.deepEqual(called, ['session.status']);
});

/** Answers of this many secrets are far over the 16 MiB frame. */
const secret = {
  name: 'a',
  description: 'd'.repeat(500),
  kind: 'token',
  tags: [],
  url: '',
  projects: [],
  environment: null,
  rotateAfterDays: null,
  showsLastFour: false,
  longestYes: 'rule',
  fields: [{ name: 'token', sensitive: true, inject: 'environment', env: null, value: null, lastFour: null }],
  tier: 'run',
  authPattern: null,
  authInstructions: 'i'.repeat(2000),
  allowedHosts: [],
  expiresAt: null,
  version: 1,
  createdAt: 0,
  updatedAt: 0,
};

test('an answer over the frame cap becomes a coded error for its call alone', async (t) => {
  const { peer } = await serve(t, async () => ({ secrets: Array.from({ length: 8_000 }, () => secret) }));
  const shim = await peer().greet();
  shim.say({ type: 'call', id: 1, method: 'secrets.list', params: {} });
  await until('the answer', () => shim.frames.length === 2);
  assert.ok(shim.frames[1]?.type === 'error' && shim.frames[1].id === 1 && shim.frames[1].code === 'message_too_large');
  assert.equal(shim.closed, false);
});

test('a peer that does not read its answers is closed after 16 MiB', async (t) => {
  const { peer, closed, logged } = await serve(t, async () => ({
    secrets: Array.from({ length: 2_000 }, () => secret),
  }));
  const deaf = await peer().greet();
  deaf.stopReading();
  deaf.say(...Array.from({ length: 12 }, (_, n) => ({ type: 'call', id: n + 1, method: 'secrets.list', params: {} })));
  await until('the close', () => closed.length === 1);
  assert.ok(logged.some(({ event }) => event === 'socket.peer_does_not_read'));
});

test('the broker may refuse a whole connection by its code', async (t) => {
  const handlers = {
    opened: () => {
      throw new BrokerError('client_denied');
    },
  };
  const { peer } = await serve(t, never, { handlers });
  const shim = peer();
  shim.say(helloFrame);
  assert.deepEqual(await shim.lastWords(), ['client_denied']);
});

test('stop closes every connection, tells the broker once each, and may be called twice', async (t) => {
  const { peer, server, closed } = await serve(t, never);
  const one = await peer().greet();
  const two = await peer().greet();
  await Promise.all([server.stop(), server.stop()]);
  await until('both closed', () => one.closed && two.closed);
  assert.deepEqual(closed.toSorted(), ['connection-1', 'connection-2']);
});

test('two thousand random frames from a hundred peers never stop the server', async (t) => {
  const { peer } = await serve(t, answersStatus);
  const call = fc.record({
    type: fc.constantFrom('call', 'cancel', 'hello', 'result', 7),
    id: fc.oneof(fc.integer(), fc.constant(null), fc.double()),
    method: fc.oneof(fc.constantFrom('session.status', 'run.start', '__proto__', 'constructor'), fc.string()),
    params: fc.jsonValue(),
  });
  const line = fc.oneof(
    fc.jsonValue().map((value) => Buffer.from(`${JSON.stringify(value)}\n`)),
    call.map((value) => Buffer.from(`${JSON.stringify(value)}\n`)),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  );
  const scripts = fc.sample(fc.tuple(fc.boolean(), fc.array(line, { minLength: 20, maxLength: 20 })), 100);
  for (const [greets, lines] of scripts) {
    const fuzzer = peer();
    if (greets) fuzzer.say(helloFrame);
    for (const bytes of lines) fuzzer.sayBytes(bytes);
    fuzzer.sayBytes('\nnot json\n');
    await until('the close', () => fuzzer.closed);
    const endings = fuzzer.frames.filter((frame) => frame.type === 'error' && frame.id === null);
    assert.equal(endings.length, 1);
  }
  const shim = await peer().greet();
  shim.say(status(1));
  await until('a result', () => shim.frames.length === 2);
});
