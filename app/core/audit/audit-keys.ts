// The audit log's two key pairs. The public halves lie in plain beside the log; the private ones only in the vault.
import { boxKey } from '../crypto/sealed-box.ts';
import { signingKey } from '../crypto/sign.ts';
import type { Randomness } from '../ports/randomness.ts';

/** Raw 32-byte keys. The sign pair (Ed25519) vouches for heads, the seal pair (X25519) is what bodies are sealed to. */
export interface AuditKeys {
  readonly signPublic: Buffer;
  readonly signPrivate: Buffer;
  readonly sealPublic: Buffer;
  readonly sealPrivate: Buffer;
}

/** Fresh keys for a new vault: 32 random bytes for signing, then 32 for sealing. The caller wipes the private ones. */
export function generateAuditKeys(randomness: Randomness): AuditKeys {
  const signPrivate = randomness.bytes(32);
  const sealPrivate = randomness.bytes(32);
  return {
    signPublic: signingKey(signPrivate).publicKey,
    signPrivate,
    sealPublic: boxKey(sealPrivate).publicKey,
    sealPrivate,
  };
}
