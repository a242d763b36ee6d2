// Pictures of the app's windows in both themes, kept by the run in `screens/` of its folder, to be looked at by people.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';

const folder = join(process.env.POSTERN_TEST_OUT ?? 'out', 'screens');

/** `NAME-light.png` and `NAME-dark.png`: what is in the window, or of a trusted window all that it could be scrolled to. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const path = join(folder, `${name}-${colorScheme}.png`);
    // Transitions end at once: a colour on its way would be neither theme's.
    await page.screenshot({ path, animations: 'disabled' });
  }
  await page.emulateMedia({ colorScheme: null });
}
