// Every way a request can end other than well, in real Electron: each does what the properties say, and no more.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import type { Agent } from './agent.ts';
import { startAgent } from './agent.ts';
import type { Home, PosternApp } from './app.ts';
import {
  addSecret,
  allowOnce,
  connect,
  enter,
  launch,
  lockNow,
  makeHome,
  passphrase,
  passTime,
  putAway,
  setUp,
  unlock,
} from './app.ts';

let home: Home;
let app: PosternApp;
let agent: Agent;

test.beforeAll(async () => {
  home = makeHome();
  app = await launch(home);
  await setUp(app);
  await addSecret(app, { name: 'api/token', value: 'tok_Outc0mes-9f8e7d6c5b', env: 'API_TOKEN' });
  agent = await startAgent(home);
  const listed = agent.call('list_secrets', {});
  await connect(app);
  expect(JSON.stringify((await listed).structured)).toContain('api/token');
});
test.afterAll(async () => {
  await agent?.close();
  await app?.quit();
  await home?.remove();
});

const run = (command: string, signal?: AbortSignal) =>
  agent.call(
    'run_with_secrets',
    { command, secrets: [{ name: 'api/token' }], cwd: home.folder, reason: 'A test.' },
    signal,
  );
const question = (text: RegExp) => app.window('trusted', text);

test('a denial reaches the agent with its reason, and nothing ran (P2)', async () => {
  const answer = run(`touch ${join(home.folder, 'denied')}`);
  const page = await question(/touch \S+denied/);
  await page.locator('button:not([aria-disabled="true"])', { hasText: 'Deny' }).click();
  await page.getByRole('textbox').fill('Use the staging token.');
  await page.getByRole('button', { name: /^deny/i }).click();
  const { structured } = await answer;
  expect(structured.status).toBe('denied');
  expect(structured.reason).toBe('Use the staging token.');
  expect(existsSync(join(home.folder, 'denied'))).toBe(false);
});

test('a question that nobody answers expires, and says so (P2)', async () => {
  const answer = run(`touch ${join(home.folder, 'expired')}`);
  await question(/touch \S+expired/);
  await passTime(app, 11 * 60_000);
  const { structured } = await answer;
  expect(structured.status).toBe('expired');
  expect(existsSync(join(home.folder, 'expired'))).toBe(false);
});

test('a cancelled call closes its question at once', async () => {
  const abort = new AbortController();
  const answer = run('echo to be cancelled', abort.signal).catch((error: unknown) => String(error));
  const page = await question(/to be cancelled/);
  abort.abort();
  await putAway(app, page);
  expect(String(await answer)).toMatch(/abort/i);
});

test('an agent host that is killed takes its question with it', async () => {
  const other = await startAgent(home);
  const answer = other
    .call('run_with_secrets', { command: 'echo host killed', secrets: [{ name: 'api/token' }], cwd: home.folder })
    .catch(() => null);
  const page = await question(/host killed/);
  await other.close();
  await putAway(app, page);
  await answer;
});

test('a lock ends what runs, keeps what waits, and answers only after unlock (P4)', async () => {
  const running = run('sleep 300');
  await allowOnce(app);
  await expect.poll(() => agent.progress).toContain('It is under way');
  const other = await startAgent(home);
  const waiting = other.call('run_with_secrets', {
    command: 'echo later',
    secrets: [{ name: 'api/token' }],
    cwd: home.folder,
  });
  const page = await question(/echo later/);
  const closed = page.waitForEvent('close');
  await lockNow(app);
  await closed;
  expect((await running).structured.status).toBe('cancelled');
  expect((await agent.call('session_status', {})).structured.vault).toBe('locked');
  await unlock(app);
  await allowOnce(app);
  expect((await waiting).structured.output).toBe('later\n');
  await other.close();
});

test('a request made while locked opens the unlock window, waits, and runs after unlock and approval (P4)', async () => {
  await lockNow(app);
  const answer = run('echo woken');
  await app.window('trusted', /Unlock Postern/);
  await unlock(app);
  await allowOnce(app);
  expect((await answer).structured.output).toBe('woken\n');
});

test('a request made while locked expires in words when nobody unlocks', async () => {
  await lockNow(app);
  const answer = run('echo never');
  await app.window('trusted', /unlock/i);
  await passTime(app, 11 * 60_000);
  const { structured, text } = await answer;
  expect(structured.status).toBe('expired');
  expect(text).toMatch(/unlock/i);
  await unlock(app);
});

test('a wrong passphrase is said calmly and the vault stays shut (P4)', async () => {
  await lockNow(app);
  const main = await app.window('main', /Locked/);
  await main
    .getByRole('button', { name: /^unlock/i })
    .first()
    .click();
  const page = await app.window('trusted', /passphrase/i);
  const field = page.getByLabel('Passphrase', { exact: true });
  await enter(field, 'not the right one');
  await expect(page.getByText(/does not open this vault/i)).toBeVisible();
  await enter(field, passphrase);
  await app.window('main', /Lock now/);
});

test('this session: the same command runs again without a question, another one asks (P2)', async () => {
  const first = run('touch again');
  const page = await question(/touch again/);
  await page.getByText('This session', { exact: true }).click();
  await page.locator('button:not([aria-disabled="true"])', { hasText: /allow for this session/i }).click();
  expect((await first).structured.status).toBe('completed');
  expect((await run('touch again')).structured.status).toBe('completed');
  const other = run('touch different');
  await question(/touch different/);
  expect(existsSync(join(home.folder, 'different'))).toBe(false);
  await allowOnce(app);
  expect((await other).structured.exit_code).toBe(0);
  expect(existsSync(join(home.folder, 'different'))).toBe(true);
});

test('the person types a value that an agent asked for; the agent learns only that it is there (P1)', async () => {
  const answer = agent.call('request_secret', {
    name: 'npm/publish',
    purpose: 'To publish the package.',
    obtain_from: 'npmjs.com',
  });
  const page = await app.window('trusted', /needs a secret|asks for/i);
  await page.getByLabel('Value', { exact: true }).fill('npm_Typ3dByThePerson99x');
  await page.locator('button:not([aria-disabled="true"])', { hasText: /^(save|add)/i }).click();
  const { structured, text } = await answer;
  expect(JSON.stringify(structured)).toContain('npm/publish');
  expect(JSON.stringify(structured) + text).not.toContain('npm_Typ3d');
});

test('"I did not ask for this" denies, pauses the client, and its next call is refused without a window (P8)', async () => {
  const answer = run('echo mine?');
  const page = await question(/echo mine/);
  await page.locator('button:not([aria-disabled="true"])', { hasText: /didn’t ask/i }).click();
  expect((await answer).structured.status).toBe('denied');
  const { structured } = await run('echo again');
  expect(structured.code).toBe('client_paused');
});
