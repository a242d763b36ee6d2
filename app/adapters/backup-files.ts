// Backups as files: written whole or not at all, for this account alone. It deletes nothing but what it is told to by name,
// and a damaged vault file is only ever copied or moved aside.
import { chmod, constants, type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { BrokerError } from '../contract/fault.ts';
import { maxBackupBytes } from '../core/backup/backup-file.ts';
import type { BackupFolder } from '../core/ports/backup-folder.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import { withSqliteFaults } from './sqlite-fault.ts';

/** The folder of the automatic backups. */
export class BackupFiles implements BackupFolder {
  readonly path: string;

  /** `path`: absolute; made with 0700 at the first write. */
  constructor(path: string) {
    this.path = path;
  }

  async list(): Promise<readonly string[]> {
    try {
      const found = await readdir(this.path, { withFileTypes: true });
      return found.filter((entry) => entry.isFile()).map(({ name }) => name);
    } catch (thrown) {
      if (isMissing(thrown)) return [];
      throw writeFault(thrown);
    }
  }

  read(name: string): Promise<Buffer> {
    return readBackupFile(this.#path(name));
  }

  async write(name: string, bytes: Buffer): Promise<void> {
    await makePrivateFolder(this.path);
    await writeBackupFile(this.#path(name), bytes);
  }

  async remove(name: string): Promise<void> {
    try {
      await rm(this.#path(name), { force: true });
    } catch (thrown) {
      throw writeFault(thrown);
    }
  }

  /** A name is one file in this folder and nothing else. */
  #path(name: string): string {
    if (name !== basename(name) || name === '..' || name === '.') throw new BrokerError('internal');
    return join(this.path, name);
  }
}

/** The bytes of the file at the absolute `path`. @throws BrokerError backup_missing; backup_unreadable: no file, or too large */
export async function readBackupFile(path: string): Promise<Buffer> {
  let file: FileHandle;
  try {
    // Without O_NONBLOCK, opening a FIFO would wait for a writer for ever.
    file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (cause) {
    throw new BrokerError('backup_missing', { cause });
  }
  try {
    const { size } = await file.stat().then((found) => (found.isFile() ? found : { size: Number.POSITIVE_INFINITY }));
    if (size > maxBackupBytes) throw new BrokerError('backup_unreadable');
    return await readWhole(file, size);
  } catch (thrown) {
    throw thrown instanceof BrokerError ? thrown : new BrokerError('backup_missing', { cause: thrown });
  } finally {
    await file.close();
  }
}

/**
 * Writes the absolute `path` whole or not at all, 0600: under another name beside it, synced, then renamed over what lay there.
 * @throws BrokerError disk_full, backup_unwritable; then what lay there lies there still
 */
export async function writeBackupFile(path: string, bytes: Buffer): Promise<void> {
  const partial = `${path}.postern-partial`;
  try {
    // What a crash left. Opened exclusively afterwards, so that no link is followed.
    await rm(partial, { force: true });
    await writeSynced(partial, bytes);
    await rename(partial, path);
    await syncFolder(dirname(path));
  } catch (thrown) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw writeFault(thrown);
  }
}

/**
 * Copies the open database, as it is with all its damage, to `damaged/` beside it, before a repair; the new file's path.
 * `at`: milliseconds since 1970. Through SQLite itself, for closing a second handle on the file would end SQLite's locks.
 * @throws BrokerError disk_full, backup_unwritable, vault_truncated when SQLite cannot read it
 */
export async function copyAside(database: SqliteDatabase, at: number): Promise<string> {
  const copy = await asidePath(database.name, at);
  await writeBackupFile(
    copy,
    withSqliteFaults(() => database.serialize()),
  );
  return copy;
}

/**
 * Moves a database that SQLite cannot read, with its log, to `damaged/` beside it; the new path. Nobody may have it open.
 * @throws BrokerError backup_unwritable
 */
export async function moveAside(path: string, at: number): Promise<string> {
  const aside = await asidePath(path, at);
  try {
    // The database first: a kill after its log alone was moved would leave an older state that opens without a word.
    for (const part of ['', '-wal', '-shm']) await rename(`${path}${part}`, `${aside}${part}`).catch(ignoreMissing);
    await syncFolder(dirname(aside));
    await syncFolder(dirname(path));
  } catch (thrown) {
    throw writeFault(thrown);
  }
  return aside;
}

/** A name that is not taken, such as `damaged/vault-2026-11-22T06-30-00.db`. */
async function asidePath(path: string, at: number): Promise<string> {
  const folder = join(dirname(path), 'damaged');
  await makePrivateFolder(folder);
  const taken = await readdir(folder);
  const time = new Date(at).toISOString().slice(0, 19).replaceAll(':', '-');
  for (let count = 1; ; count += 1) {
    const name = `vault-${time}${count === 1 ? '' : `-${count}`}.db`;
    if (!taken.some((other) => other.startsWith(name))) return join(folder, name);
  }
}

async function makePrivateFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const { mode } = await stat(folder);
    if ((mode & 0o077) !== 0) await chmod(folder, mode & 0o700);
  } catch (thrown) {
    throw writeFault(thrown);
  }
}

async function readWhole(file: FileHandle, size: number): Promise<Buffer> {
  const bytes = Buffer.alloc(size);
  for (let filled = 0; filled < size; ) {
    const { bytesRead } = await file.read(bytes, filled, size - filled, filled);
    if (bytesRead === 0) return bytes.subarray(0, filled);
    filled += bytesRead;
  }
  return bytes;
}

async function writeSynced(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A rename is durable once its folder is synced. Windows cannot open a folder, and some file systems cannot sync one. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync().catch(() => undefined);
  } finally {
    await handle.close();
  }
}

function ignoreMissing(thrown: unknown): void {
  if (!isMissing(thrown)) throw thrown;
}

function isMissing(thrown: unknown): boolean {
  return errnoOf(thrown) === 'ENOENT';
}

function writeFault(thrown: unknown): BrokerError {
  if (thrown instanceof BrokerError) return thrown;
  const full = ['ENOSPC', 'EDQUOT'].includes(errnoOf(thrown) ?? '');
  return new BrokerError(full ? 'disk_full' : 'backup_unwritable', { cause: thrown });
}

function errnoOf(thrown: unknown): string | null {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : null;
}
