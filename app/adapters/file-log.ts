// The local log as a file of JSON lines in the profile. It never throws into its caller: a full disk must not stop a lock.
import { closeSync, constants, fchmodSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';
import type { Clock } from '../core/ports/clock.ts';
import type { Log, LogField } from '../core/ports/log.ts';

const maxBytes = 1024 * 1024;

export class FileLog implements Log {
  readonly #path: string;
  readonly #clock: Clock;

  /** `path` lies in the profile (0700). The file is 0600; when it reaches 1 MiB it becomes `path.1`, replacing the one before. */
  constructor(path: string, clock: Clock) {
    this.#path = path;
    this.#clock = clock;
  }

  write(level: 'note' | 'warning' | 'fault', event: string, fields: Readonly<Record<string, LogField>> = {}): void {
    try {
      const at = new Date(this.#clock.now()).toISOString();
      this.#append(`${JSON.stringify({ at, level, event, fields })}\n`);
    } catch {
      // Disk full, read-only profile: there is nowhere left to say so.
    }
  }

  #append(line: string): void {
    const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);
    const fd = openSync(this.#path, flags, 0o600);
    let size: number;
    try {
      if (process.platform !== 'win32') fchmodSync(fd, 0o600);
      writeSync(fd, line);
      size = fstatSync(fd).size;
    } finally {
      closeSync(fd);
    }
    if (size >= maxBytes) renameSync(this.#path, `${this.#path}.1`);
  }
}
