// Ed25519 as RFC 8032 writes it, over raw 32-byte keys: the one place that signs and checks signatures.
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { BrokerError } from '../../contract/fault.ts';
import { wipe } from './wipe.ts';

/** A private key in use. Dropping it lets the library free and clear its copy of the key. */
export interface SigningKey {
  /** 32 bytes. */
  readonly publicKey: Buffer;
  /** 64 bytes; the same message always gives the same signature. */
  sign(message: Buffer): Buffer;
}

// RFC 8410: the DER of an Ed25519 key is a fixed prefix and the raw bytes.
const privatePrefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex');
const keyBytes = 32;
const signatureBytes = 64;

/**
 * `privateKey` is the 32-byte seed; the caller keeps and wipes it.
 * @throws BrokerError internal when it is not 32 bytes
 */
export function signingKey(privateKey: Buffer): SigningKey {
  if (privateKey.length !== keyBytes) throw new BrokerError('internal');
  const der = Buffer.concat([privatePrefix, privateKey]);
  try {
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-keyBytes);
    return { publicKey, sign: (message) => sign(null, message, key) };
  } finally {
    wipe(der);
  }
}

/** False for any difference, and for a key or signature that is not one. Never throws. */
export function isSignedBy(publicKey: Buffer, message: Buffer, signature: Buffer): boolean {
  if (publicKey.length !== keyBytes || signature.length !== signatureBytes) return false;
  try {
    const key = createPublicKey({ key: Buffer.concat([publicPrefix, publicKey]), format: 'der', type: 'spki' });
    return verify(null, message, key, signature);
  } catch {
    return false;
  }
}
