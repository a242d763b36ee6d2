// node-pty can lose the end of a short command's output on Linux (microsoft/node-pty#72). Inside Electron, nothing is lost.
import { expect, test } from 'playwright/test';
import type { TailProbe } from '../app/adapters/pty-tail.probe.ts';
import { launch, makeHome } from './app.ts';

test('loses no byte of 200 short runs of 5 kB, 20 kB and 100 kB in Electron, with a busy event loop', async () => {
  test.setTimeout(400_000);
  const home = makeHome();
  const app = await launch(home);
  for (const size of [5_000, 20_000, 100_000]) {
    const probe = await app.electron.evaluate(
      (_electron, bytes) =>
        (globalThis as unknown as { probeTails: (size: number, runs: number) => Promise<TailProbe> }).probeTails(
          bytes,
          200,
        ),
      size,
    );
    expect(probe, `${size} bytes`).toMatchObject({ runs: 200, lost: 0 });
  }
  await app.quit();
  await home.remove();
});
