// The Electron that package.json names, as its makers ship it: the copy under node_modules, or a download of it that
// matches the checksums in the electron package. Never waits for a network that does not move.

import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Stop } from './step.ts';

/** Given up after this long without a byte. */
const STALL_LIMIT_MS = 15_000;

const packageFolder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));

/** The folder a download is unpacked to, and what is asked for. Tests point it at a server of their own. */
export interface ElectronSource {
  /** The electron package's folder. */
  readonly packageFolder: string;
  /** Milliseconds without progress before giving up. */
  readonly stallLimit: number;
  /** Where @electron/get keeps its downloads; its own default when absent. */
  readonly cacheRoot?: string;
}

/** The source in everyday use. */
export const officialSource: ElectronSource = { packageFolder, stallLimit: STALL_LIMIT_MS };

/** Path of Electron's program, relative to the folder it was unpacked to. */
export function electronProgram(platform: NodeJS.Platform = process.platform): string {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
}

/** The version of Electron that this tree is written for. */
export async function officialVersion(source: ElectronSource = officialSource): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(source.packageFolder, 'package.json'), 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version);
  throw new Stop(`There is no version in ${source.packageFolder}/package.json`);
}

/** The version in an unpacked Electron's folder, without a leading v; null where the folder holds no Electron. */
export async function versionIn(dist: string): Promise<string | null> {
  if (!existsSync(join(dist, electronProgram()))) return null;
  const text = await readFile(join(dist, 'version'), 'utf8').catch(() => null);
  return text === null ? null : text.trim().replace(/^v/, '');
}

/** The folder of the official Electron where a complete one is under node_modules; else null. */
export async function presentElectron(source: ElectronSource = officialSource): Promise<string | null> {
  const dist = join(source.packageFolder, 'dist');
  return (await versionIn(dist)) === (await officialVersion(source)) ? dist : null;
}

/**
 * Downloads and unpacks the official Electron into the electron package, as its own installer would.
 * @returns its folder. @throws Error with the reason: no network, no progress, or a wrong checksum.
 */
export async function downloadElectron(source: ElectronSource = officialSource): Promise<string> {
  const archive = await downloadArchive(source);
  const dist = join(source.packageFolder, 'dist');
  const { extract } = await import('@electron-internal/extract-zip');
  const folder = await mkdtemp(join(source.packageFolder, 'dist-'));
  try {
    await extract(archive, { dir: join(folder, 'dist') });
    // Another run may have put it there meanwhile: theirs is as good.
    if ((await presentElectron(source)) === null) {
      await rm(dist, { recursive: true, force: true });
      await rename(join(folder, 'dist'), dist);
    }
    // electron/index.js reads this; Playwright finds Electron through it.
    await writeFile(join(folder, 'path.txt'), electronProgram());
    await rename(join(folder, 'path.txt'), join(source.packageFolder, 'path.txt'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return dist;
}

/** One sentence part for what went wrong with a download, without a stack. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause;
  if (cause instanceof Error && 'code' in cause && cause.code === 'ENOTFOUND') return 'its host is unknown here';
  return cause instanceof Error && error.message === 'fetch failed' ? cause.message : error.message;
}

async function downloadArchive(source: ElectronSource): Promise<string> {
  const { downloadArtifact } = await import('@electron/get');
  const checksums = JSON.parse(await readFile(join(source.packageFolder, 'checksums.json'), 'utf8'));
  const stalled = new AbortController();
  const stall = new Error(`no progress for ${source.stallLimit / 1000} s`);
  const timer = setTimeout(() => stalled.abort(stall), source.stallLimit);
  try {
    return await downloadArtifact({
      version: await officialVersion(source),
      artifactName: 'electron',
      platform: process.platform,
      arch: process.arch,
      checksums,
      ...(source.cacheRoot === undefined ? {} : { cacheRoot: source.cacheRoot }),
      downloadOptions: { signal: stalled.signal, quiet: true, getProgressCallback: async () => void timer.refresh() },
    });
  } finally {
    clearTimeout(timer);
  }
}
