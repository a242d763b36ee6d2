// Reads the files under the roots of an exposure scan, one at a time into one buffer. It follows no link, waits for no device or
// pipe, stays on the file system of its root, and what it cannot read it counts and passes.
import { constants, type Dirent } from 'node:fs';
import { type FileHandle, lstat, open, opendir, realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ScanRoot, SkipReason } from '../contract/health.ts';
import type { FolderWalk, WalkStep } from '../core/ports/folder-walk.ts';

export const largestFile = 16 * 1024 * 1024;
const mostFiles = 200_000;
const deepest = 40;
/** A file with a NUL in so many bytes is no text. */
const looksBinaryIn = 8192;

export interface WalkLimits {
  readonly files: number;
  readonly depth: number;
}

export class ExposureWalk implements FolderWalk {
  readonly #limits: WalkLimits;

  constructor(limits: WalkLimits = { files: mostFiles, depth: deepest }) {
    this.#limits = limits;
  }

  async *walk(roots: readonly ScanRoot[], signal: AbortSignal): AsyncGenerator<WalkStep> {
    const buffer = Buffer.allocUnsafeSlow(largestFile + 1);
    const visited = new Set<string>();
    let files = 0;
    try {
      for (const root of roots) {
        for await (const found of entriesOf(root, visited, this.#limits.depth)) {
          if (signal.aborted) return;
          if (found.kind === 'file' && files++ >= this.#limits.files) {
            yield { kind: 'skipped', why: 'many' };
            return;
          }
          const step = found.kind === 'file' ? await readFile(found, visited, buffer) : found;
          if (step === null) continue;
          try {
            yield step;
          } finally {
            if (step.kind === 'file') step.bytes.fill(0);
          }
        }
      }
    } finally {
      buffer.fill(0);
    }
  }
}

interface FoundFile {
  readonly kind: 'file';
  readonly path: string;
  /** The file system it must be on. */
  readonly device: bigint;
}
type Found = FoundFile | { readonly kind: 'skipped'; readonly why: SkipReason };

interface Folder {
  readonly path: string;
  readonly depth: number;
}

/** Everything that is a file by its entry. */
async function* entriesOf(root: ScanRoot, visited: Set<string>, deepestFolder: number): AsyncGenerator<Found> {
  // A root may be a link itself: the person named it.
  const path = await realpath(root.path).catch(() => null);
  const about = path === null ? null : await lstat(path, { bigint: true }).catch(() => null);
  if (path === null || about === null) return;
  const device = about.dev;
  if (about.isFile()) return yield { kind: 'file', path, device };
  if (!about.isDirectory()) return yield skipped('special');

  const folders: Folder[] = [{ path, depth: 0 }];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entered = root.kind === 'dotfiles' || (await enter(folder.path, device, visited));
    if (entered !== true) {
      if (entered !== 'again') yield skipped(entered);
      continue;
    }
    try {
      for await (const entry of await opendir(folder.path)) {
        const here = join(folder.path, entry.name);
        if (root.kind === 'dotfiles' && (!entry.name.startsWith('.') || entry.isDirectory())) continue;
        if (entry.isFile()) yield { kind: 'file', path: here, device };
        else if (!entry.isDirectory()) yield skipped(entry.isSymbolicLink() ? 'link' : 'special');
        else if (isGenerated(folder.path, entry)) yield skipped('generated');
        else if (folder.depth >= deepestFolder) yield skipped('deep');
        else folders.push({ path: here, depth: folder.depth + 1 });
      }
    } catch {
      yield skipped('unreadable');
    }
  }
}

/** `again`: another root or mount led here before. */
async function enter(path: string, device: bigint, visited: Set<string>): Promise<true | 'again' | SkipReason> {
  const about = await lstat(path, { bigint: true }).catch(() => null);
  if (about === null || !about.isDirectory()) return 'unreadable';
  if (about.dev !== device) return 'elsewhere';
  return firstTime(about, visited) ? true : 'again';
}

/** null: it was read before, under another name or root. */
async function readFile({ path, device }: FoundFile, visited: Set<string>, buffer: Buffer): Promise<WalkStep | null> {
  // O_NOFOLLOW and O_NONBLOCK: a link or a FIFO may have taken the file's place since its folder was read.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const file = await open(path, flags).catch(() => null);
  if (file === null) return skipped('unreadable');
  try {
    const about = await file.stat({ bigint: true });
    if (!about.isFile()) return skipped('special');
    if (about.dev !== device) return skipped('elsewhere');
    if (!firstTime(about, visited)) return null;
    if (about.size > largestFile) return skipped('large');
    return await readText(path, file, buffer);
  } catch {
    return skipped('unreadable');
  } finally {
    await file.close().catch(() => undefined);
  }
}

async function readText(path: string, file: FileHandle, buffer: Buffer): Promise<WalkStep> {
  let length = 0;
  for (let more = true; more; ) {
    // The first read is short, so that a large binary file costs little.
    const wanted = length === 0 ? looksBinaryIn : buffer.length - length;
    const { bytesRead } = await file.read(buffer, length, wanted, null);
    if (length === 0 && isBinary(buffer.subarray(0, bytesRead))) return skipped('binary');
    length += bytesRead;
    // It may have grown since its size was asked.
    if (length > largestFile) return skipped('large');
    more = bytesRead > 0;
  }
  const bytes = buffer.subarray(0, length);
  return { kind: 'file', path, bytes: isUtf16(bytes) ? Buffer.from(bytes.toString('utf16le', 2)) : bytes };
}

function isBinary(start: Buffer): boolean {
  return start.includes(0) && !isUtf16(start);
}

/** By its mark: what the shells of Windows write. */
function isUtf16(bytes: Buffer): boolean {
  return bytes.length % 2 === 0 && bytes[0] === 0xff && bytes[1] === 0xfe;
}

/** What tools fetched or packed: nobody types there, and Git compresses what it keeps. */
function isGenerated(parent: string, { name }: Dirent): boolean {
  return name === 'node_modules' || ((name === 'objects' || name === 'lfs') && basename(parent) === '.git');
}

function firstTime({ dev, ino }: { readonly dev: bigint; readonly ino: bigint }, visited: Set<string>): boolean {
  const id = `${dev}:${ino}`;
  if (visited.has(id)) return false;
  visited.add(id);
  return true;
}

function skipped(why: SkipReason): { readonly kind: 'skipped'; readonly why: SkipReason } {
  return { kind: 'skipped', why };
}
