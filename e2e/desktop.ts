// The person's hands on a real X display: which window is active, and presses that come from outside the app.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Locator, Page } from 'playwright';
import { expect } from 'playwright/test';
import type { PosternApp } from './app.ts';

const run = promisify(execFile);

/** Runs xdotool. @returns what it printed, trimmed */
export async function xdotool(...args: readonly string[]): Promise<string> {
  return (await run('xdotool', [...args])).stdout.trim();
}

/** A window of a process, with the pixels inside its frame. */
export interface ScreenWindow {
  readonly xid: string;
  readonly width: number;
  readonly height: number;
}

/** The windows of a process that are on the screen. */
export async function windowsOf(pid: number): Promise<readonly ScreenWindow[]> {
  // It fails where it finds none.
  const found = await xdotool('search', '--onlyvisible', '--pid', String(pid)).catch(() => '');
  const windows = found.split('\n').filter(Boolean);
  return Promise.all(
    windows.map(async (xid) => {
      const about = await xdotool('getwindowgeometry', '--shell', xid).catch(() => '');
      const pixels = (name: string) => Number(new RegExp(`^${name}=(\\d+)$`, 'm').exec(about)?.[1] ?? 0);
      return { xid, width: pixels('WIDTH'), height: pixels('HEIGHT') };
    }),
  );
}

export interface DesktopWindow {
  /** The number X knows it by. */
  readonly xid: string;
  /** Where its page begins on the screen. */
  readonly x: number;
  readonly y: number;
}

export async function desktopWindow(app: PosternApp, page: Page): Promise<DesktopWindow> {
  const window = await app.electron.browserWindow(page);
  return window.evaluate((own: Electron.BrowserWindow) => {
    const { x, y } = own.getContentBounds();
    return { xid: String(own.getNativeWindowHandle().readUInt32LE(0)), x, y };
  });
}

/** Gives the window the keyboard, as a click on its title does. */
export async function activate(app: PosternApp, page: Page): Promise<void> {
  const { xid } = await desktopWindow(app, page);
  const isActive = async () => (await hasKeyboard(app, page)) && (await activeWindow()) === xid;
  // A window that was shown just now may not be known to the window manager yet, which then does nothing; so it is asked again.
  const asked = async () => {
    if (await isActive()) return true;
    await xdotool('windowactivate', xid);
    return isActive();
  };
  await expect.poll(asked, { intervals: [100] }).toBe(true);
}

/** The window that the desktop gives keys to, as X knows it; empty: none. */
export function activeWindow(): Promise<string> {
  // It fails where none is active.
  return xdotool('getactivewindow').catch(() => '');
}

/** Whether keys go to this window, as the app knows it. */
export async function hasKeyboard(app: PosternApp, page: Page): Promise<boolean> {
  const window = await app.electron.browserWindow(page);
  return window.evaluate((own: Electron.BrowserWindow) => own.isFocused());
}

/** Moves the pointer onto the middle of it, and then does `more`, such as `click 1`. @throws when something else lies above it */
export async function pointAt(app: PosternApp, target: Locator, ...more: readonly string[]): Promise<void> {
  // A window that was shown just now takes its size and its place above the others a moment later.
  const pointed = async (): Promise<boolean> => {
    const box = await target.boundingBox();
    if (box === null) return false;
    const { x, y } = await desktopWindow(app, target.page());
    const [left, top] = [Math.round(x + box.x + box.width / 2), Math.round(y + box.y + box.height / 2)];
    await xdotool('mousemove', String(left), String(top));
    return target.evaluate((element) => element.matches(':hover'));
  };
  await expect.poll(pointed, { intervals: [50] }).toBe(true);
  if (more.length > 0) await xdotool(...more);
}

/** A press as the page got it. */
export interface Press {
  readonly type: string;
  /** Whether the buttons of the question worked at that moment. */
  readonly armed: boolean;
  /** False for what a script made up. */
  readonly real: boolean;
  readonly on: string;
}

/** Collects what reaches the page from now on. What the page got outlives it. */
export async function recordPresses(page: Page): Promise<() => readonly Press[]> {
  const seen: Press[] = [];
  recordings += 1;
  const mark = `press ${recordings} `;
  page.on('console', (message) => {
    const text = message.text();
    if (text.startsWith(mark)) seen.push(JSON.parse(text.slice(mark.length)));
  });
  await page.evaluate((begin) => {
    for (const type of ['pointerdown', 'pointerup', 'keydown', 'keyup', 'click']) {
      const note = (event: Event): void => {
        const button = event.target instanceof Element ? event.target.closest('button') : null;
        const armed = document.querySelector('footer button[aria-disabled="true"]') === null;
        console.log(begin + JSON.stringify({ type, armed, real: event.isTrusted, on: button?.textContent ?? '' }));
      };
      globalThis.addEventListener(type, note, true);
    }
  }, mark);
  return () => seen;
}

let recordings = 0;
