// scan_text through the real shim, and output that loses what only looks like a secret: bounded for the agent, told to the person.
import type { Page } from 'playwright';
import { expect, test } from 'playwright/test';
import type { Agent } from './agent.ts';
import { startAgent } from './agent.ts';
import type { PosternApp } from './app.ts';
import { allowOnce } from './app.ts';
import { formsIn } from './leak-forms.ts';
import type { Paired } from './paired.ts';
import { secretName, secretValue, startPaired } from './paired.ts';
import { picture } from './screens.ts';
import { startTap } from './tap.ts';
import { goTo, lastEvent } from './vault-windows.ts';

const shaped = 'ghp_Kq8Wn2Zx5Cv7Bm4Rt6Yu1Io3Pa9Sd0Fg2Hj5';

let paired: Paired;
let app: PosternApp;
let agent: Agent;
let main: Page;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  paired = await startPaired();
  ({ app, agent, main } = paired);
});
test.afterAll(async () => {
  await paired?.close();
});

test('output of a run loses what only looks like a secret once the person wants that, and says how often', async () => {
  const command = `echo "a ${shaped} b $API_TOKEN c"`;
  const first = paired.run(command);
  await allowOnce(app);
  expect((await first).structured.output).toBe(`a ${shaped} b [REDACTED:${secretName}] c\n`);
  await goTo(main, 'Agents');
  const setting = main.getByRole('checkbox', { name: 'Also hide what only looks like a secret in output' });
  await expect(setting).not.toBeChecked();
  await setting.focus();
  await main.keyboard.press('Space');
  await expect(setting).toBeChecked();
  await picture(main, 'scanner-agents');
  await expect.poll(() => lastEvent(main, 'client.output_set')).toMatchObject({ hidesFindings: true });
  const second = paired.run(command);
  await allowOnce(app);
  const { structured, text } = await second;
  expect(structured.output).toBe(`a [REDACTED:looks-like//github-token] b [REDACTED:${secretName}] c\n`);
  expect(structured.hidden_findings).toBe(1);
  expect(text).not.toContain(shaped);
  expect(await lastEvent(main, 'run.finished')).toMatchObject({ hiddenFindings: 1 });
  await goTo(main, 'Activity');
  await expect(main.getByText(/had Postern hide/)).toBeVisible();
});

test('a marker of it in a command is refused before anybody is asked', async () => {
  const { structured } = await paired.run('echo "[REDACTED:looks-like//github-token]" > .env');
  expect(structured).toMatchObject({ status: 'failed', code: 'command_has_marker' });
});

test('a scan tells whole values by name and shapes by line, and nothing of a value less one character (P1)', async () => {
  const scan = async (text: string) => (await agent.call('scan_text', { text })).structured;
  expect(await scan('nothing to see')).toEqual({ status: 'completed', findings: [] });
  expect(await scan(`x ${secretValue.slice(0, -1)} y`)).toEqual({ status: 'completed', findings: [] });
  expect(await scan(`one\nTOKEN=${shaped}\n`)).toMatchObject({
    findings: [{ kind: 'secret_shape', what: 'GitHub personal access token', count: 1, lines: [2] }],
  });
  expect(await scan(Buffer.from(`user:${secretValue}`).toString('base64'))).toMatchObject({
    findings: [{ kind: 'vault_value', secret: secretName, count: 1 }],
  });
  expect(await scan('x'.repeat(300_000))).toMatchObject({ status: 'failed', code: 'text_too_large', retry: 'changed' });
});

test('repeated hits pause the agent: it is told so, and the person by the desktop, the log and the Agents page (P8)', async () => {
  const told = await recordNotices(app);
  const text = `the blue lantern ${secretValue}`;
  const second = await agent.call('scan_text', { text });
  expect(second.structured).toMatchObject({ status: 'completed' });
  const third = await agent.call('scan_text', { text });
  expect(third.structured).toMatchObject({ status: 'failed', code: 'client_paused', retry: 'no' });
  expect(formsIn(third.text + second.text, secretValue)).toEqual([]);
  await expect.poll(told).toEqual(['Postern paused claude-code']);
  expect((await agent.call('list_secrets', {})).structured).toMatchObject({ code: 'client_paused' });
  expect(await lastEvent(main, 'client.paused')).toMatchObject({ why: 'scans' });
  await expect(main.getByText(/it had values of your secrets searched for again and again/).first()).toBeVisible();
  await picture(main, 'scanner-activity');
  const page = await main.content();
  expect(page).not.toContain('lantern');
  await goTo(main, 'Agents');
  await expect(main.getByText(/Find out why before you resume it/)).toBeVisible();
  await picture(main, 'scanner-paused');
  await main.getByRole('button', { name: 'Resume' }).click();
  await expect(main.getByText(/Find out why/)).toHaveCount(0);
  expect((await agent.call('scan_text', { text: 'nothing' })).structured).toEqual({
    status: 'completed',
    findings: [],
  });
});

test('no byte that the socket carries to the agent holds a value that was scanned (P1)', async () => {
  const tap = await startTap(paired.home);
  const tapped = await startAgent(paired.home, { env: tap.env });
  await tapped.call('scan_text', { text: `x ${secretValue.slice(1)} ${shaped}` });
  expect(tap.bytes().length).toBeGreaterThan(100);
  expect(formsIn(tap.bytes(), secretValue)).toEqual([]);
  await tapped.close();
  await tap.close();
});

/** What the desktop is asked to show from now on. */
async function recordNotices(on: PosternApp): Promise<() => Promise<readonly string[]>> {
  await on.electron.evaluate(({ Notification }) => {
    const bodies: string[] = [];
    Notification.isSupported = () => true;
    Notification.prototype.show = function show(this: Electron.Notification) {
      bodies.push(this.body);
    };
    Object.assign(globalThis, { bodies });
  });
  return () => on.electron.evaluate(() => (globalThis as unknown as { bodies: string[] }).bodies);
}
