// `npm run demo`: the main job in a throw-away profile, on the person's display if there is one.

import { runInSession } from './e2e-session.ts';
import { resolveElectron } from './electron-runtime.ts';
import { ensureSqliteFor } from './native-sqlite.ts';
import { runScript, say } from './step.ts';
import { ensureSystemPackages } from './system-packages.ts';

await runScript(async () => {
  const hasDisplay = Boolean(process.env.DISPLAY);
  await ensureSystemPackages('demo');
  const electron = await resolveElectron('test');
  await ensureSqliteFor(electron);
  say(
    hasDisplay
      ? 'Using your display: please answer the approval window yourself.'
      : 'No display here: using a virtual one, and pressing the buttons for you.',
  );
  return runInSession(['node', 'e2e/demo.ts', ...(hasDisplay ? ['--person'] : [])], {
    asUser: true,
    useDisplay: hasDisplay,
    electron: electron.dist,
    out: 'out/demo',
  });
});
