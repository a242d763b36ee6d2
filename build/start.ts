// `npm start`: starts the built app in an Electron that this machine can have. Refuses root, for which Chromium has no
// sandbox, and says on every start when the Electron is too old to trust with real secrets.

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { electronProgram, officialVersion } from './electron-official.ts';
import { isOutdated, resolveElectron } from './electron-runtime.ts';
import { ensureSqliteFor } from './native-sqlite.ts';
import { runToEnd } from './run-to-end.ts';
import { runScript, Stop, say } from './step.ts';

const TREE = resolve(import.meta.dirname, '..');

/** Variables that change what the started program is or loads: a stray one must not reach the app. */
const NOT_PASSED = ['ELECTRON_RUN_AS_NODE', 'ELECTRON_OVERRIDE_DIST_PATH', 'NODE_OPTIONS', 'NODE_PATH'];

/** What the app is told, and the person with it, when its Electron gets no security fixes any more. */
const OLD_ELECTRON = '--old-electron';

async function main(): Promise<number> {
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    throw new Stop(
      'Postern does not start as root: its windows would have no sandbox. Please start it as a normal user.',
    );
  }
  if (!existsSync(join(TREE, 'dist', 'main', 'main.cjs'))) {
    throw new Stop('Postern is not built yet. `npm start` builds it and then starts it.');
  }
  const electron = await resolveElectron('start');
  await ensureSqliteFor(electron);
  const newest = await officialVersion();
  const old = isOutdated(electron.version, newest);
  if (old) say(`Careful: Electron ${electron.version} is old and gets no security fixes. Keep no real secrets in it.`);
  const program = join(electron.dist, electronProgram());
  return startApp(program, ['.', ...(old ? [OLD_ELECTRON] : []), ...process.argv.slice(2)]);
}

async function startApp(program: string, args: readonly string[]): Promise<number> {
  const env = { ...process.env };
  for (const name of NOT_PASSED) delete env[name];
  return runToEnd([program, ...args], { cwd: TREE, env });
}

await runScript(main);
