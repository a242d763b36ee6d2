// A hash under a key that nobody else has and that is soon forgotten: equal bytes compare, and nothing else can be learned.
import { hash } from 'node:crypto';
import type { Randomness } from '../ports/randomness.ts';
import { wipe } from './wipe.ts';

export interface KeyedHash {
  /** 16 bytes; the same for the same bytes, until `forget`. */
  of(bytes: Uint8Array): Buffer;
  /** Zeroes the key: what was hashed before compares with nothing hashed later. */
  forget(): void;
}

const keyBytes = 32;
const hashBytes = 16;

/** Under a fresh random key, so hashes of two of these do not compare. */
export function freshKeyedHash(randomness: Randomness): KeyedHash {
  const key = randomness.bytes(keyBytes);
  return {
    of(bytes) {
      // The first half of SHA-256(key ‖ bytes): cut, it cannot be extended; and it costs a tenth of node's HMAC.
      const message = Buffer.concat([key, bytes]);
      const digest = hash('sha256', message, 'buffer').subarray(0, hashBytes);
      wipe(message);
      return digest;
    },
    forget: () => wipe(key),
  };
}
