// What a person typed to open something, as bytes for as long as it is used.
import type { Opener as TypedOpener } from '../../contract/keys.ts';
import { wipe } from '../crypto/wipe.ts';
import { type GivenPassphrase, passphraseBytes } from '../vault/passphrase.ts';
import type { Opener } from '../vault/vault-openers.ts';

export type GivenOpener = TypedOpener | { readonly kind: 'passphrase'; readonly passphrase: Buffer };

/** Runs `use` with the UTF-8 bytes of a passphrase and zeroes them when it has ended. */
export async function withPassphrase<T>(given: GivenPassphrase, use: (bytes: Buffer) => Promise<T>): Promise<T> {
  const bytes = passphraseBytes(given);
  try {
    return await use(bytes);
  } finally {
    wipe(bytes);
  }
}

/** As `withPassphrase`, for any way to open a vault. */
export function withOpener<T>(given: GivenOpener, use: (opener: Opener) => Promise<T>): Promise<T> {
  if (given.kind !== 'passphrase') return use(given);
  return withPassphrase(given.passphrase, (passphrase) => use({ kind: 'passphrase', passphrase }));
}
