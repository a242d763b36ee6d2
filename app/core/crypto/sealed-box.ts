// A sealed box: anyone with the public key can seal, only the private key opens. X25519 (RFC 7748), HKDF-SHA256 (RFC 5869)
// and AES-256-GCM. It says nothing about who sealed: what needs an author is signed besides.
import { createPrivateKey, createPublicKey, diffieHellman, type KeyObject } from 'node:crypto';
import { BrokerError } from '../../contract/fault.ts';
import type { Randomness } from '../ports/randomness.ts';
import { aeadKey, open, seal } from './aead.ts';
import { hkdfSha256 } from './hkdf.ts';
import { wipe } from './wipe.ts';

/** A private key in use. Dropping it lets the library free and clear its copy of the key. */
export interface BoxKey {
  /** 32 bytes. */
  readonly publicKey: Buffer;
  /**
   * The plaintext of what `sealTo` made for this key; the caller wipes it.
   * @throws BrokerError vault_corrupt when the key, `aad` or any byte differs
   */
  open(box: Buffer, aad: Buffer): Buffer;
}

const keyBytes = 32;
const info = Buffer.from('postern/sealed-box/1');
// RFC 8410: the DER of an X25519 key is a fixed prefix and the raw bytes.
const privatePrefix = Buffer.from('302e020100300506032b656e04220420', 'hex');
const publicPrefix = Buffer.from('302a300506032b656e032100', 'hex');

/**
 * Seals `plain` to a 32-byte public key. Out: ephemeral public key (32 bytes) ‖ IV (12) ‖ ciphertext ‖ tag (16), where
 * the AES key is HKDF-SHA256(X25519(ephemeral, recipient), salt = ephemeral public ‖ recipient public, info =
 * "postern/sealed-box/1", 32 bytes). `aad` is authenticated and not stored. Takes 32 random bytes, then 12. The caller
 * keeps and wipes `plain`; the ephemeral key is wiped here.
 * @throws BrokerError internal when `publicKey` is not a usable key
 */
export function sealTo(publicKey: Buffer, plain: Buffer, aad: Buffer, randomness: Randomness): Buffer {
  return sealerTo(publicKey, randomness)(plain, aad);
}

/** As `sealTo`, time and again under one ephemeral key; each box has an IV of its own. */
export type Sealer = (plain: Buffer, aad: Buffer) => Buffer;

/**
 * The slow part of sealing, done ahead. Dropping the result lets the library free and clear its copy of the AES key; all else is
 * wiped here.
 * @throws BrokerError internal when `publicKey` is not a usable key
 */
export function sealerTo(publicKey: Buffer, randomness: Randomness): Sealer {
  const ephemeral = randomness.bytes(keyBytes);
  let agreed: Buffer | null = null;
  try {
    const privateKey = importPrivate(ephemeral);
    const ephemeralPublic = publicOf(privateKey);
    agreed = agree(privateKey, publicKey, Buffer.concat([ephemeralPublic, publicKey]));
    if (agreed === null) throw new BrokerError('internal');
    const key = aeadKey(agreed);
    return (plain, aad) => Buffer.concat([ephemeralPublic, seal(key, plain, aad, randomness)]);
  } finally {
    wipe(ephemeral);
    if (agreed !== null) wipe(agreed);
  }
}

/**
 * `privateKey` is 32 random bytes; the caller keeps and wipes it.
 * @throws BrokerError internal when it is not 32 bytes
 */
export function boxKey(privateKey: Buffer): BoxKey {
  const key = importPrivate(privateKey);
  const publicKey = publicOf(key);
  return { publicKey, open: (box, aad) => openWith(key, publicKey, box, aad) };
}

function openWith(privateKey: KeyObject, publicKey: Buffer, box: Buffer, aad: Buffer): Buffer {
  if (box.length < keyBytes) throw new BrokerError('vault_corrupt');
  const ephemeralPublic = box.subarray(0, keyBytes);
  const key = agree(privateKey, ephemeralPublic, Buffer.concat([ephemeralPublic, publicKey]));
  if (key === null) throw new BrokerError('vault_corrupt');
  try {
    return open(key, box.subarray(keyBytes), aad);
  } finally {
    wipe(key);
  }
}

/** null: `peer` is not a key, or one of the few that give everybody the same shared secret (RFC 7748 §6.1). */
function agree(privateKey: KeyObject, peer: Buffer, salt: Buffer): Buffer | null {
  if (peer.length !== keyBytes) return null;
  let shared: Buffer | undefined;
  try {
    const key = createPublicKey({ key: Buffer.concat([publicPrefix, peer]), format: 'der', type: 'spki' });
    shared = diffieHellman({ privateKey, publicKey: key });
    return shared.every((byte) => byte === 0) ? null : hkdfSha256(shared, salt, info);
  } catch {
    return null;
  } finally {
    if (shared !== undefined) wipe(shared);
  }
}

function importPrivate(raw: Buffer): KeyObject {
  if (raw.length !== keyBytes) throw new BrokerError('internal');
  const der = Buffer.concat([privatePrefix, raw]);
  try {
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  } finally {
    wipe(der);
  }
}

function publicOf(privateKey: KeyObject): Buffer {
  // Of the forms that a key can be had in, the quickest; a fresh one is made for every box.
  return Buffer.from(createPublicKey(privateKey).export({ format: 'jwk' }).x ?? '', 'base64url');
}
