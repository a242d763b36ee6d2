// The keychain of the operating system: the one importer of @napi-rs/keyring. It never falls back to another store, and never
// takes "no such item" of a locked keychain for an answer.
import { AsyncEntry } from '@napi-rs/keyring';
import { BrokerError, type FaultCode } from '../contract/fault.ts';
import type { KeyStore, KeyStoreState } from '../core/ports/key-store.ts';
import { probeSecretService } from './secret-service.ts';

const serviceName = 'Postern';

export class OsKeychain implements KeyStore {
  #last: Promise<unknown> = Promise.resolve();

  probe(): Promise<KeyStoreState> {
    // macOS and Windows always have one; whether it would ask cannot be told without asking.
    return isLinux() ? probeSecretService() : Promise.resolve('ready');
  }

  /** The item holds base64. A locked keychain asks the person, where there is a display to ask on. */
  read(account: string): Promise<Buffer | null> {
    return this.#ask(async () => {
      const text = await entry(account).getPassword();
      if (text !== null && text !== undefined) return Buffer.from(text, 'base64');
      // Where the keychain is locked, or has no collection, null says nothing about the item.
      const state = await this.probe();
      if (state !== 'ready') throw new BrokerError(codeOfState[state]);
      return null;
    });
  }

  write(account: string, bytes: Buffer): Promise<void> {
    return this.#ask(() => entry(account).setPassword(bytes.toString('base64')));
  }

  remove(account: string): Promise<void> {
    return this.#ask(async () => void (await entry(account).deleteCredential()));
  }

  /** One call at a time: each waits in a thread of its own for as long as a prompt is open, and there are only four. */
  #ask<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#last.then(async () => {
      await this.#requireAskable();
      return work();
    });
    this.#last = run.catch(() => undefined);
    return run.catch((thrown: unknown) => {
      throw keychainFault(thrown);
    });
  }

  /** Without a display the prompt of a locked keychain would be "dismissed" though nobody saw one. */
  async #requireAskable(): Promise<void> {
    if (!isLinux() || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return;
    if ((await this.probe()) === 'locked') throw new BrokerError('keychain_locked');
  }
}

const codeOfState = { locked: 'keychain_locked', absent: 'keychain_absent' } as const;

/**
 * Pinned: unpinned, Linux falls back without a word to the kernel's keyring, which a reboot empties. The constructor throws
 * where there is no Secret Service.
 */
function entry(account: string): AsyncEntry {
  return new AsyncEntry(serviceName, account, { linux: { store: 'secret-service' } });
}

function isLinux(): boolean {
  return process.platform === 'linux';
}

/** Every fault of the library has the same code, so its words must do. */
function keychainFault(thrown: unknown): BrokerError {
  if (thrown instanceof BrokerError) return thrown;
  const words = thrown instanceof Error ? thrown.message : '';
  return new BrokerError(faultWords.find(([pattern]) => pattern.test(words))?.[1] ?? 'keychain_absent', {
    cause: thrown,
  });
}

const faultWords: readonly (readonly [RegExp, FaultCode])[] = [
  [/prompt was dismissed|user cancell?ed/i, 'keychain_dismissed'],
  [/\blocked\b|IsLocked|interaction (is )?not allowed/i, 'keychain_locked'],
];
