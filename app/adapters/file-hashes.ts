// The SHA-256 of files. Of a file that only root can change the hash is remembered, by what the kernel says of the file; any other
// is read whole each time: whoever may write it can do so in ways that leave its times as they were (a mapping that is dirty).
import type { BigIntStats } from 'node:fs';
import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import type { Sha256 } from '../contract/vocabulary.ts';
import { sha256Stream } from '../core/crypto/digest.ts';
import type { Clock } from '../core/ports/clock.ts';

const chunkBytes = 256 * 1024;
/** The oldest is forgotten. */
const most = 256;
/** What was changed so shortly before may be changed again within the same tick of the kernel's clock. */
const freshMs = 2000;

export interface FileHashesParts {
  readonly clock: Pick<Clock, 'now'>;
  /** Whether nobody could change such a file unseen. */
  readonly isKept: (about: BigIntStats) => boolean;
  readonly newHash?: typeof sha256Stream;
}

export class FileHashes {
  readonly #parts: FileHashesParts;
  readonly #known = new Map<string, Sha256>();

  constructor(parts: FileHashesParts) {
    this.#parts = parts;
  }

  /** null: no regular file, or it cannot be read. */
  async hashOf(path: string): Promise<Sha256 | null> {
    let file: FileHandle | null = null;
    try {
      // Without O_NONBLOCK, opening a FIFO that took the file's place would wait for a writer for ever.
      file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
      const about = await file.stat({ bigint: true });
      if (!about.isFile()) return null;
      // SECURITY P10: its ctime is set by the kernel alone, at every change of content, times, owner or rights.
      const name = this.#isKept(about) ? nameOf(about) : null;
      const known = name === null ? undefined : this.#known.get(name);
      if (known !== undefined) return known;
      const hash = await this.#read(file);
      if (name !== null && name === nameOf(await file.stat({ bigint: true }))) this.#remember(name, hash);
      return hash;
    } catch {
      return null;
    } finally {
      await file?.close();
    }
  }

  #isKept(about: BigIntStats): boolean {
    return this.#parts.clock.now() - Number(about.ctimeMs) > freshMs && this.#parts.isKept(about);
  }

  async #read(file: FileHandle): Promise<Sha256> {
    const hash = (this.#parts.newHash ?? sha256Stream)();
    const buffer = Buffer.allocUnsafe(chunkBytes);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, chunkBytes, null);
      if (bytesRead === 0) return hash.hex();
      hash.update(buffer.subarray(0, bytesRead));
    }
  }

  #remember(name: string, hash: Sha256): void {
    this.#known.set(name, hash);
    const [oldest] = this.#known.keys();
    if (this.#known.size > most && oldest !== undefined) this.#known.delete(oldest);
  }
}

/**
 * A file of root's that nobody else may write, for an account `uid` that is not root (null: not known). Rights by an access list
 * show in the group's bits.
 */
export function isOnlyRoots({ uid, mode }: Pick<BigIntStats, 'uid' | 'mode'>, own: number | null): boolean {
  return process.platform === 'linux' && own !== null && own !== 0 && uid === 0n && (mode & 0o022n) === 0n;
}

function nameOf({ dev, ino, size, mode, uid, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mode, uid, mtimeNs, ctimeNs].join(' ');
}
