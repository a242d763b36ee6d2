// http_request end to end: the real shim, a real broker and a real API on loopback, with a scripted person.
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { HttpForwarder } from '../app/adapters/http-forwarder.ts';
import { type OriginHandler, startOrigin } from '../app/adapters/origin.testkit.ts';
import { allowOnce } from '../app/contract/approval.ts';
import { startBroker, token } from '../app/socket/broker.testkit.ts';
import { until } from '../app/socket/socket.testkit.ts';
import { makeHome, shimHere } from './shim.testkit.ts';

const other = 'sk_Another-Value-Of-The-Vault-77';

/** Says back what it was sent, and says it again in a header. */
const echo: OriginHandler = ({ headers, url = '' }, response, body) => {
  response.setHeader('X-Echo', headers.authorization ?? '');
  response.end(`${headers.authorization} ${url} ${body.toString()}`);
};

async function calling(t: TestContext, handler: OriginHandler = echo) {
  const origin = await startOrigin(handler);
  t.after(() => origin.close());
  const out = new HttpForwarder({
    certificates: origin.certificates,
    lookup: async () => [{ address: '127.0.0.1', family: 4 }],
    mayConnect: () => true,
  });
  t.after(() => out.close());
  // It goes on where the broker is restarted.
  const forwarder = { forward: out.forward.bind(out), close: () => {} };
  const at = await makeHome(t);
  const house = await startBroker(t, { endpoint: at.socket, forwarder });
  const host = `api.test:${origin.port}`;
  house.addSecret('api/token', token, { tier: 'placeholder', authPattern: 'bearer', allowedHosts: [host] });
  house.addSecret('other/token', other);
  const agent = await shimHere(t, at);
  const ask = (more: object = {}, options: Parameters<typeof agent.ask>[2] = {}) =>
    agent.ask(
      'http_request',
      { method: 'GET', url: `https://${host}/v1/me?x=1`, secrets: ['api/token'], ...more },
      options,
    );
  return { house, origin, agent, ask, asked: () => house.shown.filter(({ kind }) => kind === 'call').length };
}

test('the API gets the key, the agent the answer without it, the log what happened; no command may have that key (P1, P2, P3)', async (t) => {
  const { house, origin, agent, ask, asked } = await calling(t);
  const answer = await ask({ method: 'POST', json: { title: 'Broken link' }, reason: 'To file it' });
  assert.equal(origin.requests[0]?.headers.authorization, `Bearer ${token}`);
  assert.deepEqual([answer.status, answer.http_status], ['answered', 200]);
  assert.equal(answer.body, 'Bearer [REDACTED:api/token] /v1/me?x=1 {"title":"Broken link"}');
  assert.equal(answer.headers?.['x-echo'], 'Bearer [REDACTED:api/token]');
  assert.deepEqual(answer.redactions, [{ name: 'api/token', count: 2 }]);
  assert.equal(asked(), 1);
  // Ends are written with what comes next, or a moment later.
  house.clock.pass(250);
  const { status, code, about } = await agent.ask('run_with_secrets', {
    ...{ command: 'true', secrets: [{ name: 'api/token', env: 'TOKEN' }] },
  });
  assert.deepEqual([status, code, about], ['failed', 'tier_forbids', ['api/token']]);
  const kinds = house.kinds();
  const call = kinds.slice(kinds.indexOf('approval.asked'), kinds.indexOf('approval.asked') + 4);
  assert.deepEqual(call, ['approval.asked', 'approval.allowed', 'call.started', 'call.finished']);
  assert.equal(JSON.stringify(house.audit()).includes(token), false);
});

test('a no, another host and a request that holds a secret reach no API; the last two ask nobody (P1, P2)', async (t) => {
  const { house, origin, ask, asked } = await calling(t);
  house.answer = { kind: 'deny', reason: 'Use the sandbox.', remember: 'no' };
  const { status, reason } = await ask();
  assert.deepEqual([status, reason], ['denied', 'Use the sandbox.']);
  const elsewhere = await ask({ url: 'https://evil.test/' });
  assert.deepEqual([elsewhere.code, elsewhere.about], ['host_not_allowed', ['api/token']]);
  const holding = await ask({ method: 'POST', body: `note: ${other}` });
  assert.deepEqual([holding.status, holding.blocked_for], ['blocked', ['vault_value']]);
  assert.deepEqual([asked(), origin.connections], [1, 0]);
  const refused = house.audit().find(({ kind }) => kind === 'call.refused');
  assert.ok(refused?.kind === 'call.refused' && refused.host === 'evil.test' && refused.code === 'host_not_allowed');
});

test('a request made while locked waits for the unlock; one that waits for the person outlives a restart, and goes out once (P4)', async (t) => {
  const { house, origin, ask, asked } = await calling(t);
  house.broker.person.lock('person');
  house.answer = null;
  const answer = ask();
  await until('the knock', () => house.broker.person.knocking().length === 1);
  await house.unlock();
  await until('the question', () => asked() === 1);
  await house.restart();
  await until('the knock', () => house.broker.person.knocking().length === 1);
  house.answer = allowOnce;
  await house.unlock();
  assert.equal((await answer).status, 'answered');
  assert.equal(origin.requests.length, 1);
});

test('a call that is cancelled in the middle of the answer breaks the connection off', async (t) => {
  const { house, origin, ask } = await calling(t, (_request, response) => void response.write('begun\n'));
  const leaving = new AbortController();
  const left = ask({}, { signal: leaving.signal }).catch(() => {});
  await until('the request', () => origin.requests.length === 1);
  leaving.abort();
  await left;
  await until('the end', () => {
    house.clock.pass(250);
    return origin.openConnections === 0 && house.kinds().includes('call.finished');
  });
  const end = house.audit().find(({ kind }) => kind === 'call.finished');
  assert.ok(end?.kind === 'call.finished' && end.end === 'aborted');
});
