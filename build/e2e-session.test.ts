import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { runInSession } from './e2e-session.ts';
import { exitCodeOf } from './run-to-end.ts';
import { endSessionProcesses } from './session-sweep.ts';
import { testFolder } from './test-folder.ts';

const linuxOnly = { skip: process.platform !== 'linux' };

function sleeper(context: TestContext, env: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn('sleep', ['600'], { env: { PATH: process.env.PATH, ...env }, stdio: 'ignore' });
  context.after(() => child.kill());
  return child;
}

test(
  'a session has its own home and keyring, passes the exit code on, and leaves nothing behind',
  linuxOnly,
  async (context) => {
    const out = await testFolder(context);
    const facts = `
    setsid sleep 600 & echo "$! $(id -u) $HOME $XDG_RUNTIME_DIR $(stat -c %a "$XDG_RUNTIME_DIR")" > "$POSTERN_TEST_OUT/facts"
    dbus-send --session --print-reply=literal --dest=org.freedesktop.DBus /org/freedesktop/DBus \\
      org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets > "$POSTERN_TEST_OUT/keyring"
    node -e 'console.log(require("./package.json").name)' > "$POSTERN_TEST_OUT/tree"
    exit 42`;
    assert.equal(await runInSession(['sh', '-c', facts], { asUser: true, out }), 42);
    const [pid = '', uid, home = '', runtime, mode] = (await readFile(join(out, 'facts'), 'utf8')).trim().split(' ');
    assert.notEqual(home, process.env.HOME);
    assert.notEqual(runtime, process.env.XDG_RUNTIME_DIR);
    assert.equal(mode, '700');
    assert.match(await readFile(join(out, 'keyring'), 'utf8'), /true/);
    assert.equal((await readFile(join(out, 'tree'), 'utf8')).trim(), 'postern');
    assert.ok(!existsSync(home), 'the home is gone');
    assert.ok(await isGone(pid), 'the process it left is gone');
    assert.equal((await stat(join(out, 'facts'))).uid, process.getuid?.(), `written by ${uid}, handed back`);
  },
);

test('ends what a session left running, the stubborn too, and nothing else', linuxOnly, async (context) => {
  const folder = await testFolder(context);
  const polite = sleeper(context, { HOME: `${folder}/home` });
  const stubborn = spawn('sh', ['-c', 'trap "" TERM; echo ready; while :; do sleep 600; done'], {
    env: { PATH: process.env.PATH, HOME: `${folder}/home` },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const others = sleeper(context, { HOME: `${folder}-other/home` });
  await Promise.all([once(polite, 'spawn'), once(stubborn.stdout, 'data'), once(others, 'spawn')]);
  const ended = Promise.all([once(polite, 'exit'), once(stubborn, 'exit')]);
  await endSessionProcesses(folder);
  const [first, second] = await ended;
  assert.deepEqual(first, [null, 'SIGTERM']);
  assert.deepEqual(second, [null, 'SIGKILL']);
  assert.equal(others.exitCode ?? others.signalCode, null);
});

test('reports a signal as a shell does', () => {
  assert.equal(exitCodeOf(3, null), 3);
  assert.equal(exitCodeOf(null, 'SIGKILL'), 137);
});

/** Ended, or ended and not yet collected by its new parent. */
async function isGone(pid: string): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => 'State:\tZ');
  return /State:\tZ/.test(status);
}
