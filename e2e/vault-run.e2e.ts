// A real agent's command with several fields, a file and a reference; and a guarded secret, which takes more than a click.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import type { Agent } from './agent.ts';
import { startAgent } from './agent.ts';
import { auditEvents, stateOf } from './bridge.ts';
import { formsIn } from './leak-forms.ts';
import type { Started } from './made-profile.ts';
import { startWith } from './made-profile.ts';
import { picture } from './screens.ts';
import { goTo, lastEvent, openNew, press, prove, save } from './vault-windows.ts';

const password = 'Pa55-w0rd-Zy7!kLm2Qp';
const keyFile = '-----BEGIN TEST KEY-----\nQ7hR2mK9xQ4vB8nL1tYpWz3\nZx5Cv6Bn7Mm8Kk9Jj0Hh1Gg\n-----END TEST KEY-----\n';
const elsewhere = 'els3where-Vb5Nm6Kj7Hg8';

let started: Started;
let agent: Agent;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  started = await startWith([]);
  const { app } = started;
  const login = await openNew(app, 'Login', 'deploy/login');
  await login.getByLabel('username', { exact: true }).fill('maria@example.test');
  await login.getByLabel('password', { exact: true }).fill(password);
  await login.getByRole('button', { name: 'Another field' }).click();
  const added = login.getByRole('group', { name: 'New field' });
  await added.getByLabel('New field', { exact: true }).fill(keyFile);
  await added.getByLabel('Through').selectOption({ label: 'File' });
  await added.getByLabel('Given as').fill('DEPLOY_KEY_FILE');
  await added.getByLabel('Field name').fill('key');
  await picture(login, 'form-three-fields');
  await save(login);
  const pointed = await openNew(app, 'Something else', 'deploy/elsewhere');
  await pointed.getByRole('button', { name: 'Lies elsewhere' }).click();
  await pointed.getByLabel('Value', { exact: true }).fill(`cmd:printf ${elsewhere}`);
  await pointed.getByLabel('Given as').fill('ELSEWHERE');
  await save(pointed);
  const guarded = await openNew(app, 'API token', 'deploy/guarded');
  await guarded.getByLabel('Value', { exact: true }).fill('gu4rded-Wq2Er3Ty4Ui5');
  await guarded.getByText('Guarded: asks every time').click();
  await save(guarded);
  agent = await startAgent(started.home);
  const listed = agent.call('list_secrets', {});
  const pairing = await app.window('trusted', /wants to connect/);
  await picture(pairing, 'pairing');
  await press(pairing, 'Connect');
  await listed;
});
test.afterAll(async () => {
  await agent?.close();
  await started?.close();
});

test('fields, a file and what lies elsewhere reach the command, and nothing of them the agent (P1, P11)', async () => {
  const { app, home, main } = started;
  const command = [
    'echo "user $DEPLOY_LOGIN_USERNAME"',
    'echo "password $DEPLOY_LOGIN_PASSWORD ${#DEPLOY_LOGIN_PASSWORD}"',
    'echo "file $DEPLOY_KEY_FILE $(stat -c %a "$DEPLOY_KEY_FILE") $(wc -c < "$DEPLOY_KEY_FILE")"',
    'cat "$DEPLOY_KEY_FILE"',
    'echo "elsewhere $ELSEWHERE"',
  ].join('\n');
  const answer = agent.call('run_with_secrets', {
    command,
    secrets: [{ name: 'deploy/login' }, { name: 'deploy/elsewhere' }],
    cwd: home.folder,
    reason: 'Deploys the site.',
  });
  const page = await app.window('trusted', /wants to run/);
  await expect(page.getByText('DEPLOY_KEY_FILE').first()).toBeVisible();
  await picture(page, 'approval-fields');
  await press(page, 'Allow once');
  const { structured, text } = await answer;
  const output = String(structured.output);
  expect(structured).toMatchObject({ status: 'completed', exit_code: 0 });
  // Agents may read the user name; the lengths prove that the command had the rest.
  expect(output).toContain('user maria@example.test');
  expect(output).toContain(`password [REDACTED:deploy/login] ${password.length}`);
  expect(output).toContain('elsewhere [REDACTED:deploy/elsewhere]');
  const path = /file (\S+) 600 (\d+)/.exec(output);
  expect(path?.[2]).toBe(String(keyFile.length));
  expect(existsSync(path?.[1] ?? '/')).toBe(false);
  const seen = JSON.stringify(structured) + text + agent.progress.join('\n') + agent.stderr();
  for (const value of [password, elsewhere, keyFile.split('\n')[1] ?? '', keyFile.split('\n')[2] ?? ''])
    expect(formsIn(seen, value)).toEqual([]);
  await expect.poll(() => lastEvent(main, 'run.finished')).toMatchObject({ exitCode: 0, end: 'exited' });
  await goTo(main, 'Activity');
  await picture(main, 'main-activity');
  await goTo(main, 'Agents');
  await picture(main, 'main-agents');
});

test('one field alone is given when the agent asks for one', async () => {
  const { app, home } = started;
  const answer = agent.call('run_with_secrets', {
    command: 'echo "only [$MY_PASSWORD] [$DEPLOY_LOGIN_USERNAME] [$DEPLOY_KEY_FILE]"',
    secrets: [{ name: 'deploy/login', field: 'password', env: 'MY_PASSWORD' }],
    cwd: home.folder,
  });
  await press(await app.window('trusted', /wants to run/), 'Allow once');
  expect(String((await answer).structured.output)).toContain('only [[REDACTED:deploy/login]] [] []');
});

test('a guarded secret: a click is not enough, a wrong passphrase runs nothing, the right one does (P2)', async () => {
  const { app, home, main } = started;
  const mark = join(home.folder, 'guarded-ran');
  const answer = agent.call('run_with_secrets', {
    command: `touch ${mark}; echo "$DEPLOY_GUARDED"`,
    secrets: [{ name: 'deploy/guarded' }],
    cwd: home.folder,
    reason: 'Needs the guarded one.',
  });
  const page = await app.window('trusted', /wants to run/);
  await expect(page.getByText('Asks every time', { exact: true })).toBeVisible();
  await picture(page, 'approval-guarded');
  await goTo(main, 'Approvals');
  await picture(main, 'main-approvals');
  await press(page, 'Allow once');
  await page.locator('.proof').waitFor();
  await picture(page, 'approval-guarded-proof');
  await prove(page, 'not the passphrase', 'Allow');
  await expect(page.getByText('That passphrase does not open this vault.')).toBeVisible();
  expect(existsSync(mark)).toBe(false);
  expect((await stateOf(main)).waiting).toHaveLength(1);
  await expect.poll(async () => (await auditEvents(main, 5)).map((event) => event?.kind)).toContain('presence.refused');
  await picture(page, 'approval-guarded-refused');
  await prove(page, undefined, 'Allow');
  const { structured } = await answer;
  expect(structured).toMatchObject({ status: 'completed', exit_code: 0 });
  expect(String(structured.output)).toContain('[REDACTED:deploy/guarded]');
  expect(existsSync(mark)).toBe(true);
  await expect
    .poll(() => lastEvent(main, 'presence.confirmed'))
    .toMatchObject({ purpose: 'approval', by: 'passphrase' });
  await expect.poll(() => lastEvent(main, 'approval.allowed')).toMatchObject({ lasting: { kind: 'once' } });
});

test('a secret that never leaves is refused without a question', async () => {
  const { app, home, main } = started;
  const form = await openNew(app, 'API token', 'deploy/never');
  await form.getByLabel('Value', { exact: true }).fill('n3ver-leaves-Po9Iu8Yt7');
  await form.getByText('Never leaves Postern').click();
  await save(form);
  const { structured } = await agent.call('run_with_secrets', {
    command: 'true',
    secrets: [{ name: 'deploy/never' }],
    cwd: home.folder,
  });
  expect(structured).toMatchObject({ status: 'failed', code: 'tier_forbids' });
  expect((await stateOf(main)).waiting).toEqual([]);
});
