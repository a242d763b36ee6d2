// Which programs and libraries of the system a task needs. Installs what is missing where it may (root, with apt), and
// otherwise prints the one command that does. Never asks for a password.

import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { say, step, tail } from './step.ts';

const run = promisify(execFile);

/** `compile` is for better-sqlite3 under an old Electron. */
export type PackagePurpose = 'demo' | 'test' | 'compile';

/** One thing that is needed: there if its program is on the PATH, or if a package of any of its names is installed. */
export interface Need {
  /** Debian's names for it, the newest first. */
  readonly names: readonly [string, ...string[]];
  readonly program?: string;
}

const SERVICES: readonly Need[] = [
  { names: ['dbus'], program: 'dbus-run-session' },
  { names: ['gnome-keyring'], program: 'gnome-keyring-daemon' },
];
const VIRTUAL_DISPLAY: readonly Need[] = [
  { names: ['xvfb'], program: 'xvfb-run' },
  { names: ['xauth'], program: 'xauth' },
];
const LIBRARIES: readonly Need[] = [
  { names: ['libnss3'] },
  { names: ['libgtk-3-0t64', 'libgtk-3-0'] },
  { names: ['libasound2t64', 'libasound2'] },
  { names: ['libgbm1'] },
  { names: ['libsecret-1-0'] },
];
const WINDOW_TOOLS: readonly Need[] = [
  { names: ['openbox'], program: 'openbox' },
  { names: ['xdotool'], program: 'xdotool' },
];
/** Other password stores and key tools, for the tests that use the real ones; and what asks whether the person is here. */
const STORES: readonly Need[] = [
  { names: ['pass'], program: 'pass' },
  { names: ['gnupg'], program: 'gpg' },
  { names: ['keepassxc'], program: 'keepassxc-cli' },
  { names: ['openssh-client'], program: 'ssh-keygen' },
  { names: ['openssl'], program: 'openssl' },
  { names: ['polkitd', 'policykit-1'] },
  { names: ['python3-dbus'] },
  { names: ['python3-gi'] },
];
const COMPILER: readonly Need[] = [
  { names: ['g++'], program: 'g++' },
  { names: ['make'], program: 'make' },
  { names: ['python3'], program: 'python3' },
];

/** What a purpose needs on Linux. */
export function needsOf(purpose: PackagePurpose, hasDisplay: boolean): readonly Need[] {
  if (purpose === 'compile') return COMPILER;
  if (purpose === 'demo') return [...SERVICES, ...(hasDisplay ? [] : VIRTUAL_DISPLAY), ...LIBRARIES];
  return [...SERVICES, ...VIRTUAL_DISPLAY, ...LIBRARIES, ...WINDOW_TOOLS, ...STORES];
}

/** The needs that neither a program nor an installed package meets. */
export function missing(
  needs: readonly Need[],
  isProgram: (name: string) => boolean,
  installed: ReadonlySet<string>,
): readonly Need[] {
  return needs.filter(({ program, names }) => {
    if (program !== undefined && isProgram(program)) return false;
    return !names.some((name) => installed.has(name));
  });
}

/** The name to install: the newest that this release of the system knows. */
export function nameToInstall(need: Need, known: ReadonlySet<string>): string {
  return need.names.find((name) => known.has(name)) ?? need.names.at(-1) ?? need.names[0];
}

/** The names that dpkg-query reports as installed. Architectures are cut off (`libgbm1:amd64`). */
export function installedNames(dpkgOutput: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const line of dpkgOutput.split('\n')) {
    const [name, status] = line.split(' ');
    if (name !== undefined && status === 'installed') names.add(name.replace(/:.*$/, ''));
  }
  return names;
}

/**
 * Sees to it that the system has what the purpose needs. Does nothing on macOS and Windows. A missing compiler alone
 * does not stop a demo or test (only an old Electron needs one), but is fetched along with the rest.
 * Ends the process with code 1, after saying what to do, when something is missing and cannot be installed here.
 */
export async function ensureSystemPackages(purpose: PackagePurpose): Promise<void> {
  if (process.platform !== 'linux') return;
  const absent = await missingHere(needsOf(purpose, Boolean(process.env.DISPLAY)));
  if (absent.length === 0) return;
  const wanted = purpose === 'compile' ? absent : [...absent, ...(await missingHere(COMPILER))];
  const may = process.getuid?.() === 0 && isProgram('apt-get');
  const failure = may ? await install(wanted) : null;
  if (may && failure === null && (await missingHere(wanted)).length === 0) return;
  if (failure !== null) say(failure);
  const names = await namesToInstall(wanted);
  say(
    `Postern needs some packages of this system first. Please run:\n  ${installCommand(names, isProgram('apt-get'))}`,
  );
  process.exit(1);
}

/** @param hasApt - without apt the names are Debian's, and finding one's own is left to the person. */
export function installCommand(names: readonly string[], hasApt: boolean): string {
  if (hasApt) return `sudo apt-get install --no-install-recommends ${names.join(' ')}`;
  return `(what your system calls the Debian packages) ${names.join(' ')}`;
}

async function missingHere(needs: readonly Need[]): Promise<readonly Need[]> {
  if (!isProgram('dpkg-query'))
    return missing(
      needs.filter((need) => need.program !== undefined),
      isProgram,
      new Set(),
    );
  const names = needs.flatMap((need) => need.names);
  // Exits with 1 when one name is unknown, and still prints the others.
  const output = await outputOf('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\\n', ...names]);
  return missing(needs, isProgram, installedNames(output));
}

/** @returns null, or what to tell the person. */
async function install(wanted: readonly Need[]): Promise<string | null> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args: string[]) =>
    run('apt-get', ['-o', 'Acquire::Retries=3', '-o', 'DPkg::Lock::Timeout=120', ...args], { env, maxBuffer: 2 ** 26 });
  const labels = wanted.map((need) => need.names.at(-1)).join(' ');
  try {
    await step(`Installing system packages: ${labels}`, async () => {
      // One source of several out of reach is no reason to stop; what is missing then, the next line says.
      await apt('-qq', 'update').catch(() => undefined);
      await apt('-qq', 'install', '-y', '--no-install-recommends', ...(await namesToInstall(wanted)));
    });
    return null;
  } catch (error) {
    return `apt-get failed:\n${tail(error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error))}`;
  }
}

async function namesToInstall(needs: readonly Need[]): Promise<readonly string[]> {
  const known = new Set<string>();
  for (const { names } of needs.filter((need) => need.names.length > 1)) {
    for (const name of names) {
      if ((await outputOf('apt-cache', ['show', '--no-all-versions', name])) !== '') known.add(name);
    }
  }
  return needs.map((need) => nameToInstall(need, known));
}

async function outputOf(program: string, args: readonly string[]): Promise<string> {
  try {
    return (await run(program, [...args], { maxBuffer: 2 ** 24 })).stdout;
  } catch (error) {
    return error instanceof Error && 'stdout' in error ? String(error.stdout) : '';
  }
}

function isProgram(name: string): boolean {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
