// Settings files of other programs, written whole or not at all: a copy first, another look before the swap, the old mode and owner.
import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, realpath, rename, rmdir, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BrokerError, type FaultCode, faultCodeOf } from '../contract/fault.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { ConfigBytes, ConfigChange, ConfigFiles } from '../core/ports/config-files.ts';
import { readWhole } from './import-files.ts';

const maxBytes = 4 * 1024 * 1024;
/** A lock that its program has not touched for so long was left behind: proper-lockfile's own measure. */
const staleLockMs = 10_000;

export class ClientConfigFiles implements ConfigFiles {
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async read(path: string): Promise<ConfigBytes> {
    return (await readAt(path))?.bytes ?? null;
  }

  async hasFolder(path: string): Promise<boolean> {
    return stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
  }

  async makeFolder(path: string): Promise<void> {
    await mkdir(path, { recursive: true }).catch((cause) => {
      throw new BrokerError('config_unwritable', { cause });
    });
  }

  async write(change: ConfigChange): Promise<string | null> {
    const { path, expected, lock } = change;
    return locked(lock, async () => {
      const file = await resolved(path);
      const stats = await requireStill(file, expected);
      const wanted = change.backup && expected !== null;
      const backup = wanted ? await freeName(`${file}.postern-${stamp(this.#clock.now())}`) : null;
      const beside = join(dirname(file), `.postern-${randomBytes(8).toString('hex')}`);
      const made: string[] = [];
      try {
        if (backup !== null && expected !== null) {
          await writeNew(backup, expected, stats, change.mode);
          made.push(backup);
        }
        await writeNew(beside, change.bytes, stats, change.mode);
        made.push(beside);
        // Whoever writes in this last instant loses what they wrote, and finds it nowhere but with themselves.
        await requireStill(file, expected);
        await rename(beside, file);
      } catch (thrown) {
        for (const each of made) await unlink(each).catch(() => undefined);
        throw writeFault(thrown);
      }
      await syncFolder(file);
      return backup;
    });
  }

  async remove(path: string, expected: Buffer): Promise<void> {
    await requireStill(path, expected);
    await unlink(path).catch((thrown) => {
      throw writeFault(thrown);
    });
  }
}

interface ReadFile {
  readonly bytes: Buffer;
  readonly stats: Stats;
}

/** null: there is none. */
async function readAt(path: string): Promise<ReadFile | null> {
  let file: FileHandle;
  try {
    // Without O_NONBLOCK, opening a FIFO would wait for a writer for ever.
    file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (cause) {
    const missing = ['ENOENT', 'ENOTDIR'].includes(errnoOf(cause));
    // A link that leads nowhere is somebody's arrangement, and no empty place.
    if (missing && (await lstat(path).catch(() => null)) === null) return null;
    throw new BrokerError(missing ? 'config_not_a_file' : 'config_unreadable', { cause });
  }
  try {
    return { stats: await file.stat(), bytes: await readWhole(file, maxBytes) };
  } catch (cause) {
    throw new BrokerError(readFaults[faultCodeOf(cause)] ?? 'config_unreadable', { cause });
  } finally {
    await file.close();
  }
}

const readFaults: Partial<Record<FaultCode, FaultCode>> = {
  import_too_large: 'config_too_large',
  import_not_a_file: 'config_not_a_file',
};

/** Where a link leads; the path itself when there is nothing yet. */
async function resolved(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}

/** What the file is; null: there is none, and none was expected. */
async function requireStill(path: string, expected: ConfigBytes): Promise<Stats | null> {
  const now = await readAt(path);
  if (expected === null || now === null) {
    if (expected === null && now === null) return null;
    throw new BrokerError('config_changed');
  }
  if (!now.bytes.equals(expected)) throw new BrokerError('config_changed');
  if (now.stats.nlink > 1) throw new BrokerError('config_linked');
  // Root and a rename would both pass over it.
  if ((now.stats.mode & 0o222) === 0) throw new BrokerError('config_readonly');
  return now.stats;
}

async function writeNew(path: string, bytes: Uint8Array, stats: Stats | null, mode: number): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    const own = await file.stat();
    if (stats !== null && (own.uid !== stats.uid || own.gid !== stats.gid)) await file.chown(stats.uid, stats.gid);
    await file.chmod((stats?.mode ?? mode) & 0o7777);
    await file.sync();
  } catch (thrown) {
    await unlink(path).catch(() => undefined);
    throw thrown;
  } finally {
    await file.close();
  }
}

/** Holds the lock that the program itself takes while it writes. */
async function locked<T>(lock: string | null, work: () => Promise<T>): Promise<T> {
  if (lock === null) return work();
  await takeLock(lock);
  try {
    return await work();
  } finally {
    await rmdir(lock).catch(() => undefined);
  }
}

async function takeLock(lock: string): Promise<void> {
  try {
    const held = await stat(lock).catch(() => null);
    if (held !== null && Date.now() - held.mtimeMs > staleLockMs) await rmdir(lock);
    await mkdir(lock);
  } catch (thrown) {
    throw errnoOf(thrown) === 'EEXIST' ? new BrokerError('config_busy') : writeFault(thrown);
  }
}

async function freeName(name: string): Promise<string> {
  for (let count = 1; ; count += 1) {
    const free = count === 1 ? name : `${name}-${count}`;
    if ((await lstat(free).catch(() => null)) === null) return free;
  }
}

/** Where a folder cannot be synced, as on Windows, the change is still made. */
async function syncFolder(file: string): Promise<void> {
  const folder = await open(dirname(file), constants.O_RDONLY).catch(() => null);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

/** Such as `2026-11-22T06-30-00-123Z`. */
function stamp(at: number): string {
  return new Date(at).toISOString().replaceAll(/[:.]/g, '-');
}

function writeFault(thrown: unknown): BrokerError {
  if (thrown instanceof BrokerError) return thrown;
  return new BrokerError(writeFaults[errnoOf(thrown)] ?? 'config_unwritable', { cause: thrown });
}

const writeFaults: Readonly<Record<string, FaultCode>> = {
  ENOENT: 'config_folder_missing',
  ENOTDIR: 'config_folder_missing',
  EACCES: 'config_readonly',
  EPERM: 'config_readonly',
  EROFS: 'config_readonly',
  ENOSPC: 'disk_full',
  EDQUOT: 'disk_full',
};

function errnoOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
}
