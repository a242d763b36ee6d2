// The agents of the gateway in a real vault on a real SQLite file.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { fault, passphrase } from '../../adapters/vault.testkit.ts';
import { AgentId, AgentKey, gatewayLimits } from '../../contract/gateway.ts';
import { RecordId } from '../../contract/vocabulary.ts';
import { limitsOf, openAgents } from './agents.testkit.ts';

test('an agent is kept sealed, of its key the hash alone, and is known again after the next unlock', async (t) => {
  const { vault, agents, path, letIn } = await openAgents(t);
  const { id, key } = letIn('github:read');
  assert.equal(AgentId.safeParse(id).success && AgentKey.safeParse(key).success, true);
  const [kept = ''] = vault.readRecords('agent', ({ body }) => body.toString('utf8'));
  assert.equal(kept.includes('Nightly'), true);
  assert.equal(kept.includes(key.slice(-43)), false);
  const before = agents.list();
  agents.forget();
  vault.lock();
  assert.deepEqual([agents.list(), agents.find(id), agents.byKey(key)], [[], null, null]);
  const file = readFileSync(path).toString('latin1');
  assert.equal(file.includes('Nightly') || file.includes('github:read') || file.includes(key), false);
  await vault.unlock(passphrase());
  agents.load();
  assert.deepEqual(agents.list(), before);
  assert.equal(agents.byKey(key)?.id, id);
});

test('no other text is a key: not another kind of token, not its hash, not a part of it', async (t) => {
  const { agents, letIn } = await openAgents(t);
  const { id, key } = letIn('github:read');
  const hash = agents.find(id)?.keyHash ?? '';
  const others = [
    key.slice(0, -1),
    `${key}A`,
    key.replace('_key_', '_tok_'),
    key.toUpperCase(),
    ` ${key}`,
    hash,
    '',
    '\0',
  ];
  for (const other of others) assert.equal(agents.byKey(other), null, other);
  agents.remove(id);
  assert.equal(agents.byKey(key), null);
});

test('there are so many agents and no more, and what the vault cannot keep is not known', async (t) => {
  const { agents, vault, letIn } = await openAgents(t);
  for (let n = 1; n < gatewayLimits.agents; n += 1) letIn('github:read');
  vault.lock();
  const claims = { name: 'Late', purpose: '' };
  assert.throws(() => agents.add(claims, limitsOf('github:read')), fault('locked'));
  assert.equal(agents.list().length, gatewayLimits.agents - 1);
  await vault.unlock(passphrase());
  letIn('github:read');
  assert.throws(() => agents.add(claims, limitsOf('github:read')), fault('agents_too_many'));
  assert.equal(vault.readRecords('agent', () => null).length, gatewayLimits.agents);
});

test('a record that is no agent is a corrupt vault, and then nobody new is known', async (t) => {
  const { agents, vault, letIn } = await openAgents(t);
  letIn('github:read');
  for (const text of ['{', 'null', '{"id":"agent-000000000000"}', '{"id":"claude"}']) {
    vault.putRecord('agent', RecordId.parse('0'.repeat(32)), Buffer.from(text));
    assert.throws(() => agents.load(), fault('vault_corrupt'));
    assert.equal(agents.list().length, 1);
  }
});
