// A question cannot be answered by accident or in haste: not by a click or key meant for another window, and not past the
// buttons. Presses come from the X server, as a person's do.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { allowOnce, armedAfterMs } from '../app/contract/approval.ts';
import { inNoTime, passTime } from './app.ts';
import type { Asked, Undrawn } from './asking.ts';
import { startAsking } from './asking.ts';
import { ask, questionOf, stateOf } from './bridge.ts';
import type { Press } from './desktop.ts';
import { activate, activeWindow, desktopWindow, hasKeyboard, pointAt, recordPresses, xdotool } from './desktop.ts';
import type { Paired } from './paired.ts';
import { startPaired } from './paired.ts';
import { stopTime } from './stopped-time.ts';

const out = process.env.POSTERN_TEST_OUT ?? 'test-results';
let paired: Paired;
let request: () => Asked;
let undrawn: () => Promise<Undrawn>;

test.beforeAll(async () => {
  paired = await startPaired();
  ({ request, undrawn } = startAsking(paired));
});
test.afterAll(async () => {
  await paired?.close();
});

test('a question comes without taking the keyboard from the window the person types into (P9)', async () => {
  const { app, main } = paired;
  await activate(app, main);
  const { xid } = await desktopWindow(app, main);
  expect(await activeWindow()).toBe(xid);
  const typed = await recordPresses(main);
  const asked = request();
  const page = await asked.page();
  const heard = await recordPresses(page);
  await armed(page);
  await page.screenshot({ path: join(out, 'question-light.png'), animations: 'disabled' });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.screenshot({ path: join(out, 'question-dark.png'), animations: 'disabled' });
  await page.emulateMedia({ colorScheme: null });
  await xdotool('key', 'a', 'Return', 'space');
  await expect.poll(typed).toHaveLength(6);
  expect(await activeWindow()).toBe(xid);
  expect(heard()).toEqual([]);
  expect(await hasKeyboard(app, page)).toBe(false);
  await asked.stillWaits();
  await asked.withdraw();
});

test('a click on Allow in the first 600 ms approves nothing (P9)', async () => {
  const pressed = await inTime('click', '1');
  expect(pressed.map(({ type, on }) => `${type} ${on}`)).toEqual([
    'pointerdown Allow once',
    'pointerup Allow once',
    'click Allow once',
  ]);
});

test('the buttons begin to work 600 ms after the question was drawn, and no sooner (P9)', async () => {
  const { asked, page, draw } = await undrawn();
  await expect(page.locator('button[aria-disabled="true"]', { hasText: 'Allow once' })).toHaveCount(1);
  const from = performance.now();
  await draw();
  await armed(page);
  expect(performance.now() - from).toBeGreaterThanOrEqual(600);
  await asked.withdraw();
});

test('Enter, Space and Escape in the first 600 ms approve and deny nothing (P9)', async () => {
  const pressed = await inTime('key', 'Return', 'space', 'Escape');
  expect(pressed.filter(({ type }) => type === 'keydown')).toHaveLength(3);
});

test('Enter, Space and Escape approve and deny nothing later either: no button has the focus by itself (P9)', async () => {
  const asked = request();
  const page = await asked.page();
  await activate(paired.app, page);
  await armed(page);
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
  const heard = await recordPresses(page);
  await xdotool('key', 'Return', 'space', 'Escape');
  await expect.poll(heard).toHaveLength(6);
  await asked.stillWaits();
  await asked.withdraw();
});

test('Enter allows once the person has tabbed to the Allow button, and what was asked then runs (P2, P9)', async () => {
  const asked = request();
  const page = await asked.page();
  await activate(paired.app, page);
  await armed(page);
  const heard = await recordPresses(page);
  for (let tabs = 1; tabs <= 20 && !(await hasFocus(page)); tabs += 1) {
    await xdotool('key', 'Tab');
    // The focus has moved on when the page has got both halves of the press.
    await expect.poll(heard, { intervals: [20] }).toHaveLength(2 * tabs);
  }
  await expect(allow(page)).toBeFocused();
  await asked.stillWaits();
  await xdotool('key', 'Return');
  expect((await asked.answer).structured.exit_code).toBe(0);
  expect(existsSync(asked.mark)).toBe(true);
});

test('a press that began before the buttons worked allows nothing when it ends after that (P9)', async () => {
  const { asked, page, draw } = await undrawn();
  await activate(paired.app, page);
  const heard = await recordPresses(page);
  await pointAt(paired.app, allow(page), 'mousedown', '1');
  await expect.poll(heard).toHaveLength(1);
  await draw();
  await armed(page);
  await xdotool('mouseup', '1');
  await expect
    .poll(async () => (await heard()).map(({ type, armed: on }) => `${type} ${on}`))
    .toEqual(['pointerdown false', 'pointerup true', 'click true']);
  await asked.stillWaits();
  await asked.withdraw();
});

test('a key held down from before the buttons worked allows nothing, on the Allow button itself (P9)', async () => {
  for (const key of ['Return', 'space']) {
    const { asked, page, draw } = await undrawn();
    await activate(paired.app, page);
    await allow(page).focus();
    await expect(allow(page)).toBeFocused();
    const heard = await recordPresses(page);
    await xdotool('keydown', key);
    await expect.poll(() => heard().length).toBeGreaterThan(0);
    await draw();
    await armed(page);
    await xdotool('keyup', key);
    await expect.poll(() => heard().some(({ type }) => type === 'keyup')).toBe(true);
    await asked.stillWaits();
    await asked.withdraw();
  }
});

test('past the buttons too, no answer counts that is early, undrawn, or for another action or question (P2, P9)', async () => {
  const { asked, page } = await undrawn();
  const question = await questionOf(page);
  if (question.kind !== 'run') throw new Error('not a run');
  const { id, digest } = question;
  const refused = { ok: false, code: 'unknown_request' };
  expect(await ask(page, 'question.answer', { id, digest, answer: allowOnce, proof: null }), 'not drawn').toMatchObject(
    refused,
  );
  await inNoTime(paired.app, async () => {
    expect(await ask(page, 'question.drawn', { id })).toMatchObject({ ok: true });
    const early = { id, digest, answer: allowOnce, proof: null };
    expect(await ask(page, 'question.answer', early), 'just drawn').toMatchObject(refused);
    await passTime(paired.app, armedAfterMs - 1);
    expect(await ask(page, 'question.answer', early), 'too early').toMatchObject(refused);
  });
  await passTime(paired.app, 1);
  const wrong = [
    { id, digest: '0'.repeat(64), answer: allowOnce, proof: null },
    { id, digest: null, answer: allowOnce, proof: null },
    { id: id.replace(/.$/, (last) => (last === '0' ? '1' : '0')), digest, answer: allowOnce, proof: null },
  ];
  for (const given of wrong) expect(await ask(page, 'question.answer', given)).toMatchObject(refused);
  const unknown = { id, digest, answer: { ...allowOnce, lasting: { kind: 'always' } }, proof: null };
  expect(await ask(page, 'question.answer', unknown)).toMatchObject({ ok: false, code: 'bad_request' });
  await asked.stillWaits();
  expect(await ask(page, 'question.answer', { id, digest, answer: allowOnce, proof: null })).toMatchObject({
    ok: true,
  });
  expect((await asked.answer).structured.exit_code).toBe(0);
});

/** Presses when one question has just followed another in the same window, under a hand that is already there. */
async function inTime(...press: readonly string[]): Promise<readonly Press[]> {
  const before = request();
  const page = await before.page();
  await activate(paired.app, page);
  await pointAt(paired.app, allow(page));
  const asked = request();
  await expect.poll(async () => (await stateOf(paired.main)).waiting.length).toBe(2);
  const heard = await recordPresses(page);
  const time = await stopTime(page);
  await before.withdraw();
  await asked.page();
  for (const ms of [50, 500]) await time.pass(ms);
  await xdotool(...press);
  await expect.poll(heard).toHaveLength(press[0] === 'click' ? 3 : 2 * (press.length - 1));
  expect(heard().filter(({ armed: on, real }) => on || !real)).toEqual([]);
  await time.goOn();
  await armed(page);
  await asked.stillWaits();
  await asked.withdraw();
  return heard();
}

function allow(page: Page): Locator {
  return page.getByRole('button', { name: 'Allow once' });
}

async function armed(page: Page): Promise<void> {
  await page.locator('button:not([aria-disabled="true"])', { hasText: 'Allow once' }).waitFor();
}

function hasFocus(page: Page): Promise<boolean> {
  return page.evaluate(() => document.activeElement?.textContent === 'Allow once');
}
