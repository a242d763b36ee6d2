// node-pty can lose the end of a short command's output on Linux (microsoft/node-pty#72). Inside Electron, nothing is lost.
import { expect, test } from 'playwright/test';
import type { TailProbe } from '../app/adapters/pty-tail.probe.ts';
import { launch, makeHome } from './app.ts';

test('loses no byte of 200 short runs of 5 kB, 20 kB and 100 kB in Electron, with a busy event loop', async () => {
  test.setTimeout(400_000);
  const home = makeHome();
  const app = await launch(home);
  // A loop that is blocked for longer than 200 ms loses the tail on every Node without the cure; a shorter one on old ones.
  for (const [size, runs, stallMs] of [
    [5_000, 200, 5],
    [20_000, 200, 5],
    [100_000, 200, 5],
    [20_000, 10, 250],
  ] as const) {
    const probe = await app.electron.evaluate(
      (_electron, args) => {
        const { probeTails } = globalThis as unknown as { probeTails: (...args: number[]) => Promise<TailProbe> };
        return probeTails(...args);
      },
      [size, runs, stallMs],
    );
    expect(probe, `${size} bytes, stalled for ${stallMs} ms`).toMatchObject({ runs, lost: 0 });
  }
  await app.quit();
  await home.remove();
});
