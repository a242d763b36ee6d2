// What an agent asks for that is no run, in the windows where the person answers it.
import { expect, test } from 'playwright/test';
import { isShown, putAway } from './app.ts';
import { stateOf } from './bridge.ts';
import { activate, hasKeyboard } from './desktop.ts';
import { type Paired, secretName, secretValue, startPaired } from './paired.ts';
import { picture } from './screens.ts';
import { pictureOf, press } from './tools.ts';

let paired: Paired;

test.beforeAll(async () => {
  paired = await startPaired();
});

test.afterAll(async () => {
  await paired?.close();
});

test('a longer session is the person’s to allow, and the agent is told until when (P9)', async () => {
  const asked = paired.agent.call('set_ttl', { hours: 20, reason: 'The migration runs over night.' });
  const page = await paired.app.window('trusted', /asks for a longer session/);
  await expect(page.getByText('The migration runs over night.')).toBeVisible();
  await pictureOf(page, 'longer');
  await press(page, /^Stay unlocked$/);
  const { structured } = await asked;
  expect(structured.status).toBe('completed');
  expect(Date.parse(String(structured.locks_at)) - Date.now()).toBeGreaterThan(8 * 3_600_000);
  await putAway(paired.app, page);
});

test('a new value is typed into the secret’s own form, and used from then on', async () => {
  const typed = 'tok_Br4ndNew-0a1b2c3d4e';
  const asked = paired.agent.call('update_secret', { name: secretName, purpose: 'The server says it was revoked.' });
  const page = await paired.app.window('trusted', /asks for a new value/);
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(secretName);
  await page.getByLabel('Value', { exact: true }).fill(typed);
  await picture(page, 'new-value');
  await press(page, /^Save$/);
  expect((await asked).structured).toMatchObject({ status: 'completed', name: secretName });
  const ran = paired.run(`printf '%s %s' "$API_TOKEN" ${Buffer.from(typed).toString('hex')}`);
  const question = await paired.app.window('trusted', /wants to run/);
  await press(question, /^Allow once$/);
  const { text } = await ran;
  expect(text).toContain(`[REDACTED:${secretName}] [REDACTED:${secretName}]`);
  expect(text).not.toContain(typed);
  expect(text).not.toContain(secretValue);
});

test('while a value is typed, neither an agent that takes its question back nor a program that opens the app again turns the keyboard elsewhere (P1)', async () => {
  const { app, agent, main } = paired;
  const taken = new AbortController();
  const asked = agent.call('request_secret', { name: 'other/token', purpose: 'x' }, taken.signal).catch(() => null);
  const page = await app.window('trusted', /asks for a secret/);
  await activate(app, page);
  await page.getByLabel('Value', { exact: true }).fill('tok_half');
  await app.electron.evaluate((electron) => electron.app.emit('second-instance'));
  taken.abort();
  await asked;
  await page.getByText('Nothing waits for you any more').waitFor();
  await pictureOf(page, 'taken-back');
  expect((await stateOf(main)).waiting).toEqual([]);
  expect([await isShown(app, page), await hasKeyboard(app, page)]).toEqual([true, true]);
  await activate(app, main);
  await putAway(app, page);
});
