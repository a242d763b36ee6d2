// What Postern does not start with, as Node would understand it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { nodeDebugSwitchesOf } from './debug-switches.ts';

test('switches that open the process, or write its memory, are found however Node takes them (P9, P11)', () => {
  for (const options of [
    '--inspect=0',
    '--require /x.cjs',
    '-r /x.cjs',
    '"--inspect-brk"',
    '--heap_prof',
    '--report-signal=SIGHUP',
  ]) {
    assert.equal(nodeDebugSwitchesOf([], { NODE_OPTIONS: `--max-old-space-size=256 ${options}` }).length, 1, options);
  }
  assert.deepEqual(nodeDebugSwitchesOf(['--inspect'], { NODE_DEBUG: 'child_process' }), ['--inspect', 'NODE_DEBUG']);
  assert.deepEqual(
    nodeDebugSwitchesOf(['--no-warnings'], { NODE_OPTIONS: '--max-old-space-size=256', NODE_DEBUG: '' }),
    [],
  );
});

test('NODE_DEBUG prints what a started command gets in its environment, which is why it is refused (P11)', () => {
  const script = "require('node:child_process').spawnSync('true', { env: { TOKEN: 'seen-by-anybody' } })";
  const env = { PATH: process.env.PATH ?? '', NODE_DEBUG: 'child_process' };
  assert.match(spawnSync(process.execPath, ['-e', script], { env, encoding: 'utf8' }).stderr, /seen-by-anybody/);
});
