// What a page can do that was taken over by somebody's script: nothing but ask its own door for what is its own. All of it is
// tried from inside the pages of both kinds of window, with a question open and the vault unlocked.
import { existsSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { sandboxed } from './app.ts';
import { ask, stateOf } from './bridge.ts';
import { startLoopback } from './loopback.ts';
import { tryAway, tryNetwork, tryPermissions, tryScripts } from './page-attempts.ts';
import type { Paired } from './paired.ts';
import { startPaired } from './paired.ts';
import { statusOf } from './processes.ts';

let paired: Paired;
let question: Page;
let mark: string;

test.beforeAll(async () => {
  paired = await startPaired();
  mark = join(paired.home.folder, 'ran');
  // It stays unanswered to the end: none of what follows may answer it.
  paired.run(`touch ${mark}`).catch(() => undefined);
  question = await paired.app.window('trusted', /wants to run/);
});
test.afterEach(async () => {
  expect((await stateOf(paired.main)).waiting, 'the question still waits').toHaveLength(1);
  expect(existsSync(mark), 'nothing ran').toBe(false);
});
test.afterAll(async () => {
  await paired?.close();
});

for (const host of ['main', 'trusted'] as const) {
  const page = (): Page => (host === 'main' ? paired.main : question);

  test(`the ${host} window has no Node, and two functions of the app (P7)`, async () => {
    const found = await page().evaluate(() => {
      const names = [
        'require',
        'process',
        'module',
        'exports',
        'Buffer',
        'global',
        'setImmediate',
        'electron',
        'ipcRenderer',
      ];
      const { postern } = globalThis as unknown as { postern: object };
      return {
        node: names.filter((name) => name in globalThis),
        own: Object.keys(postern),
        frozen: Object.isFrozen(postern),
      };
    });
    expect(found).toEqual({ node: [], own: ['invoke', 'onChanged'], frozen: true });
  });

  test(`the ${host} window runs no text as a program: no eval, inline script, handler or worker (P7)`, async () => {
    const outcomes = await tryScripts(page());
    expect(Object.keys(outcomes).length).toBeGreaterThan(10);
    expect(Object.entries(outcomes).filter(([, outcome]) => outcome === 'ran')).toEqual([]);
    expect(outcomes).toMatchObject({ eval: 'EvalError', 'script with text': 'TypeError' });
  });

  test(`the ${host} window reaches no network, over WebRTC neither, and not even its own files by fetch (P7)`, async () => {
    const loopback = await startLoopback();
    const outcomes = await tryNetwork(page(), loopback.port);
    expect(outcomes).toMatchObject({
      fetch: 'TypeError',
      'own file': 'TypeError',
      'file of the system': 'TypeError',
      websocket: 'error',
      image: 'error',
    });
    // Past the page's policy the session refuses too.
    const behind = await paired.app.electron.evaluate(
      ({ session }, [partition, url]) =>
        session
          .fromPartition(partition)
          .fetch(url)
          .then(
            () => 'answered',
            (error: Error) => error.message,
          ),
      [host, `http://127.0.0.1:${loopback.port}/behind`] as const,
    );
    expect(behind).toContain('ERR_BLOCKED_BY_CLIENT');
    // Whoever had come would be here: this visitor is.
    connect(loopback.port, '127.0.0.1').end('control');
    await expect.poll(loopback.visits).toContain('control');
    expect(loopback.visits()).toEqual(['control']);
    await loopback.close();
  });

  test(`the ${host} window goes nowhere, opens nothing and downloads nothing (P7)`, async () => {
    const before = page().url();
    const windows = paired.app.electron.windows().length;
    const outcomes = await tryAway(page(), [
      'https://example.invalid/',
      'app://main/index.html',
      'app://trusted/index.html',
    ]);
    expect(outcomes).toEqual({ opened: 'null', stayed: 'yes', frames: '' });
    expect(page().url()).toBe(before);
    expect(paired.app.electron.windows()).toHaveLength(windows);
    expect(
      readdirSync(paired.home.folder, { recursive: true }).filter((name) => String(name).includes('leak.txt')),
    ).toEqual([]);
  });

  test(`the ${host} window is granted no permission (P7)`, async () => {
    const outcomes = await tryPermissions(page());
    expect(outcomes).toEqual({
      notifications: 'denied',
      'ask to notify': 'denied',
      geolocation: 'denied',
      'where am I': '1',
      'clipboard-read': 'denied',
      'read the clipboard': 'NotAllowedError',
      camera: 'denied',
      microphone: 'denied',
      'record the screen': 'NotAllowedError',
    });
  });

  test(`the session of the ${host} window serves its own folder of its own host alone (P7)`, async () => {
    const other = host === 'main' ? 'trusted' : 'main';
    const asked = [`app://${host}/index.html`, ...foreign(host, other)];
    const found = await paired.app.electron.evaluate(
      ({ session }, [partition, urls]) =>
        Promise.all(
          urls.map((url) =>
            session
              .fromPartition(partition)
              .fetch(url)
              .then(
                ({ status }) => `${status}`,
                () => 'refused',
              ),
          ),
        ),
      [host, asked] as const,
    );
    expect(found[0]).toBe('200');
    const [, ...urls] = asked;
    expect(urls.filter((_url, at) => !['404', 'refused'].includes(found[at + 1] ?? ''))).toEqual([]);
  });
}

test('a window whose page empties itself, which nobody is asked about, is closed (P7)', async () => {
  for (const empty of ['about:blank', 'about:blank#x', 'about:srcdoc']) {
    await ask(paired.main, 'window.open', { kind: 'secret', id: null });
    const entry = await paired.app.window('trusted', /Value/);
    const closed = entry.waitForEvent('close');
    await entry.evaluate((url) => void setTimeout(() => location.assign(url)), empty);
    await closed;
  }
});

test('every window is sandboxed by the kernel, in a process of its own, without developer tools (P7)', async () => {
  const windows = await paired.app.electron.evaluate(async ({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => {
      const { webContents: contents } = window;
      contents.openDevTools();
      contents.toggleDevTools();
      // Where the platform can hide a window from recordings; elsewhere it does nothing.
      window.setContentProtection(true);
      const known = contents as unknown as { getLastWebPreferences?(): Electron.WebPreferences };
      return {
        pid: contents.getOSProcessId(),
        devTools: contents.isDevToolsOpened() || contents.devToolsWebContents !== null,
        // Not part of what Electron documents.
        preferences: known.getLastWebPreferences?.() ?? null,
      };
    }),
  );
  expect(windows.length).toBeGreaterThanOrEqual(2);
  for (const { pid, preferences, devTools } of windows) {
    expect(devTools).toBe(false);
    if (preferences !== null)
      expect(preferences).toMatchObject({
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        webviewTag: false,
      });
    if (!sandboxed) continue;
    expect(statusOf(pid, 'Seccomp')).toBe('2');
    expect(statusOf(pid, 'NoNewPrivs')).toBe('1');
  }
  expect(new Set(windows.map(({ pid }) => pid)).size).toBe(windows.length);
});

/** What is not this host's to serve. */
function foreign(host: string, other: string): readonly string[] {
  return [
    `app://${other}/index.html`,
    `app://${host}.evil/index.html`,
    `app://elsewhere/index.html`,
    `app://${host}/`,
    `app://${host}/absent.html`,
    `app://${host}/../${other}/index.html`,
    `app://${host}/%2e%2e/${other}/index.html`,
    `app://${host}/..%2f${other}%2findex.html`,
    `app://${host}/..%5c${other}%5cindex.html`,
    `app://${host}/%2e%2e%2f%2e%2e%2fmain%2fmain.cjs`,
    `app://${host}/%2fetc%2fpasswd`,
    `app://${host}/index.html%00.png`,
    `app://${host}/%E0%A4%A`,
    'http://127.0.0.1:9/',
  ];
}
