import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { newMark, spawnDetached } from './detached-spawn.ts';

const here = new URL('.', import.meta.url).href;

test('P9 a command gets its three descriptors, and no other of the app, though the app leaves some open for it', async (t) => {
  // Node closes what it finds at its start, but not beyond the first gap; Electron leaves dozens of its own.
  const script = `
    const { execFileSync } = await import('node:child_process');
    const { bothRunners, runLine } = await import('${here}command-run.testkit.ts');
    const listed = [execFileSync('ls', ['/proc/self/fd'], { encoding: 'utf8' })];
    for (const [, runner] of bothRunners) listed.push((await runLine(runner, 'exec ls /proc/self/fd')).text);
    console.log(JSON.stringify(listed.map((text) => text.trim().split(/\\s+/).map(Number))));`;
  const gap = Array.from({ length: 97 }, () => 'ignore' as const);
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit', ...gap, 'pipe'],
  });
  t.after(() => child.kill());
  assert.ok(child.stdout);
  const [chunk] = await once(child.stdout, 'data');
  const [plain, ...runs]: number[][] = JSON.parse(String(chunk));
  assert.equal(plain?.includes(100), true);
  assert.deepEqual(runs, [
    [0, 1, 2, 3],
    [0, 1, 2, 3],
  ]);
});

test('a program that cannot be started is told by null, and raises nothing', () => {
  const fit = { file: '/bin/true', args: [], env: {}, cwd: '/', stdio: 'ignore', mark: newMark() } as const;
  for (const unfit of [{ file: '/no/such/program' }, { file: '/' }, { cwd: '/no/such/folder' }, { args: ['\0'] }]) {
    assert.equal(spawnDetached({ ...fit, ...unfit }), null);
  }
});
