// A page whose own time stands still until it is told to pass: a press can so come at a moment that is chosen, however busy the
// machine is. What the broker counts is its own time and goes on.
import type { Page } from 'playwright';

export interface StoppedTime {
  /** Lets milliseconds pass in the page, with the frames and timers that are due in them. */
  pass(ms: number): Promise<void>;
  /** From now on it passes by itself again. */
  goOn(): Promise<void>;
}

export async function stopTime(page: Page): Promise<StoppedTime> {
  const now = Date.now();
  // It can only be stopped at a time that is still to come, so it begins an hour before.
  await page.clock.install({ time: now - 3_600_000 });
  await page.clock.pauseAt(now);
  return { pass: (ms) => page.clock.runFor(ms), goOn: () => page.clock.resume() };
}
