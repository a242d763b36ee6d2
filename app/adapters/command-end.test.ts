import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { bothRunners, leftOf, runLine, uniqueSeconds } from './command-run.testkit.ts';

/** Aborts as soon as the command has printed. */
function abortOnOutput(): { readonly signal: AbortSignal; onOutput(): void } {
  const stop = new AbortController();
  return { signal: stop.signal, onOutput: () => stop.abort() };
}

for (const [name, runner, newline] of bothRunners) {
  // Mostly waiting for the two seconds.
  describe(name, { concurrency: 8 }, () => {
    test('a run over its time is ended and says so', async () => {
      const seconds = uniqueSeconds();
      const { exit, durationMs } = await runLine(runner, `sleep ${seconds}`, { timeoutMs: 200 });
      assert.deepEqual(exit, { exitCode: null, signal: 'SIGTERM', end: 'timed_out' });
      assert.ok(durationMs >= 200, `${durationMs}`);
      assert.deepEqual(leftOf(seconds), []);
    });

    test('an endless producer is ended by its time', async () => {
      // Its time is long enough for a busy machine to start it.
      const { exit, text } = await runLine(runner, 'yes endless', { timeoutMs: 2000 });
      assert.deepEqual(exit, { exitCode: null, signal: 'SIGTERM', end: 'timed_out' });
      assert.ok(text.startsWith(`endless${newline}endless${newline}`));
    });

    test('P4 on abort the group ends, and a grandchild that ignores SIGTERM two seconds later', async () => {
      const seconds = uniqueSeconds();
      const grandchild = `trap "" TERM HUP; echo ready; while :; do sleep ${seconds}; done`;
      const line = `sh -c '${grandchild}' & wait`;
      const { exit, durationMs } = await runLine(runner, line, abortOnOutput());
      assert.equal(exit.end, 'aborted');
      assert.ok(durationMs >= 2000, `${durationMs}`);
      assert.deepEqual(leftOf(seconds), []);
    });

    test('SIGTERM comes once, and leaves two seconds to clean up before SIGKILL', async () => {
      const seconds = uniqueSeconds();
      const line = `trap "echo told; sleep 0.5; echo cleaned" TERM; echo ready; while :; do sleep ${seconds} & wait; done`;
      const { exit, text } = await runLine(runner, line, abortOnOutput());
      assert.deepEqual(exit, { exitCode: null, signal: 'SIGKILL', end: 'aborted' });
      assert.deepEqual(text.split(newline), ['ready', 'told', 'cleaned', '']);
      assert.deepEqual(leftOf(seconds), []);
    });

    test('a command that cleans up and ends on SIGTERM is waited for, and its exit code counts', async () => {
      const seconds = uniqueSeconds();
      const line = `sleep ${seconds} & trap "sleep 0.3; exit 5" TERM; echo ready; wait`;
      const { exit } = await runLine(runner, line, abortOnOutput());
      assert.deepEqual(exit, { exitCode: 5, signal: null, end: 'aborted' });
      assert.deepEqual(leftOf(seconds), []);
    });

    test('a stopped command ends at SIGTERM and does not wait for SIGKILL', async () => {
      const { exit } = await runLine(runner, 'kill -STOP $$', { timeoutMs: 200 });
      assert.deepEqual(exit, { exitCode: null, signal: 'SIGTERM', end: 'timed_out' });
    });

    const strays: readonly (readonly [how: string, line: (sleeper: string) => string])[] = [
      ['in the background', (sleeper) => `${sleeper} & echo started`],
      ['in a process group of its own', (sleeper) => `set -m; ${sleeper} & echo started`],
      ['in a group of its own with another environment', (sleeper) => `set -m; env -i ${sleeper} & echo started`],
      ['in a session of its own', (sleeper) => `setsid ${sleeper} & echo started`],
      [
        'as a daemon, forked twice',
        (sleeper) => `setsid sh -c 'setsid ${sleeper} </dev/null >/dev/null 2>&1 &'; echo started`,
      ],
      ['that ignores SIGHUP', (sleeper) => `nohup ${sleeper} </dev/null >/dev/null 2>&1 & echo started`],
    ];
    test('what a finished command leaves running does not hold the run up, and is ended', async () => {
      const ended = async (line: (sleeper: string) => string) => {
        const seconds = uniqueSeconds();
        const ran = await runLine(runner, line(`sleep ${seconds}`), { file: '/bin/bash' });
        return { ...ran, left: leftOf(seconds) };
      };
      // Beside them one that has to be killed two seconds later: it shows what these would take, on a machine as busy as now.
      const deaf = ended((sleeper) => `trap "" TERM HUP; ${sleeper} & echo started`);
      const all = await Promise.all(strays.map(async ([how, line]) => ({ how, ...(await ended(line)) })));
      const killed = await deaf;
      assert.ok(killed.durationMs >= 2000);
      for (const { how, exit, text, durationMs, left } of all) {
        assert.deepEqual(exit, { exitCode: 0, signal: null, end: 'exited' }, how);
        assert.match(text, /^started\s+$/, how);
        assert.ok(durationMs < killed.durationMs, `${how}: ${durationMs} of ${killed.durationMs}`);
        assert.deepEqual(left, [], how);
      }
    });

    for (const [how, line] of strays) {
      test(`P4 what an aborted command runs ${how} is ended with it`, async () => {
        const seconds = uniqueSeconds();
        const whole = `${line(`sleep ${seconds}`)}; while :; do sleep ${seconds}; done`;
        const { exit } = await runLine(runner, whole, { file: '/bin/bash', ...abortOnOutput() });
        assert.equal(exit.end, 'aborted');
        assert.deepEqual(leftOf(seconds), []);
      });
    }

    test('P4 what an aborted command runs in another session and environment is ended with it', async () => {
      const seconds = uniqueSeconds();
      const line = `env -i setsid sleep ${seconds} & echo started; wait`;
      const { exit } = await runLine(runner, line, abortOnOutput());
      assert.equal(exit.end, 'aborted');
      assert.deepEqual(leftOf(seconds), []);
    });

    test("a daemon that ignores SIGTERM is killed two seconds after the command's own end", async () => {
      const seconds = uniqueSeconds();
      const daemon = `trap "" TERM; echo ready; while :; do sleep ${seconds}; done`;
      const line = `setsid sh -c '${daemon}' | head -n 1`;
      const { exit, text, durationMs } = await runLine(runner, line, { file: '/bin/bash', timeoutMs: 2000 });
      assert.equal(exit.end, 'timed_out');
      assert.equal(text, `ready${newline}`);
      assert.ok(durationMs >= 4000, `${durationMs}`);
      assert.deepEqual(leftOf(seconds), []);
    });

    test("an agent's program that detaches a server is ended with the run", async () => {
      const seconds = uniqueSeconds();
      const script = `require('node:child_process').spawn('sleep', ['${seconds}'], { detached: true, stdio: 'ignore' }).unref()`;
      const { exit } = await runLine(runner, '', { file: process.execPath, args: ['-e', script] });
      assert.equal(exit.exitCode, 0);
      assert.deepEqual(leftOf(seconds), []);
    });

    test("output that comes a moment after the command's own end is kept", async () => {
      const { text } = await runLine(runner, 'exec > >(sleep 0.05; tr a-z A-Z) 2>&1; seq 500; echo last', {
        file: '/bin/bash',
      });
      const numbers = Array.from({ length: 500 }, (_, index) => `${index + 1}${newline}`).join('');
      assert.equal(text, `${numbers}LAST${newline}`);
    });

    test('two runs at once end apart', async (t) => {
      const cwd = mkdtempSync(join(tmpdir(), 'run-'));
      t.after(() => rmSync(cwd, { recursive: true }));
      const [one, two] = [uniqueSeconds(), uniqueSeconds()];
      const first = runLine(runner, `sleep ${one} & wait`, { timeoutMs: 300 });
      const second = runLine(runner, `sleep ${two} & until [ -e over ]; do sleep 0.05; done; echo still here`, { cwd });
      assert.equal((await first).exit.end, 'timed_out');
      assert.deepEqual([leftOf(one).length, leftOf(two).length > 0], [0, true]);
      writeFileSync(join(cwd, 'over'), '');
      assert.equal((await second).text, `still here${newline}`);
      assert.deepEqual(leftOf(two), []);
    });
  });
}
