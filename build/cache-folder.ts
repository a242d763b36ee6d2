// Where the build scripts keep what is dear to fetch or to compile. An entry is complete or absent: never half-written.

import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join } from 'node:path';

const ABANDONED_AFTER_MS = 60 * 60 * 1000;

/** `$XDG_CACHE_HOME/postern`, or `~/.cache/postern`. A relative XDG_CACHE_HOME is ignored, as its specification asks. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const xdg = env.XDG_CACHE_HOME;
  return join(xdg !== undefined && isAbsolute(xdg) ? xdg : join(homedir(), '.cache'), 'postern');
}

/**
 * Makes the folder `target` unless it exists: `build` fills a new folder beside it, which is then renamed. Where two
 * runs do so at once, the first to finish wins and the other uses its result. Folders that a killed run left behind
 * are removed after an hour.
 */
export async function buildOnce(target: string, build: (folder: string) => Promise<void>): Promise<void> {
  if (existsSync(target)) return;
  await mkdir(dirname(target), { recursive: true });
  await removeAbandoned(target);
  const folder = await mkdtemp(temporaryPrefix(target));
  try {
    await build(folder);
    // mkdtemp makes 0700; the tests read it as another user.
    await chmod(folder, 0o755);
    await rename(folder, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function temporaryPrefix(target: string): string {
  return `${target}.building-`;
}

async function removeAbandoned(target: string): Promise<void> {
  const prefix = basename(temporaryPrefix(target));
  for (const name of await readdir(dirname(target))) {
    if (!name.startsWith(prefix)) continue;
    const path = join(dirname(target), name);
    const age = Date.now() - ((await stat(path).catch(() => null))?.mtimeMs ?? Date.now());
    if (age > ABANDONED_AFTER_MS) await rm(path, { recursive: true, force: true });
  }
}
