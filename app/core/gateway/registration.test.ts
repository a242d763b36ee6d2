// Letting an agent in, with the real queue of questions and a person who answers what was drawn.
import assert from 'node:assert/strict';
import test from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { draft, fault } from '../../adapters/vault.testkit.ts';
import { type Answer, allowOnce, approvalLifeMs, armedAfterMs } from '../../contract/approval.ts';
import { BrokerError } from '../../contract/fault.ts';
import { type AgentClaims, AgentKey, gatewayLimits } from '../../contract/gateway.ts';
import { Approvals } from '../approvals/approvals.ts';
import { NobodyToAsk } from '../approvals/nobody-to-ask.ts';
import { matchersInPlace } from '../redaction/matcher-builder.testkit.ts';
import { VaultWords } from '../redaction/vault-words.ts';
import { openAgents, scopes } from './agents.testkit.ts';
import { Registration, refusals } from './registration.ts';

const claims: AgentClaims = {
  name: 'Nightly',
  purpose: 'Reads issues',
  scopes: scopes('github:read', 'github:write', 'openai:chat'),
};
const deny = { kind: 'deny', reason: null, remember: 'no' } as const;
const notMine = { kind: 'not_mine' } as const;
const never = new AbortController().signal;

test('an agent is let in with the scopes the person left ticked, and told its key this once', async (t) => {
  const { registration, agents, audit, approvals, answer, question } = await opened(t);
  const asked = registration.ask(claims, never);
  const drawn = await question();
  assert.deepEqual(drawn.agent.scopes[0], { scope: 'github:read', says: 'GitHub: does read', known: true });
  assert.deepEqual(approvals.summaries()[0]?.kind, 'agent');
  assert.deepEqual(audit.kinds(), ['agent.asked']);
  audit.before = () => assert.deepEqual(agents.list(), [], 'on record before it is let in (P3)');
  assert.equal(answer({ kind: 'admit', scopes: scopes('github:read', 'openai:chat') }), true);
  const { agent, key, scopes: given } = await asked;
  assert.deepEqual(given, ['github:read', 'openai:chat']);
  assert.deepEqual([AgentKey.safeParse(key).success, agents.byKey(key)?.id], [true, agent]);
  assert.deepEqual(agents.find(agent)?.limits, {
    ...{ scopes: given, burst: gatewayLimits.defaultBurst },
    callsPerMinute: gatewayLimits.defaultCallsPerMinute,
  });
  const client = { id: agent, name: 'Nightly' };
  assert.deepEqual(
    audit.events.map(({ at: _at, ...event }) => event),
    [
      { kind: 'agent.asked', client, scopes: claims.scopes },
      { kind: 'agent.registered', client, scopes: given },
    ],
  );
  assert.equal(JSON.stringify([agents.list(), audit.events]).includes(key), false);
});

test('only what it asked for can be admitted, by an answer to what was drawn for long enough (P2, P9)', async (t) => {
  const { registration, agents, approvals, answer, question, clock } = await opened(t);
  void registration.ask({ ...claims, scopes: scopes('github:read') }, never).catch(() => {});
  const { id } = await question();
  const admit: Answer = { kind: 'admit', scopes: scopes('github:read') };
  approvals.drawn(id, new AbortController().signal);
  assert.equal(approvals.answer(id, null, admit), false, 'too early');
  clock.pass(armedAfterMs);
  for (const wider of ['github:*', 'github:write', 'openai:chat']) {
    assert.equal(answer({ kind: 'admit', scopes: scopes('github:read', wider) }), false, wider);
  }
  assert.equal(answer(allowOnce), false);
  assert.equal(answer({ ...allowOnce, lasting: { kind: 'session' } }), false);
  assert.deepEqual(agents.list(), []);
  assert.equal(approvals.summaries().length, 1);
});

test('one is asked about at a time', async (t) => {
  const { registration, approvals, answer, question } = await opened(t);
  const asked = registration.ask(claims, never);
  await assert.rejects(registration.ask(claims, never), fault('registration_waiting'));
  await question();
  await assert.rejects(registration.ask(claims, never), fault('registration_waiting'));
  assert.equal(approvals.summaries().length, 1);
  answer({ kind: 'admit', scopes: claims.scopes });
  await asked;
});

test('what cannot come to anything is refused without a question', async (t) => {
  const { registration, agents, audit, approvals, vault, letIn } = await opened(t);
  for (const unknown of ['gitlab:read', 'github:delete', 'gitlab:*', 'openai2:chat']) {
    const wanted = { ...claims, scopes: scopes('github:read', unknown) };
    await assert.rejects(registration.ask(wanted, never), fault('scope_unknown'), unknown);
  }
  for (let n = 0; n < gatewayLimits.agents; n += 1) letIn('github:read');
  await assert.rejects(registration.ask(claims, never), fault('agents_too_many'));
  agents.forget();
  vault.lock();
  await assert.rejects(registration.ask(claims, never), fault('locked'));
  assert.deepEqual([audit.events, approvals.summaries()], [[], []]);
});

test('without a log nobody is asked, and nobody is let in (P3)', async (t) => {
  const { registration, agents, audit, approvals, answer, question } = await opened(t);
  audit.isShut = true;
  await assert.rejects(registration.ask(claims, never), fault('audit_unwritable'));
  assert.deepEqual(approvals.summaries(), []);
  audit.isShut = false;
  const asked = registration.ask(claims, never);
  await question();
  audit.isShut = true;
  answer({ kind: 'admit', scopes: claims.scopes });
  await assert.rejects(asked, fault('audit_unwritable'));
  assert.deepEqual(agents.list(), []);
});

test('a no lets nobody in; after two, or one “I did not ask for this”, nobody is asked for a minute', async (t) => {
  const house = await opened(t);
  const { registration, agents, audit, approvals, clock } = house;
  await refused(house, deny);
  await refused(house, deny);
  await assert.rejects(registration.ask(claims, never), limited(refusals.restMs));
  clock.pass(refusals.restMs - 1);
  await assert.rejects(registration.ask(claims, never), limited(1));
  assert.deepEqual([approvals.summaries(), agents.list()], [[], []]);
  clock.pass(1);
  await admitted(house);
  await refused(house, deny);
  await refused(house, notMine);
  await assert.rejects(registration.ask(claims, never), limited(refusals.restMs));
  clock.pass(refusals.restMs);
  await admitted(house);
  await refused(house, notMine);
  await assert.rejects(registration.ask(claims, never), limited(refusals.restMs));
  const codes = audit.events.flatMap((event) => (event.kind === 'agent.refused' ? [event.code] : []));
  assert.deepEqual(codes, Array(5).fill('agent_refused'));
});

test('a connection that is gone takes its question along, and no key is made', async (t) => {
  const { registration, agents, audit, approvals, answer, question } = await opened(t);
  const gone = new AbortController();
  const asked = registration.ask(claims, gone.signal);
  await question();
  gone.abort();
  await assert.rejects(asked, fault('call_withdrawn'));
  assert.deepEqual([approvals.summaries(), agents.list()], [[], []]);
  // It goes in the very moment of the yes.
  const late = new AbortController();
  const again = registration.ask(claims, late.signal);
  await question();
  answer({ kind: 'admit', scopes: claims.scopes });
  late.abort();
  await assert.rejects(again, fault('call_withdrawn'));
  assert.deepEqual(agents.list(), []);
  assert.equal(audit.kinds().includes('agent.registered'), false);
  await assert.rejects(
    registration.ask(claims, never),
    limited(refusals.restMs),
    'no storm of questions that come and go',
  );
});

test('an answer that does not come in time is neither yes nor no', async (t) => {
  const { registration, agents, audit, question, clock } = await opened(t);
  const asked = registration.ask(claims, never);
  await question();
  clock.pass(approvalLifeMs);
  await assert.rejects(asked, fault('answer_not_accepted'));
  assert.deepEqual([audit.kinds(), agents.list()], [['agent.asked', 'agent.refused'], []]);
});

test('no value of the vault is drawn or written down, whatever an agent calls itself (P1)', async (t) => {
  const { registration, agents, audit, answer, question, secrets, vault } = await opened(t);
  const value = 'ghp_R4nd0mLookingTokenValue42';
  const name = `a/${'long-name/'.repeat(11)}token`;
  secrets.add(draft({ name, value }));
  const asked = registration.ask({ ...claims, name: `I am ${value}`, purpose: `${value} ${'x'.repeat(460)}` }, never);
  const drawn = await question();
  answer({ kind: 'admit', scopes: claims.scopes });
  const { agent } = await asked;
  const kept = vault.readRecords('agent', ({ body }) => body.toString('utf8'));
  assert.equal(JSON.stringify([drawn, audit.events, agents.list(), kept]).includes(value), false);
  assert.deepEqual([agents.find(agent)?.name.length, agents.find(agent)?.purpose.length], [80, 500]);
});

test('where nobody can be asked, nobody is let in', async (t) => {
  const { registration, agents, audit } = await opened(t, NobodyToAsk);
  await assert.rejects(registration.ask(claims, never), fault('agent_refused'));
  assert.deepEqual([audit.kinds(), agents.list()], [['agent.asked', 'agent.refused'], []]);
});

async function opened(t: { after(work: () => void): void }, Queue: typeof Approvals = Approvals) {
  const house = await openAgents(t);
  const { agents, providers, audit, clock, randomness, vault, secrets } = house;
  const approvals = new Queue(clock, '/home/me');
  const words = new VaultWords({ secrets, matchers: matchersInPlace, randomness, pause: () => turn() });
  words.unlocked();
  t.after(() => words.locked());
  const isUnlocked = () => vault.state === 'unlocked';
  const parts = { agents, approvals, providers, words, isUnlocked, audit, clock, randomness, log: audit };
  const registration = new Registration(parts);
  /** The question, once it is there. */
  const question = async () => {
    for (;;) {
      const asked = approvals.question();
      if (asked?.kind === 'agent') return asked;
      await turn();
    }
  };
  const answer = (given: Answer): boolean => {
    const asked = approvals.question();
    if (asked === null) return false;
    approvals.drawn(asked.id, new AbortController().signal);
    clock.pass(armedAfterMs);
    return approvals.answer(asked.id, null, given);
  };
  return { ...house, approvals, registration, question, answer };
}

type Opened = Awaited<ReturnType<typeof opened>>;

async function refused({ registration, question, answer }: Opened, given: Answer): Promise<void> {
  const asked = registration.ask(claims, never);
  asked.catch(() => {});
  await question();
  assert.equal(answer(given), true);
  await assert.rejects(asked, fault('agent_refused'));
}

async function admitted({ registration, question, answer }: Opened): Promise<void> {
  const asked = registration.ask(claims, never);
  await question();
  assert.equal(answer({ kind: 'admit', scopes: claims.scopes }), true);
  await asked;
}

function limited(retryMs: number) {
  return (thrown: unknown) =>
    thrown instanceof BrokerError && thrown.code === 'rate_limited' && thrown.retryMs === retryMs;
}
