// Secrets that come in from elsewhere and go out in plain text: seen first, decided by the person, written whole, and in the log.
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { draft } from '../app/adapters/vault.testkit.ts';
import type { PosternApp } from './app.ts';
import { lockNow } from './app.ts';
import { formsIn } from './leak-forms.ts';
import type { Started } from './made-profile.ts';
import { startWith } from './made-profile.ts';
import { picture } from './screens.ts';
import type { Reply } from './told.ts';
import { recordReplies } from './told.ts';
import {
  choose,
  closeWindow,
  expectNames,
  goTo,
  lastEvent,
  lookAt,
  personPicks,
  prove,
  unlockVault,
} from './vault-windows.ts';

const values = {
  api: 'sk_1mported-Ab2Cd4Ef6Gh8',
  taken: 'tok_Fr0mFile-Jk3Lm5No7Pq9',
  before: 'tok_Bef0re-Rs2Tu4Vw6Xy8',
  lines: 'first line Q7hR2mK9\nsecond line xQ4vB8nL',
  site: 's1te-Pa55-Zx6Cv7Bn8',
};
const databasePassword = 'the database pässword';

let started: Started;
let app: PosternApp;
let main: Page;
let replies: () => Promise<readonly Reply[]>;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  const drafts = [
    draft({ name: 'TAKEN', value: values.before, env: 'TAKEN' }),
    draft({ name: 'own/one', value: 'tok_0wn-Zz1Yy2Xx3Ww4', env: 'OWN_ONE' }),
  ];
  started = await startWith([{ days: 1, drafts }]);
  ({ app, main } = started);
  replies = await recordReplies(app);
});
test.afterAll(async () => {
  await started?.close();
});

test('a .env file: all of it is seen before anything is written, and a conflict has to be decided', async () => {
  const file = join(started.home.folder, '.env');
  writeFileSync(file, envText());
  await personPicks(app, file);
  const page = await openImport();
  await picture(page, 'import-sources');
  await page.getByRole('button', { name: 'Choose a file…' }).click();
  await page.getByText('3 secrets found').waitFor();
  await expect(page.getByText('1 still needs your choice.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Import/ })).toHaveAttribute('aria-disabled', 'true');
  await page.getByRole('button', { name: 'TAKEN', exact: true }).click();
  await picture(page, 'import-conflict');
  await expectNames(main, ['TAKEN', 'own/one']);
  await page.getByLabel('What to do with TAKEN').selectOption({ label: 'Replace' });
  await page.getByRole('button', { name: 'Import 3' }).click();
  await page.getByText('Everything that was found is in one of these lists.').waitFor();
  await expect(page.getByText('Added: 2')).toBeVisible();
  await expect(page.getByText('Replaced, as a new version: 1')).toBeVisible();
  await expect
    .poll(() => lastEvent(main, 'secrets.imported'))
    .toMatchObject({ source: 'dotenv', added: 2, replaced: 1 });
  await page.getByText('Replace the imported lines by comments').click();
  await picture(page, 'import-report');
  await closeWindow(page, 'Replace the lines');
  const text = readFileSync(file, 'utf8');
  expect(text).toContain('# a comment that stays\n');
  expect(text).toMatch(/# API_KEY is kept in Postern as API_KEY\n/);
  expect(parseEnv(text)).toEqual({});
  for (const value of [values.api, values.taken, ...values.lines.split('\n')]) expect(formsIn(text, value)).toEqual([]);
});

test('what came in opens after a lock; what was replaced is an older version', async () => {
  await lockNow(app);
  await unlockVault(app);
  expect(await lookAt(app, 'API_KEY', 'value')).toBe(values.api);
  expect(await lookAt(app, 'MANY_LINES', 'value')).toBe(values.lines);
  await choose(main, 'TAKEN');
  await expect(main.getByRole('article').getByText('1 version')).toBeVisible();
});

test('a real KeePassXC database, by its password', async () => {
  const database = join(started.home.folder, 'my.kdbx');
  const cli = (args: readonly string[], input: string) =>
    execFileSync('keepassxc-cli', args, { env: { ...started.home.env }, input, stdio: ['pipe', 'ignore', 'ignore'] });
  cli(['db-create', '-q', '-p', database], `${databasePassword}\n${databasePassword}\n`);
  cli(['add', '-q', '-u', 'maria', '-p', database, 'Site'], `${databasePassword}\n${values.site}\n`);
  await personPicks(app, database);
  const page = await openImport();
  await page.getByText('KeePassXC database').click();
  await page.getByLabel('Password of the database').fill('not the password');
  await page.getByRole('button', { name: 'Choose a file…' }).click();
  await expect(page.locator('.field-problem').filter({ hasText: /\w/ })).toBeVisible();
  await picture(page, 'import-wrong-password');
  await page.getByLabel('Password of the database').fill(databasePassword);
  await page.getByRole('button', { name: 'Choose a file…' }).click();
  await page.getByText('1 secret found').waitFor();
  await picture(page, 'import-keepassxc');
  await page.getByRole('button', { name: 'Import 1' }).click();
  await page.getByText('Added: 1').waitFor();
  await closeWindow(page, 'Close');
  expect(await lookAt(app, 'Site', 'password')).toBe(values.site);
});

test('no value of an import was sent to a page but by a look at it (P1)', async () => {
  const told = await replies();
  const channels = (value: string) =>
    told.filter(({ json }) => formsIn(json, value).length > 0).map(({ channel }) => channel);
  expect(told.map(({ channel }) => channel)).toContain('import.read');
  expect(channels(values.taken)).toEqual([]);
  expect(channels(values.before)).toEqual([]);
  expect(channels(databasePassword)).toEqual([]);
  expect(channels(values.api)).toEqual(['reveal.show']);
  expect(channels(values.site)).toEqual(['reveal.show']);
});

test('a plain export stands behind a proof, and is a file for this account alone', async () => {
  const file = join(started.home.folder, 'exported.env');
  await personPicks(app, file);
  await goTo(main, 'Settings');
  await main.getByRole('button', { name: 'Export…' }).click();
  const page = await app.window('trusted', /Export as plain text/);
  await page.getByText('API_KEY', { exact: true }).click();
  await page.getByText('MANY_LINES', { exact: true }).click();
  await picture(page, 'export');
  await page.getByRole('button', { name: 'Write 2 secrets to a file…' }).click();
  await picture(page, 'export-proof');
  await prove(page, 'not the passphrase', 'Write the file');
  await expect(page.getByText('That passphrase does not open this vault.')).toBeVisible();
  expect(statSync(file, { throwIfNoEntry: false })).toBeUndefined();
  await prove(page, undefined, 'Write the file');
  await page.getByText('2 variables were written').waitFor();
  await picture(page, 'export-report');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(parseEnv(readFileSync(file, 'utf8'))).toEqual({ API_KEY: values.api, MANY_LINES: values.lines });
  await expect.poll(() => lastEvent(main, 'presence.confirmed')).toMatchObject({ purpose: 'export' });
  await expect.poll(() => lastEvent(main, 'secrets.exported')).toMatchObject({ names: 2 });
  await closeWindow(page, 'Close');
});

async function openImport(): Promise<Page> {
  await goTo(main, 'Settings');
  await main.getByRole('button', { name: 'Import…' }).click();
  return app.window('trusted', /Import secrets/);
}

function envText(): string {
  return [
    '# a comment that stays',
    `API_KEY=${values.api}`,
    `export TAKEN='${values.taken}'`,
    `MANY_LINES="${values.lines}"`,
    '',
  ].join('\n');
}
