// A value on the screen and on the clipboard: only after a proof, only for a while, and nowhere else.
import type { Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { totpCode } from '../app/core/totp/totp.ts';
import type { PosternApp } from './app.ts';
import { inNoTime, lockNow, passTime, shownTrusted } from './app.ts';
import { auditEvents } from './bridge.ts';
import { formsIn } from './leak-forms.ts';
import type { Started } from './made-profile.ts';
import { startWith } from './made-profile.ts';
import { picture } from './screens.ts';
import { stopTime } from './stopped-time.ts';
import type { Reply } from './told.ts';
import { recordReplies } from './told.ts';
import {
  clipboardText,
  closeWindow,
  lastEvent,
  openNew,
  openReveal,
  prove,
  save,
  unlockVault,
} from './vault-windows.ts';

const name = 'shop/api-key';
const value = 'pk_L1ve/9f8E+7d6C-5b4A3z2Y1x0W';

let started: Started;
let app: PosternApp;
let main: Page;
let replies: () => Promise<readonly Reply[]>;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  started = await startWith([]);
  ({ app, main } = started);
  const form = await openNew(app, 'API token', name);
  await form.getByLabel('Value', { exact: true }).fill(value);
  await save(form);
  replies = await recordReplies(app);
});
test.afterAll(async () => {
  await started?.close();
});

test('of a seed the code of now is shown and copied, never the seed by itself', async () => {
  const seed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  const form = await openNew(app, 'One-time codes', 'github/2fa');
  await form.getByLabel('Value', { exact: true }).fill(seed);
  await save(form);
  const page = await openReveal(app, 'github/2fa');
  await page.getByRole('button', { name: 'Show code' }).click();
  await prove(page);
  const code = page.getByLabel('Code of seed');
  await expect(code).toHaveValue(/^\d{6}$/);
  const shown = await code.inputValue();
  // A period may have ended just now.
  const near = [Date.now(), Date.now() - 30_000].map((at) => totpCode(seed, at));
  expect(near).toContain(shown);
  await picture(page, 'reveal-code');
  await expect.poll(() => lastEvent(main, 'secret.revealed')).toMatchObject({ name: 'github/2fa', how: 'code' });
  await page.getByText('The seed behind it').click();
  await page.getByRole('button', { name: 'Copy seed' }).click();
  await expect.poll(() => clipboardText(app)).toMatch(/^\d{6}$/);
  await expect.poll(() => lastEvent(main, 'secret.revealed')).toMatchObject({ name: 'github/2fa', how: 'copied' });
  expect(await channelsWith(seed)).toEqual([]);
  await closeWindow(page, 'Close');
});

test('it asks for a proof, and a wrong passphrase shows nothing', async () => {
  const page = await openReveal(app, name);
  const place = page.getByLabel('token', { exact: true });
  await picture(page, 'reveal-hidden');
  await page.getByRole('button', { name: 'Show token' }).click();
  await picture(page, 'reveal-proof');
  await prove(page, 'not the passphrase');
  await expect(page.getByText('That passphrase does not open this vault.')).toBeVisible();
  await picture(page, 'reveal-proof-wrong');
  await expect(place).toHaveValue('');
  expect(await channelsWith(value)).toEqual([]);
  await expect.poll(async () => (await auditEvents(main, 1))[0]?.kind).toBe('presence.refused');
});

test('after the right one it shows, and hides itself after half a minute', async () => {
  const page = await app.window('trusted', /Close/);
  const time = await stopTime(page);
  await prove(page);
  const place = page.getByLabel('token', { exact: true });
  await expect(place).toHaveValue(value);
  await picture(page, 'reveal-shown');
  await expect.poll(() => lastEvent(main, 'presence.confirmed')).toMatchObject({ purpose: 'reveal', by: 'passphrase' });
  await expect.poll(() => lastEvent(main, 'secret.revealed')).toMatchObject({ name, field: 'token', how: 'shown' });
  await time.pass(29_000);
  await expect(place).toHaveValue(value);
  await time.pass(1_100);
  await expect(place).toHaveValue('');
  await time.goOn();
});

test('a copy is on the clipboard for its half minute, and is in the log', async () => {
  const page = await app.window('trusted', /Close/);
  await inNoTime(app, async () => {
    await page.getByRole('button', { name: 'Copy token' }).click();
    await expect(page.getByText(/Copied. The clipboard is cleared in \d+ s/)).toBeVisible();
    await picture(page, 'reveal-copied');
    await expect.poll(() => clipboardText(app)).toBe(value);
    await expect.poll(() => lastEvent(main, 'secret.revealed')).toMatchObject({ name, field: 'token', how: 'copied' });
    await passTime(app, 29_999);
    expect(await clipboardText(app)).toBe(value);
    await passTime(app, 1);
    await expect.poll(() => clipboardText(app)).toBe('');
  });
});

test('a minute after the proof the next look asks again', async () => {
  const page = await app.window('trusted', /Close/);
  await passTime(app, 60_000);
  await page.getByRole('button', { name: 'Show token' }).click();
  await expect(page.locator('.proof')).toBeVisible();
  await prove(page);
  await expect(page.getByLabel('token', { exact: true })).toHaveValue(value);
});

test('no other window holds it, and a lock takes the window away (P1, P4)', async () => {
  const page = await app.window('trusted', /Close/);
  const others = app.electron.windows().filter((each) => each !== page);
  expect(others.length).toBeGreaterThan(0);
  for (const other of others) expect(formsIn(await other.content(), value)).toEqual([]);
  const closed = page.waitForEvent('close');
  await lockNow(app);
  await closed;
  expect(await shownTrusted(app)).toEqual([]);
  await unlockVault(app);
});

test('the value left the main process through one channel alone (P1)', async () => {
  expect(new Set(await channelsWith(value))).toEqual(new Set(['trusted reveal.show']));
  expect(await channelsWith(value)).toHaveLength(2);
});

async function channelsWith(text: string): Promise<readonly string[]> {
  const told = await replies();
  return told.filter(({ json }) => formsIn(json, text).length > 0).map(({ door, channel }) => `${door} ${channel}`);
}
