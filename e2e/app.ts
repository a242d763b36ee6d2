// The real app under Playwright, in a home of its own, with the ways a test reaches its windows.
import { mkdirSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, Locator, Page } from 'playwright';
import { _electron } from 'playwright';
import { expect } from 'playwright/test';
import { ask } from './bridge.ts';

export const passphrase = 'correct horse battery';

/** Chromium's sandbox does not work as root; the session says where it had to stay root. */
export const sandboxed = process.env.POSTERN_TEST_NO_SANDBOX === undefined;

/** One person's home: where the profile, the socket and the client keys lie. */
export interface Home {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly profile: string;
  readonly endpoint: string;
  remove(): Promise<void>;
}

export function makeHome(extra: Readonly<Record<string, string>> = {}): Home {
  // Short: a socket's path has 107 bytes.
  const folder = mkdtempSync('/tmp/p-');
  const runtime = join(folder, 'run');
  mkdirSync(runtime, { mode: 0o700 });
  mkdirSync(join(folder, 'home'), { mode: 0o700 });
  const base = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== undefined)) as Record<
    string,
    string
  >;
  const env = {
    ...base,
    HOME: join(folder, 'home'),
    XDG_RUNTIME_DIR: runtime,
    XDG_DATA_HOME: join(folder, 'data'),
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    SHELL: '/bin/bash',
    ...extra,
  };
  return {
    folder,
    env,
    profile: join(folder, 'data', 'postern'),
    endpoint: join(runtime, 'postern', 'broker.sock'),
    // Electron's own children may still be writing when it has ended.
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }),
  };
}

export interface PosternApp {
  readonly electron: ElectronApplication;
  /** The window of this host that is on the screen and whose page shows `text`, and no longer what it was about before. */
  window(host: 'main' | 'trusted', text: RegExp): Promise<Page>;
  quit(): Promise<void>;
}

export async function launch(home: Home, args: readonly string[] = []): Promise<PosternApp> {
  const electron = await _electron.launch({
    args: ['dist/e2e/main.cjs', ...args],
    env: { ...home.env },
    chromiumSandbox: sandboxed,
    colorScheme: null,
    // As long as its test may take.
    timeout: 0,
  });
  return {
    electron,
    window: (host, text) => waitForWindow(electron, host, text),
    quit: async () => {
      await electron.close();
    },
  };
}

/** First run: the set-up window with a passphrase, then the main window. */
export async function setUp(app: PosternApp): Promise<Page> {
  const setup = await app.window('trusted', /passphrase/i);
  await setup.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await setup.getByLabel(/the same again/i).fill(passphrase);
  await setup.getByRole('button', { name: /create/i }).click();
  const closed = setup.waitForEvent('close');
  await setup.getByRole('button', { name: 'Skip' }).click();
  // The window may be gone before the click has told its end.
  const click = setup.getByRole('button', { name: 'Go without one' }).click();
  await Promise.all([closed, click.catch(() => undefined)]);
  return app.window('main', /Unlocked/);
}

export interface NewSecret {
  readonly name: string;
  readonly value: string;
  readonly env?: string;
}

/** Adds a secret as the person does. */
export async function addSecret(app: PosternApp, { name, value, env }: NewSecret): Promise<void> {
  const main = await app.window('main', /Unlocked/);
  await main.getByRole('button', { name: /^add/i }).first().click();
  const form = await app.window('trusted', /Value/);
  await form.getByLabel('Name', { exact: true }).fill(name);
  await form.getByLabel('Value', { exact: true }).fill(value);
  if (env !== undefined) await form.getByLabel(/given as/i).fill(env);
  const closed = form.waitForEvent('close');
  const click = form.getByRole('button', { name: /^(save|add)/i }).click();
  await Promise.all([closed, click.catch(() => undefined)]);
}

/** Lets a new client connect. */
export async function connect(app: PosternApp): Promise<void> {
  const page = await app.window('trusted', /wants to connect/);
  await page.locator('button:not([aria-disabled="true"])', { hasText: /^Connect$/ }).click();
}

/** Presses "Allow once" as soon as it is armed. */
export async function allowOnce(app: PosternApp): Promise<void> {
  const page = await app.window('trusted', /wants to run/);
  await page.locator('button:not([aria-disabled="true"])', { hasText: /^Allow once$/ }).click();
}

export async function lockNow(app: PosternApp): Promise<void> {
  const main = await app.window('main', /Lock now/);
  await main.getByRole('button', { name: 'Lock now' }).first().click();
  // Not any page that says so: the log tells of earlier locks.
  await expect(main.getByRole('region', { name: 'State of the vault' })).toContainText('Locked');
}

export async function unlock(app: PosternApp): Promise<void> {
  const open = await app.window('main', /Locked/);
  if ((await shownTrusted(app)).length === 0)
    await open
      .getByRole('button', { name: /^unlock/i })
      .first()
      .click();
  const page = await app.window('trusted', /passphrase/i);
  await enter(page.getByLabel('Passphrase', { exact: true }), passphrase);
  await app.window('main', /Lock now/);
}

/** Types it into the field and presses Enter in there. The window may be gone before the key has told its end. */
export async function enter(field: Locator, typed: string): Promise<void> {
  await field.fill(typed);
  await expect(field).toBeFocused();
  await field.press('Enter').catch(() => undefined);
}

/** Moves the app's clock on. */
export async function passTime(app: PosternApp, ms: number): Promise<void> {
  await app.electron.evaluate((_electron, by) => {
    (globalThis as unknown as { passTime: (ms: number) => void }).passTime(by);
  }, ms);
}

/** While this works the app's clock stands still, but for `passTime`: however long it takes, no time has passed. */
export async function inNoTime<T>(app: PosternApp, work: () => Promise<T>): Promise<T> {
  const hold = (on: boolean): Promise<void> =>
    app.electron.evaluate((_electron, isHeld) => {
      (globalThis as unknown as { holdTime: (on: boolean) => void }).holdTime(isHeld);
    }, on);
  await hold(true);
  try {
    return await work();
  } finally {
    await hold(false);
  }
}

/** Whether the person can see its window: the one for questions is kept at hand, hidden. */
export function isShown(app: Pick<PosternApp, 'electron'>, page: Page): Promise<boolean> {
  const asked = app.electron.browserWindow(page).then((window) => window.evaluate((own) => own.isVisible()));
  // It may close while it is asked.
  return asked.catch(() => false);
}

/** Resolves when the person no longer sees it: its window was closed, or put away. */
export async function putAway(app: PosternApp, page: Page): Promise<void> {
  await expect.poll(() => isShown(app, page), { intervals: [50] }).toBe(false);
}

/** The trusted windows on the screen. */
export async function shownTrusted(app: PosternApp): Promise<readonly Page[]> {
  const pages = app.electron.windows().filter((page) => page.url().startsWith('app://trusted/'));
  const shown = await Promise.all(pages.map((page) => isShown(app, page)));
  return pages.filter((_page, at) => shown[at]);
}

async function waitForWindow(electron: ElectronApplication, host: 'main' | 'trusted', text: RegExp): Promise<Page> {
  const deadline = Date.now() + 40_000;
  for (;;) {
    for (const page of electron.windows()) {
      if (page.isClosed() || !page.url().startsWith(`app://${host}/`) || !(await isShown({ electron }, page))) continue;
      // It may close while it is asked.
      const body = await drawnText(page, host).catch(() => '');
      if (text.test(body)) return page;
    }
    if (Date.now() > deadline) throw new Error(`no ${host} window shows ${text}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What the page says once it has drawn what it was last told of: the window for questions is shown with an older one in it. */
async function drawnText(page: Page, host: 'main' | 'trusted'): Promise<string> {
  // The first answer comes behind the word that something changed, the second behind the answer that the page then asked for.
  if (host === 'trusted') for (let times = 0; times < 2; times += 1) await ask(page, 'subject.get');
  return page.locator('body').innerText({ timeout: 1000 });
}
