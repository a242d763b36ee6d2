// The tray as a desktop sees it, over D-Bus: its words, its menu, and what its entries do. It can deny and lock, never approve.
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { allowOnce as onceAllowed } from '../app/contract/approval.ts';
import { startAgent } from './agent.ts';
import { allowOnce, enter, launch, makeHome, passphrase, putAway, setUp, shownTrusted } from './app.ts';
import { ask, auditEvents, questionOf, stateOf } from './bridge.ts';
import type { Paired } from './paired.ts';
import { startPaired } from './paired.ts';
import { isRunning } from './processes.ts';
import { startSystemBus } from './system-bus.ts';
import type { MenuEntry, TrayHost, TrayItem } from './tray-host.ts';
import { startTrayHost } from './tray-host.ts';

let host: TrayHost;

test.beforeAll(async () => {
  host = await startTrayHost();
});
test.afterAll(async () => {
  await host.close();
});

test('before set-up the tray says so and offers that alone (P4)', async () => {
  const home = makeHome();
  const app = await launch(home);
  const tray = await host.item();
  await app.window('trusted', /passphrase/i);
  await expect.poll(() => tray.tooltip()).toBe('Postern: Not set up yet');
  await expect
    .poll(() => labels(tray))
    .toEqual(['Not set up yet', 'Set up Postern…', 'Add secret…', 'Open Postern', 'Quit']);
  expect(enabled(await tray.menu())).toEqual(['Set up Postern…', 'Open Postern', 'Quit']);
  const locked = await tray.icon();
  await setUp(app);
  await expect.poll(() => tray.tooltip()).toBe('Postern: Unlocked');
  await expect.poll(() => labels(tray)).toEqual(['Unlocked', 'Lock now', 'Add secret…', 'Open Postern', 'Quit']);
  await expect.poll(() => tray.icon()).not.toBe(locked);
  await app.quit();
  await home.remove();
});

test.describe('with a paired agent', () => {
  let paired: Paired;
  let tray: TrayItem;

  test.beforeAll(async () => {
    paired = await startPaired();
    tray = await host.item();
  });
  test.afterAll(async () => {
    await paired?.close();
  });

  test('a waiting question is listed with Open… and Deny, nothing in the menu approves, and Deny denies (P2, P7)', async () => {
    const mark = join(paired.home.folder, 'denied-by-tray');
    const answer = paired.run(`touch ${mark}`);
    await expect.poll(() => tray.tooltip()).toBe('Postern: Unlocked, 1 waiting for you');
    await expect
      .poll(() => labels(tray))
      .toEqual([
        'Unlocked, 1 waiting for you',
        'claude-code wants to run a command',
        'claude-code wants to run a command > Open…',
        'claude-code wants to run a command > Deny',
        'Lock now',
        'Add secret…',
        'Open Postern',
        'Quit',
      ]);
    await tray.click(/wants to run/, 'Deny');
    const { structured } = await answer;
    expect(structured.status).toBe('denied');
    expect(existsSync(mark)).toBe(false);
    await expect.poll(async () => (await auditEvents(paired.main))[0]?.kind).toBe('approval.denied');
    await expect.poll(() => tray.tooltip()).toBe('Postern: Unlocked');
  });

  test('Open… shows the question again after the person closed it, and has approved nothing; put away, no answer to it counts (P2, P9)', async () => {
    const mark = join(paired.home.folder, 'opened-from-tray');
    const answer = paired.run(`touch ${mark}`);
    const first = await paired.app.window('trusted', /wants to run/);
    await first.locator('button:not([aria-disabled="true"])', { hasText: /^Allow once$/ }).waitFor();
    const question = await questionOf(first);
    await ask(first, 'window.close');
    await putAway(paired.app, first);
    const digest = question.kind === 'run' ? question.digest : null;
    const allow = { id: question.id, digest, answer: onceAllowed, proof: null };
    expect(await ask(first, 'question.answer', allow)).toMatchObject({ ok: false, code: 'unknown_request' });
    expect((await stateOf(paired.main)).waiting).toHaveLength(1);
    await tray.click(/wants to run/, 'Open…');
    const again = await paired.app.window('trusted', /wants to run/);
    expect(existsSync(mark)).toBe(false);
    await allowOnce(paired.app);
    expect((await answer).structured.exit_code).toBe(0);
    await putAway(paired.app, again);
  });

  test('a name that an agent gives itself cannot draw lines or turn text around in the menu (P7)', async () => {
    const name = 'Evil\nAllow\u202Ednuof\u200B&once_';
    const other = await startAgent(paired.home, { name, clientId: 'other' });
    const listed = other.call('list_secrets', {});
    await expect.poll(() => tray.tooltip()).toContain('1 waiting');
    const entry = async () => (await tray.menu()).find(({ label }) => label.includes('wants to connect'));
    // In a menu's own format a doubled underscore is one that underlines nothing.
    await expect.poll(async () => (await entry())?.label).toBe('Evil⏎Allow\\u202ednuof\\u200b&once__ wants to connect');
    await tray.click(/wants to connect/, 'Deny');
    expect((await listed).structured.code).toBe('client_denied');
    await other.close();
  });

  test('Lock now locks: what runs is killed, what waits cannot be answered, only the passphrase opens again (P4)', async () => {
    const { app, agent, main, home } = paired;
    const pids = join(home.folder, 'pids');
    const running = paired.run(`sleep 600 & echo $$ $! > ${pids}; wait`);
    await allowOnce(app);
    await expect.poll(() => readPids(pids)).toHaveLength(2);
    const mark = join(home.folder, 'after-unlock');
    const waiting = paired.run(`touch ${mark}`);
    const page = await app.window('trusted', /wants to run/);
    const question = await questionOf(page);
    const closed = page.waitForEvent('close');

    await tray.click('Lock now');

    expect((await running).structured.status).toBe('cancelled');
    await expect.poll(() => readPids(pids).filter(isRunning)).toEqual([]);
    await closed;
    await expect.poll(() => tray.tooltip()).toBe('Postern: Locked, 1 waiting for you');
    expect((await agent.call('session_status', {})).structured.vault).toBe('locked');
    expect((await agent.call('list_secrets', {})).structured.code).toBe('locked');
    expect(await ask(main, 'secrets.list')).toEqual({ ok: true, value: [] });
    expect((await stateOf(main)).session.state).toBe('locked');
    expect(await shownTrusted(app)).toEqual([]);

    await tray.click('Unlock…');
    const unlock = await app.window('trusted', /Unlock Postern/);
    const digest = question.kind === 'run' ? question.digest : null;
    const allow = { id: question.id, digest, answer: onceAllowed, proof: null };
    expect(await ask(unlock, 'question.answer', allow)).toMatchObject({ ok: false, code: 'bad_request' });
    const wrong = { opener: { kind: 'passphrase', passphrase: 'not the passphrase' }, acceptRollback: false };
    expect(await ask(unlock, 'vault.unlock', wrong)).toMatchObject({ ok: false, code: 'wrong_passphrase' });
    expect(await tray.tooltip()).toBe('Postern: Locked, 1 waiting for you');
    expect(existsSync(mark)).toBe(false);

    await enter(unlock.getByLabel('Passphrase', { exact: true }), passphrase);
    await allowOnce(app);
    expect((await waiting).structured.exit_code).toBe(0);
    expect(existsSync(mark)).toBe(true);
  });

  test('a request that came while locked shows as waiting, and its window comes once, not again when closed (P4)', async () => {
    const { app, agent } = paired;
    await tray.click('Lock now');
    await expect.poll(() => tray.tooltip()).toBe('Postern: Locked');
    const answer = paired.run('true');
    const unlock = await app.window('trusted', /Unlock Postern/);
    await expect.poll(() => tray.tooltip()).toBe('Postern: Locked, 1 waiting for you');
    // It is ready for keys once its field has the focus.
    await expect(unlock.getByLabel('Passphrase', { exact: true })).toBeFocused();
    const closed = unlock.waitForEvent('close');
    // The key ends the page that is told to press it.
    await unlock.keyboard.press('Escape').catch(() => undefined);
    await closed;
    await agent.call('session_status', {});
    expect(await shownTrusted(app)).toEqual([]);
    await unlockFromTray();
    await allowOnce(app);
    expect((await answer).structured.exit_code).toBe(0);
  });

  test('a click on the icon opens the main window', async () => {
    const { app, main } = paired;
    const closed = main.waitForEvent('close');
    await main.close();
    await closed;
    await tray.activate();
    await app.window('main', /Unlocked/);
  });

  test('Quit ends the app and removes its socket (P4)', async () => {
    const { app, home } = paired;
    const process = app.electron.process();
    const ended = once(process, 'exit');
    expect(existsSync(home.endpoint)).toBe(true);
    await tray.click('Quit');
    expect((await ended)[0]).toBe(0);
    expect(existsSync(home.endpoint)).toBe(false);
  });

  async function unlockFromTray(): Promise<void> {
    await tray.click('Unlock…');
    const page = await paired.app.window('trusted', /Unlock Postern/);
    await enter(page.getByLabel('Passphrase', { exact: true }), passphrase);
    await expect.poll(() => tray.tooltip()).toContain('Unlocked');
  }
});

/** Process ids from a file that may not be written yet. */
function readPids(file: string): readonly number[] {
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split(/\s+/).map(Number).filter(Boolean) : [];
}

// Chromium drops every TCP connection at suspend, Playwright's to it too: from there on only tray and agent are asked.
test('when the machine goes to sleep the vault locks and what runs is killed (P4)', async () => {
  const system = await startSystemBus();
  const { app, agent, home, run } = await startPaired(makeHome(system.env));
  const tray = await host.item();
  const pids = join(home.folder, 'pids');
  const running = run(`echo $$ > ${pids}; sleep 600`);
  await allowOnce(app);
  await expect.poll(() => readPids(pids)).toHaveLength(1);
  await system.listened();
  system.sleep();
  await expect.poll(() => tray.tooltip()).toBe('Postern: Locked');
  expect((await running).structured.status).toBe('cancelled');
  await expect.poll(() => readPids(pids).filter(isRunning)).toEqual([]);
  system.wake();
  expect((await agent.call('session_status', {})).structured.vault).toBe('locked');
  const ended = once(app.electron.process(), 'exit');
  await agent.close();
  await tray.click('Quit');
  expect((await ended)[0]).toBe(0);
  await system.close();
  await home.remove();
});

async function labels(tray: TrayItem): Promise<readonly string[]> {
  return flat(await tray.menu(), '');
}

function flat(entries: readonly MenuEntry[], above: string): readonly string[] {
  return entries
    .filter(({ separator }) => !separator)
    .flatMap(({ label, entries: below }) => [`${above}${label}`, ...flat(below, `${above}${label} > `)]);
}

function enabled(entries: readonly MenuEntry[]): readonly string[] {
  return entries.filter((entry) => entry.enabled && !entry.separator).map(({ label }) => label);
}
