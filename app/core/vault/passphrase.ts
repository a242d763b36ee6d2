// The passphrase as bytes. Plain ASCII is never turned into a string, which could not be wiped.
import { BrokerError } from '../../contract/fault.ts';
import { wipe } from '../crypto/wipe.ts';

const leastCharacters = 8;

/** What the person gave: typed into a window, or as UTF-8 bytes, which stay the giver's to wipe. */
export type GivenPassphrase = string | Buffer;

/** Its UTF-8 bytes, always a copy; the caller wipes it. */
export function passphraseBytes(given: GivenPassphrase): Buffer {
  return typeof given === 'string' ? Buffer.from(given, 'utf8') : Buffer.from(given);
}

/**
 * A copy of the UTF-8 `passphrase` in Unicode form NFKC, so that it opens the vault however the keyboard composes it. The
 * caller wipes both.
 * @throws BrokerError bad_request when the bytes are not UTF-8
 */
export function normalisedPassphrase(passphrase: Buffer): Buffer {
  if (passphrase.every((byte) => byte < 0x80)) return Buffer.from(passphrase);
  return Buffer.from(decoded(passphrase).normalize('NFKC'), 'utf8');
}

/** What `work` makes of the normalised passphrase, which is zeroed afterwards. @throws BrokerError as `normalisedPassphrase` */
export async function withNormalised<T>(passphrase: Buffer, work: (normalised: Buffer) => Promise<T>): Promise<T> {
  const normalised = normalisedPassphrase(passphrase);
  try {
    return await work(normalised);
  } finally {
    wipe(normalised);
  }
}

/** @throws BrokerError passphrase_too_weak for fewer than 8 characters (code points) of a normalised passphrase */
export function requireStrength(normalised: Buffer): void {
  // In UTF-8 every character has exactly one byte that is not of the form 10xxxxxx.
  const characters = normalised.reduce((count, byte) => ((byte & 0xc0) === 0x80 ? count : count + 1), 0);
  if (characters < leastCharacters) throw new BrokerError('passphrase_too_weak');
}

function decoded(passphrase: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(passphrase);
  } catch (cause) {
    throw new BrokerError('bad_request', { cause });
  }
}
