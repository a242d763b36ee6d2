// An agent from its registration to its end, through the real door and the whole broker: what the person says is what it may.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import test from 'node:test';
import { type Answer, armedAfterMs, type Question } from '../contract/approval.ts';
import { AgentId, gatewayLimits } from '../contract/gateway.ts';
import { Issued, Registered } from '../contract/gateway-answers.ts';
import { Provider } from '../contract/provider.ts';
import { Confirmation } from '../core/presence/person-check.ts';
import { digestOf } from '../core/runs/action.ts';
import { settingsMatter } from '../core/settings/settings-book.ts';
import { never, openHouse, until } from '../socket/desks.testkit.ts';

const admit: Answer = { kind: 'admit', scopes: [] };
const notMine: Answer = { kind: 'not_mine' };

test('“I did not ask for this” about a call pauses its agent, and ends all that it does (P8)', async (t) => {
  const { house, post, answered, registered } = await opened(t);
  const { agent, key } = await registered();
  const tokenOf = async () => Issued.parse((await post('/auth/token', { scopes: ['acme:write'] }, key)).json).token;
  const [token, another] = [await tokenOf(), await tokenOf()];
  // A delete asks, whatever the scopes say. The second one waits behind the first.
  const asked = [token, another].map((bearer, n) => post(`/proxy/acme/things/${n}`, null, bearer, 'DELETE'));
  await until(() => house.broker.person.waiting().length === 2);
  const events = await house.recordedBy(async () => {
    await answered('call', notMine);
    const codes = (await Promise.all(asked.map(code))).flat();
    assert.deepEqual([codes[1], codes.includes(200)], ['call_denied', false]);
  });
  const kinds: string[] = events.map(({ kind }) => kind);
  for (const kind of ['approval.denied', 'token.revoked', 'agent.paused', 'approval.withdrawn']) {
    assert.equal(kinds.includes(kind), true, kind);
  }
  assert.equal(kinds.includes('call.started'), false);
  const paused = house.broker.desks.gateway.find(agent);
  assert.deepEqual([paused?.state, paused?.pausedFor, paused?.tokens], ['paused', 'not_mine', []]);
  assert.deepEqual(house.broker.person.waiting(), []);
  assert.deepEqual(await code(post('/auth/token', { scopes: ['acme:write'] }, key)), [403, 'agent_paused']);
  assert.deepEqual(await code(post('/proxy/acme/things/1', null, token, 'GET')), [401, 'token_unknown']);
});

test('a question about its call says what it said it is for, apart from what is sent, and holds no value of the vault (P1, P2)', async (t) => {
  const { house, post, answered, registered } = await opened(t);
  const { key } = await registered();
  const { token } = Issued.parse((await post('/auth/token', { scopes: ['acme:write'] }, key)).json);
  house.add({ name: 'gate/word', value: 's3same-0pen-N0w' });
  const asked = post('/proxy/acme/things/1', null, token, 'DELETE');
  await until(() => house.broker.person.question() !== null);
  const question = house.broker.person.question();
  assert.ok(question?.kind === 'call');
  assert.equal(question.purpose, 'Tidies up, by [REDACTED:gate/word]');
  assert.equal(JSON.stringify(question.call).includes('Tidies'), false);
  assert.equal(question.digest, digestOf(question.call));
  await answered('call', { kind: 'deny', reason: null, remember: 'no' });
  assert.deepEqual(await code(asked), [403, 'call_denied']);
});

test('eight questions of one agent wait at once; of more nobody is told, until one is answered (P9)', async (t) => {
  const { house, post, answered, registered } = await opened(t);
  const { key } = await registered();
  const { token } = Issued.parse((await post('/auth/token', { scopes: ['acme:write'] }, key)).json);
  const asked = Array.from({ length: 12 }, (_, n) => post(`/proxy/acme/things/${n}`, null, token, 'DELETE'));
  const told: unknown[] = [];
  for (const each of asked) void code(each).then((answer) => told.push(answer));
  await until(() => told.length === 4);
  assert.deepEqual(
    told,
    told.map(() => [429, 'too_many_requests']),
  );
  assert.equal(house.broker.person.waiting().length, gatewayLimits.questions);
  await answered('call', { kind: 'deny', reason: null, remember: 'no' });
  await until(() => told.length === 5);
  void post('/proxy/acme/things/13', null, token, 'DELETE').catch(() => {});
  await until(() => house.broker.person.waiting().length === gatewayLimits.questions);
  await answered('call', notMine);
  await until(() => told.length === 12);
});

test('“I did not ask for this” about a registration lets nobody in, and nobody else is asked about for a minute', async (t) => {
  const { house, register, answered } = await opened(t);
  const asked = register();
  await answered('agent', notMine);
  assert.deepEqual(await code(asked), [403, 'agent_refused']);
  assert.deepEqual(await code(register()), [429, 'rate_limited']);
  assert.deepEqual([house.broker.person.waiting(), house.broker.desks.gateway.view().agents], [[], []]);
});

test('a lock ends every token; the agent is there again after the unlock and gets new ones with its key (P4)', async (t) => {
  const { house, post, registered } = await opened(t);
  const { key } = await registered();
  const wish = { scopes: ['acme:read'] };
  const { token } = Issued.parse((await post('/auth/token', wish, key)).json);
  house.lock();
  assert.equal((await post('/auth/token', wish, key)).status, 423);
  await house.unlock();
  assert.deepEqual(await code(post('/auth/validate', {}, token)), [401, 'token_unknown']);
  assert.equal((await post('/auth/token', wish, key)).status, 201);
  const revoked = house.audit().find((event) => event.kind === 'token.revoked');
  assert.equal(revoked?.kind === 'token.revoked' && revoked.why, 'lock');
});

async function opened(t: Parameters<typeof openHouse>[0]) {
  const house = await openHouse(t);
  const { desks, settings, person } = house.broker;
  await house.broker.start();
  house.add({ name: 'acme/key', tier: 'placeholder', allowedHosts: ['api.acme.test'] });
  await desks.providers.save(null, acme, null, never);
  settings.save({ ...settings.current, gateway: 'port' }, new Confirmation(settingsMatter, never));
  await until(() => desks.gateway.state.open);
  const port = Number(desks.gateway.state.address?.split(':').at(-1));
  const post = (path: string, body: unknown, bearer?: string, method = 'POST') =>
    ask({ port, method, path, body, bearer });
  const register = () =>
    post('/auth/register', {
      name: 'Nightly',
      purpose: 'Tidies up, by s3same-0pen-N0w',
      scopes: ['acme:read', 'acme:write'],
    });
  /** The person answers the next question of this kind. */
  const answered = async (kind: Question['kind'], answer: Answer): Promise<void> => {
    await until(() => person.question()?.kind === kind);
    const question = person.question();
    if (question === null) throw new Error('no question');
    person.questionDrawn(question.id, new AbortController().signal);
    house.clock.pass(armedAfterMs);
    const digest = question.kind === 'call' ? question.digest : null;
    const given =
      answer.kind === 'admit' && question.kind === 'agent'
        ? { ...answer, scopes: question.agent.claims.scopes }
        : answer;
    await person.answer({ id: question.id, digest, answer: given, proof: null }, never);
  };
  const registered = async () => {
    const asked = register();
    await answered('agent', admit);
    const { agent, key } = Registered.parse((await asked).json);
    return { agent: AgentId.parse(agent), key };
  };
  return { house, post, register, answered, registered };
}

const acme = Provider.parse({
  ...{ id: 'acme', name: 'Acme', baseUrl: 'https://api.acme.test/v1', auth: { kind: 'bearer' }, secret: 'acme/key' },
  permissions: [
    { name: 'read', says: 'Read things', rules: [{ methods: ['GET'], path: '/**' }] },
    { name: 'write', says: 'Write things', rules: [{ methods: ['DELETE'], path: '/things/**' }] },
  ],
  ...{ deletes: [], discloses: [], headers: [], privateAddress: false, wellKnown: false },
});

interface Told {
  readonly status: number;
  readonly json: unknown;
}

/** The status and the code of a refusal. */
async function code(told: Promise<Told>): Promise<unknown> {
  const { status, json } = await told;
  return [status, Object(Object(json).error).code];
}

function ask(what: {
  readonly port: number;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly bearer: string | undefined;
}): Promise<Told> {
  const body = what.body === null ? undefined : JSON.stringify(what.body);
  const headers = {
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...(what.bearer === undefined ? {} : { Authorization: `Bearer ${what.bearer}` }),
  };
  return new Promise((resolve, reject) => {
    const { port, method } = what;
    const sent = request({ host: '127.0.0.1', port, method, path: `/api/v1${what.path}`, headers, agent: false });
    sent.on('error', reject);
    sent.on('response', (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => {
        const text = Buffer.concat(parts).toString();
        resolve({ status: answer.statusCode ?? 0, json: text === '' ? null : JSON.parse(text) });
      });
    });
    sent.end(body);
  });
}
