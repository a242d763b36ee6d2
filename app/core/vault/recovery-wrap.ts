// The wrap that the recovery code opens: the vault key in a sealed box. Its public half is enough to wrap a new vault key, so
// the code itself is never kept anywhere.
import { z } from 'zod';
import { BrokerError } from '../../contract/fault.ts';
import { canonicalJson, sameBytes } from '../crypto/digest.ts';
import { encodeFields } from '../crypto/fields.ts';
import { hkdfSha256 } from '../crypto/hkdf.ts';
import { type BoxKey, boxKey, sealTo } from '../crypto/sealed-box.ts';
import { wipe } from '../crypto/wipe.ts';
import type { Randomness } from '../ports/randomness.ts';
import type { StoredWrap } from '../ports/record-store.ts';
import { type WrapName, wrapAad } from './key-wrap.ts';
import { parseSealedJson } from './sealed-json.ts';

const RecoveryParameters = z.strictObject({ publicKey: z.string().regex(/^[0-9a-f]{64}$/) });

/** Ephemeral key, IV, 32 bytes of key, tag. */
const wrappedBytes = 32 + 12 + 32 + 16;

/** The key pair of a code of 20 bytes, for one vault. The caller keeps and wipes `code`. */
export function recoveryKey(code: Buffer, vaultId: string): BoxKey {
  const privateKey = hkdfSha256(code, Buffer.alloc(0), encodeFields('postern/recovery/1', vaultId));
  try {
    return boxKey(privateKey);
  } finally {
    wipe(privateKey);
  }
}

/** `publicKey` MUST come from a code that was just made, or from a wrap that the manifest vouches for. */
export function wrapToRecovery(
  publicKey: Buffer,
  vaultKey: Buffer,
  name: WrapName,
  randomness: Randomness,
): StoredWrap {
  const parameters = canonicalJson({ publicKey: publicKey.toString('hex') });
  const wrap = { id: name.wrapId, kind: 'recovery', parameters, keyVersion: name.keyVersion };
  return { ...wrap, wrapped: sealTo(publicKey, vaultKey, wrapAad(name.vaultId, wrap), randomness) };
}

/** 32 bytes. @throws BrokerError vault_corrupt when the wrap does not have the form of one */
export function recoveryPublicKey(wrap: StoredWrap): Buffer {
  const { publicKey } = parseSealedJson(RecoveryParameters, wrap.parameters);
  if (wrap.wrapped.length !== wrappedBytes) throw new BrokerError('vault_corrupt');
  return Buffer.from(publicKey, 'hex');
}

/**
 * The vault key; the caller wipes it, and `code`.
 * @throws BrokerError wrong_recovery_code; vault_corrupt when it is the code, and the wrap was edited
 */
export function unwrapWithRecovery(wrap: StoredWrap, vaultId: string, code: Buffer): Buffer {
  const key = recoveryKey(code, vaultId);
  if (!sameBytes(key.publicKey, recoveryPublicKey(wrap))) throw new BrokerError('wrong_recovery_code');
  return key.open(wrap.wrapped, wrapAad(vaultId, wrap));
}
