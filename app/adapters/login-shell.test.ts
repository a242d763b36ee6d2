import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { leftOf, uniqueSeconds } from './command-run.testkit.ts';
import { LoginShell } from './login-shell.ts';

/** The environment of an app started from a dock, for an account whose start-up file holds `startUp`. */
function dock(t: TestContext, startUp: string): { HOME: string; SHELL: string; PATH: string } {
  const HOME = mkdtempSync(join(tmpdir(), 'home-'));
  t.after(() => rmSync(HOME, { recursive: true, force: true }));
  writeFileSync(join(HOME, '.bash_profile'), startUp);
  return { HOME, SHELL: '/bin/bash', PATH: '/usr/bin:/bin' };
}

test('what the start-up files export is there, whatever they print', async (t) => {
  const own = dock(
    t,
    `echo noise; echo more noise >&2; printf 'no line end'
export PATH="$HOME/bin:$PATH" LINES_OF="one
two=2" EMPTY= UMLAUT=ä
hidden=not-exported`,
  );
  const resolved = await new LoginShell(own).resolve();
  assert.equal(resolved.PATH?.startsWith(`${own.HOME}/bin:`), true);
  assert.equal(resolved.LINES_OF, 'one\ntwo=2');
  assert.equal(resolved.EMPTY, '');
  assert.equal(resolved.UMLAUT, 'ä');
  assert.deepEqual(
    ['hidden', '_', 'SHLVL', 'PWD'].filter((name) => name in resolved),
    [],
  );
});

test('the shell is asked once', async (t) => {
  const own = dock(t, 'echo asked >> "$HOME/asked"');
  const login = new LoginShell(own);
  assert.equal(await login.resolve(), await login.resolve());
  assert.equal(execFileSync('wc', ['-l', join(own.HOME, 'asked')], { encoding: 'utf8' }).split(' ')[0], '1');
});

test('a shell that is missing, refuses, or fails leaves the environment of the app', async (t) => {
  const own = dock(t, 'exit 1');
  for (const SHELL of ['/no/such/shell', '/usr/sbin/nologin', '/bin/false', '/', own.SHELL]) {
    assert.deepEqual(await new LoginShell({ ...own, SHELL }).resolve(), { ...own, SHELL });
  }
});

test('a daemon of the start-up files that keeps the output open is neither waited for nor ended', async (t) => {
  const seconds = uniqueSeconds();
  const own = dock(t, `sleep ${seconds} & echo $! > "$HOME/pid"; export FOUND=yes`);
  const started = performance.now();
  assert.equal((await new LoginShell(own).resolve()).FOUND, 'yes');
  const daemon = Number(readFileSync(join(own.HOME, 'pid'), 'utf8'));
  t.after(() => process.kill(daemon));
  assert.ok(performance.now() - started < 8000);
  while (leftOf(seconds).length === 0) process.kill(daemon, 0);
});

test('start-up files that never end are ended after ten seconds, with all they started, and the app goes on', async (t) => {
  const [one, two] = [uniqueSeconds(), uniqueSeconds()];
  const own = dock(t, `sleep ${one} & sleep ${two}`);
  const started = performance.now();
  assert.deepEqual(await new LoginShell(own).resolve(), own);
  const durationMs = performance.now() - started;
  assert.ok(durationMs >= 9900 && durationMs < 16_000, `${durationMs}`);
  assert.deepEqual([leftOf(one), leftOf(two)], [[], []]);
});

test('start-up files that print without end are ended', async (t) => {
  const own = dock(t, 'yes noise');
  const started = performance.now();
  assert.deepEqual(await new LoginShell(own).resolve(), own);
  assert.ok(performance.now() - started < 9900);
});

test('without SHELL, the shell of the account is asked', async () => {
  const resolved = await new LoginShell({ HOME: '/', PATH: '/usr/bin:/bin', KEPT: 'kept' }).resolve();
  assert.equal(resolved.KEPT, 'kept');
});
