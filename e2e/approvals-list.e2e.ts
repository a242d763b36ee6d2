// Questions that wait: many at once, put off, one beside another, and what the tray and the Approvals page do with them.
import type { Page } from 'playwright';
import { expect, test } from 'playwright/test';
import type { ToolAnswer } from './agent.ts';
import { inNoTime, isShown, passTime, putAway } from './app.ts';
import { ask, questionOf, stateOf } from './bridge.ts';
import { activate, activeWindow, desktopWindow, hasKeyboard, pointAt, recordPresses, xdotool } from './desktop.ts';
import type { Paired } from './paired.ts';
import { startPaired } from './paired.ts';
import { picture } from './screens.ts';
import type { ToolHome } from './tools.ts';
import {
  countShowings,
  deny,
  goTo,
  homeWithTools,
  lasting,
  pictureOf,
  press,
  prompts,
  proveIn,
  statusOf,
} from './tools.ts';
import type { MenuEntry, TrayHost, TrayItem } from './tray-host.ts';
import { startTrayHost } from './tray-host.ts';

let host: TrayHost;
let tray: TrayItem;
let home: ToolHome;
let paired: Paired;
let main: Page;

test.beforeAll(async () => {
  host = await startTrayHost();
  home = homeWithTools(['gh', 'git', 'kubectl']);
  paired = await startPaired(home);
  main = paired.main;
  tray = await host.item();
});
test.afterAll(async () => {
  await paired?.close();
  await host?.close();
});
test.afterEach(async () => {
  expect((await stateOf(main)).waiting, 'nothing is left to the next test').toEqual([]);
});

test('what is allowed for 15 minutes stands in the tray with the time that is left, and Revoke ends it', async () => {
  const { app } = paired;
  const allowed = paired.run('gh issue comment 7 --body done');
  const page = await app.window('trusted', /gh issue comment 7/);
  await lasting(page, '15 minutes');
  await pictureOf(page, 'question-minutes');
  await press(page, 'Allow for 15 minutes');
  expect(await statusOf(allowed)).toBe('completed');
  expect(await statusOf(paired.run('gh issue comment 7 --body done'))).toBe('completed');
  const grants = async () => (await tray.menu()).find(({ label }) => label.startsWith('Allowed now'));
  await expect.poll(async () => (await grants())?.label).toBe('Allowed now (1)');
  await expect
    .poll(async () => labels((await grants())?.entries ?? []))
    .toEqual(['gh issue comment 7 --body done, 15 minutes left', 'Revoke all']);
  await goTo(main, 'Approvals');
  await expect(main.locator('.grant-row')).toContainText('15 minutes left');
  await tray.click(/Allowed now/, /gh issue comment/, 'Revoke');
  await expect.poll(async () => (await grants())?.label).toBeUndefined();
  const again = paired.run('gh issue comment 7 --body done');
  await app.window('trusted', /gh issue comment 7/);
  await deny(page);
  expect(await statusOf(again)).toBe('denied');
});

test('ten calls at once are the most of an agent until the person, with a proof, lets it do more (P9)', async () => {
  await goTo(main, 'Agents');
  await main.getByRole('button', { name: 'More about claude-code' }).click();
  await main.getByRole('menuitem', { name: 'What it may use…' }).click();
  const page = await paired.app.window('trusted', /What this agent may use/);
  await expect(page.getByText('1 secret now')).toBeVisible();
  await expect(page.getByLabel('At once')).toHaveValue('10');
  await page.getByLabel('At once').fill('20');
  await picture(page, 'client-limits');
  await press(page, 'Save');
  await page.getByLabel('Passphrase', { exact: true }).waitFor();
  await picture(page, 'client-limits-proof');
  const closed = page.waitForEvent('close');
  await proveIn(page, 'Save').catch(() => undefined);
  await closed;
  await expect(main.getByText('limits: 60 calls a minute, 20 at once')).toBeVisible();
  await picture(main, 'agents-limits');
  await passTime(paired.app, 20_000);
});

test('superset-sh/superset#5236: eleven calls in one turn are one list in one window, and reading asks no more', async () => {
  const showings = await countShowings(paired.app);
  const before = await prompts(main);
  const ranBefore = home.ran().length;
  const lines = [
    ...[...'1234567'].map((number) => `gh pr view ${number} --json title,body,reviews`),
    'git log --oneline -5',
    'git status --short',
    'kubectl get pods',
    'kubectl get services',
  ];
  let answers: readonly Promise<ToolAnswer>[] = [];
  const page = await inNoTime(paired.app, () => {
    answers = lines.map((line) => paired.run(line));
    return paired.app.window('trusted', /wants to run 11 commands/);
  });
  await expect(page.locator('.several-row input')).toHaveCount(11);
  expect(await page.locator('.several input:checked').count(), 'nothing is ticked by itself').toBe(0);
  await expect(page.getByRole('button', { name: 'Allow the ticked' })).toHaveAttribute('aria-disabled', 'true');
  await page.getByRole('button', { name: 'Tick the 11 that only read' }).click();
  await lasting(page, 'This session');
  await pictureOf(page, 'question-list');
  await press(page, 'Allow the 11 ticked');
  for (const answer of answers) expect(await statusOf(answer)).toBe('completed');
  expect(home.ran().slice(ranBefore).sort()).toEqual([...lines].sort());
  expect(await prompts(main)).toMatchObject({ asked: before.asked + 1 });
  expect(await statusOf(paired.run('gh issue list'))).toBe('completed');
  expect(await showings()).toBe(1);
  expect(await prompts(main)).toMatchObject({ asked: before.asked + 1, unasked: before.unasked + 1 });
  await goTo(main, 'Approvals');
  await picture(main, 'approvals-grants');
  await main.getByRole('button', { name: 'Revoke all' }).click();
  await expect.poll(async () => (await stateOf(main)).grants).toEqual([]);
  await passTime(paired.app, 10_000);
});

test('automic-vault/automic-vault#62, #54: a question does not block another, which can be answered first', async () => {
  const first = paired.run('gh issue close 1');
  const shown = await paired.app.window('trusted', /gh issue close 1/);
  const second = paired.run('gh issue close 2');
  await goTo(main, 'Approvals');
  await main.getByRole('button', { name: 'Open…' }).nth(1).click();
  const page = await paired.app.window('trusted', /gh issue close 2/);
  expect(page).toBe(shown);
  await expect(page.locator('.head')).toContainText('request 2 of 2');
  await press(page, 'Allow once');
  expect(await statusOf(second)).toBe('completed');
  expect(home.ran()).not.toContain('gh issue close 1');
  await paired.app.window('trusted', /gh issue close 1/);
  await press(page, 'Allow once');
  expect(await statusOf(first)).toBe('completed');
});

test('bitwarden/clients#13998, #14261: clicking elsewhere and closing the window answer nothing, and a new question comes to the front', async () => {
  const { app } = paired;
  const first = paired.run('gh issue close 3');
  const page = await app.window('trusted', /gh issue close 3/);
  await pointAt(app, main.getByRole('button', { name: /^Approvals/ }), 'click', '1');
  await expect(main.getByRole('heading', { name: 'Approvals' })).toBeVisible();
  expect(await waitingCount()).toBe(1);
  expect(await isShown(app, page)).toBe(true);

  const window = await app.electron.browserWindow(page);
  await window.evaluate((own: Electron.BrowserWindow) => own.close());
  await putAway(app, page);
  expect(await waitingCount()).toBe(1);
  expect(home.ran()).not.toContain('gh issue close 3');
  await expect.poll(() => tray.tooltip()).toBe('Postern: Unlocked, 1 waiting for you');
  await expect(main.getByText('wants to run a command')).toBeVisible();
  await picture(main, 'approvals-waiting');

  await activate(app, main);
  const { xid } = await desktopWindow(app, main);
  const second = paired.run('gh issue close 4');
  const again = await app.window('trusted', /wants to run a command/);
  expect(await activeWindow()).toBe(xid);
  expect(await hasKeyboard(app, again)).toBe(false);
  const heard = await recordPresses(again);
  await pointAt(app, again.locator('h1'), 'click', '1');
  await expect.poll(() => heard().filter(({ real }) => real).length, 'it lies before all others').toBeGreaterThan(0);

  await expect(main.locator('.approval-row')).toHaveCount(2);
  await main.getByRole('button', { name: 'Deny' }).first().click();
  expect((await first).structured).toMatchObject({ status: 'denied', denied_by: 'person' });
  await expect(main.locator('.approval-row')).toHaveCount(1);
  await main.getByRole('button', { name: 'Deny' }).first().click();
  expect(await statusOf(second)).toBe('denied');
  await putAway(app, again);
});

test('AChep/keyguard-app#1408: three questions in a row never take the keyboard from the window that is typed into', async () => {
  const { app } = paired;
  await goTo(main, 'Secrets');
  await activate(app, main);
  const { xid } = await desktopWindow(app, main);
  const search = main.getByRole('searchbox');
  await search.focus();
  for (const [at, key] of [...'abc'].entries()) {
    const line = `gh issue reopen ${at}`;
    const answer = paired.run(line);
    const page = await app.window('trusted', new RegExp(line));
    expect(await activeWindow()).toBe(xid);
    await expect(search).toBeFocused();
    await xdotool('key', key);
    await expect.poll(() => search.inputValue()).toBe('abc'.slice(0, at + 1));
    expect(await hasKeyboard(app, page)).toBe(false);
    await ask(main, 'questions.deny', { id: (await questionOf(page)).id });
    expect(await statusOf(answer)).toBe('denied');
  }
  expect(await activeWindow()).toBe(xid);
  await search.fill('');
});

test('what is allowed for 15 minutes asks again after them', async () => {
  const { app } = paired;
  const allowed = paired.run('gh issue comment 8 --body done');
  const page = await app.window('trusted', /gh issue comment 8/);
  await lasting(page, '15 minutes');
  await press(page, 'Allow for 15 minutes');
  expect(await statusOf(allowed)).toBe('completed');
  await passTime(app, 15 * 60_000);
  const again = paired.run('gh issue comment 8 --body done');
  await app.window('trusted', /gh issue comment 8/);
  await ask(main, 'questions.deny', { id: (await questionOf(page)).id });
  expect(await statusOf(again)).toBe('denied');
});

async function waitingCount(): Promise<number> {
  return (await stateOf(main)).waiting.length;
}

function labels(entries: readonly MenuEntry[]): readonly string[] {
  return entries.filter(({ separator }) => !separator).map(({ label }) => label);
}
