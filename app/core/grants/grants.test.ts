import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Lasting, Reach } from '../../contract/lasting.ts';
import type { Action } from '../../contract/run.ts';
import { SystemRandomness } from '../crypto/randomness.ts';
import { FakeClock } from '../fake-clock.testkit.ts';
import {
  type ActionOptions,
  actionOf,
  actionSecret,
  MemoryFiles,
  usualCaller,
  usualPrograms,
} from '../runs/action.testkit.ts';
import { Grants } from './grants.ts';

const session = { kind: 'session' } as const;
const minute = 60_000;

function given(action: Action, reach: Reach = 'exact', lasting: Lasting = session) {
  const clock = new FakeClock();
  const grants = new Grants(clock, new SystemRandomness());
  return { clock, grants, grant: grants.add(action, lasting, reach, 0) };
}

/** What a grant for `line` says to `other`. */
async function covering(line: string, reach: Reach, other: string, options: ActionOptions = {}): Promise<string> {
  const { grants } = given(await actionOf(line, { session: 'a' }), reach);
  return grants.covering(await actionOf(other, { session: 'a', ...options }))?.kind ?? 'asks';
}

test('a grant covers the same command however it is spaced and quoted, whatever the nonce, time and reason (P2)', async () => {
  const more = { now: 9_000, request: { reason: 'again' } };
  assert.equal(await covering('gh pr list', 'exact', 'gh pr list', more), 'covers');
  assert.equal(await covering('gh pr list', 'exact', `gh   'pr' "list"  # again`, more), 'covers');
});

test('a grant is keyed by no process number: the agent that was started again is covered (keepassxreboot/keepassxc#12572, #11773)', async () => {
  assert.equal(await covering('gh pr list', 'exact', 'gh pr list', { caller: usualCaller(90_000) }), 'covers');
});

const [shim, agent, ...above] = usualCaller(100);
if (shim === undefined || agent === undefined) throw new Error('a caller without an agent');
for (const [what, options] of [
  ['another client', { client: 'other' }],
  ['another session of the agent', { session: 'b' }],
  ['no session', { session: null }],
  ['another agent host', { caller: [shim, { ...agent, exe: '/tmp/claude' }, ...above] }],
  ['an unknown caller', { caller: [] }],
  ['another folder', { request: { cwd: '/home/me/other' } }],
  ['another PATH', { request: { path: '/tmp:/usr/bin' } }],
  ['input', { request: { stdin: 'y' } }],
  ['more time', { request: { timeoutMs: 3_600_000 } }],
  ['a new value of the secret', { secrets: [actionSecret('github/token', { version: 2 })] }],
  ['another variable', { secrets: [actionSecret('github/token', { env: 'OTHER' })] }],
  ['another field', { secrets: [actionSecret('github/token', { field: 'password' })] }],
  ['a file instead of a variable', { secrets: [actionSecret('github/token', { inject: 'file' })] }],
  ['one secret more', { secrets: [actionSecret('github/token'), actionSecret('aws/key')] }],
  ['a secret that is guarded by now', { secrets: [actionSecret('github/token', { tier: 'guarded' })] }],
  [
    'a secret that may be allowed once only by now',
    { secrets: [actionSecret('github/token', { longestYes: 'once' })] },
  ],
] as const satisfies readonly (readonly [string, ActionOptions])[]) {
  test(`a grant does not cover ${what}: it asks (P2, P8)`, async () => {
    assert.equal(await covering('gh pr list', 'exact', 'gh pr list', options), 'asks');
  });
}

for (const other of [
  'gh pr list --web',
  'gh pr',
  'gh pr list; gh pr list',
  'sudo gh pr list',
  'gh pr list > x',
  'A=b gh pr list',
]) {
  test(`an exact grant for gh pr list does not cover ${other} (P2)`, async () => {
    assert.equal(await covering('gh pr list', 'exact', other), 'asks');
  });
}

for (const [line, other, said] of [
  ['gh pr view 1', 'gh pr view 2', 'covers'],
  ['gh pr view 1 --json title', 'gh pr view 2 --json body', 'covers'],
  ['gh pr view 1', 'gh pr view 2 --web', 'asks'],
  ['gh pr view 1', 'gh pr list', 'asks'],
  ['gh pr create --title a', 'gh pr create --title b', 'covers'],
  ['gh pr create --title a', 'gh pr create --title b --dry-run', 'asks'],
  ['gh pr view 1', 'gh pr view 2 > out', 'asks'],
  ['gh pr view 1', 'GH_HOST=evil.example gh pr view 2', 'asks'],
  ['gh pr view 1', 'sudo gh pr view 2', 'asks'],
  ['gh pr view 1', 'gh pr view 2 && make', 'asks'],
  ['gh pr view 1', 'gh pr view $(cat x)', 'asks'],
  ['curl https://a.example/1', 'curl https://a.example/2', 'covers'],
  ['curl https://a.example/1', 'curl https://b.example/1', 'asks'],
  ['curl https://a.example/1', 'curl https://a.example@b.example/1', 'asks'],
] as const) {
  test(`a grant for what is like ${line}: ${other} ${said} (P2)`, async () => {
    assert.equal(await covering(line, 'alike', other), said);
  });
}

for (const [other, said] of [
  ['gh issue list', 'covers'],
  ['gh pr view 9 --json title', 'covers'],
  ['gh pr create', 'asks'],
  ['gh auth token', 'asks'],
  ['gh repo delete x --yes', 'asks'],
  ['git fetch', 'asks'],
  ['gh pr list | jq .', 'asks'],
  ['xargs gh pr view', 'asks'],
] as const) {
  test(`a grant for what gh reads: ${other} ${said} (P2)`, async () => {
    assert.equal(await covering('gh pr list', 'reads', other), said);
  });
}

test('a grant for reads holds anywhere in the project and with fewer secrets, and nowhere else (P2)', async () => {
  const secrets = [actionSecret('github/token'), actionSecret('other/token')];
  const { grants } = given(await actionOf('gh pr list', { secrets }), 'reads');
  const said = async (options: ActionOptions) => grants.covering(await actionOf('gh pr list', options))?.kind ?? 'asks';
  assert.equal(await said({ request: { cwd: '/home/me/api/sub' } }), 'covers');
  const files = new MemoryFiles(usualPrograms, '/home/me/other');
  assert.equal(await said({ files, request: { cwd: '/home/me/other' } }), 'asks');
  assert.equal(await said({ secrets: [actionSecret('third/token')] }), 'asks');
});

test('a changed program or script asks again and is named (P10)', async () => {
  const files = new MemoryFiles(usualPrograms);
  files.texts.set('/home/me/api/deploy.sh', 'one');
  const { grants } = given(await actionOf('./deploy.sh', { files }));
  files.texts.set('/home/me/api/deploy.sh', 'two');
  const changed = grants.covering(await actionOf('./deploy.sh', { files }));
  assert.deepEqual(changed?.kind === 'changed' && changed.files.map(({ word }) => word), [
    './deploy.sh',
    './deploy.sh',
  ]);
  const other = new MemoryFiles(usualPrograms);
  other.texts.set('/usr/bin/gh', 'replaced');
  const reads = given(await actionOf('gh pr list'), 'reads').grants;
  assert.equal(reads.covering(await actionOf('gh issue list', { files: other }))?.kind, 'changed');
});

test('"always allow whoami" does not allow the shell (openclaw/openclaw#23276), and it does match again (openclaw/openclaw#61509)', async () => {
  const { grants } = given(await actionOf('whoami'));
  for (const other of ['touch x', 'sh -c "touch x"', 'whoami; touch x']) {
    assert.equal(grants.covering(await actionOf(other)), null, other);
  }
  assert.equal(grants.covering(await actionOf('whoami'))?.kind, 'covers');
});

test('what a wrapper hides is what a grant is for (nextlevelbuilder/goclaw#1202, #1204)', async () => {
  for (const wrapper of ['env', 'sudo', 'nohup', 'time', 'busybox', 'sh -c', 'xargs']) {
    const { grants } = given(await actionOf(`${wrapper} 'whoami'`), 'exact');
    assert.equal(grants.covering(await actionOf(`${wrapper} 'touch'`)), null, wrapper);
  }
});

test('so many uses, so many minutes, and no more', async () => {
  const action = await actionOf('gh pr list');
  const uses = given(action, 'exact', { kind: 'uses', uses: 2 });
  const id = uses.grant?.id ?? '';
  assert.deepEqual([uses.grants.spend(id), uses.grants.spend(id), uses.grants.spend(id)], [true, true, false]);
  assert.equal(uses.grants.covering(action), null);
  for (const minutes of [5, 15, 60] as const) {
    const { grants, clock } = given(action, 'exact', { kind: 'minutes', minutes });
    clock.pass(minutes * minute - 1);
    assert.equal(grants.covering(action)?.kind, 'covers');
    clock.pass(1);
    assert.equal(grants.covering(action), null);
    assert.deepEqual(grants.list(), []);
  }
});

test('the runs that the same answer allowed are uses of it: with none left there is no grant', async () => {
  const action = await actionOf('gh pr list');
  const grants = new Grants(new FakeClock(), new SystemRandomness());
  assert.equal(grants.add(action, { kind: 'uses', uses: 2 }, 'exact', 2), null);
  grants.add(action, { kind: 'uses', uses: 2 }, 'exact', 1);
  assert.equal(grants.list()[0]?.usesLeft, 1);
});

test('a secret caps what can be granted with it, whatever the person picks', async () => {
  const capped = await actionOf('gh pr list', { secrets: [actionSecret('a/b', { longestYes: 'minutes' })] });
  assert.throws(() => given(capped, 'exact', session), { code: 'bad_request' });
  const { grants, clock } = given(capped, 'exact', { kind: 'uses', uses: 5 });
  clock.pass(60 * minute);
  assert.equal(grants.covering(capped), null);
});

test('a use that is the last of several grants ends that grant only, and the same grant again takes the place of the first', async () => {
  const action = await actionOf('gh pr list');
  const { grants } = given(action, 'exact', { kind: 'uses', uses: 2 });
  grants.add(action, session, 'exact', 1);
  assert.equal(grants.list().length, 1);
  assert.equal(grants.list()[0]?.usesLeft, null);
});

test('a grant whose runs print secrets for the third time ends', async () => {
  const { grants, grant } = given(await actionOf('gh pr list'));
  const id = grant?.id ?? '';
  assert.deepEqual([grants.leaked(id), grants.leaked(id)], [null, null]);
  assert.equal(grants.leaked(id)?.id, id);
  assert.deepEqual(grants.list(), []);
});

test('a lock ends every grant, a pause those of its client, the person one of them (P4, P8)', async () => {
  const [mine, other] = [await actionOf('gh pr list'), await actionOf('gh pr list', { client: 'other' })];
  const { grants, grant } = given(mine);
  grants.add(other, session, 'exact', 1);
  assert.equal(grants.revokeClient(other.client.id).length, 1);
  assert.equal(grants.covering(other), null);
  assert.equal(grants.covering(mine)?.kind, 'covers');
  grants.add(other, session, 'exact', 1);
  assert.equal(grants.revoke(grant?.id ?? '').clientId, mine.client.id);
  assert.throws(() => grants.revoke(grant?.id ?? ''), { code: 'unknown_grant' });
  assert.equal(grants.revokeAll().length, 1);
  assert.equal(grants.covering(other), null);
});

test('tells of each grant what it covers, for whom, with what, and how often it was used', async () => {
  const { grants, grant, clock } = given(await actionOf('gh pr view 1'), 'alike', { kind: 'minutes', minutes: 15 });
  grants.spend(grant?.id ?? '');
  assert.deepEqual(grants.list(), [
    {
      ...{
        id: grant?.id,
        clientName: 'Claude Code',
        covers: 'gh pr view',
        reach: 'alike',
        secrets: ['github/token'],
      },
      ...{ project: '/home/me/api', until: clock.now() + 15 * minute, usesLeft: null, grantedAt: clock.now() },
      ...{ used: 1, lastUsedAt: clock.now() },
    },
  ]);
});
