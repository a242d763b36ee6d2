// What the person decided once for all: made in the window of a question, on the Policy page or in the file, and in force only
// once it was accepted in a trusted window.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { PolicyView } from '../app/contract/policy.ts';
import { passphrase } from './app.ts';
import { ask, questionOf, stateOf } from './bridge.ts';
import { activate, pointAt, recordPresses, xdotool } from './desktop.ts';
import type { Paired } from './paired.ts';
import { startPaired } from './paired.ts';
import { picture } from './screens.ts';
import { stopTime } from './stopped-time.ts';
import type { ToolHome } from './tools.ts';
import { goTo, homeWithTools, lasting, pictureOf, press, prompts, proveIn } from './tools.ts';
import { closeWindow, openEdit, save } from './vault-windows.ts';

// One policy, from the first rule to the last.
test.describe.configure({ mode: 'serial' });

let home: ToolHome;
let paired: Paired;
let main: Page;

test.beforeAll(async () => {
  home = homeWithTools(['gh', 'git']);
  paired = await startPaired(home);
  main = paired.main;
});
test.afterAll(async () => {
  await paired?.close();
});
test.afterEach(async () => {
  expect((await stateOf(main)).waiting, 'nothing is left to the next test').toEqual([]);
});

test('Always… shows the rule in words, takes the passphrase, and the next one runs without a question (P9)', async () => {
  const answer = paired.run('gh pr view 5');
  const page = await paired.app.window('trusted', /gh pr view 5/);
  await lasting(page, 'Always…');
  await page.getByRole('group', { name: 'What it covers' }).getByText('with other arguments').click();
  await expect(page.locator('.rule-preview')).toContainText('gh pr view');
  await pictureOf(page, 'question-always');
  await press(page, 'Allow and save the rule');
  await expect(page.getByLabel('Passphrase', { exact: true })).toBeVisible();
  expect((await inForce()).rules).toEqual([]);
  await picture(page, 'question-always-proof');
  await proveIn(page, 'Allow');
  expect((await answer).structured.status).toBe('completed');
  const { asked } = await prompts(main);
  expect((await paired.run('gh pr view 6')).structured.status).toBe('completed');
  expect(await prompts(main)).toMatchObject({ asked });
  await goTo(main, 'Policy');
  await expect(main.locator('.rule-row')).toContainText('gh pr view');
  await picture(main, 'policy-rules');
});

test('the dry run says what would decide about a command, and why', async () => {
  await show('Dry run');
  const command = main.getByLabel('Command');
  await main.getByLabel('Folder').fill(home.folder);
  await main.getByLabel('Secrets').fill('api');
  await main.getByRole('button', { name: 'api/token', exact: true }).click();
  await main.getByLabel('Agent').selectOption('claude-code');
  const result = main.locator('.dry-run-result');
  await command.fill('gh pr view 9');
  await expect(result).toContainText('It would run without a question');
  await expect(result).toContainText('The rule “');
  await picture(main, 'policy-dry-run');
  await command.fill('sudo -u root gh repo delete me/api');
  await expect(result).toContainText('Postern would ask you');
  await expect(result).toContainText('gh repo delete me/api');
  await command.fill('sh -c printenv');
  await expect(result).toContainText('It would be denied without a question');
  expect(home.ran()).not.toContain('gh pr view 9');
});

test('the dry run says what would decide about a web request, and leaves nothing in the log', async () => {
  const form = await openEdit(paired.app, 'api/token');
  await form.getByText('How agents use it, and how long a yes lasts').click();
  await form.getByLabel('How a program signs in with it').selectOption('bearer');
  await form.getByLabel('Only for these hosts').fill('api.github.com');
  await save(form);
  const newest = () => ask(main, 'audit.list', { before: null, limit: 1 });
  const before = await newest();
  await show('Dry run');
  await main.getByRole('radio', { name: 'Web request' }).press('Space');
  const result = main.locator('.dry-run-result');
  const address = main.getByLabel('Address');
  await address.fill('http://api.github.com/user');
  await expect(result).toContainText('The address is not a plain https address');
  await address.fill('https://api.github.com/repos/me/api');
  await expect(result).toContainText('A web request names at least one secret');
  await main.getByLabel('Secrets').fill('api');
  await main.getByRole('button', { name: 'api/token', exact: true }).click();
  await main.getByLabel('Agent').selectOption('claude-code');
  await main.getByLabel('Method').selectOption('DELETE');
  await expect(result).toContainText('Postern would ask you');
  await expect(result).toContainText('No rule is about this');
  await expect(result).toContainText('Authorization: Bearer …');
  await picture(main, 'policy-dry-run-request');
  await address.fill('https://api.evil.test/');
  await expect(result).toContainText('It would be refused, whatever the policy says');
  await expect(result).toContainText('The secret may not be sent to this host');
  await picture(main, 'policy-dry-run-refused');
  expect(await newest()).toEqual(before);
});

test('an error in the policy is said with its line and column, and cannot be proposed', async () => {
  await show('Edit');
  await editor().fill('version: 1\nrules:\n  - id: no-deletes\n    action: maybe\n');
  await expect(main.locator('.problem-place')).toHaveText(['4:13']);
  await picture(main, 'policy-edit-error');
  await expect(main.getByRole('button', { name: 'Review changes…' })).toBeDisabled();
  await main.getByRole('button', { name: 'Undo all edits' }).click();
});

test('what only tightens the policy is accepted without the passphrase, and holds from then on', async () => {
  await show('Edit');
  const { text } = await inForce();
  await editor().fill(`${text}denied_commands:\n  - gh repo delete **\n`);
  await main.getByRole('button', { name: 'Review changes…' }).click();
  const page = await paired.app.window('trusted', /Change the policy/);
  await expect(page.getByRole('region', { name: 'What changes' })).toContainText('gh repo delete');
  expect((await paired.run('gh pr view 5')).structured.status).toBe('completed');
  await closeWindow(page, 'Accept');
  expect((await paired.run('gh repo delete me/api')).structured).toMatchObject({
    status: 'denied',
    denied_by: 'rule',
  });
});

test('what lets more happen is accepted only with the passphrase (P9)', async () => {
  await show('Edit');
  const { text } = await inForce();
  await editor().fill(text.replace('gh repo delete **', 'gh repo delete me/other'));
  await main.getByRole('button', { name: 'Review changes…' }).click();
  const page = await paired.app.window('trusted', /Change the policy/);
  await press(page, 'Accept');
  await proveInWrongly(page);
  expect((await inForce()).text).toBe(text);
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await closeWindow(page, 'Accept');
  expect((await inForce()).text).toContain('gh repo delete me/other');
});

test('policy.yaml edited by an agent changes nothing in force: it is shown as a difference, to accept or not (P9)', async () => {
  const { text } = await inForce();
  writeFileSync(policyFile(), `${text}allowed_commands:\n  - gh **\n`);
  await show('In force');
  await expect(main.getByText('policy.yaml says something else than what is in force.')).toBeVisible();
  await expect(main.getByRole('navigation').getByRole('button', { name: /^Policy/ })).toContainText('to review');
  await picture(main, 'policy-file-notice');
  expect((await inForce()).text).toBe(text);
  const answer = paired.run('gh issue close 1');
  const question = await paired.app.window('trusted', /gh issue close 1/);
  await ask(main, 'questions.deny', { id: (await questionOf(question)).id });
  expect((await answer).structured.status).toBe('denied');
  await main.getByRole('button', { name: 'Review…' }).click();
  const page = await paired.app.window('trusted', /policy\.yaml was changed/);
  await expect(page.getByRole('region', { name: 'What changes' })).toContainText('Allows gh with anything after it');
  await expect(page.getByText('Lets more happen without a question.', { exact: true })).toBeVisible();
  await pictureOf(page, 'policy-review');
  await closeWindow(page, 'Not now');
  expect((await inForce()).text).toBe(text);
});

test('Return and a click in the first 600 ms accept nothing (P9)', async () => {
  await inTime('click');
  await inTime('Return');
});

test('Discard writes policy.yaml anew and keeps what it said beside it', async () => {
  const { text } = await inForce();
  const said = readFileSync(policyFile(), 'utf8');
  await main.getByRole('button', { name: 'Review…' }).click();
  const page = await paired.app.window('trusted', /policy\.yaml was changed/);
  await press(page, 'Discard…');
  await closeWindow(page, 'Discard what the file says');
  expect(readFileSync(policyFile(), 'utf8')).toBe(text);
  expect(readFileSync(join(home.profile, 'policy.rejected.yaml'), 'utf8')).toBe(said);
  await expect(main.getByText('policy.yaml says something else than what is in force.')).toBeHidden();
});

/** Presses Accept, under a hand that is already there, when policy.yaml has just come to say something else again. */
async function inTime(how: 'Return' | 'click'): Promise<void> {
  const { app } = paired;
  const { text } = await inForce();
  const [before, after] = [`${how}-before`, `${how}-after_`];
  proposeInFile(text, before);
  await main.getByRole('button', { name: 'Review…' }).click();
  const page = await app.window('trusted', new RegExp(before));
  const accept = page.getByRole('button', { name: 'Accept', exact: true });
  await expect(accept).toHaveAttribute('aria-disabled', 'false');
  await activate(app, page);
  await pointAt(app, accept);
  const heard = await recordPresses(page);
  const time = await stopTime(page);
  proposeInFile(text, after);
  await expect(page.locator('body')).toContainText(after);
  await accept.focus();
  for (const ms of [50, 500]) await time.pass(ms);
  await (how === 'click' ? xdotool('click', '1') : xdotool('key', 'Return'));
  await expect.poll(() => heard().at(-1)?.type).toBe(how === 'click' ? 'click' : 'keyup');
  expect(heard().filter(({ armed, real, on }) => armed || !real || on !== 'Accept')).toEqual([]);
  await time.goOn();
  await expect(accept).toHaveAttribute('aria-disabled', 'false');
  expect((await inForce()).text).toBe(text);
  await closeWindow(page, 'Not now');
}

/** It only tightens, so that the button alone would do. */
function proposeInFile(inForceNow: string, name: string): void {
  writeFileSync(policyFile(), inForceNow.replace('denied_commands:\n', `denied_commands:\n  - gh ${name} **\n`));
}

async function proveInWrongly(page: Page): Promise<void> {
  await page.getByLabel('Passphrase', { exact: true }).fill('not the passphrase');
  await page.getByRole('button', { name: 'Accept', exact: true }).click();
  await expect(page.locator('.field-problem')).toBeVisible();
}

async function inForce(): Promise<PolicyView> {
  const reply = await ask(main, 'policy.get');
  if (!reply.ok) throw new Error(`refused: ${reply.code}`);
  return PolicyView.parse(reply.value);
}

function policyFile(): string {
  return join(home.profile, 'policy.yaml');
}

function editor() {
  return main.getByLabel('policy.yaml');
}

async function show(view: string): Promise<void> {
  await goTo(main, 'Policy');
  await main.getByRole('radio', { name: view }).click();
}
