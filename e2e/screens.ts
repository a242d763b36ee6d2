// Pictures of the app's windows in both themes, kept by the run in `screens/` of its folder, to be looked at by people.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';

const folder = join(process.env.POSTERN_TEST_OUT ?? 'out', 'screens');

/** A trusted window grows no higher; see app/electron/windows.ts. */
const highest = 860;

/** `NAME-light.png` and `NAME-dark.png`: what is in the window. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  if (page.url().startsWith('app://trusted/')) await fitted(page);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const path = join(folder, `${name}-${colorScheme}.png`);
    // Transitions end at once: a colour on its way would be neither theme's.
    await page.screenshot({ path, animations: 'disabled' });
  }
  await page.emulateMedia({ colorScheme: null });
}

/** A trusted window takes the height of what it shows a moment after it was drawn. */
async function fitted(page: Page): Promise<void> {
  const isFitted = (most: number): boolean =>
    document.documentElement.scrollHeight <= innerHeight || innerHeight >= most;
  // On a small screen it never will.
  await page.waitForFunction(isFitted, highest, { timeout: 1000 }).catch(() => undefined);
}
