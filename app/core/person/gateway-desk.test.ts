// What the person decides about the gateway, over a real vault, with a scripted check that they are here.
import assert from 'node:assert/strict';
import test from 'node:test';
import { fault } from '../../adapters/vault.testkit.ts';
import type { FaultCode } from '../../contract/fault.ts';
import { AdminToken, type GatewayDoor, gatewayLimits } from '../../contract/gateway.ts';
import { defaultSettings } from '../../contract/settings.ts';
import type { ClientId } from '../../contract/vocabulary.ts';
import { bySystem, never, passphrase, right, ScriptedPresence, wrong } from '../../socket/desks.testkit.ts';
import { limitsOf, openAgents, scopes } from '../gateway/agents.testkit.ts';
import { Grants } from '../grants/grants.ts';
import { Listeners } from '../listeners.ts';
import { Confirmation, PersonCheck } from '../presence/person-check.ts';
import { actionOf } from '../runs/action.testkit.ts';
import { SettingsBook, settingsMatter } from '../settings/settings-book.ts';
import { GatewayDesk } from './gateway-desk.ts';

test('a paused agent is cut off at once and comes back by the person alone, on record first (P3, P8)', async (t) => {
  const house = await opened(t);
  const { desk, audit, agents, tokens, grants, letIn } = house;
  const { id } = letIn('github:read');
  const other = letIn('github:read');
  const [live, others] = [house.take(id), house.take(other.id)];
  const action = await actionOf('gh pr list');
  grants.add({ ...action, client: { id, name: 'Nightly' } }, { kind: 'session' }, 'exact', 1);
  audit.events.length = 0;
  desk.pauseAgent(id, 'not_mine');
  assert.deepEqual([live.signal.reason, others.signal.aborted, grants.list()], ['pause', false, []]);
  assert.throws(() => live.requireStanding(), fault('agent_paused'));
  assert.throws(() => house.take(id), fault('agent_paused'));
  assert.deepEqual(audit.kinds(), ['token.revoked', 'grant.revoked', 'agent.paused']);
  assert.deepEqual([desk.find(id)?.state, desk.find(id)?.pausedFor], ['paused', 'not_mine']);
  audit.isShut = true;
  assert.throws(() => desk.resumeAgent(id), fault('audit_unwritable'));
  assert.equal(agents.find(id)?.state, 'paused');
  audit.isShut = false;
  desk.resumeAgent(id);
  assert.deepEqual([desk.find(id)?.state, desk.find(id)?.pausedFor, tokens.list(id)], ['active', null, []]);
  house.take(id);
});

test('what shuts an agent out does not wait for the log (P8)', async (t) => {
  const house = await opened(t);
  const { desk, audit, agents, letIn } = house;
  const [{ id }, { id: gone, key }] = [letIn('github:read'), letIn('github:read')];
  const [one, two] = [house.take(id), house.take(gone)];
  audit.isShut = true;
  assert.throws(() => desk.pauseAgent(id), fault('audit_unwritable'));
  assert.throws(() => desk.removeAgent(gone), fault('audit_unwritable'));
  assert.deepEqual([one.signal.aborted, two.signal.aborted], [true, true]);
  assert.deepEqual([agents.find(id)?.state, agents.find(gone), agents.byKey(key)], ['paused', null, null]);
});

test('tokens are revoked one by one, by agent, or all', async (t) => {
  const house = await opened(t);
  const { desk, letIn } = house;
  const [one, two] = [letIn('github:read').id, letIn('github:read').id];
  const [a, b, c] = [house.take(one), house.take(one), house.take(two)];
  const ended = () => [a, b, c].map(({ signal }) => signal.aborted);
  desk.revokeToken(a.id);
  desk.revokeToken(a.id);
  assert.deepEqual(ended(), [true, false, false]);
  desk.revokeTokens(one);
  assert.deepEqual(ended(), [true, true, false]);
  desk.revokeTokens(null);
  assert.deepEqual(ended(), [true, true, true]);
});

test('wider limits take a proof for this very step, and are on record first (P3, P9)', async (t) => {
  const house = await opened(t);
  const { desk, audit, agents, letIn } = house;
  const { id } = letIn('github:read');
  const before = limitsOf('github:read');
  const wider = [
    limitsOf('github:read', 'github:write'),
    limitsOf('github:*'),
    limitsOf('openai:chat'),
    { ...before, callsPerMinute: before.callsPerMinute + 1 },
    { ...before, burst: before.burst + 1 },
  ];
  const refusals: readonly [typeof right | null, FaultCode][] = [
    [null, 'presence_needed'],
    [bySystem, 'presence_needed'],
    [wrong, 'wrong_passphrase'],
  ];
  for (const limits of wider) {
    for (const [proof, code] of refusals) await assert.rejects(desk.setLimits(id, limits, proof, never), fault(code));
  }
  assert.deepEqual(agents.find(id)?.limits, before);
  assert.equal(audit.kinds().includes('agent.limits_set'), false);
  audit.before = (event) => {
    if (event.kind === 'agent.limits_set') assert.deepEqual(agents.find(id)?.limits, before);
  };
  await desk.setLimits(id, limitsOf('github:*'), right, never);
  assert.deepEqual(agents.find(id)?.limits.scopes, ['github:*']);
  const event = audit.events.at(-1);
  assert.equal(event?.kind === 'agent.limits_set' && event.loosened, true);
});

test('a proof does not count when the limits changed while it was given (P9)', async (t) => {
  const { desk, agents, letIn, presence } = await opened(t);
  const { id } = letIn('github:read', 'github:write');
  presence.answer = 'confirmed';
  const widened = desk.setLimits(id, limitsOf('github:*'), bySystem, never);
  await desk.setLimits(id, limitsOf('github:read'), null, never);
  await assert.rejects(widened, fault('presence_used'));
  assert.deepEqual(agents.find(id)?.limits.scopes, ['github:read']);
});

test('narrower limits take no proof, end the tokens they no longer cover, and name nothing unknown', async (t) => {
  const house = await opened(t);
  const { desk, audit, agents, letIn } = house;
  const { id } = letIn('github:*', 'gitlab:read');
  const [reading, writing] = [house.take(id, 'github:read'), house.take(id, 'github:write')];
  const known = desk.scopesFor(id).map(({ scope, known }) => `${scope} ${known}`);
  assert.deepEqual(known.slice(-2), ['openai:* true', 'gitlab:read false']);
  for (const unknown of ['gitlab:write', 'github:delete']) {
    await assert.rejects(desk.setLimits(id, limitsOf(unknown), right, never), fault('scope_unknown'));
  }
  await desk.setLimits(id, limitsOf('github:read', 'gitlab:read'), null, never);
  assert.deepEqual([reading.signal.aborted, writing.signal.aborted], [false, true]);
  const [revoked, set] = audit.events.slice(-2);
  assert.equal(revoked?.kind === 'token.revoked' && revoked.why, 'limits');
  assert.equal(set?.kind === 'agent.limits_set' && set.loosened, false);
  const count = audit.events.length;
  await desk.setLimits(id, limitsOf('github:read', 'gitlab:read', 'gitlab:read'), null, never);
  assert.equal(audit.events.length, count, 'nothing changed is nothing written');
  agents.remove(id);
  await assert.rejects(desk.setLimits(id, limitsOf('github:read'), null, never), fault('agent_unknown'));
});

test('an admin token takes a proof and an open vault (P9)', async (t) => {
  const house = await opened(t);
  const { desk, audit, vault } = house;
  await assert.rejects(desk.makeAdminToken(wrong, never), fault('wrong_passphrase'));
  await assert.rejects(desk.makeAdminToken(bySystem, never), fault('presence_needed'));
  assert.equal(desk.adminUntil, null);
  const { token, until } = await desk.makeAdminToken(right, never);
  assert.equal(AdminToken.safeParse(token).success, true);
  assert.equal(until, house.clock.now() + gatewayLimits.adminTokenMs);
  assert.deepEqual([desk.isAdminToken(token), desk.adminUntil], [true, until]);
  assert.deepEqual(audit.kinds(), ['presence.refused', 'presence.confirmed', 'admin.token_issued']);
  desk.endAdminToken();
  assert.deepEqual([desk.isAdminToken(token), desk.adminUntil], [false, null]);
  vault.lock();
  await assert.rejects(desk.makeAdminToken(right, never), fault('locked'));
});

test('the view shows agents with their tokens, and no key, hash or token; closing the door needs no proof', async (t) => {
  const house = await opened(t);
  const { desk, settings, letIn, agents } = house;
  const { id, key } = letIn('github:read');
  const { token } = house.issue(id);
  const view = desk.view();
  assert.deepEqual([view.agents.map((agent) => agent.id), view.agents[0]?.tokens.length], [[id], 1]);
  const text = JSON.stringify(view);
  for (const secret of [key, token, agents.find(id)?.keyHash ?? '']) assert.equal(text.includes(secret), false);
  const open: GatewayDoor = 'port';
  assert.throws(() => settings.save({ ...defaultSettings, gateway: open }, null), fault('presence_needed'));
  settings.save({ ...defaultSettings, gateway: open }, new Confirmation(settingsMatter, never));
  assert.equal(desk.view().door, 'port');
  desk.close();
  assert.deepEqual([settings.current.gateway, desk.view().door], ['off', 'off']);
});

async function opened(t: { after(work: () => void): void }) {
  const house = await openAgents(t);
  const { agents, tokens, admin, providers, audit, clock, vault, randomness } = house;
  const presence = new ScriptedPresence();
  const checkPassphrase = async (bytes: Buffer) => bytes.toString() === passphrase;
  const check = new PersonCheck({ presence, checkPassphrase, audit, clock, log: audit });
  const settings = new SettingsBook({ records: vault, audit, clock });
  settings.load();
  const grants = new Grants(clock, randomness);
  const door = { address: null, addressFile: '/profile/gateway.json', calls: 0, changed: new Listeners() };
  const desk = new GatewayDesk({
    ...{ agents, tokens, admin, providers, door, settings, grants, check, audit, clock, log: audit },
    summaries: () => [],
    isUnlocked: () => vault.state === 'unlocked',
  });
  const issue = (id: ClientId, scope = 'github:read') => {
    return tokens.issue(id, { scopes: scopes(scope), ttlMs: gatewayLimits.defaultTokenMs, uses: null });
  };
  const take = (id: ClientId, scope?: string) => tokens.take(issue(id, scope).token);
  return { ...house, presence, settings, grants, desk, issue, take };
}
