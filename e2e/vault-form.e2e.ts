// The form of a secret, kind by kind: what is typed reaches the vault and is never sent to a page again; older versions come back.
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'playwright/test';
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
  lastEvent,
  lookAt,
  openEdit,
  openNew,
  prove,
  save,
  unlockVault,
} from './vault-windows.ts';

const values = {
  token: 'ghp_T0ken-7hR2mK9xQ4vB8nL1',
  password: 'Pa55-w0rd-Zy7!kLm2Qp',
  changed: 'N3w-pa55-w0rd-Rt6?hJk8Vb',
  access: 'AKIAQ7RTEST4ZX2PLMNB',
  secretAccess: 'wJalrXUtnFEMI7K7MDENGbPxRfiCYzzTESTKEY9q',
  seed: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
  key: generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
};

let started: Started;
let app: PosternApp;
let main: Page;
let replies: () => Promise<readonly Reply[]>;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  started = await startWith([]);
  ({ app, main } = started);
  replies = await recordReplies(app);
});
test.afterAll(async () => {
  await started?.close();
});

test('a token: what is wrong is said before it is saved', async () => {
  await main.getByRole('button', { name: /^add/i }).first().click();
  const form = await app.window('trusted', /How it may leave/);
  await picture(form, 'form-token');
  await form.getByRole('button', { name: /^Save/ }).click();
  await expect(form.getByText('Something above needs another look.')).toBeVisible();
  await picture(form, 'form-token-problems');
  await form.getByLabel('Name', { exact: true }).fill('github/token');
  await form.getByLabel('Value', { exact: true }).fill('short');
  await form.getByRole('button', { name: /^Save/ }).click();
  await expect(form.getByText(/under 8 characters/)).toBeVisible();
  await picture(form, 'form-token-too-short');
  await form.getByLabel('Value', { exact: true }).fill(values.token);
  await expect(form.getByLabel('Given as')).toHaveValue('GITHUB_TOKEN');
  await form.getByText('How agents use it').click();
  await form.getByText('Projects, tags, notes, expiry').click();
  await form.getByLabel('Tags', { exact: true }).fill('ci, deploy');
  await form.getByLabel('Environment', { exact: true }).fill('prod');
  await form.getByLabel('Notes', { exact: true }).fill('Made by hand on a Tuesday.');
  await picture(form, 'form-token-all');
  await save(form);
  await choose(main, 'github/token');
  await expect(main.getByText('Made by hand on a Tuesday.')).toBeVisible();
  await expect.poll(() => lastEvent(main, 'secret.added')).toMatchObject({ name: 'github/token', by: 'person' });
});

test('a login with two fields: agents may read the user name, the password is dots', async () => {
  const form = await openNew(app, 'Login', 'jira/login');
  await form.getByLabel('username', { exact: true }).fill('maria@example.test');
  await form.getByLabel('password', { exact: true }).fill(values.password);
  await picture(form, 'form-login');
  await save(form);
  await choose(main, 'jira/login');
  const details = main.getByRole('article', { name: 'jira/login' });
  await expect(details.getByText('maria@example.test')).toBeVisible();
  await expect(details.getByText('JIRA_LOGIN_PASSWORD')).toBeVisible();
  await expect(details.getByRole('img', { name: 'hidden' })).toHaveCount(1);
});

test('AWS keys: what was left empty is left out', async () => {
  const form = await openNew(app, 'AWS keys', 'aws/deploy');
  await form.getByLabel('access_key_id', { exact: true }).fill(values.access);
  await form.getByLabel('secret_access_key', { exact: true }).fill(values.secretAccess);
  await form.getByLabel('region', { exact: true }).fill('eu-central-1');
  await picture(form, 'form-aws');
  await save(form);
  await choose(main, 'aws/deploy');
  await expect(main.getByText('AWS_SECRET_ACCESS_KEY')).toBeVisible();
  await expect(main.getByText('AWS_SESSION_TOKEN')).toHaveCount(0);
});

test('one-time codes: a seed that is none is refused, and stays to be mended', async () => {
  const form = await openNew(app, 'One-time codes', 'github/2fa');
  await form.getByLabel('Value', { exact: true }).fill('not a seed at all 189');
  await form.getByRole('button', { name: /^Save/ }).click();
  await expect(form.getByText(/That is no TOTP seed/)).toBeVisible();
  await picture(form, 'form-totp-refused');
  await form.getByLabel('Value', { exact: true }).fill(values.seed);
  await save(form);
});

test('an SSH key comes from a file', async () => {
  const file = join(started.home.folder, 'id_ed25519');
  writeFileSync(file, values.key, { mode: 0o600 });
  const form = await openNew(app, 'SSH key', 'ssh/bastion');
  await form.locator('input[type=file]').first().setInputFiles(file);
  await expect(form.getByLabel('private_key', { exact: true })).toHaveValue(values.key);
  await picture(form, 'form-ssh-key');
  await save(form);
});

test('a reference is written by the person and shown as what it is', async () => {
  const form = await openNew(app, 'Something else', 'work/from-env');
  await form.getByRole('button', { name: 'Lies elsewhere' }).click();
  await form.getByLabel('Value: where it lies').selectOption({ label: 'Variable' });
  await form.getByLabel('Value', { exact: true }).fill('env:');
  await form.getByRole('button', { name: /^Save/ }).click();
  await expect(form.locator('.field-problem').filter({ hasText: /\w/ }).first()).toBeVisible();
  await picture(form, 'form-reference-problem');
  await form.getByLabel('Value', { exact: true }).fill('env:POSTERN_E2E_VALUE');
  await picture(form, 'form-reference');
  await save(form);
  await choose(main, 'work/from-env');
  await expect(main.getByText('env:POSTERN_E2E_VALUE')).toBeVisible();
  await picture(main, 'main-secrets-reference');
});

test('an edit keeps the values that were not touched', async () => {
  const form = await openEdit(app, 'jira/login');
  await picture(form, 'form-edit-login');
  await form.getByLabel('Description', { exact: true }).fill('Opens the tracker');
  await save(form);
  await lockNow(app);
  await unlockVault(app);
  expect(await lookAt(app, 'jira/login', 'password')).toBe(values.password);
  expect(await lookAt(app, 'ssh/bastion', 'private_key')).toBe(values.key);
  await choose(main, 'jira/login');
  await picture(main, 'main-secrets-login');
});

test('an older version is listed and can be brought back, values and all', async () => {
  const edit = await openEdit(app, 'jira/login');
  await edit.getByRole('button', { name: 'Replace password' }).click();
  await edit.getByLabel('password', { exact: true }).fill(values.changed);
  await save(edit);
  expect(await lookAt(app, 'jira/login', 'password')).toBe(values.changed);

  const form = await openEdit(app, 'jira/login');
  await form.getByText('2 older versions').click();
  await expect(form.getByText('other values')).toHaveCount(2);
  await picture(form, 'form-older-versions');
  await form.getByRole('button', { name: 'Bring back version 2' }).click();
  await form.getByText('3 older versions').click();
  await expect(form.getByText('Version 3', { exact: true })).toBeVisible();
  await form.getByRole('button', { name: 'Forget older versions…' }).click();
  await picture(form, 'form-forget-older');
  await prove(form);
  await expect(form.getByText(/older version/)).toHaveCount(0);
  await closeWindow(form, 'Cancel');
  expect(await lookAt(app, 'jira/login', 'password')).toBe(values.password);
  await expect
    .poll(() => lastEvent(main, 'secret.brought_back'))
    .toMatchObject({ name: 'jira/login', from: 2, version: 4 });
  await expect.poll(() => lastEvent(main, 'secret.history_forgotten')).toMatchObject({ name: 'jira/login' });
});

test('a stored value was sent to a page only where the person looked at it (P1)', async () => {
  const form = await openNew(app, 'API token', 'last/one');
  await form.getByLabel('Value', { exact: true }).fill('l4st-0ne-Gh7Kd2Wx');
  await save(form);
  const told = await replies();
  const channelsWith = (value: string) =>
    told.filter(({ json }) => formsIn(json, value).length > 0).map(({ channel }) => channel);
  // The list can find what is there.
  expect(new Set(channelsWith('maria@example.test'))).toContain('secrets.get');
  expect(channelsWith(values.password)).toEqual(['reveal.show', 'reveal.show']);
  expect(channelsWith(values.changed)).toEqual(['reveal.show']);
  expect(channelsWith(values.key.split('\n')[1] ?? '')).toEqual(['reveal.show']);
  const never = [values.token, values.access, values.secretAccess, values.seed, 'l4st-0ne-Gh7Kd2Wx'];
  for (const value of never) expect(channelsWith(value)).toEqual([]);
});
