import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { bothRunners, leftOf, runLine, uniqueSeconds } from './command-run.testkit.ts';

for (const [name, runner] of bothRunners) {
  test(`${name}: while nobody takes more the command waits on its own output, and then all of it arrives`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'run-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const size = 600_000;
    const taken = Promise.withResolvers<void>();
    let length = 0;
    const spec = {
      file: '/bin/sh',
      args: ['-c', `head -c ${size} /dev/zero; : > ${folder}/written`],
      env: {},
      cwd: '/',
    };
    const first = Promise.withResolvers<void>();
    const run = runner.run(
      { ...spec, stdin: null, tty: true, timeoutMs: 20_000 },
      (chunk) => {
        length += chunk.length;
        first.resolve();
        return taken.promise;
      },
      new AbortController().signal,
    );
    await first.promise;
    const before = length;
    for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual([length, existsSync(join(folder, 'written'))], [before, false]);
    taken.resolve();
    assert.equal((await run).exitCode, 0);
    assert.equal(length, size);
  });

  test(`${name}: a time limit or an abort ends a command that waits for who takes its output`, async () => {
    const seconds = uniqueSeconds();
    const stop = new AbortController();
    const never = new Promise<void>(() => {});
    const onOutput = () => never;
    const late = await runner.run(
      {
        file: '/bin/sh',
        args: ['-c', `yes ${seconds}`],
        env: { PATH: '/usr/bin:/bin' },
        cwd: '/',
        stdin: null,
        tty: true,
        timeoutMs: 300,
      },
      onOutput,
      stop.signal,
    );
    assert.equal(late.end, 'timed_out');
    const aborted = await runLine(runner, `yes ${seconds}`, { signal: stop.signal, onOutput: () => stop.abort() });
    assert.equal(aborted.exit.end, 'aborted');
    assert.deepEqual(leftOf(seconds), []);
  });
}
