// `npm run bench`: what Postern costs, each figure beside a baseline that was measured in the same run. Never a timed test.
import { benchExposure } from './bench-exposure.ts';
import { benchVault } from './bench-vault.ts';
import { runInSession } from './e2e-session.ts';
import { resolveElectron } from './electron-runtime.ts';
import { ensureSqliteFor } from './native-sqlite.ts';
import { runScript } from './step.ts';
import { ensureSystemPackages } from './system-packages.ts';

await runScript(async () => {
  await ensureSystemPackages('demo');
  const electron = await resolveElectron('test');
  await ensureSqliteFor(electron);
  await benchVault();
  await benchExposure();
  return runInSession(['node', 'e2e/bench.ts'], { asUser: true, electron: electron.dist, out: 'out/bench' });
});
