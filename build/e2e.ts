// `npm run test:e2e`: builds the app and runs the end-to-end tests in a private session, as a normal user where that can be.

import { runInSession } from './e2e-session.ts';
import { resolveElectron } from './electron-runtime.ts';
import { ensureSqliteFor } from './native-sqlite.ts';
import { runToEnd } from './run-to-end.ts';
import { runScript } from './step.ts';
import { ensureSystemPackages } from './system-packages.ts';

await runScript(async () => {
  await ensureSystemPackages('test');
  const built = await runToEnd(
    [process.execPath, 'node_modules/vite/bin/vite.js', 'build', '--app', '--logLevel', 'warn'],
    {
      cwd: process.cwd(),
      env: process.env,
    },
  );
  if (built !== 0) return built;
  const electron = await resolveElectron('test');
  await ensureSqliteFor(electron);
  const playwright = ['node', 'node_modules/playwright/cli.js', 'test', '-c', 'e2e/playwright.config.ts'];
  return runInSession([...playwright, ...process.argv.slice(2)], {
    asUser: true,
    windowManager: true,
    electron: electron.dist,
    out: 'test-results',
  });
});
