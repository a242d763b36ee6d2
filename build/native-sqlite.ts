// Makes better-sqlite3 load in an Electron older than 35. Its prebuilt binaries are for Node-API 10; on an older one they
// crash the process instead of throwing. Built from the package's own sources; never in place, so runs cannot collide.

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { buildOnce, cacheFolder } from './cache-folder.ts';
import { electronProgram } from './electron-official.ts';
import { type ElectronRuntime, majorOf } from './electron-runtime.ts';
import { Stop, step, tail } from './step.ts';
import { ensureSystemPackages } from './system-packages.ts';

const run = promisify(execFile);
const require = createRequire(import.meta.url);

/** The first Electron with Node-API 10. */
const FIRST_WITH_NODE_API_10 = 35;
const BINARY = 'better_sqlite3.node';

/** Whether better-sqlite3's own binaries would crash in this Electron. */
export function needsOwnSqlite(electronVersion: string): boolean {
  return majorOf(electronVersion) < FIRST_WITH_NODE_API_10;
}

/**
 * Puts a binary that runs in this Electron (and in Node 20 to 24) where better-sqlite3 looks first. Compiles it once per
 * version and architecture (about a minute); does nothing for an Electron that runs the prebuilt one.
 * @throws Stop when it does not compile or does not load.
 */
export async function ensureSqliteFor(runtime: Pick<ElectronRuntime, 'version' | 'dist'>): Promise<void> {
  if (!needsOwnSqlite(runtime.version)) return;
  const folder = dirname(require.resolve('better-sqlite3/package.json'));
  const { version } = require('better-sqlite3/package.json') as { version: string };
  const cached = join(cacheFolder(), `better-sqlite3-${version}-${process.platform}-${process.arch}`);
  const target = join(folder, 'build', 'Release', BINARY);
  if (await sameContent(join(cached, BINARY), target)) return;
  if (existsSync(target) && (await loadsIn(runtime, folder))) return;
  await ensureCompiled(cached, folder, runtime.version);
  await place(join(cached, BINARY), target);
  if (await loadsIn(runtime, folder)) return;
  throw new Stop(`The compiled better-sqlite3 does not load. Please remove ${cached} and try again.`);
}

async function ensureCompiled(cached: string, sources: string, electronVersion: string): Promise<void> {
  if (existsSync(cached)) return;
  await ensureSystemPackages('compile');
  await step(`Compiling better-sqlite3 for Electron ${electronVersion} (once, about a minute)`, () =>
    buildOnce(cached, async (folder) => {
      const work = join(folder, 'work');
      for (const part of ['package.json', 'binding.gyp', 'deps', 'lib', 'src']) {
        await cp(join(sources, part), join(work, part), { recursive: true });
      }
      await mkdir(join(work, 'node_modules'));
      const headers = dirname(createRequire(join(sources, 'lib')).resolve('node-addon-api/package.json'));
      await symlink(headers, join(work, 'node_modules', 'node-addon-api'));
      await compile(work);
      await rename(join(work, 'build', 'Release', BINARY), join(folder, BINARY));
      await rm(work, { recursive: true });
    }),
  );
}

async function compile(folder: string): Promise<void> {
  const nodeGyp = require.resolve('node-gyp/bin/node-gyp.js');
  const args = [nodeGyp, 'rebuild', '--release', '--force_build=1', `--nodedir=${nodeHeaders()}`];
  // Experimental Node-API is the one that old and new runtimes both load: node-addon-api then leaves its finalizers alone.
  // SQLite at -O1, and what calls it at -O0, take a third of the time of -O3 with link-time optimisation, for demos and tests that
  // no one feels the difference in.
  const quick = (level: string): string => `${level} -fno-lto`;
  const own = `${quick('-O0')} -UNAPI_VERSION -DNAPI_EXPERIMENTAL`;
  const flags = { CFLAGS: quick('-O1'), LDFLAGS: '-fno-lto', CXXFLAGS: own };
  const env = { ...process.env, ...flags };
  await run(process.execPath, args, { cwd: folder, env, maxBuffer: 2 ** 26 }).catch((error: { stderr?: string }) => {
    throw new Stop(`better-sqlite3 did not compile:\n${tail(error.stderr ?? String(error), 20)}`);
  });
}

/** The folder with include/node: the npm package that brings Node, or the Node that runs this. */
function nodeHeaders(): string {
  try {
    return dirname(require.resolve(`node-${process.platform}-${process.arch}/package.json`));
  } catch {
    return dirname(dirname(process.execPath));
  }
}

async function place(binary: string, target: string): Promise<void> {
  if (await sameContent(binary, target)) return;
  await mkdir(dirname(target), { recursive: true });
  const beside = `${target}.${process.pid}`;
  await copyFile(binary, beside);
  await rename(beside, target);
}

async function sameContent(a: string, b: string): Promise<boolean> {
  const [left, right] = await Promise.all([a, b].map((path) => readFile(path).catch(() => null)));
  return left !== null && left !== undefined && right !== null && right !== undefined && left.equals(right);
}

/** Asks the Electron itself, started as plain Node: a wrong binary ends the process, so it cannot be tried in this one. */
async function loadsIn({ dist }: Pick<ElectronRuntime, 'dist'>, folder: string): Promise<boolean> {
  const script = `new (require(${JSON.stringify(folder)}))(':memory:').exec('create table t (x)')`;
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  return run(join(dist, electronProgram()), ['-e', script], { env }).then(
    () => true,
    () => false,
  );
}
