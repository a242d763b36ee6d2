// Connecting agents' programs from the page: what is found, the change before it is made, a handshake with the real shim, and back.
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Locator, Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { draft } from '../app/adapters/vault.testkit.ts';
import type { Home } from './app.ts';
import { auditEvents } from './bridge.ts';
import type { Started } from './made-profile.ts';
import { startWith } from './made-profile.ts';
import { picture } from './screens.ts';
import { goTo, lastEvent } from './vault-windows.ts';

const cursorText =
  '{\n\t"mcpServers": {\n\t\t// files\n\t\t"files": {"command": "files-mcp", "args": ["~/code"]}\n\t}\n}\n';
const gone = { command: '/opt/node-16/bin/node', args: ['/old/postern-mcp.mjs', '--client', 'windsurf'] };
const theirs = '{"servers": {"postern": {"command": "/usr/bin/other"}}}';

let started: Started;
let main: Page;
let file: (name: string) => string;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  started = await startWith([{ days: 1, drafts: [draft({ name: 'api/token' })] }], plant);
  ({ main } = started);
  file = (name) => inHome(started.home, name);
});
test.afterAll(async () => {
  await started?.close();
});

test('what is installed is listed with its state; the others are folded away', async () => {
  await main.getByRole('navigation').getByRole('button', { name: 'Get started' }).click();
  await expect(row('Cursor').getByRole('button', { name: 'Connect Cursor' })).toBeVisible();
  await picture(main, 'welcome-connect');
  await goTo(main, 'Agents');
  await expect(row('Cursor')).toContainText('~/.cursor/mcp.json');
  await expect(row('Cursor')).toContainText('Not connected');
  await expect(row('Windsurf')).toContainText('Needs repair');
  await expect(row('VS Code')).toContainText('Not ours');
  await expect(row('VS Code').getByRole('button')).toHaveCount(0);
  await expect(main.getByText('Postern also knows Claude Code')).toBeHidden();
  await picture(main, 'agents-connect');
  for (const fold of ['Others', 'By hand', 'In the terminal']) await main.getByText(fold, { exact: true }).click();
  await expect(main.getByText('Postern also knows Claude Code')).toBeVisible();
  await picture(main, 'agents-connect-more');
});

test('a settings file is changed as it was shown, and Postern answers', async () => {
  await row('Cursor').getByRole('button', { name: 'Connect Cursor' }).press('Enter');
  const dialog = main.getByRole('dialog', { name: 'Connect Cursor' });
  await expect(dialog.getByText('"postern": {')).toBeVisible();
  await picture(main, 'agents-connect-diff');
  await main.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  expect(readFileSync(file('.cursor/mcp.json'), 'utf8')).toBe(cursorText);
  await row('Cursor').getByRole('button', { name: 'Connect Cursor' }).click();
  await dialog.getByRole('button', { name: 'Write this' }).click();
  await expect(dialog.getByText(/answered with \d+ tools/)).toBeVisible();
  await expect(dialog.getByText('Restart Cursor')).toBeVisible();
  await picture(main, 'agents-connect-done');
  const written = readFileSync(file('.cursor/mcp.json'), 'utf8');
  expect(written).toContain('\t\t// files\n');
  expect(written).toContain(JSON.stringify(file('bin/node')));
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(row('Cursor').getByText('Connected', { exact: true })).toBeVisible();
  await expect
    .poll(() => lastEvent(main, 'client.config_written'))
    .toMatchObject({ client: { id: 'cursor', name: 'Cursor' }, act: 'connect' });
});

test('a program with a command of its own is connected by that, and both are disconnected again', async () => {
  await row('Gemini CLI').getByRole('button', { name: 'Connect Gemini CLI' }).click();
  const dialog = main.getByRole('dialog', { name: 'Connect Gemini CLI' });
  await expect(
    dialog.getByText(/^gemini mcp add --scope user postern \S+\/node \S+\/postern-mcp\.mjs --client gemini$/),
  ).toBeVisible();
  await picture(main, 'agents-connect-command');
  await dialog.getByRole('button', { name: 'Run this' }).click();
  await expect(dialog.getByText(/answered with \d+ tools/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).click();
  for (const name of ['Gemini CLI', 'Cursor']) {
    await row(name)
      .getByRole('button', { name: `Disconnect ${name}` })
      .click();
    const leaving = main.getByRole('dialog', { name: `Disconnect ${name}` });
    await leaving.getByRole('button', { name: /^(Run|Write) this$/ }).click();
    await expect(leaving.getByText('The entry is gone.')).toBeVisible();
    await leaving.getByRole('button', { name: 'Close' }).click();
    await expect(row(name).getByText('Not connected')).toBeVisible();
  }
  expect(readFileSync(file('.cursor/mcp.json'), 'utf8')).toBe(cursorText);
  expect(JSON.parse(readFileSync(file('.gemini/settings.json'), 'utf8'))).toEqual({ mcpServers: {} });
  const acts = (await auditEvents(main)).flatMap((event) =>
    event?.kind === 'client.config_written' ? [event.act] : [],
  );
  expect(acts).toEqual(['disconnect', 'disconnect', 'connect', 'connect']);
});

test('a file that changed since it was shown is left as it is', async () => {
  await row('Windsurf').getByRole('button', { name: 'Repair Windsurf' }).click();
  const dialog = main.getByRole('dialog', { name: 'Repair Windsurf' });
  await expect(dialog.getByText('/opt/node-16/bin/node')).toBeVisible();
  writeFileSync(file('.codeium/windsurf/mcp_config.json'), '{"mcpServers": {}}');
  await dialog.getByRole('button', { name: 'Write this' }).click();
  await expect(dialog.getByText('The settings changed meanwhile')).toBeVisible();
  await picture(main, 'agents-connect-changed');
  expect(readFileSync(file('.codeium/windsurf/mcp_config.json'), 'utf8')).toBe('{"mcpServers": {}}');
  await dialog.getByRole('button', { name: 'Close' }).click();
});

test('the commands for a terminal are installed and removed', async () => {
  await main.getByRole('button', { name: 'Install the commands' }).click();
  await expect(main.getByText('They are installed.')).toBeVisible();
  expect(readFileSync(file('.local/bin/postern'), 'utf8')).toContain(' postern "$@"');
  await main.getByRole('button', { name: 'Remove the commands' }).click();
  await expect(main.getByRole('button', { name: 'Install the commands' })).toBeVisible();
  expect(existsSync(file('.local/bin/postern'))).toBe(false);
});

function row(name: string): Locator {
  return main.locator('.connect-programs li').filter({ has: main.getByText(name, { exact: true }) });
}

/** Of four programs: the settings of three, and the command of one that behaves as the real one. */
function plant(home: Home): void {
  const put = (name: string, text: string, mode = 0o600) => {
    const path = inHome(home, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { mode });
  };
  const standIn = resolve('app/core/person/agent-program.testkit.ts');
  put('.bash_profile', 'export PATH="$HOME/bin:/usr/bin:/bin"\n');
  put('.cursor/mcp.json', cursorText);
  put('.codeium/windsurf/mcp_config.json', JSON.stringify({ mcpServers: { postern: gone } }, null, 2));
  put('../config/Code/User/mcp.json', theirs);
  put('bin/gemini', `#!/bin/sh\nexec '${process.execPath}' '${standIn}' gemini "$@"\n`, 0o755);
  symlinkSync(process.execPath, inHome(home, 'bin/node'));
}

function inHome(home: Home, name: string): string {
  return join(home.env.HOME ?? '', name);
}
