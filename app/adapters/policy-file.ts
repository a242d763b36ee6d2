// policy.yaml in the profile folder. What is no plain file of this account is not read; a link is never followed.
import {
  closeSync,
  constants,
  type FSWatcher,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  unwatchFile,
  watch,
  watchFile,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { policyLimits } from '../contract/policy.ts';
import { Listeners } from '../core/listeners.ts';
import type { PolicyFile, PolicyFileText } from '../core/ports/policy-file.ts';

export class PolicyFileOnDisk implements PolicyFile {
  readonly path: string;
  readonly changed = new Listeners();
  #watcher: FSWatcher | null = null;
  #polls = false;

  /** `path`: absolute, in the profile folder. */
  constructor(path: string) {
    this.path = path;
  }

  /** Begins to tell of changes. */
  start(): void {
    if (this.#watcher !== null || this.#polls) return;
    try {
      // The folder: editors put a new file in the place of the old one.
      this.#watcher = watch(dirname(this.path), { persistent: false }, (_, name) => {
        if (name === null || name === basename(this.path)) this.changed.notify();
      });
      this.#watcher.on('error', () => this.#poll());
    } catch {
      this.#poll();
    }
  }

  stop(): void {
    this.#watcher?.close();
    this.#watcher = null;
    if (this.#polls) unwatchFile(this.path, this.#tell);
    this.#polls = false;
  }

  read(): PolicyFileText {
    let file: number;
    try {
      // Without O_NONBLOCK, opening a FIFO would wait for a writer for ever.
      file = openSync(this.path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    } catch (thrown) {
      return unopened(thrown);
    }
    try {
      return readOpen(file);
    } catch {
      return { kind: 'unsafe', why: 'unreadable' };
    } finally {
      closeSync(file);
    }
  }

  write(text: string): boolean {
    return writeWhole(this.path, text);
  }

  keepRejected(text: string): boolean {
    return writeWhole(join(dirname(this.path), 'policy.rejected.yaml'), text);
  }

  readonly #tell = (): void => this.changed.notify();

  #poll(): void {
    this.#watcher?.close();
    this.#watcher = null;
    this.#polls = true;
    watchFile(this.path, { persistent: false, interval: pollMs }, this.#tell);
  }
}

const pollMs = 2000;

function unopened(thrown: unknown): PolicyFileText {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : null;
  if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'absent' };
  if (code === 'ELOOP') return { kind: 'unsafe', why: 'link' };
  return { kind: 'unsafe', why: code === 'ENXIO' ? 'no_file' : 'unreadable' };
}

/** SECURITY P9: judged by the open file itself, which nobody can swap. */
function readOpen(file: number): PolicyFileText {
  const before = fstatSync(file, { bigint: true });
  const uid = process.getuid?.();
  if (!before.isFile()) return { kind: 'unsafe', why: 'no_file' };
  if (before.nlink > 1n) return { kind: 'unsafe', why: 'link' };
  if (uid !== undefined && before.uid !== BigInt(uid)) return { kind: 'unsafe', why: 'owner' };
  if (uid !== undefined && (before.mode & 0o022n) !== 0n) return { kind: 'unsafe', why: 'mode' };
  if (before.size > BigInt(policyLimits.fileBytes)) return { kind: 'unsafe', why: 'size' };
  const bytes = Buffer.alloc(Number(before.size) + 1);
  let filled = 0;
  for (let read = -1; read !== 0 && filled < bytes.length; filled += read) {
    read = readSync(file, bytes, filled, bytes.length - filled, filled);
  }
  const after = fstatSync(file, { bigint: true });
  // Written to at this very moment: its next event brings the rest.
  if (filled !== Number(before.size) || after.mtimeNs !== before.mtimeNs) return { kind: 'unsafe', why: 'unreadable' };
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, filled)) };
  } catch {
    return { kind: 'not_text' };
  }
}

function writeWhole(path: string, text: string): boolean {
  const partial = `${path}.postern-partial`;
  try {
    // What a crash left. Opened exclusively afterwards, so that no link is followed.
    rmSync(partial, { force: true });
    const file = openSync(partial, 'wx', 0o600);
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(partial, path);
    return true;
  } catch {
    // What is left of it is taken away the next time.
    return false;
  }
}
