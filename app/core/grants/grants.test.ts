import assert from 'node:assert/strict';
import test from 'node:test';
import { Action } from '../../contract/run.ts';
import { SystemRandomness } from '../crypto/randomness.ts';
import { evaluate } from '../policy/evaluate.ts';
import { Grants } from './grants.ts';

const hash = (digit: string): string => digit.repeat(64);

function action(changes: Readonly<Record<string, unknown>> = {}): Action {
  return Action.parse({
    format: 1,
    nonce: '0'.repeat(32),
    client: { id: 'agent', name: 'Agent' },
    caller: [
      { pid: 7, startTime: '1', name: 'node', exe: '/usr/bin/node', cwd: null },
      { pid: 6, startTime: '1', name: 'claude', exe: '/opt/claude', cwd: null },
    ],
    session: hash('a'),
    command: { kind: 'shell', shell: '/bin/sh', line: './deploy.sh' },
    cwd: '/srv',
    path: '/bin',
    pathDiffers: false,
    secrets: [
      {
        ...{ id: '1'.repeat(32), name: 'a/b', version: 1, field: 'token', sensitive: true, inject: 'environment' },
        ...{ env: 'A', reference: null, tier: 'run', description: '' },
      },
    ],
    executables: [{ word: '/bin/sh', path: '/bin/sh', sha256: hash('b') }],
    scripts: [{ word: './deploy.sh', path: '/srv/deploy.sh', sha256: hash('c') }],
    parsed: true,
    stdin: null,
    tty: true,
    timeoutMs: 1000,
    maxOutputBytes: 1024,
    reason: 'first',
    frozenAt: 1,
    ...changes,
  });
}

const decision = (changes: Readonly<Record<string, unknown>>): string => {
  const grants = new Grants(new SystemRandomness());
  grants.add(action());
  return evaluate(action(changes), grants).kind;
};

test('a grant covers the same action again, whatever its nonce, time, words and process numbers (P2)', () => {
  const caller = action().caller.map((process) => ({ ...process, pid: process.pid + 100, startTime: '2' }));
  assert.equal(decision({ nonce: '1'.repeat(32), frozenAt: 2, reason: 'second', caller }), 'allow');
});

const [secret] = action().secrets;
for (const [what, changes] of [
  ['another command', { command: { kind: 'shell', shell: '/bin/sh', line: './deploy.sh --all' } }],
  ['another folder', { cwd: '/' }],
  ['another client', { client: { id: 'other', name: 'Agent' } }],
  ['another session of the agent', { session: hash('d') }],
  ['another agent host', { caller: [action().caller[0], { ...action().caller[1], exe: '/tmp/claude' }] }],
  ['a changed program', { executables: [{ word: '/bin/sh', path: '/bin/sh', sha256: hash('e') }] }],
  ['a changed script', { scripts: [{ word: './deploy.sh', path: '/srv/deploy.sh', sha256: hash('e') }] }],
  ['a new value of the secret', { secrets: [{ ...secret, version: 2 }] }],
  ['another variable', { secrets: [{ ...secret, env: 'B' }] }],
  ['another field', { secrets: [{ ...secret, field: 'password' }] }],
  ['a file instead of a variable', { secrets: [{ ...secret, inject: 'file' }] }],
  [
    'a value that lies elsewhere',
    { secrets: [{ ...secret, reference: { text: 'env:X', program: 'X', sha256: null } }] },
  ],
  ['other input', { stdin: 'x' }],
  ['another PATH', { path: '/tmp', pathDiffers: true }],
  ['an unknown caller', { caller: [] }],
  ['a command that cannot be read', { parsed: false }],
  ['a secret that is guarded by now', { secrets: [{ ...secret, tier: 'guarded' }] }],
] as const) {
  test(`a grant does not cover ${what}: it asks (P2, P8)`, () => assert.equal(decision(changes), 'ask'));
}

for (const tier of ['placeholder', 'never']) {
  test(`a secret of the tier ${tier} never enters a process, grant or not (P2)`, () => {
    assert.equal(decision({ secrets: [{ ...secret, tier }] }), 'deny');
  });
}

test('a lock ends every grant, a pause those of its client (P4, P8)', () => {
  const grants = new Grants(new SystemRandomness());
  grants.add(action());
  const other = action({ client: { id: 'other', name: 'Other' } });
  grants.add(other);
  assert.equal(grants.revokeClient(other.client.id).length, 1);
  assert.equal(grants.covering(other), null);
  assert.notEqual(grants.covering(action()), null);
  assert.equal(grants.revokeAll().length, 1);
  assert.equal(grants.covering(action()), null);
});
