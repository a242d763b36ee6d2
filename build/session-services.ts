// Runs inside a private session's bus: starts its keyring (and window manager), waits until each is there, runs the
// command, and ends them. `node session-services.ts [--window-manager] -- COMMAND…`; exits as the command does.

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { runToEnd } from './run-to-end.ts';
import { runScript, Stop, say } from './step.ts';

const run = promisify(execFile);
const READY_WITHIN_MS = 15_000;

async function main(): Promise<number> {
  const split = process.argv.indexOf('--');
  const command = process.argv.slice(split + 1);
  if (split < 0 || command.length === 0) throw new Stop('Say which command to run after --');
  for (const name of ['XDG_DATA_HOME', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME']) {
    const folder = process.env[name];
    if (folder !== undefined) await mkdir(folder, { recursive: true, mode: 0o700 });
  }
  const services = [await startKeyring()];
  if (process.argv.slice(2, split).includes('--window-manager')) services.push(await startWindowManager());
  try {
    return await runToEnd(command, { env: { ...process.env, ...(await sandboxNote()) } });
  } finally {
    for (const service of services) service.kill();
  }
}

async function startKeyring(): Promise<ChildProcess> {
  const args = ['--foreground', '--unlock', '--components=secrets'];
  const keyring = spawn('gnome-keyring-daemon', args, { stdio: ['pipe', 'ignore', 'ignore'] });
  // Where it cannot start, that is what gets reported, not that nobody took its password.
  keyring.stdin.on('error', () => undefined);
  keyring.stdin.end(randomBytes(16).toString('hex'));
  await readyWhen('gnome-keyring-daemon', keyring, async () => {
    const query = ['--session', '--print-reply=literal', '--dest=org.freedesktop.DBus', '/org/freedesktop/DBus'];
    const owned = ['org.freedesktop.DBus.NameHasOwner', 'string:org.freedesktop.secrets'];
    return (await run('dbus-send', [...query, ...owned])).stdout.includes('true');
  });
  return keyring;
}

async function startWindowManager(): Promise<ChildProcess> {
  // openbox runs its start-up command once it manages the screen.
  const mark = join(process.env.XDG_RUNTIME_DIR ?? '/tmp', 'openbox-is-up');
  const openbox = spawn('openbox', ['--startup', `touch ${mark}`], { stdio: 'ignore' });
  await readyWhen('openbox', openbox, () =>
    stat(mark).then(
      () => true,
      () => false,
    ),
  );
  return openbox;
}

async function readyWhen(name: string, child: ChildProcess, isReady: () => Promise<boolean>): Promise<void> {
  const failed = once(child, 'exit').then(
    () => `${name} ended before it was ready`,
    (error: Error) => `${name} did not start: ${error.message}`,
  );
  const deadline = performance.now() + READY_WITHIN_MS;
  while (!(await isReady())) {
    const failure = await Promise.race([failed, pause(20, null)]);
    if (failure !== null) throw new Stop(failure);
    if (performance.now() > deadline) throw new Stop(`${name} was not ready within ${READY_WITHIN_MS / 1000} s`);
  }
}

/** Chromium's sandbox needs user namespaces (or a setuid helper), which some systems refuse to normal users. */
async function sandboxNote(): Promise<Record<string, string>> {
  if (process.env.POSTERN_TEST_NO_SANDBOX) return {};
  const helper = await stat(join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? '', 'chrome-sandbox')).catch(() => null);
  if (helper !== null && helper.uid === 0 && (helper.mode & 0o4000) !== 0) return {};
  const allowed = await run('unshare', ['--user', '--map-root-user', 'true']).then(
    () => true,
    () => false,
  );
  if (allowed) return {};
  say("This system gives normal users no user namespaces, so Chromium's sandbox is off in this run.");
  return { POSTERN_TEST_NO_SANDBOX: '1' };
}

if (import.meta.main) await runScript(main);
