// Whether agents may start the app: a file in the profile that says how, or none. It lets nobody in: the app starts locked.
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { BrokerError } from '../contract/fault.ts';
import type { LaunchFile } from '../contract/launch.ts';

export class LaunchPermission {
  readonly #path: string;
  readonly #launch: LaunchFile;

  /** `path`: from `launchFilePath`, in a folder that exists. `launch`: how this very app was started. */
  constructor(path: string, launch: LaunchFile) {
    this.#path = path;
    this.#launch = launch;
  }

  get allowed(): boolean {
    return existsSync(this.#path);
  }

  /** @throws BrokerError profile_readonly */
  set(allowed: boolean): void {
    try {
      rmSync(this.#path, { force: true });
      if (allowed) writeFileSync(this.#path, JSON.stringify(this.#launch), { mode: 0o600, flag: 'wx' });
    } catch (cause) {
      throw new BrokerError('profile_readonly', { cause });
    }
  }
}
