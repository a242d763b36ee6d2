import assert from 'node:assert/strict';
import test from 'node:test';
import { fault } from '../../adapters/vault.testkit.ts';
import { AdminToken, gatewayLimits } from '../../contract/gateway.ts';
import { openAgents } from './agents.testkit.ts';
import { createAgentsPart } from './agents-part.ts';

test('an admin token is on record first, counts for an hour, and no other text does', async (t) => {
  const { admin, audit, clock } = await openAgents(t);
  audit.isShut = true;
  assert.throws(() => admin.make(), fault('audit_unwritable'));
  assert.equal(admin.until, null);
  audit.isShut = false;
  const { token, until } = admin.make();
  assert.equal(AdminToken.safeParse(token).success, true);
  assert.equal(until, clock.now() + gatewayLimits.adminTokenMs);
  assert.equal(admin.isValid(token), true);
  for (const other of ['', token.slice(0, -1), `${token} `, token.replace('_adm_', '_tok_')]) {
    assert.equal(admin.isValid(other), false);
  }
  clock.pass(gatewayLimits.adminTokenMs);
  assert.deepEqual([admin.isValid(token), admin.until], [false, null]);
  assert.deepEqual(audit.events, [{ kind: 'admin.token_issued', at: until - gatewayLimits.adminTokenMs, until }]);
});

test('a new admin token takes the place of the one before, and its hour is its own', async (t) => {
  const { admin, clock } = await openAgents(t);
  const first = admin.make().token;
  clock.pass(gatewayLimits.adminTokenMs - 1);
  const second = admin.make().token;
  clock.pass(1);
  assert.deepEqual([admin.isValid(first), admin.isValid(second)], [false, true]);
});

test('at a lock every token is over and nobody is known, also without a log (P4)', async (t) => {
  const house = await openAgents(t);
  const { admin, agents, tokens, audit } = house;
  const part = createAgentsPart({ agents, tokens, admin });
  const { id, key } = house.letIn('github:read');
  const { token } = tokens.issue(id, { scopes: house.agents.find(id)?.limits.scopes ?? [], ttlMs: 1000, uses: null });
  const live = tokens.take(token);
  const made = admin.make().token;
  audit.isShut = true;
  part.locked('person');
  assert.deepEqual([live.signal.reason, admin.isValid(made), agents.byKey(key)], ['lock', false, null]);
  assert.throws(() => tokens.take(token), fault('token_unknown'));
  part.unlocked('unlocked');
  assert.deepEqual([tokens.find(token), admin.isValid(made), agents.byKey(key)?.id], [null, false, id]);
});
