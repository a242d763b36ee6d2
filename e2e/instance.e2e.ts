// One Postern for each account, after a crash too; and what an agent is told while there is none.
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { tools } from '../app/contract/tools.ts';
import { startAgent } from './agent.ts';
import { allowOnce, connect, launch, makeHome, sandboxed, setUp, unlock } from './app.ts';
import { auditEvents, stateOf } from './bridge.ts';
import { secretName, startPaired } from './paired.ts';
import { startPlainApp } from './plain-app.ts';

test('a second start shows the window of the first, says so, and ends well', async () => {
  test.skip(!sandboxed, 'the everyday entry refuses --no-sandbox, which root needs here');
  const home = makeHome();
  const app = await launch(home);
  const main = await setUp(app);
  const closed = main.waitForEvent('close');
  await main.close();
  await closed;
  const second = await startPlainApp(home);
  expect(await second.ended).toBe(0);
  expect(second.output()).toContain('Postern is already running; its window was opened.');
  const again = await app.window('main', /Unlocked/);
  expect((await stateOf(again)).session.state).toBe('unlocked');
  await app.quit();
  await home.remove();
});

test('one with another profile does not take the socket from the one that answers on it (P8)', async () => {
  test.skip(!sandboxed, 'the everyday entry refuses --no-sandbox, which root needs here');
  const { home, agent, close } = await startPaired();
  const before = madeAt(home.endpoint);
  const other = await startPlainApp(home, [], { XDG_DATA_HOME: join(home.folder, 'other') });
  await expect
    .poll(other.output, { timeout: 20_000 })
    .toContain('Another Postern is already running for this account.');
  expect(madeAt(home.endpoint)).toBe(before);
  expect((await agent.call('session_status', {})).structured.vault).toBe('unlocked');
  other.kill('SIGKILL');
  await other.ended;
  await close();
});

test('after a crash the next start replaces the socket, the vault opens whole, and the agent goes on (P4, P6)', async () => {
  const { home, app, agent, run } = await startPaired();
  const mark = join(home.folder, 'started');
  const lost = run(`touch ${mark}; sleep 600`);
  await allowOnce(app);
  await expect.poll(() => existsSync(mark)).toBe(true);
  const process = app.electron.process();
  const ended = once(process, 'exit');
  process.kill('SIGKILL');
  await ended;
  const left = madeAt(home.endpoint);
  expect(left).toBeDefined();

  const next = await launch(home);
  const main = await next.window('main', /Locked/);
  await expect.poll(() => [undefined, left].includes(madeAt(home.endpoint))).toBe(false);
  expect((await lost).structured).toMatchObject({ status: 'failed', code: 'connection_lost' });
  await unlock(next);
  const listed = await agent.call('list_secrets', {});
  expect(JSON.stringify(listed.structured)).toContain(secretName);
  expect((await auditEvents(main)).map((event) => event?.kind)).toContain('run.started');
  await agent.close();
  await next.quit();
  await home.remove();
});

test('without Postern the shim shakes hands and lists its tools, and every new call says that Postern is not running', async () => {
  const home = makeHome();
  const agent = await startAgent(home);
  const listed = await agent.client.listTools();
  expect(listed.tools.map(({ name }) => name).sort()).toEqual(Object.keys(tools).sort());
  const inputs: Readonly<Record<string, Record<string, unknown>>> = {
    run_with_secrets: { command: 'true', secrets: [{ name: secretName }], cwd: home.folder },
    http_request: { method: 'GET', url: 'https://api.test/', secrets: [secretName], reason: 'A test.' },
    request_secret: { name: secretName, purpose: 'A test.' },
    update_secret: { name: secretName, purpose: 'A test.' },
    secret_exists: { name: secretName },
    secret_get_masked: { name: secretName },
    cancel_request: { request_id: `req_${'0'.repeat(32)}` },
    set_ttl: { hours: 1 },
    scan_text: { text: 'A text.' },
  };
  // What may have been asked before Postern ended is waited for until it is back, in plain words.
  const waited = agent.call('wait_for_request', { request_id: `req_${'0'.repeat(32)}` });
  await expect.poll(() => agent.progress).toContain('Postern is not running. Start it to go on.');
  for (const { name } of listed.tools) {
    if (name === 'wait_for_request') continue;
    const { structured, text, isError } = await agent.call(name, inputs[name] ?? {});
    // The guide is the shim's own.
    if (name === 'get_guide') expect(structured.status).toBe('completed');
    else {
      expect(structured, name).toMatchObject({ status: 'failed', code: 'app_not_running', retry: 'later' });
      expect(structured.message).toBe('Postern is not running. The person starts it, then this works.');
      expect(String(structured.next)).toMatch(/start Postern/);
      expect(text).toContain('Postern is not running');
      expect(isError).toBe(true);
    }
  }
  expect(existsSync(home.endpoint)).toBe(false);

  const app = await launch(home);
  await setUp(app);
  const found = agent.call('list_secrets', {});
  await connect(app);
  expect((await found).structured.status).toBe('completed');
  expect((await waited).structured).toMatchObject({ status: 'failed', code: 'connection_lost' });
  await agent.close();
  await app.quit();
  await home.remove();
});

/** Tells a socket from another one in its place, which can have the same inode number. undefined: there is none. */
function madeAt(socket: string): bigint | undefined {
  return statSync(socket, { bigint: true, throwIfNoEntry: false })?.mtimeNs;
}
