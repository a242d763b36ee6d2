// What the person sets, and the keys behind the vault: stricter at once, looser only with a proof, and both last over a lock.
import type { Locator, Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { draft } from '../app/adapters/vault.testkit.ts';
import type { PosternApp } from './app.ts';
import { lockNow, passphrase } from './app.ts';
import { auditEvents, stateOf } from './bridge.ts';
import type { Started } from './made-profile.ts';
import { startWith } from './made-profile.ts';
import { picture } from './screens.ts';
import { closeWindow, goTo, lastEvent, lookAt, openUnlock, prove, unlockVault } from './vault-windows.ts';

const value = 'tok_K3pt-Lm5No7Pq9Rs1Tu3';

let started: Started;
let app: PosternApp;
let main: Page;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  started = await startWith([{ days: 1, drafts: [draft({ name: 'kept/token', value })] }]);
  ({ app, main } = started);
});
test.afterAll(async () => {
  await started?.close();
});

test('what is stricter is saved without a question', async () => {
  await goTo(main, 'Settings');
  await picture(main, 'main-settings');
  const page = await openSettings();
  await picture(page, 'settings');
  await page.getByLabel('Stay unlocked').fill('2.5');
  await expect(page.getByText('2 hours 30')).toBeVisible();
  await page.getByLabel('Lock while you are away').selectOption({ label: 'After 5 minutes' });
  await page.getByLabel('Clear a copied value').selectOption({ label: 'After 10 seconds' });
  await closeWindow(page, 'Save');
  const stricter = { sessionHours: 2.5, idleMinutes: 5, clipboardSeconds: 10 };
  await expect.poll(async () => (await stateOf(main)).settings).toMatchObject(stricter);
  await expect(main.getByText('Locks after 5 minutes without keyboard or mouse.')).toBeVisible();
  await expect.poll(() => lastEvent(main, 'settings.changed')).toMatchObject({ loosened: false });
});

test('what is looser asks for a proof; a wrong passphrase changes nothing', async () => {
  const page = await openSettings();
  await page.getByLabel('Stay unlocked').fill('12');
  await page.getByLabel('Lock while you are away').selectOption({ label: 'Off' });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await picture(page, 'settings-loosen');
  await prove(page, 'not the passphrase', 'Save');
  await expect(page.getByText('That passphrase does not open this vault.')).toBeVisible();
  expect((await stateOf(main)).settings).toMatchObject({ sessionHours: 2.5, idleMinutes: 5 });
  await expect.poll(async () => (await auditEvents(main, 3)).map((event) => event?.kind)).toContain('presence.refused');
  const closed = page.waitForEvent('close');
  await prove(page, passphrase, 'Save').catch(() => undefined);
  await closed;
  await expect.poll(async () => (await stateOf(main)).settings).toMatchObject({ sessionHours: 12, idleMinutes: null });
  await expect.poll(() => lastEvent(main, 'settings.changed')).toMatchObject({ loosened: true });
});

test('they are the same after a lock', async () => {
  await lockNow(app);
  await expect.poll(async () => (await stateOf(main)).settings).toBeNull();
  await picture(main, 'main-settings-locked');
  await unlockVault(app);
  await expect
    .poll(async () => (await stateOf(main)).settings)
    .toMatchObject({ sessionHours: 12, idleMinutes: null, clipboardSeconds: 10 });
});

test('quick unlock is not offered where the system cannot ask whether the person is here', async () => {
  const page = await openSettings();
  const choice = page.locator('label').filter({ hasText: 'Quick unlock' });
  await expect(choice).toContainText('Not on this computer');
  await expect(choice.getByRole('checkbox')).toBeDisabled();
  await picture(page, 'settings-quick-unlock');
  await closeWindow(page, 'Cancel');
  await lockNow(app);
  const unlock = await openUnlock(app);
  await unlock.getByLabel('Passphrase', { exact: true }).waitFor();
  await expect(unlock.getByText(/fingerprint/)).toHaveCount(0);
  await unlockVault(app);
});

test('a recovery code is made with a proof, shown, and tested', async () => {
  const page = await openKeys();
  await picture(page, 'keys-no-recovery');
  await page.getByRole('button', { name: 'Recovery code: Make one…' }).click();
  await picture(page, 'keys-recovery-offer');
  await page.getByRole('button', { name: 'Make a recovery code' }).click();
  await prove(page, passphrase, 'Make it');
  await page.getByText('Print it or write it down').waitFor();
  await picture(page, 'keys-recovery-code');
  await expect(page.locator('.recovery-code span')).toHaveCount(9);
  const code = (await page.locator('.recovery-code span').allInnerTexts()).join('-');
  await page.getByRole('button', { name: 'I have it' }).click();
  await page.getByLabel('Recovery code').fill(code);
  await page.getByRole('button', { name: 'Test it' }).click();
  await page.getByText('The code works').waitFor();
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByText('There is one. A new one makes it useless.').waitFor();
  await expect.poll(() => lastEvent(main, 'presence.confirmed')).toMatchObject({ purpose: 'keys' });
});

test('the vault key is rotated, and what it sealed is still there after a lock', async () => {
  const page = await openKeys();
  await page.getByRole('button', { name: 'Ways to unlock: Choose…' }).click();
  await picture(page, 'keys-ways');
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('button', { name: 'Vault key: Rotate…' }).click();
  await picture(page, 'keys-rotate');
  await page.getByLabel('Passphrase', { exact: true }).fill('not the passphrase');
  await page.getByRole('button', { name: 'Rotate the key' }).click();
  await expect(page.getByText('That passphrase does not open this vault.')).toBeVisible();
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.getByRole('button', { name: 'Rotate the key' }).click();
  await page.getByText('The vault key is a new one').waitFor();
  await picture(page, 'keys-rotated');
  await expect.poll(() => lastEvent(main, 'keys.rotated')).toMatchObject({ keyVersion: 2, end: 'done' });
  await lockNow(app);
  await unlockVault(app);
  expect(await lookAt(app, 'kept/token', 'token')).toBe(value);
});

async function openSettings(): Promise<Page> {
  await goTo(main, 'Settings');
  await section('Locking and asking').getByRole('button', { name: 'Change…' }).click();
  return app.window('trusted', /Stay unlocked/);
}

async function openKeys(): Promise<Page> {
  await goTo(main, 'Settings');
  await section('Keys and recovery').getByRole('button', { name: 'Change…' }).click();
  return app.window('trusted', /What opens your vault/);
}

function section(title: string): Locator {
  return main.locator('section').filter({ has: main.getByRole('heading', { name: title }) });
}
