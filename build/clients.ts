// `npm run clients [-- NAMES…]`: real MCP clients, pinned, against the real shim and the real app, each in a clean home. They are
// large and not ours to hand out, so they are fetched here and kept in the cache folder; `npm ci` and the tests know nothing of them.
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildOnce, cacheFolder } from './cache-folder.ts';
import { type ClientPackage, clientPackages } from './client-packages.ts';
import { runInSession } from './e2e-session.ts';
import { resolveElectron } from './electron-runtime.ts';
import { ensureSqliteFor } from './native-sqlite.ts';
import { runScript, Stop, say, step, tail } from './step.ts';
import { ensureSystemPackages } from './system-packages.ts';

const run = promisify(execFile);

await runScript(async () => {
  const wanted = process.argv.slice(2);
  const unknown = wanted.find((name) => !clientPackages.some(({ id }) => id === name));
  if (unknown !== undefined)
    throw new Stop(`There is no such client. Clients: ${clientPackages.map(({ id }) => id).join(', ')}.`);
  await ensureSystemPackages('demo');
  const electron = await resolveElectron('test');
  await ensureSqliteFor(electron);
  const folders: Record<string, string> = {};
  const failed: string[] = [];
  for (const client of clientPackages.filter(({ id }) => wanted.length === 0 || wanted.includes(id))) {
    const folder = await fetched(client);
    if (folder === null) failed.push(client.id);
    else folders[client.id] = folder;
  }
  // As root the session stays root: another user could not read the cache.
  const code = await runInSession(['node', 'e2e/clients.ts'], {
    electron: electron.dist,
    out: 'out/clients',
    env: { POSTERN_TEST_CLIENTS: JSON.stringify(folders) },
  });
  for (const id of failed) say(`${id} could not be installed, so nothing is known of it.`);
  return failed.length > 0 ? 1 : code;
});

/** The folder that a client is installed in; null when it could not be. Nothing of it is run while it is installed. */
async function fetched({ id, name, version }: ClientPackage): Promise<string | null> {
  const target = join(cacheFolder(), 'clients', `${id}-${version}`);
  const install = (folder: string) =>
    step(`Fetching ${name} ${version}`, async () => {
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'package.json'), '{"private":true}');
      await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', `${name}@${version}`], {
        cwd: folder,
      });
    });
  try {
    await buildOnce(target, install);
    return target;
  } catch (error) {
    say(tail(error instanceof Error ? error.message : String(error)));
    return null;
  }
}
