// A keychain as a folder: one file for each item, replaced whole, so that it survives a kill as the system's own does.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyStore, KeyStoreState } from '../../app/core/ports/key-store.ts';

export class FileKeyStore implements KeyStore {
  readonly #folder: string;
  readonly #step: () => void;

  /** `step` is called before and after each change. */
  constructor(folder: string, step: () => void) {
    this.#folder = folder;
    this.#step = step;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  async probe(): Promise<KeyStoreState> {
    return 'ready';
  }

  async read(account: string): Promise<Buffer | null> {
    return existsSync(this.#path(account)) ? readFileSync(this.#path(account)) : null;
  }

  async write(account: string, bytes: Buffer): Promise<void> {
    this.#step();
    const unborn = `${this.#path(account)}.unborn`;
    writeFileSync(unborn, bytes, { mode: 0o600 });
    renameSync(unborn, this.#path(account));
    this.#step();
  }

  async remove(account: string): Promise<void> {
    this.#step();
    rmSync(this.#path(account), { force: true });
    this.#step();
  }

  #path(account: string): string {
    return join(this.#folder, Buffer.from(account).toString('hex'));
  }
}
