// What a person typed to open something, as bytes for as long as it is used.
import type { Opener as TypedOpener } from '../../contract/keys.ts';
import { wipe } from '../crypto/wipe.ts';
import type { Opener } from '../vault/vault-openers.ts';

/** Runs `use` with the UTF-8 bytes of a passphrase and zeroes them when it has ended. */
export async function withPassphrase<T>(typed: string, use: (bytes: Buffer) => Promise<T>): Promise<T> {
  const bytes = Buffer.from(typed, 'utf8');
  try {
    return await use(bytes);
  } finally {
    wipe(bytes);
  }
}

/** As `withPassphrase`, for any way to open a vault. */
export function withOpener<T>(typed: TypedOpener, use: (opener: Opener) => Promise<T>): Promise<T> {
  if (typed.kind !== 'passphrase') return use(typed);
  return withPassphrase(typed.passphrase, (passphrase) => use({ kind: 'passphrase', passphrase }));
}
