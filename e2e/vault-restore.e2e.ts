// Backups: saved, looked into, brought back piece by piece; made by themselves; and what mends a vault that was damaged.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { draft } from '../app/adapters/vault.testkit.ts';
import type { PosternApp } from './app.ts';
import { launch, passphrase } from './app.ts';
import { ask } from './bridge.ts';
import { formsIn } from './leak-forms.ts';
import type { Started } from './made-profile.ts';
import { inProfile, startWith } from './made-profile.ts';
import { picture } from './screens.ts';
import * as windows from './vault-windows.ts';

const { choose, closeWindow, expectNames, goTo, lastEvent, lookAt, openEdit, personPicks, prove, save } = windows;
const values = {
  changed: 'tok_Ch4nged-Ab2Cd4Ef6Gh8',
  deleted: 'tok_D3leted-Jk3Lm5No7Pq9',
  kept: 'tok_K3pt-Rs2Tu4Vw6Xy8Zz0',
};

let started: Started;
let app: PosternApp;
let main: Page;
let file: string;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  const one = (name: string, value: string) => draft({ name, value, env: null });
  const drafts = [one('a/changed', values.changed), one('b/deleted', values.deleted), one('c/kept', values.kept)];
  started = await startWith([{ days: 2, drafts }]);
  ({ app, main } = started);
  file = join(started.home.folder, 'mine.backup');
});
test.afterAll(async () => {
  await app?.quit();
  await started?.home.remove();
});

test('a backup is one sealed file for this account alone', async () => {
  await personPicks(app, file);
  await goTo(main, 'Settings');
  const keys = main.locator('section').filter({ has: main.getByRole('heading', { name: 'Keys and recovery' }) });
  await keys.getByRole('button', { name: 'Change…' }).click();
  const page = await app.window('trusted', /What opens your vault/);
  await page.getByRole('button', { name: 'Backup: Save…' }).click();
  await picture(page, 'backup-save');
  await page.getByRole('button', { name: 'Choose a place…' }).click();
  await prove(page, passphrase, 'Choose a place…');
  await page.getByText('The backup is saved').waitFor();
  await picture(page, 'backup-saved');
  await page.getByRole('button', { name: 'Done' }).click();
  await closeWindow(page, 'Close');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  for (const value of [...Object.values(values), 'b/deleted']) expect(formsIn(readFileSync(file), value)).toEqual([]);
  await expect.poll(() => lastEvent(main, 'backup.saved')).toMatchObject({ how: 'person' });
});

test('a secret is changed, and another removed for good', async () => {
  const form = await openEdit(app, 'a/changed');
  await form.getByRole('button', { name: 'Replace Value' }).click();
  await form.getByLabel('Value', { exact: true }).fill('tok_0ther-Value-Qq1Ww2Ee3');
  await save(form);
  await choose(main, 'b/deleted');
  await main.getByRole('button', { name: 'More' }).click();
  await main.getByRole('menuitem', { name: 'Remove…' }).click();
  await picture(main, 'main-remove-secret');
  await main.getByRole('button', { name: 'Remove b/deleted' }).click();
  await expect(main.getByRole('option').filter({ hasText: 'b/deleted' })).toHaveCount(0);
  await expect.poll(() => lastEvent(main, 'secret.removed')).toMatchObject({ name: 'b/deleted' });
});

test('both come back as they were, picked from the backup, after a proof', async () => {
  await goTo(main, 'Settings');
  await main.getByRole('button', { name: 'Restore…' }).click();
  const page = await app.window('trusted', /Restore from a backup/);
  await page.locator('label').filter({ hasText: 'A file…' }).click();
  await picture(page, 'restore-pick');
  await page.getByLabel('Passphrase', { exact: true }).fill('not the passphrase');
  await page.getByRole('button', { name: 'Choose a file…' }).click();
  await expect(page.locator('.field-problem').filter({ hasText: /\w/ })).toBeVisible();
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.getByRole('button', { name: 'Choose a file…' }).click();
  await page.getByText(/Of this vault/).waitFor();
  await expect(page.getByText('1 missing here')).toBeVisible();
  await expect(page.getByText('1 not as they are here')).toBeVisible();
  await page.getByText('Only what I pick').click();
  const list = page.getByRole('region', { name: 'Secrets in the backup' });
  await list.getByText('a/changed').click();
  await list.getByText('b/deleted').click();
  await expect(list.getByText('c/kept')).toHaveCount(0);
  await picture(page, 'restore-choose');
  await page.getByRole('button', { name: 'Restore 2 secrets' }).click();
  await picture(page, 'restore-proof');
  await prove(page, 'not the passphrase', 'Restore');
  await expect(page.getByText('That passphrase does not open this vault.')).toBeVisible();
  await expectNames(main, ['a/changed', 'c/kept']);
  await prove(page, undefined, 'Restore');
  await page.getByText('Restored', { exact: true }).waitFor();
  await picture(page, 'restore-done');
  await closeWindow(page, 'Close');
  await expectNames(main, ['a/changed', 'b/deleted', 'c/kept']);
  expect(await lookAt(app, 'a/changed', 'token')).toBe(values.changed);
  expect(await lookAt(app, 'b/deleted', 'token')).toBe(values.deleted);
  await expect.poll(() => lastEvent(main, 'backup.restored')).toMatchObject({ added: 1, replaced: 1, removed: 0 });
});

test('an automatic backup lies in the profile, sealed and for this account alone', async () => {
  await goTo(main, 'Settings');
  await main.getByRole('button', { name: 'Back up now' }).click();
  await expect(main.getByText(/The last one was made today at/)).toBeVisible();
  const folder = join(started.home.profile, 'backups');
  const name = /^postern-\d{4}-\d\d-\d\d-[0-9a-f]{8}\.backup$/;
  await expect.poll(() => readdirSync(folder)).toEqual([expect.stringMatching(name)]);
  const [made] = readdirSync(folder);
  await main.getByText(made ?? '').scrollIntoViewIfNeeded();
  await picture(main, 'main-settings-backups');
  const path = join(folder, made ?? '');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  for (const value of Object.values(values)) expect(formsIn(readFileSync(path), value)).toEqual([]);
});

test('a vault with one flipped bit says that it was changed, and stays shut', async () => {
  const listed = await ask(main, 'secrets.list');
  const secrets = listed.ok && Array.isArray(listed.value) ? listed.value : [];
  const damaged: unknown = secrets.find(({ name }) => name === 'c/kept')?.id;
  await app.quit();
  await inProfile(started.home, async ({ store }) => {
    const row = [...store.records()].find(({ id }) => id === damaged);
    if (row === undefined) throw new Error('no such record');
    const sealed = Buffer.from(row.sealed);
    sealed.writeUInt8(sealed.readUInt8(40) ^ 1, 40);
    store.transaction(() => store.put({ ...row, sealed }));
  });
  app = await launch(started.home);
  main = await app.window('main', /Locked/);
  const page = await windows.openUnlock(app);
  await windows.tryPassphrase(page, passphrase);
  await expect(page.getByText(/The vault does not open: a record was changed/)).toBeVisible();
  await picture(page, 'unlock-damaged');
  await expect(main.getByText('Locked').first()).toBeVisible();
});

test('a backup mends it: only what is damaged comes from there, and everything opens again', async () => {
  const unlock = await app.window('trusted', /Unlock Postern/);
  await unlock.getByRole('button', { name: 'Mend it from a backup…' }).click();
  const page = await app.window('trusted', /Repair the vault with a backup/);
  await picture(page, 'repair-pick');
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.getByRole('button', { name: 'Look into it' }).click();
  await page.getByText('1 record damaged').waitFor();
  await expect(page.getByText(/was changed outside Postern:\s*comes from the backup/)).toBeVisible();
  await picture(page, 'repair-plan');
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.getByRole('button', { name: 'Repair', exact: true }).click();
  await page.getByText('The vault is repaired').waitFor();
  await picture(page, 'repair-done');
  await closeWindow(page, 'Close');
  main = await windows.unlockVault(app);
  await expectNames(main, ['a/changed', 'b/deleted', 'c/kept']);
  expect(await lookAt(app, 'c/kept', 'token')).toBe(values.kept);
  expect(await lookAt(app, 'a/changed', 'token')).toBe(values.changed);
  await expect.poll(() => lastEvent(main, 'vault.repaired')).toMatchObject({ mended: 1, lost: 0 });
});
