// AES-256-GCM as NIST SP 800-38D writes it: the one place that seals and opens bytes. It never invents its own IV source.
import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import { BrokerError } from '../../contract/fault.ts';
import type { Randomness } from '../ports/randomness.ts';

const ivBytes = 12;
const tagBytes = 16;

/** A key in use for many records: some runtimes take far longer to begin with a Buffer each time. */
export type AeadKey = Buffer | KeyObject;

/** `key` is 32 bytes; the caller keeps and wipes it. Dropping the result lets the library free and clear its copy of the key. */
export function aeadKey(key: Buffer): AeadKey {
  return createSecretKey(key);
}

/**
 * Seals `plain` under a 32-byte key. Out: IV (12 bytes, fresh and random) ‖ ciphertext ‖ tag (16 bytes). `aad` is
 * authenticated and not stored. The caller keeps and wipes `key` and `plain`.
 */
export function seal(key: AeadKey, plain: Buffer, aad: Buffer, randomness: Randomness): Buffer {
  const iv = randomness.bytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(aad);
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/**
 * Opens what `seal` made. The caller wipes the plaintext it gets.
 * @throws BrokerError vault_corrupt when key, AAD or any byte differs
 */
export function open(key: AeadKey, sealed: Buffer, aad: Buffer): Buffer {
  if (sealed.length < ivBytes + tagBytes) throw new BrokerError('vault_corrupt');
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, ivBytes), { authTagLength: tagBytes });
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  const body = decipher.update(sealed.subarray(ivBytes, sealed.length - tagBytes));
  try {
    // It only checks the tag: in this mode every byte has come already.
    decipher.final();
    return body;
  } catch (cause) {
    body.fill(0);
    throw new BrokerError('vault_corrupt', { cause });
  }
}
