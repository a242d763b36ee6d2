// Values as files for the life of a run: on tmpfs, where nothing reaches a disk but by swap. P11's one exception; Linux only.
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, readdir, rm, statfs } from 'node:fs/promises';
import { BrokerError, type FaultCode, faultCodeOf } from '../contract/fault.ts';
import { wipe } from '../core/crypto/wipe.ts';
import type { RunFile, RunFiles } from '../core/ports/run-files.ts';
import { readProcess } from './process-table.ts';
import { withKeyLineEnds } from './run-files-armour.ts';

/** statfs(2): tmpfs may be swapped, ramfs is not. */
const inMemory: ReadonlySet<number> = new Set([0x0102_1994, 0x8584_58f6]);
const safeName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
/** postern-run-PID-STARTED-RANDOM: whose it is, so that a later start can tell what was left behind. */
const folderName = /^postern-run-(\d+)-(\d+)-[0-9a-f]{32}$/;

export class TmpfsRunFiles implements RunFiles {
  readonly #places: readonly string[];

  /** `places`: absolute paths of folders to try, best first; those that are not in memory are passed over. */
  constructor(places: readonly string[]) {
    this.#places = places;
  }

  async withFiles<T>(files: readonly RunFile[], use: (paths: readonly string[]) => Promise<T>): Promise<T> {
    const held: HeldFile[] = [];
    try {
      for (const file of files) held.push(await this.#hold(file));
      return await use(held.map(({ path }) => path));
    } finally {
      for (const file of held) await file.remove();
    }
  }

  /** Removes what a Postern of this account left that is no longer there. For the start; it never throws. */
  async sweep(): Promise<void> {
    for (const place of this.#places) {
      const names = await readdir(place).catch(() => []);
      for (const name of names) if (await isLeftOver(`${place}/${name}`, name)) await removeFolder(`${place}/${name}`);
    }
  }

  async #hold(file: RunFile): Promise<HeldFile> {
    if (!safeName.test(file.name)) throw new BrokerError('internal');
    for (const place of this.#places) {
      try {
        return await holdIn(place, file);
      } catch (thrown) {
        if (faultCodeOf(thrown) !== 'file_no_tmpfs') throw thrown;
      }
    }
    throw new BrokerError('file_no_tmpfs');
  }
}

/** Where this account's Linux has memory to write to; elsewhere there is none that needs no administrator. */
export function usualPlaces(runtimeFolder: string | undefined): readonly string[] {
  if (process.platform !== 'linux') return [];
  return runtimeFolder?.startsWith('/') ? [runtimeFolder, '/dev/shm'] : ['/dev/shm'];
}

interface HeldFile {
  readonly path: string;
  /** Never throws: what cannot be removed is left to the next sweep. */
  remove(): Promise<void>;
}

/** @throws BrokerError file_no_tmpfs when `place` is not in memory or not safe; file_no_room */
async function holdIn(place: string, { name, bytes }: RunFile): Promise<HeldFile> {
  if (!(await isSafePlace(place))) throw new BrokerError('file_no_tmpfs');
  const { pid, startTime } = readProcess(process.pid) ?? { pid: process.pid, startTime: 0 };
  const folder = `${place}/postern-run-${pid}-${startTime}-${randomBytes(16).toString('hex')}`;
  let inside: FileHandle | null = null;
  let file: FileHandle | null = null;
  const remove = async () => {
    if (file !== null) await overwrite(file).catch(() => {});
    await file?.close().catch(() => {});
    await inside?.close().catch(() => {});
    await removeFolder(folder);
  };
  try {
    await mkdir(folder, { mode: 0o700 });
    inside = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
    // SECURITY P11: from here on the folder is this one, by its descriptor, whatever is put at its path.
    const here = `/proc/self/fd/${inside.fd}`;
    if (!inMemory.has((await statfs(here)).type)) throw new BrokerError('file_no_tmpfs');
    const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
    file = await open(`${here}/${name}`, flags, 0o600);
    const written = withKeyLineEnds(bytes);
    try {
      await file.writeFile(written);
    } finally {
      wipe(written);
    }
    return { path: `${folder}/${name}`, remove };
  } catch (cause) {
    await remove();
    throw cause instanceof BrokerError ? cause : new BrokerError(faultOf(cause), { cause });
  }
}

/** A folder, and no link to one, in which nobody else can move what is ours: our own and closed to writing, or root's and sticky. */
async function isSafePlace(place: string): Promise<boolean> {
  try {
    const { uid, mode } = await lstat(place);
    if ((mode & constants.S_IFMT) !== constants.S_IFDIR) return false;
    const isShared = (mode & 0o022) !== 0;
    const isSticky = (mode & 0o1000) !== 0;
    return (uid === process.getuid?.() && !isShared) || (uid === 0 && isSticky);
  } catch {
    return false;
  }
}

function faultOf(cause: unknown): FaultCode {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG' || code === 'EMFILE'
    ? 'file_no_room'
    : 'file_no_tmpfs';
}

/** By the descriptor: the bytes that were written, wherever the command has moved or linked them. */
async function overwrite(file: FileHandle): Promise<void> {
  const { size } = await file.stat();
  const zeros = Buffer.alloc(64 * 1024);
  for (let at = 0; at < size; at += zeros.length) {
    await file.write(zeros, 0, Math.min(zeros.length, size - at), at);
  }
}

async function isLeftOver(path: string, name: string): Promise<boolean> {
  const [, pid, started] = folderName.exec(name) ?? [];
  if (pid === undefined || started === undefined) return false;
  const left = await lstat(path).catch(() => null);
  if (left === null || !left.isDirectory() || left.uid !== process.getuid?.()) return false;
  const owner = readProcess(Number(pid));
  return owner === null || owner.ended || owner.startTime !== Number(started);
}

/** With whatever the command put beside the file. Links in it are removed, never followed. */
async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(() => {});
}
