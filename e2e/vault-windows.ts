// What a person does in the windows of the vault, step by step, each when the window is ready for it.
import type { Page } from 'playwright';
import { expect } from 'playwright/test';
import { revealMs } from '../app/core/presence/person-check.ts';
import type { PosternApp } from './app.ts';
import { passphrase, passTime } from './app.ts';
import { auditEvents } from './bridge.ts';

type PageName = 'Secrets' | 'Health' | 'Activity' | 'Approvals' | 'Policy' | 'Agents' | 'Gateway' | 'Settings';

/** Turns the main window to this page. */
export async function goTo(main: Page, page: PageName): Promise<void> {
  await main.getByRole('navigation').getByRole('button', { name: page }).click();
}

/** The names in the list, in order of the alphabet, and nothing else in the end. */
export async function expectNames(main: Page, names: readonly string[]): Promise<void> {
  await goTo(main, 'Secrets');
  const listed = main.getByRole('option').locator('code');
  // The list hears of a change a moment after the window that made it.
  await expect.poll(async () => (await listed.allInnerTexts()).toSorted()).toEqual(names.toSorted());
}

/** Chooses a secret in the list; its details are there when this resolves. */
export async function choose(main: Page, name: string): Promise<void> {
  await goTo(main, 'Secrets');
  const row = main.getByRole('option').filter({ has: main.getByText(name, { exact: true }) });
  await row.click();
  await main.getByRole('article', { name, exact: true }).getByRole('heading', { name, level: 1 }).waitFor();
}

/** Opens the form of a new secret. */
export async function openNew(app: PosternApp, kind: string, name: string): Promise<Page> {
  const main = await app.window('main', /Unlocked/);
  await goTo(main, 'Secrets');
  await main.getByRole('button', { name: /^add/i }).first().click();
  const form = await app.window('trusted', /How it may leave/);
  await form.getByLabel('Kind', { exact: true }).selectOption({ label: kind });
  await form.getByLabel('Name', { exact: true }).fill(name);
  return form;
}

/** Opens the form of a secret that is there. */
export async function openEdit(app: PosternApp, name: string): Promise<Page> {
  const main = await app.window('main', /Unlocked/);
  await choose(main, name);
  await main.getByRole('button', { name: 'Edit…', exact: true }).click();
  return app.window('trusted', /How it may leave/);
}

/** Saves the form, which closes its window. */
export function save(form: Page): Promise<void> {
  return closeWindow(form, /^Save/);
}

/** Opens the window that shows a secret's values. */
export async function openReveal(app: PosternApp, name: string): Promise<Page> {
  const main = await app.window('main', /Unlocked/);
  await choose(main, name);
  await main.getByRole('button', { name: 'Show or copy values…' }).click();
  return app.window('trusted', /Close/);
}

/** Types the passphrase where a window asks for it, and confirms. */
export async function prove(page: Page, typed = passphrase, button: string | RegExp = 'Confirm'): Promise<void> {
  await page.locator('.proof').getByLabel('Passphrase', { exact: true }).fill(typed);
  await page.locator('.proof').getByRole('button', { name: button }).click();
}

/** The same, where it ends the window. */
export async function proveAndClose(page: Page, button: string | RegExp): Promise<void> {
  const closed = page.waitForEvent('close');
  await prove(page, passphrase, button).catch(() => undefined);
  await closed;
}

/** What the vault holds in a field, as the person sees it after a proof. */
export async function lookAt(app: PosternApp, name: string, field: string): Promise<string> {
  // Another look at the same secret within a minute needs no proof.
  await passTime(app, revealMs);
  const page = await openReveal(app, name);
  await page.getByRole('button', { name: `Show ${field}` }).click();
  await prove(page);
  const place = page.getByLabel(field, { exact: true });
  await expect(place).not.toHaveValue('');
  const value = await place.inputValue();
  await closeWindow(page, 'Close');
  return value;
}

/** Presses a button that ends its window. */
export async function closeWindow(page: Page, button: string | RegExp): Promise<void> {
  const closed = page.waitForEvent('close');
  await press(page, button);
  await closed;
}

/** Presses a button as soon as it works, which may end the page before that hears of it. */
export async function press(page: Page, button: string | RegExp): Promise<void> {
  const found = page
    .getByRole('button', { name: button, exact: true })
    .and(page.locator(':not([aria-disabled="true"])'));
  await found.waitFor();
  await found.click().catch(() => undefined);
}

/** Types this into the unlock window and sends it. */
export async function tryPassphrase(page: Page, typed: string): Promise<void> {
  await page.getByLabel('Passphrase', { exact: true }).fill(typed);
  await press(page, 'Unlock');
}

/** Opens a locked vault. @returns the main window */
export async function unlockVault(app: PosternApp, typed = passphrase): Promise<Page> {
  await tryPassphrase(await openUnlock(app), typed);
  return app.window('main', /Lock now/);
}

/** The window that asks for the passphrase; the app shows it by itself when it starts. */
export async function openUnlock(app: PosternApp): Promise<Page> {
  const main = await app.window('main', /Locked/);
  await main.getByRole('region', { name: 'State of the vault' }).getByRole('button', { name: 'Unlock…' }).click();
  return app.window('trusted', /Unlock Postern/);
}

/** The system's dialogs for files answer this from now on, as if the person had picked it; null: they cancel. */
export async function personPicks(app: PosternApp, path: string | null): Promise<void> {
  await app.electron.evaluate(({ dialog }, picked) => {
    const paths = picked === null ? [] : [picked];
    dialog.showOpenDialog = async () => ({ canceled: picked === null, filePaths: paths });
    dialog.showSaveDialog = async () => ({ canceled: picked === null, filePath: picked ?? '' });
  }, path);
}

export function clipboardText(app: PosternApp): Promise<string> {
  return app.electron.evaluate(({ clipboard }) => clipboard.readText());
}

/** The newest event of this kind; null: there is none among the last hundred. */
export async function lastEvent(main: Page, kind: string): Promise<Readonly<Record<string, unknown>> | null> {
  const event = (await auditEvents(main, 100)).find((each) => each?.kind === kind);
  return event === undefined || event === null ? null : { ...event };
}
