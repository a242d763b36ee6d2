// Ten thousand secrets in the main window: they appear, are searched while typing and walked through by keyboard, few at a time.
import type { Page } from 'playwright';
import { expect, test } from 'playwright/test';
import type { Started } from './made-profile.ts';
import { startWith } from './made-profile.ts';
import { manyDraft } from './many-drafts.ts';
import { picture } from './screens.ts';
import { goTo } from './vault-windows.ts';

const count = 10_000;

let started: Started;
let main: Page;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  started = await startWith([{ days: 3, drafts: Array.from({ length: count }, (_, at) => manyDraft(at)) }]);
  ({ main } = started);
});
test.afterAll(async () => {
  await started?.close();
});

test('the list appears, with a window of rows in the page and no more', async () => {
  await goTo(main, 'Secrets');
  const search = main.getByRole('searchbox');
  await expect(search).toHaveAttribute('aria-label', 'Search 10,000 secrets');
  await main.getByRole('option').first().waitFor();
  const drawn = () => main.getByRole('option').count();
  await expect.poll(drawn).toBeGreaterThan(5);
  expect(await drawn()).toBeLessThan(40);
  await expect(main.getByRole('option').first()).toHaveAttribute('aria-setsize', '10000');
  await picture(main, 'main-many');
});

test('typing finds, and says how many', async () => {
  const search = main.getByRole('searchbox');
  await main.keyboard.press('/');
  await expect(search).toBeFocused();
  await main.keyboard.type('stripe 0421');
  await expect(main.getByRole('option')).toHaveCount(1);
  await expect(main.getByRole('status').filter({ hasText: 'of 10,000' })).toHaveText('1 of 10,000');
  await expect(main.getByRole('heading', { level: 1 })).toHaveText('stripe/team-0421/token');
  await main.keyboard.press('Escape');
  await expect(search).toHaveValue('');
  await expect(search).toBeFocused();
  await main.keyboard.type('no such secret at all');
  await expect(main.getByText('No secret matches “no such secret at all”.')).toBeVisible();
  await picture(main, 'main-many-none');
  await main.keyboard.press('Escape');
  await expect(search).toHaveValue('');
});

test('the keyboard goes through the whole list, to its end and back to the search', async () => {
  const list = main.getByRole('listbox', { name: 'Secrets' });
  const at = () => main.getByRole('option', { selected: true }).getAttribute('aria-posinset');
  await main.getByRole('option').first().waitFor();
  await main.getByRole('searchbox').focus();
  await main.keyboard.press('ArrowDown');
  await expect(list).toBeFocused();
  await main.keyboard.press('End');
  await expect.poll(at).toBe('10000');
  await expect(main.getByRole('option', { selected: true })).toBeInViewport();
  await picture(main, 'main-many-end');
  await main.keyboard.press('ArrowUp');
  await expect.poll(at).toBe('9999');
  await main.keyboard.press('PageUp');
  await expect.poll(async () => Number(await at())).toBeLessThan(9995);
  // Enter at once: the details of the first one are not there yet, and take the place of others.
  await main.keyboard.press('Home');
  await main.keyboard.press('Enter');
  await expect.poll(at).toBe('1');
  const first = await main.getByRole('option', { selected: true }).locator('code').innerText();
  await expect(main.getByRole('article', { name: first, exact: true })).toBeFocused();
  await main.keyboard.press('Escape');
  await expect(list).toBeFocused();
  await main.keyboard.press('Escape');
  await expect(main.getByRole('searchbox')).toBeFocused();
  expect(await main.getByRole('option').count()).toBeLessThan(40);
});

test('filters narrow it down', async () => {
  await main.getByRole('button', { name: 'Filter the list' }).click();
  await picture(main, 'main-many-filters');
  await main.getByRole('combobox', { name: 'Environment' }).selectOption('staging');
  await expect(main.getByRole('status').filter({ hasText: 'of 10,000' })).toHaveText('3,333 of 10,000');
  await main.getByRole('button', { name: 'Hide the filters' }).click();
  await main.getByRole('button', { name: 'No longer only: staging' }).click();
  await expect(main.getByRole('status').filter({ hasText: 'of 10,000' })).toHaveCount(0);
});
