// What the core asks of the file system before a run, answered as exec and the shells of POSIX systems would. Read only.
import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Sha256 } from '../contract/vocabulary.ts';
import type { Files, RealFolder } from '../core/ports/files.ts';
import { FileHashes, isOnlyRoots } from './file-hashes.ts';
import { SystemClock } from './system-clock.ts';

const repositoryMarks = ['.git', '.jj', '.hg', '.svn'];

export class PosixFiles implements Files {
  readonly #home: string | null;
  readonly #hashes = new FileHashes({
    // The kernel's time, whatever the app takes for now.
    clock: new SystemClock(),
    isKept: (about) => isOnlyRoots(about, process.getuid?.() ?? null),
  });

  /** `home`: a repository there, as of somebody's settings, makes no project of everything below. null: not asked for. */
  constructor(home: string | null) {
    this.#home = home;
  }

  async folder(path: string): Promise<RealFolder | null> {
    return orNull(async () => {
      const real = await realpath(path);
      const about = await stat(real, { bigint: true });
      return about.isDirectory() ? { path: real, id: `${about.dev}:${about.ino}:${about.birthtimeNs}` } : null;
    });
  }

  async projectOf(folder: string): Promise<string | null> {
    const home = await orNull(() => realpath(this.#home ?? '/'));
    for (let at = folder; at !== '/' && at !== home; at = dirname(at)) {
      for (const mark of repositoryMarks) {
        if ((await orNull(() => stat(`${at}/${mark}`))) !== null) return at;
      }
    }
    return null;
  }

  async findExecutable(word: string, searchPath: string, cwd: string): Promise<string | null> {
    if (word === '') return null;
    const names = word.includes('/') ? [word] : searchPath.split(':').map((place) => `${place || '.'}/${word}`);
    for (const name of names) {
      const found = await realExecutable(from(cwd, name));
      if (found !== null) return found;
    }
    return null;
  }

  async realFile(word: string, cwd: string): Promise<string | null> {
    return word === '' ? null : realFileAt(from(cwd, word));
  }

  hashOf(path: string): Promise<Sha256 | null> {
    return this.#hashes.hashOf(path);
  }
}

/** SECURITY P10: not `path.resolve`, which takes `link/..` for the folder of the link; the kernel takes its target's parent. */
function from(cwd: string, path: string): string {
  return path.startsWith('/') ? path : `${cwd}/${path}`;
}

async function realExecutable(path: string): Promise<string | null> {
  const real = await realFileAt(path);
  return real === null ? null : orNull(async () => access(real, constants.X_OK).then(() => real));
}

async function realFileAt(path: string): Promise<string | null> {
  return orNull(async () => {
    const real = await realpath(path);
    return (await stat(real)).isFile() ? real : null;
  });
}

/** Missing, unreadable, too long, a loop of links, or no path at all: for the core it is all the same. */
async function orNull<T>(look: () => Promise<T>): Promise<T | null> {
  try {
    return await look();
  } catch {
    return null;
  }
}
