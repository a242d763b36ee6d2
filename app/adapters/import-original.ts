// What becomes of a file after its import: replaced by a text without the values, or overwritten and removed. It touches only
// a file that still holds what was imported.
import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, realpath, rename, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BrokerError } from '../contract/fault.ts';
import { maxImportBytes } from '../core/imports/import-limits.ts';
import { readWhole } from './import-files.ts';

/**
 * Puts `replacement`, which holds no imported value, in the place of the file at once, with its mode and owner; on disk when
 * this resolves. A link stays a link: what it leads to is replaced. The old text is unlinked, not overwritten: its blocks
 * hold it until they are used again. Call it only when the values are safe in the vault.
 * @throws BrokerError import_file_missing, import_file_changed (it is not `imported` any more), import_file_linked,
 * import_file_unwritable
 */
export async function replaceOriginal(path: string, imported: Uint8Array, replacement: Uint8Array): Promise<void> {
  const real = await resolved(path);
  const beside = join(dirname(real), `.postern-${randomBytes(8).toString('hex')}`);
  const stats = await requireImportedAt(real, imported);
  try {
    await writeNew(beside, replacement, stats);
    // Whoever writes in this last instant loses what they wrote; rename has no "only if it is still the same".
    await requireImportedAt(real, imported);
    await rename(beside, real);
    await syncFolder(real);
  } catch (thrown) {
    await unlink(beside).catch(() => undefined);
    throw unwritable(thrown);
  }
}

/**
 * Overwrites the file once with random bytes, and removes it. That proves nothing on an SSD, on a file system that copies on
 * write or keeps a journal of data (btrfs, ZFS, APFS), or where there are snapshots or backups: the old blocks live on there
 * until something reuses them. What must be gone for sure must be revoked where it was issued. Call it only when the values
 * are safe in the vault.
 * @throws BrokerError as `replaceOriginal`
 */
export async function shredOriginal(path: string, imported: Uint8Array): Promise<void> {
  const real = await resolved(path);
  try {
    const file = await open(real, constants.O_RDWR | constants.O_NONBLOCK);
    try {
      await requireImported(file, imported);
      await file.write(randomBytes(imported.length), 0, imported.length, 0);
      await file.sync();
    } finally {
      await file.close();
    }
    await unlink(real);
    await syncFolder(real);
  } catch (thrown) {
    throw unwritable(thrown);
  }
}

async function requireImportedAt(real: string, imported: Uint8Array): Promise<Stats> {
  const file = await open(real, constants.O_RDONLY | constants.O_NONBLOCK).catch(missing);
  try {
    return await requireImported(file, imported);
  } finally {
    await file.close();
  }
}

async function requireImported(file: FileHandle, imported: Uint8Array): Promise<Stats> {
  const bytes = await readWhole(file, maxImportBytes);
  const isSame = bytes.equals(imported);
  bytes.fill(0);
  if (!isSame) throw new BrokerError('import_file_changed');
  const stats = await file.stat();
  // Under its other name the old text would live on, and nobody would know.
  if (stats.nlink > 1) throw new BrokerError('import_file_linked');
  return stats;
}

async function writeNew(path: string, bytes: Uint8Array, { mode, uid, gid }: Stats): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    const own = await file.stat();
    if (own.uid !== uid || own.gid !== gid) await file.chown(uid, gid);
    await file.chmod(mode & 0o7777);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Where a folder cannot be synced, as on Windows, the change is still made. */
async function syncFolder(file: string): Promise<void> {
  const folder = await open(dirname(file), constants.O_RDONLY).catch(() => null);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

function resolved(path: string): Promise<string> {
  return realpath(path).catch(missing);
}

function missing(cause: unknown): never {
  throw new BrokerError('import_file_missing', { cause });
}

function unwritable(thrown: unknown): BrokerError {
  return thrown instanceof BrokerError ? thrown : new BrokerError('import_file_unwritable', { cause: thrown });
}
