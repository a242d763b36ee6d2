// How long the real app stays unlocked, and that the idle time it goes by is that of the real desktop.
import { expect, test } from 'playwright/test';
import type { Home, PosternApp } from './app.ts';
import { launch, makeHome, passTime, setUp, unlock } from './app.ts';
import { auditEvents, stateOf } from './bridge.ts';
import { xdotool } from './desktop.ts';

const hour = 3_600_000;

let home: Home;
let app: PosternApp;

test.beforeAll(async () => {
  home = makeHome();
  app = await launch(home);
});
test.afterAll(async () => {
  await app.quit();
  await home.remove();
});

test('unused for its 8 hours it locks, and the log says why (P4)', async () => {
  const main = await setUp(app);
  await passTime(app, 8 * hour - 60_000);
  expect((await stateOf(main)).session.state).toBe('unlocked');
  await passTime(app, 60_000);
  await expect.poll(async () => (await stateOf(main)).session.state).toBe('locked');
  await unlock(app);
  const locked = async () => (await auditEvents(main)).find((event) => event?.kind === 'vault.locked');
  await expect.poll(locked).toMatchObject({ why: 'unused' });
});

test('the idle time is that of the whole desktop: it grows, and begins anew when somebody moves the mouse', async () => {
  const idleMs = () => app.electron.evaluate(() => (globalThis as unknown as { idleMs(): number }).idleMs());
  await expect.poll(idleMs, { timeout: 30_000 }).toBeGreaterThanOrEqual(2000);
  const idleAfterMove = async () => {
    await xdotool('mousemove', '5', '5');
    await xdotool('mousemove', '50', '50');
    return idleMs();
  };
  await expect.poll(idleAfterMove).toBeLessThan(2000);
});
