// HMAC (RFC 2104) over the hashes that TOTP names.
import { createHmac } from 'node:crypto';

export type HmacHash = 'sha1' | 'sha256' | 'sha512';

/** 20, 32 or 64 bytes. `key` of any length; it is not wiped here. */
export function hmac(hash: HmacHash, key: Uint8Array, message: Uint8Array): Buffer {
  return createHmac(hash, key).update(message).digest();
}
