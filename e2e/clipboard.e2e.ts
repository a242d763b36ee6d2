// A copied secret on the real clipboard: how long it stays, what clears it, what does not, and how it is marked.
import { expect, test } from 'playwright/test';
import type { Home, PosternApp } from './app.ts';
import { inNoTime, launch, lockNow, makeHome, passTime, setUp, unlock } from './app.ts';

const value = 'tok_C0pied-1a2b3c4d5e';

let home: Home;
let app: PosternApp;

test.beforeAll(async () => {
  home = makeHome();
  app = await launch(home);
  await setUp(app);
});
test.afterAll(async () => {
  await app.quit();
  await home.remove();
});

test('a copied value stays for its 30 s and is gone after', async () => {
  await inNoTime(app, async () => {
    await copySecret(30_000);
    expect(await clipboardText()).toBe(value);
    await passTime(app, 29_999);
    expect(await clipboardText()).toBe(value);
    await passTime(app, 1);
    await expect.poll(clipboardText).toBe('');
  });
});

test('what the person copied since stays', async () => {
  await copySecret(30_000);
  await copyOther('a shopping list');
  await passTime(app, 30_000);
  await lockNow(app);
  await unlock(app);
  expect(await clipboardText()).toBe('a shopping list');
});

test('a second copy has its own time', async () => {
  await inNoTime(app, async () => {
    await copySecret(30_000);
    await passTime(app, 20_000);
    await copySecret(30_000);
    await passTime(app, 29_999);
    expect(await clipboardText()).toBe(value);
    await passTime(app, 1);
    await expect.poll(clipboardText).toBe('');
  });
});

test('a lock clears it at once (P4)', async () => {
  await copySecret(30_000);
  expect(await clipboardText()).toBe(value);
  await lockNow(app);
  await expect.poll(clipboardText).toBe('');
  await unlock(app);
});

test('it is marked for clipboard histories where this Electron can, and is plain text where it cannot', async () => {
  await copySecret(30_000);
  const formats = await app.electron.evaluate(async ({ clipboard }) => {
    const old = clipboard as unknown as { availableFormats?: () => readonly string[] };
    if (old.availableFormats !== undefined) return { old: true, types: old.availableFormats() };
    return { old: false, types: (await clipboard.read()).flatMap(({ types }) => types) };
  });
  expect(formats.types).toContain('text/plain');
  expect(formats.types.some((type) => type.includes('x-kde-passwordManagerHint'))).toBe(!formats.old);
});

/** As the app copies a revealed value. */
async function copySecret(ms: number): Promise<void> {
  await app.electron.evaluate(
    (_electron, [text, after]) => {
      const hooks = globalThis as unknown as { copySecret(text: string, ms: number): Promise<void> };
      return hooks.copySecret(text, after);
    },
    [value, ms] as const,
  );
}

async function copyOther(text: string): Promise<void> {
  await app.electron.evaluate(({ clipboard }, other) => clipboard.writeText(other), text);
}

function clipboardText(): Promise<string> {
  return app.electron.evaluate(({ clipboard }) => clipboard.readText());
}
