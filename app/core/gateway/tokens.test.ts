import assert from 'node:assert/strict';
import test from 'node:test';
import { fault } from '../../adapters/vault.testkit.ts';
import { BrokerError } from '../../contract/fault.ts';
import { AgentToken, gatewayLimits } from '../../contract/gateway.ts';
import { type AgentHouse, limitsOf, openAgents, scopes } from './agents.testkit.ts';
import type { WantedToken } from './tokens.ts';

const hourMs = gatewayLimits.defaultTokenMs;
const wish: WantedToken = { scopes: scopes('github:read'), ttlMs: hourMs, uses: null };

test('a token is on record before anybody has it, and its text is nowhere (P3, P1)', async (t) => {
  const house = await openAgents(t);
  const { id } = house.letIn('github:*');
  house.audit.isShut = true;
  assert.throws(() => house.tokens.issue(id, wish), fault('audit_unwritable'));
  assert.deepEqual(house.tokens.list(), []);
  house.audit.isShut = false;
  house.audit.before = () => assert.deepEqual(house.tokens.list(), []);
  const { token, view } = house.tokens.issue(id, wish);
  assert.equal(AgentToken.safeParse(token).success, true);
  const at = house.clock.now();
  assert.deepEqual(house.audit.events, [
    {
      ...{ kind: 'token.issued', at, client: { id, name: 'Nightly' }, token: view.id },
      ...{ scopes: ['github:read'], until: at + hourMs },
    },
  ]);
  const shown = JSON.stringify([house.audit.events, house.tokens.list(), house.tokens.find(token)]);
  assert.equal(shown.includes(token.slice(-43)), false);
});

test('no token does more than the person approved for its agent (P9)', async (t) => {
  const house = await openAgents(t);
  const { id } = house.letIn('github:read', 'openai:*');
  const inside = ['github:read', 'openai:chat', 'openai:*', 'openai:audio'];
  for (const each of inside) house.tokens.issue(id, { ...wish, scopes: scopes(each) });
  const outside = ['github:write', 'github:*', 'gitlab:read', 'openai2:chat'];
  for (const each of outside) {
    const wider = { ...wish, scopes: scopes('github:read', each) };
    assert.throws(() => house.tokens.issue(id, wider), fault('scope_not_approved'), each);
  }
  assert.equal(house.audit.events.length, inside.length);
});

test('a time or number that is out of bounds is refused, and so is an agent that is paused or not there', async (t) => {
  const house = await openAgents(t);
  const { id } = house.letIn('github:read');
  const many = Array.from({ length: gatewayLimits.scopes + 1 }, (_, n) => `github:p${n}`);
  const wrong: Partial<WantedToken>[] = [
    ...[0, -1, 1.5, Number.NaN, gatewayLimits.longestTokenMs + 1].map((ttlMs) => ({ ttlMs })),
    ...[0, -1, 1.5].map((uses) => ({ uses })),
    ...[{ callsPerMinute: 0 }, { scopes: [] }, { scopes: scopes(...many) }],
  ];
  for (const each of wrong) assert.throws(() => house.tokens.issue(id, { ...wish, ...each }), fault('bad_request'));
  house.agents.setState(id, 'paused');
  assert.throws(() => house.tokens.issue(id, wish), fault('agent_paused'));
  house.agents.remove(id);
  assert.throws(() => house.tokens.issue(id, wish), fault('agent_unknown'));
  assert.deepEqual([house.audit.events, house.tokens.list()], [[], []]);
});

test('a use is counted, also the last one, and what it began goes on', async (t) => {
  const house = await openAgents(t);
  const { id } = house.letIn('github:read');
  const { token } = house.tokens.issue(id, { ...wish, uses: 2 });
  assert.equal(house.tokens.find(token)?.view().used, 0, 'looking is no use');
  house.tokens.take(token);
  const last = house.tokens.take(token);
  assert.throws(() => house.tokens.take(token), fault('token_unknown'));
  assert.equal(house.tokens.find(token), null);
  last.requireStanding();
  assert.equal(last.signal.aborted, false);
  const [view] = house.tokens.list();
  assert.deepEqual([view?.used, view?.usesLeft, view?.lastUsedAt], [2, 0, house.clock.now()]);
  assert.equal(house.agents.lastSeenAt(id), house.clock.now());
});

test('a token ends when its time is over, in the middle of what it does', async (t) => {
  const house = await openAgents(t);
  const { id } = house.letIn('github:read');
  const { token } = house.tokens.issue(id, { ...wish, ttlMs: 5000 });
  const live = house.tokens.take(token);
  house.clock.pass(4999);
  assert.equal(live.signal.aborted, false);
  live.requireStanding();
  house.clock.pass(1);
  assert.equal(live.signal.aborted, true);
  assert.throws(() => live.requireStanding(), fault('token_unknown'));
  assert.throws(() => house.tokens.take(token), fault('token_unknown'));
  assert.deepEqual(house.tokens.list(), []);
});

test('a token that was revoked ends at once, is on record, and the others go on', async (t) => {
  const house = await openAgents(t);
  const [one, two] = [house.letIn('github:read'), house.letIn('github:read')];
  const [a, b, c] = [take(house, one.id), take(house, one.id), take(house, two.id)];
  assert.equal(house.tokens.revoke(a.id, 'agent'), true);
  assert.equal(house.tokens.revoke(a.id, 'agent'), false);
  assert.deepEqual([a.signal.reason, b.signal.aborted, c.signal.aborted], ['agent', false, false]);
  assert.throws(() => a.requireStanding(), fault('token_unknown'));
  b.requireStanding();
  assert.equal(house.tokens.revokeAgent(one.id, 'person'), 1);
  assert.deepEqual([b.signal.reason, c.signal.aborted], ['person', false]);
  assert.equal(house.tokens.revokeAll('lock'), 1);
  assert.equal(c.signal.reason, 'lock');
  const revoked = house.audit.events.flatMap((event) =>
    event.kind === 'token.revoked' ? [[event.token, event.why]] : [],
  );
  assert.deepEqual(revoked, [
    [a.id, 'agent'],
    [b.id, 'person'],
    [c.id, 'lock'],
  ]);
});

test('what shuts out does not wait for the log: without one tokens end all the same', async (t) => {
  const house = await openAgents(t);
  const live = take(house, house.letIn('github:read').id);
  house.audit.isShut = true;
  assert.equal(house.tokens.revokeAll('lock'), 1);
  assert.equal(live.signal.aborted, true);
  assert.deepEqual(house.audit.logged, ['audit.unrecorded']);
});

test('an agent that is paused, or may do less, stands no more with the tokens it has (P8, P9)', async (t) => {
  const house = await openAgents(t);
  const { id } = house.letIn('github:*', 'openai:chat');
  const [reading, writing] = [take(house, id), take(house, id, 'github:write')];
  house.agents.setLimits(id, limitsOf('github:read'));
  assert.deepEqual([reading.signal.aborted, writing.signal.aborted], [false, true]);
  house.agents.load();
  reading.requireStanding();
  house.agents.setState(id, 'paused');
  assert.equal(reading.signal.reason, 'pause');
  assert.throws(() => reading.requireStanding(), fault('agent_paused'));
  house.agents.forget();
  assert.throws(() => reading.requireStanding(), fault('token_unknown'));
});

test('calls come as fast as the person allows the agent, over all of its tokens', async (t) => {
  const house = await openAgents(t);
  const { id } = house.letIn('github:read');
  house.agents.setLimits(id, { ...limitsOf('github:read'), callsPerMinute: 60, burst: 5 });
  const texts = [1, 2, 3].map(() => house.tokens.issue(id, wish).token);
  house.tokens.take(texts[0] ?? '');
  house.tokens.take(texts[1] ?? '');
  assert.throws(() => house.tokens.take(texts[2] ?? ''), limited(1000));
  assert.throws(() => house.tokens.issue(id, wish), limited(1000));
  assert.equal(house.tokens.find(texts[2] ?? '')?.view().used, 0);
  house.clock.pass(1000);
  house.tokens.take(texts[2] ?? '');
});

test('a token may be held to fewer calls than its agent', async (t) => {
  const house = await openAgents(t);
  const { id } = house.letIn('github:read');
  const slow = house.tokens.issue(id, { ...wish, callsPerMinute: 1 }).token;
  const other = house.tokens.issue(id, wish).token;
  house.tokens.take(slow);
  assert.throws(() => house.tokens.take(slow), limited(60_000));
  house.tokens.take(other);
});

test('of more live tokens than one agent may have, the oldest goes, and before it one that is used up', async (t) => {
  const house = await openAgents(t);
  const [{ id }, another] = [house.letIn('github:read'), house.letIn('github:read')];
  const untouched = take(house, another.id);
  const issue = (uses: number | null) => {
    house.clock.pass(1000);
    return house.tokens.issue(id, { ...wish, uses });
  };
  const first = issue(null);
  const spent = issue(1);
  house.tokens.take(spent.token);
  for (let n = 2; n < gatewayLimits.tokens; n += 1) issue(null);
  const have = () => house.tokens.list(id).map((view) => view.id);
  assert.equal(have().length, gatewayLimits.tokens);
  issue(null);
  assert.deepEqual([have().length, have().includes(spent.view.id), have().includes(first.view.id)], [50, false, true]);
  issue(null);
  assert.deepEqual([have().length, have().includes(first.view.id)], [50, false]);
  untouched.requireStanding();
});

test('who looks hears of uses once a second, however many there are', async (t) => {
  const house = await openAgents(t);
  const { id } = house.letIn('github:read');
  const { token } = house.tokens.issue(id, wish);
  let told = 0;
  house.tokens.changed.add(() => {
    told += 1;
  });
  for (let n = 0; n < 50; n += 1) house.tokens.take(token);
  assert.equal(told, 0);
  house.clock.pass(1000);
  assert.equal(told, 1);
});

function take(house: AgentHouse, id: Parameters<AgentHouse['tokens']['issue']>[0], scope = 'github:read') {
  return house.tokens.take(house.tokens.issue(id, { ...wish, scopes: scopes(scope) }).token);
}

function limited(retryMs: number) {
  return (thrown: unknown) =>
    thrown instanceof BrokerError && thrown.code === 'rate_limited' && thrown.retryMs === retryMs;
}
