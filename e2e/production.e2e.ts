// The entry that people use, started as they start it: what it refuses, and what other programs of the account can see of it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { listProcesses, readProcess } from '../app/adapters/process-table.ts';
import { firstHeight } from '../app/electron/purposes.ts';
import { startAgent } from './agent.ts';
import type { Home } from './app.ts';
import { makeHome, passphrase, sandboxed } from './app.ts';
import { activeWindow, windowsOf, xdotool } from './desktop.ts';
import { filesWith, formsIn } from './leak-forms.ts';
import type { PlainApp } from './plain-app.ts';
import { startPlainApp } from './plain-app.ts';
import { isRunning, limitsOf, listeningPorts, ownerOf, statusOf } from './processes.ts';
import { startTrayHost } from './tray-host.ts';

test.skip(!sandboxed, 'the everyday entry refuses --no-sandbox, which root needs here');

const refusedExitCode = 78;
const inspectorPort = 9229;
const trustedWidth = 520;
let home: Home;

test.beforeEach(() => {
  home = makeHome();
});
test.afterEach(() => home.remove());

for (const given of [
  '--remote-debugging-port=0',
  '--remote-debugging-pipe',
  '--inspect=0',
  '--inspect-port=0',
  '--no-sandbox',
  '--js-flags=--expose-gc',
  '--disable-seccomp-filter-sandbox',
  '--renderer-cmd-prefix=/bin/true',
  '--enable-logging',
]) {
  test(`refuses to start with ${given}, in a sentence, before it opens anything (P7, P9)`, async () => {
    const app = await startPlainApp(home, [given]);
    expect(await app.ended).toBe(refusedExitCode);
    const name = given.slice(2).replace(/=.*/, '');
    expect(app.output()).toMatch(new RegExp(`^Postern does not start with .*${name}.*\\.$`, 'm'));
    expectUntouched();
  });
}

test('does not run a line of its own while it waits for a debugger (P9)', async () => {
  const app = await startPlainApp(home, ['--inspect-brk=0']);
  await expect.poll(app.output).toContain('Debugger listening');
  expect(await windowsOf(app.pid)).toEqual([]);
  expectUntouched();
  app.kill('SIGKILL');
  await app.ended;
});

test('refuses what NODE_OPTIONS would load into it (P9)', async () => {
  const script = join(home.folder, 'evil.cjs');
  writeFileSync(script, '');
  for (const options of [`--require ${script}`, `-r ${script}`, `--require=${script}`, '--inspect=0']) {
    const app = await startPlainApp(home, [], { NODE_OPTIONS: options });
    expect(await app.ended).toBe(refusedExitCode);
    expect(app.output()).toContain('Postern does not start with');
    expectUntouched();
  }
});

test('nothing of it can be read, traced or dumped by other programs of the account (P11)', async () => {
  const { app } = await started();
  expect(statusOf(app.pid, 'Uid')).toContain(String(process.getuid?.()));
  expect(ownerOf(app.pid)).toBe(0);
  for (const file of ['environ', 'maps', 'mem', 'auxv'])
    expect(() => readFileSync(`/proc/${app.pid}/${file}`)).toThrow();
  const all = async () => (await listProcesses()).filter(({ pid }) => pid === app.pid || isBelow(pid, app.pid));
  // The socket is there before the windows are.
  await expect.poll(async () => (await all()).length).toBeGreaterThan(3);
  const wrong = (await all()).filter(({ pid, ended }) => !ended && isRunning(pid) && !hasNoCore(pid));
  expect(wrong).toEqual([]);
  await stop(app);
});

test('SIGUSR1 opens no inspector and does not end it (P9)', async () => {
  const { app } = await started();
  const before = listeningPorts();
  process.kill(app.pid, 'SIGUSR1');
  // A program that does not care says where its inspector is, within the same time.
  await plainNodeListens();
  const agent = await startAgent(home);
  expect((await agent.call('session_status', {})).structured.vault).toBe('empty');
  await agent.close();
  expect(isRunning(app.pid)).toBe(true);
  expect(app.output()).not.toMatch(/debugger|inspector/i);
  if (!before.includes(inspectorPort)) expect(listeningPorts()).not.toContain(inspectorPort);
  await stop(app);
});

test('a vault made with the keyboard leaves the passphrase in no output and no file, and SIGTERM ends it well (P1, P11)', async () => {
  const host = await startTrayHost();
  const { app, tray } = { ...(await started()), tray: await host.item() };
  await expect.poll(() => tray.tooltip()).toBe('Postern: Not set up yet');
  await expect.poll(async () => (await windowsOf(app.pid)).length).toBe(2);
  const setup = await setupWindow(app.pid);
  // The window manager does nothing for a window that it does not know yet.
  await expect.poll(() => xdotool('windowactivate', setup).then(activeWindow), { intervals: [100] }).toBe(setup);
  await xdotool('type', '--delay', '20', passphrase);
  await xdotool('key', 'Tab');
  await xdotool('type', '--delay', '20', passphrase);
  await xdotool('key', 'Return');
  await expect.poll(() => tray.tooltip(), { timeout: 20_000 }).toBe('Postern: Unlocked');
  expect(existsSync(join(home.profile, 'vault.db'))).toBe(true);
  await stop(app);
  await host.close();
  expect(formsIn(app.output(), passphrase)).toEqual([]);
  expect(filesWith(home.folder, passphrase)).toEqual([]);
});

/** Running, with its socket open. */
async function started(): Promise<{ app: PlainApp }> {
  const app = await startPlainApp(home);
  await expect.poll(() => existsSync(home.endpoint), { timeout: 20_000, intervals: [50] }).toBe(true);
  return { app };
}

async function stop(app: PlainApp): Promise<void> {
  app.kill('SIGTERM');
  expect(await app.ended).toBe(0);
  expect(existsSync(home.endpoint)).toBe(false);
}

function expectUntouched(): void {
  expect(existsSync(home.profile)).toBe(false);
  expect(existsSync(home.endpoint)).toBe(false);
}

/** The window for the first passphrase, ready for keys: its page is drawn, and with it its field has taken the focus. */
async function setupWindow(pid: number): Promise<string> {
  const drawn = async () => {
    const setup = (await windowsOf(pid)).find(({ width }) => width === trustedWidth);
    // Until then the window has the height it was made with, which its page does not need.
    return setup === undefined || setup.height === firstHeight.setup ? null : setup.xid;
  };
  await expect.poll(drawn).not.toBeNull();
  return (await drawn()) ?? '';
}

/** It may dump no core; one that ends meanwhile dumps none either. */
function hasNoCore(pid: number): boolean {
  try {
    return limitsOf(pid, 'Max core file size').join() === '0,0';
  } catch (thrown) {
    if (isRunning(pid)) throw thrown;
    return true;
  }
}

async function plainNodeListens(): Promise<void> {
  const child = spawn(process.execPath, ['-e', 'console.log("up"); setInterval(() => {}, 1000)'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await once(child.stdout, 'data');
  child.kill('SIGUSR1');
  const [said] = await once(child.stderr, 'data');
  expect(String(said)).toMatch(/debugger listening|starting inspector/i);
  child.kill('SIGKILL');
  await once(child, 'exit');
}

function isBelow(pid: number, ancestor: number): boolean {
  for (let row = readProcess(pid); row !== null && row.pid > 1; row = readProcess(row.parent)) {
    if (row.parent === ancestor) return true;
  }
  return false;
}
