import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ShapePlace } from '../contract/health.ts';
import { ClientId } from '../contract/vocabulary.ts';
import { agentOf, allowedFor, clientOf, isClosedByLock, type PurposeKind, providerOf, secretOf } from './purposes.ts';

const place = ShapePlace.parse({ path: '/home/ada/.env', line: 2, rule: 'github-token' });

test('only the window that moves a finding may ask for its text (P7)', () => {
  assert.deepEqual(allowedFor['move.value'], ['move']);
});

test('that window may save and close, and nothing else that is of a secret, a question or the vault (P7)', () => {
  const mine = Object.entries(allowedFor).filter(([, kinds]: [string, readonly PurposeKind[]]) =>
    kinds.includes('move'),
  );
  assert.deepEqual(mine.map(([channel]) => channel).sort(), [
    'move.value',
    'secret.save',
    'subject.get',
    'window.close',
    'window.fit',
  ]);
  assert.throws(() => secretOf({ kind: 'move', place }));
});

test('it goes at a lock, with what it shows (P4)', () => {
  assert.equal(isClosedByLock({ kind: 'move', place }), true);
});

test('what an agent may use is changed in its own window alone, and that window does nothing else (P7, P9)', () => {
  const mine = Object.entries(allowedFor).filter(([, kinds]: [string, readonly PurposeKind[]]) =>
    kinds.includes('client'),
  );
  const general = ['subject.get', 'window.close', 'window.fit'];
  assert.deepEqual(mine.map(([channel]) => channel).sort(), ['client.reach', 'client.save', ...general]);
  assert.deepEqual([allowedFor['client.save'], allowedFor['client.reach']], [['client'], ['client']]);
  const id = ClientId.parse('codex');
  assert.equal(clientOf({ kind: 'client', id }), id);
  assert.throws(() => clientOf({ kind: 'settings', about: 'locking' }));
  assert.equal(isClosedByLock({ kind: 'client', id }), true);
});

test('a provider, an agent and the admin token each have a window that does nothing else, and goes at a lock (P4, P7, P9)', () => {
  const general = ['subject.get', 'window.close', 'window.fit'];
  const own = {
    provider: ['provider.newSecret', 'provider.save'],
    agent: ['agent.save'],
    admin: ['admin.copy', 'admin.make'],
  } as const;
  for (const kind of ['provider', 'agent', 'admin'] as const) {
    const channels = Object.entries(allowedFor).filter(([, kinds]: [string, readonly PurposeKind[]]) =>
      kinds.includes(kind),
    );
    assert.deepEqual(channels.map(([channel]) => channel).toSorted(), [...own[kind], ...general].toSorted());
    for (const channel of own[kind]) assert.deepEqual(allowedFor[channel], [kind]);
  }
  const agent = { kind: 'agent', id: ClientId.parse('agent-0123456789ab') } as const;
  assert.equal(agentOf(agent), agent.id);
  assert.throws(() => agentOf({ kind: 'client', id: agent.id }));
  assert.equal(providerOf({ kind: 'provider', id: null }), null);
  assert.throws(() => providerOf({ kind: 'admin' }));
  for (const purpose of [agent, { kind: 'provider', id: null }, { kind: 'admin' }] as const)
    assert.equal(isClosedByLock(purpose), true);
});
