// Items of the system's keychain that the person named.
import type { ImportRead } from './candidates.ts';
import { Intake } from './intake.ts';
import { utf8OrNull } from './source-text.ts';

export interface KeychainItem {
  /** As the keychain shows it. */
  readonly label: string;
  readonly account: string;
  /** null: the keychain did not give it. */
  readonly value: Uint8Array | null;
}

/** @throws BrokerError import_too_many_items */
export function readKeychain(items: readonly KeychainItem[]): ImportRead {
  const intake = new Intake();
  for (const { label, account, value } of items) {
    const text = value === null ? null : utf8OrNull(value);
    if (value === null) intake.skip(label, 'not_given');
    else if (text === null) intake.skip(label, 'value_not_text');
    else {
      const fields = [
        { name: 'password', value: unwrapped(text), sensitive: true },
        { name: 'username', value: account, sensitive: false },
      ];
      intake.add({ from: label, path: ['keychain', label], fields });
    }
  }
  return intake.read;
}

/** Programs written in Go store base64 behind this prefix on macOS; gh is one. */
function unwrapped(text: string): string {
  const [, encoded] = /^go-keyring-base64:([A-Za-z0-9+/=]+)$/.exec(text) ?? [];
  return encoded === undefined ? text : (utf8OrNull(Buffer.from(encoded, 'base64')) ?? text);
}
