// What the exposure scan found in a file, moved into the vault in the real app: the text goes from the file into the trusted form and
// the vault, and nowhere else.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'playwright/test';
import type { Home, PosternApp } from './app.ts';
import { isShown } from './app.ts';
import { ask } from './bridge.ts';
import { formsIn } from './leak-forms.ts';
import type { Started } from './made-profile.ts';
import { startWith } from './made-profile.ts';
import { picture } from './screens.ts';
import type { Reply } from './told.ts';
import { recordReplies } from './told.ts';
import { clipboardText, closeWindow, goTo, lastEvent, lookAt, save } from './vault-windows.ts';

const found = 'ghp_Kq8Wn2Zx5Cv7Bm4Rt6Yu1Io3Pa9Sd0Fg2Hj5';
const changing = 'ghp_Zx5Cv7Bm4Rt6Yu1Io3Pa9Sd0Fg2Hj5Kq8Wn2';
const key = ['-----BEGIN PRIVATE KEY-----', ...Array.from({ length: 3 }, lineOfKey), '-----END PRIVATE KEY-----'].join(
  '\n',
);

let started: Started;
let app: PosternApp;
let main: Page;
let replies: () => Promise<readonly Reply[]>;
let site: string;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  started = await startWith([], plant);
  ({ app, main } = started);
  site = join(started.home.folder, 'home', 'projects', 'site');
  replies = await recordReplies(app);
  await goTo(main, 'Health');
  await main.getByRole('radio', { name: 'Copies in files' }).click();
  await main.getByRole('button', { name: 'Start looking' }).click();
  await main.getByText(/findings? in \d+ files?/).waitFor();
});
test.afterAll(async () => {
  await started?.close();
});

const lineOf = (file: string, text: RegExp | string) =>
  main.locator('.exposed-file').filter({ hasText: file }).locator('.exposed-line').filter({ hasText: text });

test('a finding opens the trusted window with the value masked, named after its variable; the file stays as it is', async () => {
  await picture(main, 'move-found');
  await lineOf('site/.env', 'line 2').getByRole('button', { name: 'Move it into the vault…' }).click();
  const form = await app.window('trusted', /Move into the vault/);
  await expect(form.getByLabel('Value', { exact: true })).toHaveValue(found);
  await expect(form.getByLabel('Name', { exact: true })).toHaveValue('github/token');
  await expect(form.getByLabel('Given as')).toHaveValue('GITHUB_TOKEN');
  await expect(form.getByLabel('Name', { exact: true })).toBeFocused();
  expect(
    await form
      .getByLabel('Value', { exact: true })
      .evaluate((area) => getComputedStyle(area).getPropertyValue('-webkit-text-security')),
  ).toBe('disc');
  await expect(form.getByText(/site\/\.env/)).toBeVisible();
  await picture(form, 'move-form');
  await save(form);
  expect(await lastEvent(main, 'secret.added')).toMatchObject({ name: 'github/token', by: 'person' });
  expect(readFileSync(join(site, '.env'), 'utf8')).toBe(`NAME=site\nGITHUB_TOKEN="${found}"\nOTHER=${changing}\n`);
});

test('afterwards each line with it says what is left to do, and its place can be copied', async () => {
  const line = lineOf('site/.env', 'line 2');
  await expect(line.getByText(/is in your vault now, as/)).toBeVisible();
  await expect(lineOf('notes.txt', 'line 1').getByText(/is in your vault now, as/)).toBeVisible();
  await picture(main, 'move-done');
  await line.getByRole('button', { name: 'Copy file and line' }).click();
  await expect.poll(() => clipboardText(app)).toBe(`${join(site, '.env')}:2`);
});

test('the main window was told nothing of the text, and cannot ask for it (P1, P7)', async () => {
  const told = await replies();
  const page = await main.content();
  const toMain = told
    .filter(({ door }) => door === 'main')
    .map(({ json }) => json)
    .join('\n');
  expect(toMain).toContain('site/.env');
  expect(formsIn(page + toMain, found)).toEqual([]);
  const others = told.filter(({ door, channel }) => door === 'trusted' && channel !== 'move.value');
  expect(others.length).toBeGreaterThan(0);
  expect(formsIn(others.map(({ json }) => json).join('\n'), found)).toEqual([]);
  expect((await ask(main, 'move.value')).ok).toBe(false);
  const place = { path: '/etc/passwd', line: 1, rule: 'github-token' };
  expect(await ask(main, 'exposure.move', { place })).toMatchObject({ ok: false, code: 'finding_moved' });
});

test('what was moved works as a secret, and an undo takes it out again', async () => {
  expect(await lookAt(app, 'github/token', 'token')).toBe(found);
  await goTo(main, 'Health');
  await main.getByRole('radio', { name: 'Copies in files' }).click();
  const line = lineOf('site/.env', 'line 2');
  await line.getByRole('button', { name: 'Undo…' }).click();
  await picture(main, 'move-undo');
  await main.getByRole('button', { name: 'Remove github/token' }).click();
  await expect(line.getByRole('button', { name: 'Move it into the vault…' })).toBeVisible();
  expect(await lastEvent(main, 'secret.removed')).toMatchObject({ name: 'github/token' });
});

test('a file that changed since is refused in words, before a window opens and in an open one', async () => {
  const button = lineOf('site/.env', 'line 3').getByRole('button', { name: 'Move it into the vault…' });
  await button.click();
  const form = await app.window('trusted', /Move into the vault/);
  await expect(form.getByLabel('Value', { exact: true })).toHaveValue(changing);
  await closeWindow(form, 'Cancel');
  writeFileSync(join(site, '.env'), `NAME=site\n\nGITHUB_TOKEN="${found}"\nOTHER=${changing}\n`);
  await button.click();
  await expect(main.getByText(/The file is not as it was when it was searched/)).toBeVisible();
  await picture(main, 'move-refused');
  for (const page of app.electron.windows().filter((each) => each.url().startsWith('app://trusted/')))
    expect(await isShown(app, page)).toBe(false);
});

test('a private key is moved whole, as a file for commands', async () => {
  await lineOf('deploy.pem', 'private key').getByRole('button', { name: 'Move it into the vault…' }).click();
  const form = await app.window('trusted', /Move into the vault/);
  await expect(form.getByLabel('Value', { exact: true })).toHaveValue(`${key}\n`);
  await picture(form, 'move-form-key');
  await form.keyboard.press('Escape').catch(() => undefined);
  await expect.poll(() => form.isClosed()).toBe(true);
});

function plant(home: Home): void {
  const folder = join(home.folder, 'home', 'projects', 'site');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, '.env'), `NAME=site\nGITHUB_TOKEN="${found}"\nOTHER=${changing}\n`);
  writeFileSync(join(folder, 'notes.txt'), `kept: ${found}\n`);
  writeFileSync(join(folder, 'deploy.pem'), `${key}\n`);
}

function lineOfKey(_none: unknown, at: number): string {
  return Buffer.from(`line ${at} of a key that is none, made for this test`.padEnd(48, `${at}x`))
    .toString('base64')
    .slice(0, 64);
}
