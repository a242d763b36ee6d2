// The health page: what is wrong with secrets, and where copies of them lie. It names files and lines, and never shows a value.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { draft } from '../app/adapters/vault.testkit.ts';
import type { Home, PosternApp } from './app.ts';
import { formsIn } from './leak-forms.ts';
import type { Started } from './made-profile.ts';
import { startWith } from './made-profile.ts';
import { picture } from './screens.ts';
import type { Reply } from './told.ts';
import { recordReplies } from './told.ts';
import { closeWindow, goTo, personPicks } from './vault-windows.ts';

const day = 24 * 60 * 60 * 1000;
const values = {
  fresh: 'ghp_Fr3sh-Kq8Wn2Zx5Cv7Bm',
  twice: 'tok_Tw1ce-Ab4Cd6Ef8Gh0Ij',
  old: 'tok_0ld-Lm3No5Pq7Rs9Tu1V',
};
const stranger = 'ghp_Kq8Wn2Zx5Cv7Bm4Rt6Yu1Io3Pa9Sd0Fg2Hj5';

let started: Started;
let app: PosternApp;
let main: Page;
let replies: () => Promise<readonly Reply[]>;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  const one = (name: string, changes: object) => draft({ name, env: null, ...changes });
  const password = { name: 'password', sensitive: true, inject: 'environment', env: 'P' };
  const weak = { kind: 'login', fields: [{ ...password, content: { kind: 'value', value: 'password1234' } }] };
  const batches = [
    { days: 800, drafts: [one('old/token', { value: values.old })] },
    {
      days: 2,
      drafts: [
        one('fresh/token', { value: values.fresh }),
        one('twice/a', { value: values.twice }),
        one('twice/b', { value: values.twice }),
        one('weak/login', weak),
        one('soon/token', { value: 'tok_S00n-Wx2Yz4Ab6Cd8', expiresAt: Date.now() + 3 * day }),
      ],
    },
  ];
  started = await startWith(batches, plant);
  ({ app, main } = started);
  replies = await recordReplies(app);
});
test.afterAll(async () => {
  await started?.close();
});

test('the check names each ill secret with what is wrong, and leaves the sound one alone', async () => {
  await goTo(main, 'Health');
  await picture(main, 'health-not-checked');
  await main.getByRole('button', { name: 'Check now' }).click();
  await main.getByText(/secrets checked/).waitFor();
  await picture(main, 'health-findings');
  const names = (title: RegExp) =>
    main
      .locator('section')
      .filter({ has: main.getByRole('heading', { name: title }) })
      .locator('.finding code');
  await expect(names(/Easy to guess/)).toHaveText(['weak/login']);
  await expect(names(/The same value in several places/)).toHaveText(['twice/a', 'twice/b']);
  await expect(names(/Due for a new value/)).toHaveText(['old/token']);
  await expect(names(/Expires soon/)).toHaveText(['soon/token']);
  await expect(main.locator('.finding', { hasText: 'fresh/token' })).toHaveCount(0);
  await expect(main.getByText('It has the same value as twice/b.')).toBeVisible();
});

test('"New value…" opens the secret, "Put off" puts a finding off', async () => {
  await main.getByRole('button', { name: 'New value for weak/login' }).click();
  const form = await app.window('trusted', /How it may leave/);
  await expect(form.getByLabel('Name', { exact: true })).toHaveValue('weak/login');
  await closeWindow(form, 'Cancel');
  await main.getByRole('button', { name: 'Put off for 30 days: soon/token' }).click();
  await expect(main.getByRole('heading', { name: /Expires soon/ })).toHaveCount(0);
  await expect(main.getByText('1 finding put off')).toBeVisible();
});

test('a scan names file and line of each copy, plain and encoded, and of what only looks like a secret', async () => {
  await main.getByRole('radio', { name: 'Copies in files' }).click();
  await expect(main.getByText(join(started.home.folder, 'home'), { exact: true })).toBeVisible();
  await picture(main, 'exposure-roots');
  await main.getByRole('button', { name: 'Start looking' }).click();
  await main.getByText(/findings? in \d+ files?/).waitFor({ timeout: 60_000 });
  await picture(main, 'exposure-found');
  const lines = (file: string) => main.locator('.exposed-file').filter({ hasText: file }).locator('.exposed-line');
  const rendered = { useInnerText: true };
  await expect(lines('.bash_history').first()).toHaveText(/line 3\s+holds fresh\/token \(token\)/, rendered);
  await expect(lines('site/.env').first()).toHaveText(/line 2\s+holds old\/token \(token\)/, rendered);
  await expect(lines('notes.txt').first()).toHaveText(/line 1\s+holds twice\/[ab] \(token\), encoded/, rendered);
  const unknown = lines('notes.txt').filter({ hasText: 'looks like a secret that is not in your vault' });
  await expect(unknown.first()).toBeVisible();
  await main.locator('.exposed-file').last().scrollIntoViewIfNeeded();
  await picture(main, 'exposure-found-end');
});

test('no value and no text of a file is in the page or in what it was told (P1)', async () => {
  const page = await main.content();
  const told = (await replies()).map(({ json }) => json).join('\n');
  expect(told).toContain('.bash_history');
  for (const value of [...Object.values(values), stranger, 'password1234', 'curl -H']) {
    expect(formsIn(page, value)).toEqual([]);
    expect(formsIn(told, value)).toEqual([]);
  }
});

test('the health check then knows of the copies', async () => {
  await main.getByRole('radio', { name: 'Your secrets' }).click();
  await main.getByRole('button', { name: 'Check again' }).click();
  await main.getByRole('heading', { name: /Copies lie in your files/ }).waitFor();
  await picture(main, 'health-leaked');
  await main.getByRole('button', { name: 'Show the files with a copy of fresh/token' }).click();
  await expect(main.locator('.exposed-file').first()).toBeVisible();
});

test('a long scan can be stopped, and says so', async () => {
  const large = join(started.home.folder, 'large');
  mkdirSync(large);
  // Words that are looked at closely, and found to be no secret: it takes far longer than a picture of it.
  const text = Buffer.alloc(15 * 1024 * 1024, 'password = "password" secret = "secret" token: token\n');
  for (let at = 0; at < 6; at++) writeFileSync(join(large, `log-${at}.txt`), text);
  await personPicks(app, large);
  await main.getByRole('button', { name: 'Add a folder…' }).click();
  await expect(main.getByText(large, { exact: true })).toBeVisible();
  await main.getByRole('button', { name: 'Look again' }).click();
  const stop = main.getByRole('button', { name: 'Stop' });
  await stop.waitFor();
  await picture(main, 'exposure-running');
  await stop.click();
  await expect(main.getByText('You stopped it before it was done.')).toBeVisible();
  await picture(main, 'exposure-stopped');
});

function plant(home: Home): void {
  const person = join(home.folder, 'home');
  const site = join(person, 'projects', 'site');
  mkdirSync(site, { recursive: true });
  const history = ['ls', 'cd projects', `curl -H "Authorization: Bearer ${values.fresh}" https://api.example.test`, ''];
  writeFileSync(join(person, '.bash_history'), history.join('\n'));
  writeFileSync(join(site, '.env'), `NAME=site\nOLD_TOKEN=${values.old}\n`);
  const encoded = Buffer.from(values.twice).toString('base64');
  writeFileSync(join(site, 'notes.txt'), `kept: ${encoded}\nGITHUB_TOKEN=${stranger}\n`);
}
