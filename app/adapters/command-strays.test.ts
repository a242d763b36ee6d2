// What a command leaves behind is gone when its run is over, however it left, and nothing else is touched (Linux).
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, constants, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { bothRunners, runLine } from './command-run.testkit.ts';
import { awaiting, away, isHeld, lives, scriptFolder, silent } from './command-strays.testkit.ts';
import { newMark, spawnDetached } from './detached-spawn.ts';
import { startMarked } from './native-library.ts';
import { PipeRunner } from './pipe-runner.ts';
import { followGroup } from './process-group.ts';
import { listProcesses } from './process-table.ts';

const leavings: readonly (readonly [how: string, line: string])[] = [
  ['with setsid', 'setsid sh lasting stray &'],
  ['by forking twice', '(sh lasting stray &)'],
  ['in a group of its own without its environment', 'set -m; (env -i sh lasting stray &)'],
  ['by forking twice, with setsid and without its environment', `${away('sh lasting stray')} ${silent}`],
  ['so, and holds the output open', away('sh lasting stray')],
  ['so, and stops', `${away('sh stopped stray')} ${silent}`],
  ['so, and lets nobody read its memory', `${away(`${process.execPath} hidden.mjs stray`)} ${silent}`],
  ['so, forty times in a row', `${away('sh relay 40 stray')} ${silent}`],
];

for (const [name, runner, newline] of bothRunners) {
  describe(name, { concurrency: 4 }, () => {
    for (const [how, line] of leavings) {
      test(`what leaves ${how} is gone when the run is over`, async (t) => {
        const cwd = scriptFolder(t);
        const ran = await runLine(runner, `${line}\n${awaiting('stray')}; echo done`, { cwd, file: '/bin/bash' });
        assert.deepEqual(ran.exit, { exitCode: 0, signal: null, end: 'exited' });
        assert.equal(ran.text, `done${newline}`);
        assert.equal(lives(join(cwd, 'stray')), false);
      });
    }

    test('P4 what left so and ignores SIGTERM is killed two seconds after the run is aborted', async (t) => {
      const cwd = scriptFolder(t);
      const stop = new AbortController();
      const line = `${away('sh deaf stray')} ${silent}\n${awaiting('stray')}; echo ready; while :; do sleep 1; done`;
      const ran = await runLine(runner, line, { cwd, signal: stop.signal, onOutput: () => stop.abort() });
      assert.equal(ran.exit.end, 'aborted');
      assert.ok(ran.durationMs >= 2000);
      assert.equal(lives(join(cwd, 'stray')), false);
    });

    for (const how of ['setsid', 'together']) {
      test(`a chain of processes (${how}), each gone as soon as it has started the next, is ended with its run`, async (t) => {
        const cwd = scriptFolder(t);
        execFileSync('mkfifo', [join(cwd, 'held')]);
        const held = openSync(join(cwd, 'held'), constants.O_RDONLY | constants.O_NONBLOCK);
        t.after(() => closeSync(held));
        const line = `${away(`python3 chain.py stray ${how} 9>held`)} ${silent}; ${awaiting('stray')}`;
        const { exit } = await runLine(runner, line, { cwd });
        assert.equal(exit.exitCode, 0);
        assert.deepEqual([existsSync(join(cwd, 'stray')), existsSync(join(cwd, 'stray.end'))], [true, false]);
        assert.equal(isHeld(held), false);
      });
    }
  });
}

test('P8 of two runs at once the end of one leaves the daemons of the other alone', async (t) => {
  const [one, two] = [scriptFolder(t), scriptFolder(t)];
  const [stopOne, stopTwo] = [new AbortController(), new AbortController()];
  const line = `${away('sh lasting stray')} ${silent}; ${awaiting('stray')}; echo ready; while :; do sleep 1; done`;
  const start = (cwd: string, signal: AbortSignal) =>
    new Promise<{ ended: ReturnType<typeof runLine> }>((ready) => {
      const ended = runLine(new PipeRunner(), line, { cwd, signal, onOutput: () => ready({ ended }) });
    });
  const [first, second] = await Promise.all([start(one, stopOne.signal), start(two, stopTwo.signal)]);
  stopOne.abort();
  await first.ended;
  assert.deepEqual([lives(join(one, 'stray')), lives(join(two, 'stray'))], [false, true]);
  stopTwo.abort();
  await second.ended;
  assert.equal(lives(join(two, 'stray')), false);
});

test('what the run did not start is let be: of this app, of another program, and started in the same instant', async (t) => {
  const others = ['by-the-app', 'apart', 'by-a-daemon', 'same-instant'];
  const cwd = scriptFolder(t, 'stray', ...others);
  const mark = newMark();
  const start = (file: string) => ({ file: '/bin/sh', args: ['deaf', file], env: {}, cwd, stdio: 'ignore' as const });
  const leader = spawnDetached({ ...start('stray'), mark });
  assert.ok(leader);
  spawn('/bin/sh', ['lasting', 'by-the-app'], { cwd, stdio: 'ignore' });
  spawnDetached({ ...start('apart'), mark: newMark() });
  spawnDetached({ ...start('by-a-daemon'), args: ['-c', away('sh lasting by-a-daemon')], mark: newMark() });
  // As when another thread of the app starts a program while this one starts the run.
  startMarked(mark, () => spawn('/bin/sh', ['lasting', 'same-instant'], { cwd, stdio: 'ignore' }));
  for (const file of ['stray', ...others]) while (!existsSync(join(cwd, file))) await sleep(5);
  const group = followGroup(leader, mark);
  assert.equal(await group.settle(0), false);
  await group.end();
  assert.equal(lives(join(cwd, 'stray')), false);
  for (const file of others) assert.equal(lives(join(cwd, file)), true, file);
});

test('no dead process of a run stays behind as a child of the app', async (t) => {
  const cwd = scriptFolder(t);
  const before = new Set((await listProcesses()).map((row) => row.pid));
  await runLine(new PipeRunner(), `${away('sh lasting stray')} ${silent}; ${awaiting('stray')}`, { cwd });
  const left = (await listProcesses()).filter((row) => row.parent === process.pid && !before.has(row.pid));
  assert.deepEqual(left, []);
});
