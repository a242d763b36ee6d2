// A place outside the vault file that keeps small secrets for this account: the operating system's keychain.

/** `absent`: there is none to reach; `locked`: there is one, and it would have to ask the person first. */
export type KeyStoreState = 'ready' | 'locked' | 'absent';

export interface KeyStore {
  /** Never prompts. */
  probe(): Promise<KeyStoreState>;
  /**
   * The bytes under `account`, or null when the keychain says there is no such item. null is not proof that none was
   * ever written: a locked keychain may say so too.
   * @throws BrokerError keychain_absent, keychain_locked, keychain_dismissed
   */
  read(account: string): Promise<Buffer | null>;
  /** @throws BrokerError as `read` */
  write(account: string, bytes: Buffer): Promise<void>;
  /** @throws BrokerError as `read`; a missing item is no error */
  remove(account: string): Promise<void>;
}
