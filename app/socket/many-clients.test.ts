// Fifty clients at once on the real socket of a real broker: nothing is lost, and nothing reaches the wrong one.
import assert from 'node:assert/strict';
import test from 'node:test';
import { ClientId } from '../contract/vocabulary.ts';
import { startBroker } from './broker.testkit.ts';

const clients = 50;
const calls = 20;
const never = new AbortController().signal;

test('50 clients with 20 calls each at once: every call is answered once, to the one that asked (P8)', async (t) => {
  const house = await startBroker(t);
  const agents = [];
  for (let n = 0; n < clients; n += 1) {
    const id = ClientId.parse(`agent-${n}`);
    house.addSecret(`only/for-${n}`);
    const agent = house.connect(id);
    await agent.call('secrets.list', {});
    // Each may know of one secret, so that an answer shows whose it is.
    const { limits } = house.broker.desks.clients.find(id) ?? assert.fail();
    await house.broker.desks.clients.setLimits(id, { ...limits, secrets: [`only/for-${n}`] }, null, never);
    agents.push(agent);
  }
  house.clock.pass(60_000);
  const answers = agents.map((agent, n) =>
    Array.from({ length: calls }, async (_, call) => {
      if (call % 2 === 0) return agent.call('session.status', {});
      return agent.call('secrets.view', { name: `only/for-${call % 4 === 1 ? n : (n + 1) % clients}` });
    }),
  );
  for (const [n, own] of answers.entries()) {
    for (const [call, answer] of (await Promise.all(own)).entries()) {
      const text = JSON.stringify(answer);
      if (call % 2 === 0) assert.match(text, /"secretCount":1\b/);
      else if (call % 4 === 1) assert.match(text, new RegExp(`"name":"only/for-${n}"`));
      else assert.match(text, /"secret":null/);
      for (const [, named] of text.matchAll(/only\/for-(\d+)/g)) assert.equal(named, String(n), 'another one’s secret');
    }
  }
  for (const agent of agents) {
    const ids = agent.received().match(/"type":"result","id":\d+/g) ?? [];
    assert.deepEqual([ids.length, new Set(ids).size], [calls + 1, calls + 1], 'each call once');
  }
});
