// The gateway as a person sets it up: opened with a proof, a well-known API and one of their own, an agent let in and limited, and
// the admin token.
import type { Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { draft } from '../app/adapters/vault.testkit.ts';
import type { PosternApp } from './app.ts';
import { lockNow, passphrase } from './app.ts';
import { stateOf } from './bridge.ts';
import type { Started } from './made-profile.ts';
import { startWith } from './made-profile.ts';
import { picture } from './screens.ts';
import { clipboardText, closeWindow, goTo, lastEvent, press, prove, proveAndClose } from './vault-windows.ts';

let started: Started;
let app: PosternApp;
let main: Page;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  const key = draft({ name: 'openai/key', env: 'OPENAI_API_KEY', value: 'sk_K3pt-Lm5No7Pq9Rs1', allowedHosts: [] });
  const own = draft({ name: 'weather/key', env: 'WEATHER_KEY', value: 'wk_Qz4x-Bn8Vc2Lk6Jh0', allowedHosts: [] });
  started = await startWith([{ days: 1, drafts: [key, own] }]);
  ({ app, main } = started);
});
test.afterAll(async () => {
  await started?.close();
});

test('the gateway is closed until the person opens it with a proof', async () => {
  await main.keyboard.press('Control+7');
  await expect(main.getByRole('heading', { name: 'Gateway', level: 1 })).toBeVisible();
  const door = main.getByRole('region', { name: 'State of the gateway' });
  await expect(door).toContainText('Closed');
  await picture(main, 'gateway-closed');
  await door.getByRole('button', { name: 'Open…' }).click();
  const page = await app.window('trusted', /Programs can reach it/);
  await page.getByText('On a port of this computer').click();
  await picture(page, 'gateway-door');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await proveAndClose(page, 'Save');
  await expect(door).toContainText(/http:\/\/127\.0\.0\.1:\d+/);
  await expect.poll(() => lastEvent(main, 'settings.changed')).toMatchObject({ names: ['gateway'], loosened: true });
  expect((await fetch(`${await address()}/api/v1/health`)).status).toBe(200);
});

test('a well-known API takes a secret and no more', async () => {
  await main.getByRole('searchbox', { name: 'Search them' }).fill('openai');
  await main.getByRole('button', { name: 'Set up OpenAI' }).click();
  const page = await app.window('trusted', /Set up OpenAI/);
  await expect(page.getByLabel('Secret', { exact: true })).toHaveValue('openai/key');
  await picture(page, 'gateway-provider-known');
  await closeWindow(page, 'Save');
  await expect(main.getByText(/OPENAI_BASE_URL=.*\/api\/v1\/proxy\/openai\/v1/)).toBeVisible();
  await main.getByRole('button', { name: 'Copy the line for OpenAI' }).click();
  await expect.poll(() => clipboardText(app)).toBe(`OPENAI_BASE_URL=${await address()}/api/v1/proxy/openai/v1`);
});

test('an API of the person’s own takes a name, an address and a secret; what is wrong is said at its field', async () => {
  await main.getByRole('button', { name: 'Add a provider…' }).click();
  const page = await app.window('trusted', /Which API/);
  await page.getByLabel('Which API').selectOption({ label: 'Another API, by its address' });
  await page.getByLabel('Base address').fill('http://api.weather.example');
  await press(page, 'Save');
  await expect(page.getByText('Only https: a secret does not travel unsealed.')).toBeVisible();
  await picture(page, 'gateway-provider-wrong');
  await page.getByLabel('Name', { exact: true }).fill('Weather');
  await page.getByLabel('Base address').fill('api.weather.example/v2');
  await page.getByLabel('How it signs in').selectOption({ label: 'A header of its own' });
  await page.getByLabel('Secret', { exact: true }).selectOption('weather/key');
  await page.getByText('What agents can be given there').click();
  await picture(page, 'gateway-provider-own');
  await page.getByText('Always ask before: every DELETE').click();
  const deleting = page.getByRole('group', { name: /^What deletes/ });
  await deleting.getByRole('button', { name: 'Name a path' }).click();
  await press(page, 'Save');
  await expect(deleting.getByText(/A path begins with/)).toBeVisible();
  await picture(page, 'gateway-provider-asks');
  await deleting.getByLabel('Path', { exact: true }).fill('/stations/*/reset');
  await closeWindow(page, 'Save');
  await expect(main.getByText('api.weather.example', { exact: true })).toBeVisible();
  await expect(main.getByText('api.openai.com', { exact: true })).toBeVisible();
});

test('what lets more through, or asks about fewer, takes a proof', async () => {
  await main.getByRole('button', { name: 'Change Weather' }).click();
  const page = await app.window('trusted', /Change Weather/);
  await page.getByText('Always ask before: every DELETE, and 1 path more').click();
  await page
    .getByRole('group', { name: /^What deletes/ })
    .getByRole('button', { name: 'Remove this path' })
    .click();
  await press(page, 'Save');
  await page.locator('.proof').waitFor();
  await page.getByText('It lies on this computer or in my network').click();
  await press(page, 'Save');
  await page.locator('.proof').waitFor();
  await picture(page, 'gateway-provider-proof');
  await proveAndClose(page, 'Save');
  await expect.poll(() => lastEvent(main, 'provider.changed')).toMatchObject({ provider: 'weather', loosened: true });
});

test('an agent that was let in shows with what it may do and its tokens, and is given more with a proof', async () => {
  const register = post('auth/register', { name: 'digest', purpose: 'Sums up the news', scopes: ['openai:chat'] });
  const question = await app.window('trusted', /digest wants to use the gateway/);
  await press(question, 'Let it in');
  const { key } = await register;
  await post('auth/token', { scopes: ['openai:chat'] }, String(key));
  await expect(main.getByText('not used yet')).toBeVisible();
  await picture(main, 'gateway-open');
  await main.getByText('not used yet').scrollIntoViewIfNeeded();
  await picture(main, 'gateway-agents');
  await main.getByRole('button', { name: /^More about agent-/ }).click();
  await main.getByRole('menuitem', { name: 'What it may call…' }).click();
  const page = await app.window('trusted', /What this agent may call/);
  await page.getByText('weather:read').click();
  await picture(page, 'gateway-agent');
  await press(page, 'Save');
  await proveAndClose(page, 'Save');
  await expect(main.getByText('Weather: read everything')).toBeVisible();
  await main.getByRole('button', { name: /^Revoke the token/ }).click();
  await expect(main.getByText('No token now')).toBeVisible();
});

test('an admin token is made with a proof, shown once, and ended with a click', async () => {
  await main.getByRole('button', { name: 'Make an admin token…' }).click();
  const page = await app.window('trusted', /Make an admin token/);
  await picture(page, 'gateway-admin');
  await page.getByRole('button', { name: 'Make it' }).click();
  await prove(page, passphrase, 'Make it');
  await expect(page.getByLabel('Admin token')).toHaveValue(/^postern_adm_/);
  const token = await page.getByLabel('Admin token').inputValue();
  await page.getByRole('button', { name: 'Copy' }).click();
  await expect.poll(() => clipboardText(app)).toBe(token);
  await picture(page, 'gateway-admin-shown');
  await closeWindow(page, 'I have it');
  expect(await agentsSeenBy(token)).toBe(200);
  await main.getByRole('button', { name: 'End it now' }).click();
  await expect(main.getByText('There is none now.')).toBeVisible();
  expect(await agentsSeenBy(token)).toBe(401);
});

test('it is shut with one click, without a question; locked, the page tells nothing', async () => {
  await main.getByRole('button', { name: 'Close now' }).click();
  await expect(main.getByRole('region', { name: 'State of the gateway' })).toContainText('Closed');
  await expect.poll(async () => (await stateOf(main)).gateway).toEqual({ open: false, address: null });
  await goTo(main, 'Settings');
  await expect(main.getByText('Closed. No program can call an API')).toBeVisible();
  await lockNow(app);
  await goTo(main, 'Gateway');
  await expect(main.getByText('The gateway can be seen again once you unlock.')).toBeVisible();
});

async function address(): Promise<string> {
  return (await stateOf(main)).gateway.address ?? '';
}

/** @throws Error when it was not done */
async function post(path: string, body: unknown, bearer?: string): Promise<Readonly<Record<string, unknown>>> {
  const answer = await fetch(`${await address()}/api/v1/${path}`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      ...(bearer === undefined ? {} : { Authorization: `Bearer ${bearer}` }),
    },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Readonly<Record<string, unknown>>;
}

async function agentsSeenBy(token: string): Promise<number> {
  const headers = { Authorization: `Bearer ${token}` };
  return (await fetch(`${await address()}/api/v1/agents`, { headers })).status;
}
