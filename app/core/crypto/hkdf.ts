// HKDF-SHA256 (RFC 5869) for keys of 32 bytes: the one way Postern turns a key into another.
import { hkdfSync } from 'node:crypto';

/** 32 bytes. The caller keeps and wipes `keyMaterial` and the result; a uniformly random key needs no salt (empty). */
export function hkdfSha256(keyMaterial: Buffer, salt: Buffer, info: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', keyMaterial, salt, info, 32));
}
