// `npm run pack`: an unpacked application in release/, from the Electron that this machine can have.
import { resolveElectron } from './electron-runtime.ts';
import { ensureSqliteFor } from './native-sqlite.ts';
import { runToEnd } from './run-to-end.ts';
import { runScript, say } from './step.ts';

await runScript(async () => {
  const electron = await resolveElectron('package');
  await ensureSqliteFor(electron);
  if (electron.source === 'fallback')
    say(`Careful: this packs Electron ${electron.version}, which is old. Do not hand it to anyone.`);
  return runToEnd([
    process.execPath,
    'node_modules/electron-builder/cli.js',
    '--dir',
    `-c.electronDist=${electron.dist}`,
    `-c.electronVersion=${electron.version}`,
  ]);
});
