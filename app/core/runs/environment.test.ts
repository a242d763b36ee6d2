import assert from 'node:assert/strict';
import test from 'node:test';
import { baseEnvironment, refuseEnvName } from './environment.ts';

for (const name of [
  'LD_PRELOAD',
  'NODE_OPTIONS',
  'PATH',
  'BASH_ENV',
  'GIT_SSH_COMMAND',
  'ENV',
  'HOME',
  'pythonpath',
  'DYLD_INSERT_LIBRARIES',
  'TERM',
]) {
  test(`refuses to inject a secret as ${name}`, () => assert.equal(refuseEnvName(name), 'env_dangerous'));
}
for (const name of ['', '1A', 'A-B', 'A B', 'A=B', 'Ä', 'A\0', 'x'.repeat(129)]) {
  test(`refuses the environment name ${JSON.stringify(name.slice(0, 12))}`, () =>
    assert.equal(refuseEnvName(name), 'env_invalid'));
}
test('injects ordinary names', () => {
  for (const name of ['GITHUB_TOKEN', 'GH_TOKEN', '_x', 'AWS_SECRET_ACCESS_KEY', 'PGPASSWORD'])
    assert.equal(refuseEnvName(name), null);
});
test('hands a run only allow-listed variables, never the rest of the login shell', () => {
  const base = baseEnvironment(
    { PATH: '/a', HOME: '/h', LC_ALL: 'C', ANTHROPIC_API_KEY: 'sk', NODE_OPTIONS: '-r x', TERM: 'xterm' },
    { path: '/b', terminal: null },
  );
  assert.equal(base.PATH, '/b');
  assert.equal(base.HOME, '/h');
  assert.equal(base.LC_ALL, 'C');
  assert.equal(base.TERM, 'dumb');
  assert.equal('ANTHROPIC_API_KEY' in base || 'NODE_OPTIONS' in base, false);
});
