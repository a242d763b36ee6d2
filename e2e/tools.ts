// Tools of well-known names on the person's own PATH. Each says what it was called with and which variables it has, and puts
// itself on a list, so that a test sees what ran.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import type { PromptCount } from '../app/contract/approval.ts';
import type { ToolAnswer } from './agent.ts';
import type { Home, PosternApp } from './app.ts';
import { makeHome, passphrase } from './app.ts';
import { stateOf } from './bridge.ts';
import { picture } from './screens.ts';

export interface ToolHome extends Home {
  /** What the tools were called with so far, one line each: `gh pr view 7`. */
  ran(): readonly string[];
}

/** `wrappers` start what stands behind their own options, as `sudo` does. */
export function homeWithTools(tools: readonly string[], wrappers: readonly string[] = []): ToolHome {
  const home = makeHome();
  const own = join(home.folder, 'home');
  const bin = join(own, 'bin');
  const list = join(home.folder, 'ran');
  mkdirSync(bin);
  writeFileSync(join(own, '.bash_profile'), `PATH="${bin}:/usr/bin:/bin"\n`);
  const noted = `echo "$(basename "$0") $*" >> ${list}`;
  const says = 'echo ran "$(basename "$0")" "$@" "[${API_TOKEN:+API_TOKEN}]" "[${OTHER_TOKEN:+OTHER_TOKEN}]"';
  const script = (name: string, ...lines: readonly string[]) =>
    writeFileSync(join(bin, name), `${['#!/bin/sh', noted, ...lines].join('\n')}\n`, { mode: 0o755 });
  for (const name of tools) script(name, says);
  for (const name of wrappers) script(name, 'while [ "${1#-}" != "$1" ]; do shift; done', 'exec "$@"');
  return {
    ...home,
    ran: () => (existsSync(list) ? readFileSync(list, 'utf8').split('\n').filter(Boolean) : []),
  };
}

/** Presses it as soon as it works. */
export async function press(page: Page, name: string | RegExp): Promise<void> {
  await page.locator('button:not([aria-disabled="true"])', { hasText: name }).click();
}

/** A picture of a question whose buttons work. */
export async function pictureOf(page: Page, name: string): Promise<void> {
  await page.locator('footer > button:last-child:not([aria-disabled="true"])').waitFor();
  await picture(page, name);
}

/** Denies it without a word. */
export async function deny(page: Page): Promise<void> {
  await press(page, 'Deny…');
  await press(page, /^Deny$/);
}

export async function statusOf(answer: Promise<ToolAnswer>): Promise<unknown> {
  return (await answer).structured.status;
}

/** Turns the main window to this page. */
export async function goTo(main: Page, name: string): Promise<void> {
  const button = main.getByRole('navigation').getByRole('button', { name: new RegExp(`^${name}`) });
  await button.click();
}

/** Chooses how long the yes lasts. */
export async function lasting(page: Page, name: string): Promise<void> {
  await page.getByText(name, { exact: true }).click();
}

/** Types the passphrase that a window asks for, and confirms with the button of this name. */
export async function proveIn(page: Page, does: string): Promise<void> {
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.getByRole('button', { name: does, exact: true }).click();
}

export async function prompts(main: Page): Promise<PromptCount> {
  return (await stateOf(main)).prompts;
}

/** Counts how often a window comes to the screen from now on. @returns how often so far */
export async function countShowings(app: PosternApp): Promise<() => Promise<number>> {
  await app.electron.evaluate(({ app: electron, BrowserWindow }) => {
    const count = { shown: 0 };
    Object.assign(globalThis, { count });
    const listen = (window: Electron.BrowserWindow): void => {
      let isShown = window.isVisible();
      window.on('hide', () => {
        isShown = false;
      });
      // A window that is brought to the front says that it is shown, too.
      window.on('show', () => {
        if (!isShown) count.shown += 1;
        isShown = true;
      });
    };
    for (const window of BrowserWindow.getAllWindows()) listen(window);
    electron.on('browser-window-created', (_event, window) => listen(window));
  });
  return () => app.electron.evaluate(() => (globalThis as unknown as { count: { shown: number } }).count.shown);
}
