// Claims the socket's place: the private folder first, the socket second. It must never unlink a socket that answers.
import { randomUUID } from 'node:crypto';
import { chmod, lstat, mkdir, rename, stat, unlink } from 'node:fs/promises';
import type { Server } from 'node:net';
import { createConnection } from 'node:net';
import { dirname } from 'node:path';
import type { FaultCode } from '../contract/fault.ts';
import { BrokerError } from '../contract/fault.ts';

/** `sun_path` holds 108 bytes on Linux and 104 on macOS, with a NUL. */
const maxPathBytes = process.platform === 'darwin' ? 103 : 107;
const othersMayWrite = 0o022;
const sticky = 0o1000;

/** The first place whose surrounding folder exists (XDG_RUNTIME_DIR may name one that does not), otherwise the last. */
export async function firstUsableEndpoint(candidates: readonly string[]): Promise<string> {
  for (const path of candidates.slice(0, -1)) {
    if (await isFolder(dirname(dirname(path)))) return path;
  }
  const last = candidates.at(-1);
  if (last === undefined) throw new BrokerError('internal');
  return last;
}

/**
 * Makes `server` listen on `path`, alone. A socket left over by a crash is replaced.
 * @param uid this process's account; null on Windows, where `path` is a pipe and its ACL is the guard
 * @throws BrokerError endpoint_busy: it answers. endpoint_unsafe: the folder or what lies there is not this account's own.
 * endpoint_too_long, profile_readonly, disk_full. Whatever was there is then still there.
 */
export async function claimEndpoint(server: Server, path: string, uid: number | null): Promise<void> {
  if (uid === null) {
    if (!(await listens(server, path))) throw new BrokerError('endpoint_busy');
    return;
  }
  if (Buffer.byteLength(path) > maxPathBytes) throw new BrokerError('endpoint_too_long');
  await privateFolder(dirname(path), uid);
  // The second turn follows a stale socket that was cleared away; losing it means that another broker was faster.
  for (let turn = 0; turn < 2; turn += 1) {
    if (await listens(server, path)) {
      await chmod(path, 0o600);
      return;
    }
    await clearStale(path, uid);
  }
  throw new BrokerError('endpoint_busy');
}

/** SECURITY P8: only this account may reach the socket, so the folder is its own, 0700, and no link. */
async function privateFolder(folder: string, uid: number): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw new BrokerError(folderFault(cause), { cause });
  });
  const own = await lstat(folder);
  if (!own.isDirectory() || own.uid !== uid) throw new BrokerError('endpoint_unsafe');
  // Whoever may write the folder around it could put another one in its place.
  const around = await stat(dirname(folder));
  if ((around.mode & othersMayWrite) !== 0 && (around.mode & sticky) === 0) throw new BrokerError('endpoint_unsafe');
  if ((around.uid !== uid && around.uid !== 0) || !around.isDirectory()) throw new BrokerError('endpoint_unsafe');
  // An own folder that others could enter is repaired; what they may have left in it is judged by `clearStale`.
  if ((own.mode & 0o777) !== 0o700) await chmod(folder, 0o700);
}

/** false: something is there already. `bind` makes the name or fails, so two brokers cannot both get true. */
function listens(server: Server, path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const failed = (cause: Error) => {
      server.off('listening', listening);
      if (errnoOf(cause) === 'EADDRINUSE') resolve(false);
      else reject(new BrokerError(folderFault(cause), { cause }));
    };
    const listening = () => {
      server.off('error', failed);
      resolve(true);
    };
    server.once('error', failed);
    server.once('listening', listening);
    server.listen(path);
  });
}

/** @throws BrokerError endpoint_busy, endpoint_unsafe */
async function clearStale(path: string, uid: number): Promise<void> {
  const found = await lstat(path, { bigint: true }).catch(() => null);
  if (found === null) return;
  if (!found.isSocket() || found.uid !== BigInt(uid)) throw new BrokerError('endpoint_unsafe');
  if (await answers(path)) throw new BrokerError('endpoint_busy');
  // Another broker may clear and claim in this very moment: only the socket that was seen is removed.
  const aside = `${path}.stale-${randomUUID()}`;
  await rename(path, aside).catch(() => {});
  const moved = await lstat(aside, { bigint: true }).catch(() => null);
  if (moved === null) return;
  if (moved.ino === found.ino && moved.mtimeNs === found.mtimeNs) return unlink(aside);
  await rename(aside, path);
  throw new BrokerError('endpoint_busy');
}

/** A refused connection is the one sign of a stale socket; any other trouble counts as an answer. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createConnection(path);
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', (cause) => resolve(errnoOf(cause) !== 'ECONNREFUSED'));
  });
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() ?? false;
}

function folderFault(cause: unknown): FaultCode {
  switch (errnoOf(cause)) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'profile_readonly';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'disk_full';
    default:
      return 'endpoint_unsafe';
  }
}

function errnoOf(thrown: unknown): string | null {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : null;
}
