// The ways into the vault, through the windows: a recovery code that is tested before it counts, and guesses that are slowed down.
import { randomBytes } from 'node:crypto';
import type { Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { recoveryCodeText } from '../app/core/vault/recovery-code.ts';
import type { Home, PosternApp } from './app.ts';
import { launch, lockNow, makeHome, passphrase, passTime } from './app.ts';
import { ask } from './bridge.ts';
import { picture } from './screens.ts';
import type { Reply } from './told.ts';
import { recordReplies } from './told.ts';
import { closeWindow, lastEvent, openUnlock, tryPassphrase } from './vault-windows.ts';

const newPassphrase = 'another horse, another staple';

let home: Home;
let app: PosternApp;
let main: Page;
let code: string;
let replies: () => Promise<readonly Reply[]>;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  home = makeHome();
  app = await launch(home);
});
test.afterAll(async () => {
  await app.quit();
  await home.remove();
});

test('set-up refuses what is too short or not the same twice, and makes a vault', async () => {
  const setup = await app.window('trusted', /Create your vault/);
  await picture(setup, 'setup-passphrase');
  await picture(await app.window('main', /No vault yet/), 'main-no-vault');
  await setup.getByLabel('Passphrase', { exact: true }).fill('short');
  await setup.getByRole('button', { name: 'Create the vault' }).click();
  await expect(setup.getByText('Choose a passphrase of at least 8 characters.')).toBeVisible();
  await setup.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await setup.getByLabel('The same again').fill(`${passphrase}!`);
  await setup.getByRole('button', { name: 'Create the vault' }).click();
  await expect(setup.getByText('The two are not the same.')).toBeVisible();
  await picture(setup, 'setup-passphrase-differs');
  // A try that was refused has emptied nothing that the person would have to type anew, or both.
  await setup.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await setup.getByLabel('The same again').fill(passphrase);
  await setup.getByRole('button', { name: 'Create the vault' }).click();
  await setup.getByText('Your vault is ready').waitFor();
  main = await app.window('main', /Unlocked/);
});

test('the recovery code is shown once, and only the right one typed back counts as tested', async () => {
  const setup = await app.window('trusted', /Your vault is ready/);
  await picture(setup, 'setup-recovery-offer');
  replies = await recordReplies(app);
  await setup.getByRole('button', { name: 'Make a recovery code' }).click();
  await setup.getByText('Print it or write it down').waitFor();
  await picture(setup, 'setup-recovery-code');
  await expect(setup.locator('.recovery-code span')).toHaveCount(9);
  code = (await setup.locator('.recovery-code span').allInnerTexts()).join('-');
  expect(code).toMatch(/^(?:[0-9A-Z]{4}-){8}[0-9A-Z]{4}$/);

  await setup.getByRole('button', { name: 'I have it' }).click();
  await expect(setup.locator('.recovery-code')).not.toBeVisible();
  const field = setup.getByLabel('Recovery code');
  const mistyped = code.replace(/^./, code.startsWith('A') ? 'B' : 'A');
  const another = recoveryCodeText(randomBytes(20));
  for (const wrong of [mistyped, another]) {
    await field.fill(wrong);
    await setup.getByRole('button', { name: 'Test it' }).click();
    await expect(setup.getByText('That is not the code.')).toBeVisible();
    await expect(field).toHaveValue('');
  }
  await picture(setup, 'setup-recovery-wrong');
  await field.fill(code.toLowerCase().replaceAll('-', ' '));
  await setup.getByRole('button', { name: 'Test it' }).click();
  await setup.getByText('The code works').waitFor();
  await picture(setup, 'setup-recovery-done');
  await closeWindow(setup, 'Close');
  await picture(main, 'main-welcome');

  // The code left the main process in one reply, and nowhere else (P1).
  const bare = code.replaceAll('-', '');
  const told = (await replies()).filter(({ json }) => json.replaceAll('-', '').includes(bare));
  expect(told.map(({ channel }) => channel)).toEqual(['setup.newRecovery']);
  await expect.poll(() => lastEvent(main, 'keys.recovery_made')).not.toBeNull();
});

test('a locked vault opens with the recovery code, not with another one', async () => {
  await lockNow(app);
  await picture(main, 'main-locked');
  const page = await openUnlock(app);
  await picture(page, 'unlock');
  await page.getByRole('button', { name: 'Use the recovery code instead' }).click();
  const field = page.getByLabel('Recovery code');
  await field.fill(recoveryCodeText(randomBytes(20)));
  await page.getByRole('button', { name: 'Unlock', exact: true }).click();
  await expect(page.getByText('That recovery code does not open this vault.')).toBeVisible();
  await picture(page, 'unlock-recovery-wrong');
  await field.fill(code);
  await page.getByRole('button', { name: 'Unlock', exact: true }).click();
  await app.window('main', /Lock now/);
  await expect.poll(() => lastEvent(main, 'vault.unlocked')).not.toBeNull();
  await expect.poll(() => lastEvent(main, 'unlock.failed')).toMatchObject({ code: 'wrong_recovery_code' });
});

test('who came in by the code is offered a new passphrase, and the old one opens nothing after that', async () => {
  const page = await app.window('trusted', /Keys and recovery/);
  await picture(page, 'keys');
  await page.getByRole('button', { name: 'Passphrase: Change…' }).click();
  await picture(page, 'keys-passphrase');
  await page.getByRole('button', { name: 'I forgot it: use the recovery code' }).click();
  await page.getByLabel('New passphrase', { exact: true }).fill(newPassphrase);
  await page.getByLabel(/the same again/i).fill(newPassphrase);
  const field = page.getByLabel('Recovery code');
  await field.fill(recoveryCodeText(randomBytes(20)));
  await page.getByRole('button', { name: 'Change it' }).click();
  await expect(page.getByText('That recovery code does not open this vault.')).toBeVisible();
  await picture(page, 'keys-passphrase-wrong-code');
  await field.fill(code);
  await page.getByRole('button', { name: 'Change it' }).click();
  await page.getByText('The passphrase is changed').waitFor();
  await picture(page, 'keys-passphrase-changed');
  await expect.poll(() => lastEvent(main, 'keys.passphrase_changed')).not.toBeNull();
  await lockNow(app);
  const unlock = await openUnlock(app);
  await tryPassphrase(unlock, passphrase);
  await expect(unlock.getByText('That passphrase does not open this vault.')).toBeVisible();
  await tryPassphrase(unlock, newPassphrase);
  await app.window('main', /Lock now/);
});

test('after four wrong passphrases the right one has to wait too, and then opens', async () => {
  await lockNow(app);
  const page = await openUnlock(app);
  for (const guess of ['wrong guess 1', 'wrong guess 2', 'wrong guess 3']) {
    await tryPassphrase(page, guess);
    await expect(page.getByText('That passphrase does not open this vault.')).toBeVisible();
    await expect(page.getByLabel('Passphrase', { exact: true })).toHaveValue('');
  }
  await picture(page, 'unlock-wrong');
  const heldFor = wordsSeen(page, 'Too many wrong tries. You can try again in \\d+ s');
  await tryPassphrase(page, 'wrong guess 4');
  await heldFor;
  const right = { opener: { kind: 'passphrase', passphrase: newPassphrase }, acceptRollback: false };
  // Past the page's own wait, as a page that was taken over would try.
  expect(await ask(page, 'vault.unlock', right)).toMatchObject({ ok: false, code: 'unlock_too_soon' });
  await picture(page, 'unlock-held-back');
  await expect(page.getByText(/Too many wrong tries/)).toHaveCount(0);
  const longer = wordsSeen(page, 'You can try again in [34] s');
  await tryPassphrase(page, 'wrong guess 5');
  await longer;
  await passTime(app, 4000);
  // It closes the window that asked, mostly before that hears of it.
  await ask(page, 'vault.unlock', right).catch(() => undefined);
  await app.window('main', /Lock now/);
  await expect.poll(() => lastEvent(main, 'unlock.failed')).toMatchObject({ code: 'wrong_passphrase' });
});

test('where a click would unlock, it does so only once the window was in sight for a moment, anew each time that it comes to the front (P9)', async () => {
  await lockNow(app);
  const page = await openUnlock(app);
  const click = async () => {
    const reply = await ask(page, 'vault.unlock', { opener: { kind: 'keychain' }, acceptRollback: false });
    return reply.ok ? 'opened' : reply.code;
  };
  const clickAtOnce = () => ask(main, 'session.open').then(click);
  await expect.poll(clickAtOnce, { intervals: [10] }).toBe('presence_refused');
  // This vault has no such way in, which is what a click in time is told.
  await expect.poll(click, { intervals: [100] }).not.toBe('presence_refused');
  await expect.poll(clickAtOnce, { intervals: [10] }).toBe('presence_refused');
});

/** Resolves when the page has said this, if only for a moment: it looks at each frame. */
async function wordsSeen(page: Page, pattern: string): Promise<void> {
  await page.waitForFunction((text) => new RegExp(text).test(document.body.innerText), pattern);
}
