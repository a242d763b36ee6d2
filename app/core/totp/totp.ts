// Time-based one-time codes (RFC 6238 over RFC 4226). Pure: the time is handed in. The key's bytes are wiped before it returns.
import { type FaultCode, faultCodeOf } from '../../contract/fault.ts';
import { hmac } from '../crypto/hmac.ts';
import { wipe } from '../crypto/wipe.ts';
import { parseSeed, type Seed } from './seed.ts';

/**
 * The code that `seed` (base32, or an otpauth://totp/ link) makes at `atMs`, in milliseconds since 1970: 6 to 8 digits with
 * its leading zeros. @throws BrokerError totp_malformed
 */
export function totpCode(seed: string, atMs: number): string {
  return withSeed(seed, ({ key, hash, digits, periodSeconds }) => {
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(Math.floor(atMs / 1000 / periodSeconds)));
    const mac = hmac(hash, key, counter);
    // Dynamic truncation, RFC 4226 §5.3.
    const offset = mac.readUInt8(mac.length - 1) & 0xf;
    const number = mac.readUInt32BE(offset) & 0x7fff_ffff;
    return (number % 10 ** digits).toString().padStart(digits, '0');
  });
}

/** Whole seconds, 1 or more, for which the code of `atMs` stays the current one. @throws BrokerError totp_malformed */
export function secondsLeft(seed: string, atMs: number): number {
  return withSeed(seed, ({ periodSeconds }) => periodSeconds - (Math.floor(atMs / 1000) % periodSeconds));
}

/** Why `seed` makes no codes; null: it does. */
export function judgeSeed(seed: string): Extract<FaultCode, 'totp_malformed'> | null {
  try {
    return withSeed(seed, () => null);
  } catch (thrown) {
    if (faultCodeOf(thrown) === 'totp_malformed') return 'totp_malformed';
    throw thrown;
  }
}

function withSeed<T>(text: string, use: (seed: Seed) => T): T {
  const seed = parseSeed(text);
  try {
    return use(seed);
  } finally {
    wipe(seed.key);
  }
}
