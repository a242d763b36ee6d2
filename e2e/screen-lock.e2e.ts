// The screen lock on Linux, of which Electron says nothing: the login manager's word and the screen saver's both lock Postern.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Message, sessionBus } from '@jellybrick/dbus-next';
import { expect, test } from 'playwright/test';
import { allowOnce, makeHome, unlock } from './app.ts';
import { auditEvents, stateOf } from './bridge.ts';
import { startPaired } from './paired.ts';
import { isRunning } from './processes.ts';
import type { SystemBus } from './system-bus.ts';
import { startSystemBus } from './system-bus.ts';

let system: SystemBus;

test.beforeAll(async () => {
  system = await startSystemBus();
});
test.afterAll(async () => {
  await system.close();
});

test('when the screen is locked the vault locks, what runs is killed, and the log says why (P4)', async () => {
  const paired = await startPaired(makeHome(system.env));
  const pids = join(paired.home.folder, 'pids');
  const running = paired.run(`echo $$ > ${pids}; sleep 600`);
  await allowOnce(paired.app);
  await expect.poll(() => existsSync(pids) && readFileSync(pids, 'utf8').endsWith('\n')).toBe(true);
  await system.watched();

  system.lockScreen();

  expect((await running).structured.status).toBe('cancelled');
  await expect.poll(() => isRunning(Number(readFileSync(pids, 'utf8')))).toBe(false);
  await expect.poll(async () => (await stateOf(paired.main)).session.state).toBe('locked');
  await unlock(paired.app);
  const locked = async () => (await auditEvents(paired.main)).find((event) => event?.kind === 'vault.locked');
  await expect.poll(locked).toMatchObject({ why: 'screen' });
  await paired.close();
});

test('when the screen saver of the desktop becomes active the vault locks (P4)', async () => {
  const paired = await startPaired(makeHome(system.env));
  const bus = sessionBus();
  const active = (on: boolean) =>
    bus.send(Message.newSignal('/org/gnome/ScreenSaver', 'org.gnome.ScreenSaver', 'ActiveChanged', 'b', [on]));
  active(false);
  expect((await stateOf(paired.main)).session.state).toBe('unlocked');
  // Said again, since nothing tells when the app listens.
  const afterSaying = async () => {
    active(true);
    return (await stateOf(paired.main)).session.state;
  };
  await expect.poll(afterSaying).toBe('locked');
  bus.disconnect();
  await paired.close();
});
