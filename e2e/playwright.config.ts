// End-to-end tests: the real app in real Electron. One worker, since the tests of a session share a display and a bus.
import { defineConfig } from 'playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: '*.e2e.ts',
  outputDir: `${process.env.POSTERN_TEST_OUT ?? '../test-results'}/artifacts`,
  workers: 1,
  fullyParallel: false,
  // How long a condition is waited for, not how fast it has to be: the machine may have other work for its cores.
  timeout: 150_000,
  expect: { timeout: 20_000 },
  retries: 0,
  reporter: [['list']],
  forbidOnly: true,
});
