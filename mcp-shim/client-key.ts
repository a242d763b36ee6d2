// The key that tells this client from others: made once, in a file that only this account reads. It must never be logged.
import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { link, mkdir, open, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { FaultCode } from '../app/contract/fault.ts';
import { BrokerError } from '../app/contract/fault.ts';
import type { ClientId } from '../app/contract/vocabulary.ts';

const keyText = /^[A-Za-z0-9_-]{43}\n$/;
const othersBits = 0o077;

export interface KeyPlace {
  /** Postern's data folder; the key lies in `clients/<id>.key` below it. */
  readonly dataFolder: string;
  readonly client: ClientId;
  /** null on Windows: the account's profile folder is the guard there. */
  readonly uid: number | null;
}

/**
 * 32 random bytes in base64url, the same each time. Two shims that start at once get the same key.
 * @throws BrokerError client_key_unusable: others can read it, or it is not a key. profile_readonly, disk_full.
 */
export async function loadClientKey(place: KeyPlace): Promise<string> {
  return await keyAt(place, pathOf(place));
}

/**
 * Makes the next key, has it known, and puts it in the place of `held`. Whatever is killed in between, the key that lies there is
 * one that the broker takes. Two shims at once make the same one; one that comes late changes nothing.
 * @param offer - has the broker know the key; rejects when it does not take it
 * @throws BrokerError as `loadClientKey`, and what `offer` throws
 */
export async function renewClientKey(
  place: KeyPlace,
  held: string,
  offer: (key: string) => Promise<unknown>,
): Promise<void> {
  const path = pathOf(place);
  if ((await readKey(path, place.uid)) !== held) return;
  const nextPath = `${path}.next`;
  const next = await keyAt(place, nextPath);
  await offer(next);
  // Not the file itself is renamed: another shim may have put this key in place, and a third one begun another next one.
  if ((await readKey(path, place.uid)) === held) await written(path, next, rename);
  if ((await readKey(nextPath, place.uid)) === next) await unlink(nextPath).catch(() => {});
}

function pathOf({ dataFolder, client }: KeyPlace): string {
  return join(dataFolder, 'clients', `${client}.key`);
}

/** The key that lies there, or a new one. */
async function keyAt(place: KeyPlace, path: string): Promise<string> {
  const found = await readKey(path, place.uid);
  if (found !== null) return found;
  await mkdir(join(place.dataFolder, 'clients'), { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw new BrokerError(writeFault(cause), { cause });
  });
  // Linked: the first one stays.
  await written(path, (await random(32)).toString('base64url'), link);
  const made = await readKey(path, place.uid);
  if (made === null) throw new BrokerError('client_key_unusable');
  return made;
}

/** null: there is none yet. Judged on the open file, so that it cannot be swapped in between. */
async function readKey(path: string, uid: number | null): Promise<string | null> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return null;
    throw new BrokerError('client_key_unusable', { cause });
  }
  try {
    const { mode, uid: owner, size } = await file.stat();
    const isOpenToOthers = uid !== null && (owner !== uid || (mode & othersBits) !== 0);
    if (isOpenToOthers || size !== 44) throw new BrokerError('client_key_unusable');
    const text = await file.readFile('utf8');
    if (!keyText.test(text)) throw new BrokerError('client_key_unusable');
    return text.trimEnd();
  } finally {
    await file.close();
  }
}

/** Written whole under another name and then put in its place: the key's own name never shows half a key. */
async function written(path: string, key: string, put: (from: string, to: string) => Promise<void>): Promise<void> {
  const draft = `${path}.${(await random(8)).toString('hex')}`;
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(`${key}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await put(draft, path);
  } catch (cause) {
    if (errnoOf(cause) !== 'EEXIST') throw new BrokerError(writeFault(cause), { cause });
  } finally {
    await unlink(draft).catch(() => {});
  }
}

/** Read in only here: what it takes of time and memory, a shim that has its key can do without. */
async function random(bytes: number): Promise<Buffer> {
  const { randomBytes } = await import('node:crypto');
  return randomBytes(bytes);
}

function writeFault(cause: unknown): FaultCode {
  const errno = errnoOf(cause);
  return errno === 'ENOSPC' || errno === 'EDQUOT' ? 'disk_full' : 'profile_readonly';
}

function errnoOf(thrown: unknown): string | null {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : null;
}
