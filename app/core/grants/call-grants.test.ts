// What a yes to a call of an API covers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallAction } from '../../contract/call.ts';
import type { Reach } from '../../contract/lasting.ts';
import { agentCall, type CallChange, callOf, callSecret } from '../calls/call.testkit.ts';
import { SystemRandomness } from '../crypto/randomness.ts';
import { FakeClock } from '../fake-clock.testkit.ts';
import { actionOf } from '../runs/action.testkit.ts';
import { callOffers } from './call-coverage.ts';
import { Grants } from './grants.ts';

const session = { kind: 'session' } as const;
const body = (sha256: string) => ({ bytes: 2, sha256: sha256.repeat(64), type: null, start: '{}' });
const post = { method: 'POST', risk: 'write', body: body('a') };

function covering(granted: CallAction, reach: Reach, call: CallAction): string {
  const grants = new Grants(new FakeClock(), new SystemRandomness());
  grants.add(granted, session, reach, 0);
  return grants.covering(call)?.kind ?? 'asks';
}

test('a yes to exactly this call covers it again, and no other query, body or header (P2)', () => {
  assert.equal(covering(callOf(post), 'exact', callOf({ ...post, nonce: '1'.repeat(32), reason: 'again' })), 'covers');
  for (const other of [
    { query: 'all=1' },
    { body: body('b') },
    { path: '/users' },
    { headers: [['Prefer', 'x']] },
    { host: 'api.github.com:8443' },
  ])
    assert.equal(covering(callOf(post), 'exact', callOf({ ...post, ...other })), 'asks', JSON.stringify(other));
});

test('a yes to calls like it covers the same method and path with any content, of no graver kind (P2)', () => {
  const alike = (change: CallChange) => covering(callOf(post), 'alike', callOf({ ...post, ...change }));
  assert.equal(alike({ query: 'a=1', body: body('b') }), 'covers');
  assert.equal(alike({ path: '/users' }), 'asks');
  assert.equal(alike({ method: 'PUT' }), 'asks');
  assert.equal(alike({ risk: 'delete' }), 'asks');
});

test('a yes to reads covers whatever only reads at this host', () => {
  const reads = (change: CallChange) => covering(callOf(), 'reads', callOf(change));
  assert.equal(reads({ path: '/orgs', query: 'x=1' }), 'covers');
  assert.equal(reads({ host: 'uploads.github.com' }), 'asks');
  assert.equal(reads(post), 'asks');
});

test('another client, token, program or version of the secret asks anew (P2, P8)', () => {
  const granted = agentCall(post);
  assert.equal(covering(granted, 'alike', agentCall(post)), 'covers');
  for (const other of [
    { client: { id: 'agent-ffffffffffff', name: 'Nightly report' } },
    { session: 'b'.repeat(64) },
    { provider: 'gitlab' },
    { secrets: [callSecret('github/token', { version: 2 })] },
    { secrets: [callSecret('github/token', { place: '?key=…' })] },
    { timeoutMs: 120_000 },
  ])
    assert.equal(covering(granted, 'alike', agentCall({ ...post, ...other })), 'asks', JSON.stringify(other));
  const caller = [{ pid: 9, startTime: '9', name: 'x', exe: '/tmp/x', cwd: '/' }];
  assert.equal(covering(callOf(), 'reads', callOf({ caller })), 'asks');
});

test('a yes to a call covers no command, and one to a command no call (P2)', async () => {
  const grants = new Grants(new FakeClock(), new SystemRandomness());
  const action = await actionOf('gh pr list');
  grants.add(action, session, 'reads', 0);
  assert.equal(grants.covering(callOf()), null);
  grants.revokeAll();
  grants.add(callOf(), session, 'reads', 0);
  assert.equal(grants.covering(action), null);
  assert.deepEqual(grants.list()[0]?.covers, 'GET api.github.com');
});

test('what discloses, a guarded secret and an unknown caller can be allowed once alone (P2)', () => {
  const onceOnly = (change: CallChange) => callOffers(callOf(change), true).onceOnly;
  assert.equal(onceOnly({ risk: 'disclose' }), 'disclosure');
  assert.equal(onceOnly({ secrets: [callSecret('a/b', { tier: 'guarded' })] }), 'guarded');
  assert.equal(onceOnly({ secrets: [callSecret('a/b', { longestYes: 'once' })] }), 'secret');
  assert.equal(onceOnly({ caller: [] }), 'caller');
  assert.equal(onceOnly({}), null);
  assert.deepEqual(callOffers(callOf({ ...post, risk: 'delete' }), true).reaches, ['exact']);
});
