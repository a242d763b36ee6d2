// How the vault key is wrapped: what a key-encryption key is made of, and nothing else. It never makes a keychain key anew.
import { z } from 'zod';
import { BrokerError } from '../../contract/fault.ts';
import { open, seal } from '../crypto/aead.ts';
import { canonicalJson, sameBytes } from '../crypto/digest.ts';
import { encodeFields } from '../crypto/fields.ts';
import { hkdfSha256 } from '../crypto/hkdf.ts';
import { wipe } from '../crypto/wipe.ts';
import type { PassphraseKdf } from '../ports/passphrase-kdf.ts';
import type { Randomness } from '../ports/randomness.ts';
import type { StoredWrap } from '../ports/record-store.ts';
import { parseSealedJson } from './sealed-json.ts';

/** What opens the vault: a passphrase with a random key of the keychain, or a passphrase alone. */
export const WrapKind = z.enum(['keychain+passphrase', 'passphrase']);
export type WrapKind = z.infer<typeof WrapKind>;

/** What new wraps use: RFC 9106's second choice of memory, with one lane because the work is done in one thread. */
export const argon2ForNewWraps = { memoryKiB: 65_536, iterations: 3, parallelism: 1 } as const;

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));

/** The bounds are a defence: a hostile file must neither weaken the hash nor make us allocate what it likes. */
const WrapParameters = z.strictObject({
  argon2: z.strictObject({
    memoryKiB: z.int().min(65_536).max(1_048_576),
    iterations: z.int().min(3).max(10),
    parallelism: z.int().min(1).max(4),
    salt: hex(16),
  }),
  hkdfSalt: hex(32),
  /** Tells a wrong keychain key from a wrong passphrase; null without a keychain. */
  keychainCheck: hex(16).nullable(),
});
type WrapParameters = z.infer<typeof WrapParameters>;

/** What a person and their computer bring. `passphrase` is normalised; the caller wipes both. */
export interface Factors {
  readonly passphrase: Buffer;
  /** 32 bytes from the keychain; null when the wrap is of the passphrase alone. */
  readonly keychainKey: Buffer | null;
}

export interface WrapTools {
  readonly kdf: PassphraseKdf;
  readonly randomness: Randomness;
}

/** Names one wrap and what it wraps; all of it is authenticated. */
export interface WrapName {
  readonly vaultId: string;
  readonly wrapId: string;
  readonly keyVersion: number;
}

/** @throws BrokerError vault_corrupt for a kind that this format does not have */
export function needsKeychain(wrap: StoredWrap): boolean {
  const kind = WrapKind.safeParse(wrap.kind);
  if (!kind.success) throw new BrokerError('vault_corrupt');
  return kind.data === 'keychain+passphrase';
}

/** The keychain account that holds the random key of one wrap. */
export function keychainAccount(vaultId: string, wrapId: string): string {
  return `kek:${vaultId}:${wrapId}`;
}

export async function wrapVaultKey(
  vaultKey: Buffer,
  name: WrapName,
  factors: Factors,
  tools: WrapTools,
): Promise<StoredWrap> {
  const salt = tools.randomness.bytes(16).toString('hex');
  const hkdfSalt = tools.randomness.bytes(32).toString('hex');
  const check = factors.keychainKey && keychainCheck(factors.keychainKey, hkdfSalt, name).toString('hex');
  const parameters: WrapParameters = { argon2: { ...argon2ForNewWraps, salt }, hkdfSalt, keychainCheck: check };
  const wrap = {
    id: name.wrapId,
    kind: factors.keychainKey === null ? 'passphrase' : 'keychain+passphrase',
    parameters: canonicalJson(parameters),
    keyVersion: name.keyVersion,
  } as const;
  const kek = await keyEncryptionKey(name, parameters, factors, tools.kdf);
  try {
    return { ...wrap, wrapped: seal(kek, vaultKey, wrapAad(name.vaultId, wrap), tools.randomness) };
  } finally {
    wipe(kek);
  }
}

/**
 * The vault key, 32 bytes; the caller wipes it.
 * @throws BrokerError vault_corrupt when the wrap does not have the form of one; keychain_item_missing when the keychain
 * holds another key; wrong_passphrase when it does not open, which an edited wrap does not either
 */
export async function unwrapVaultKey(
  wrap: StoredWrap,
  vaultId: string,
  factors: Factors,
  kdf: PassphraseKdf,
): Promise<Buffer> {
  const name = { vaultId, wrapId: wrap.id, keyVersion: wrap.keyVersion };
  const parameters = parseParameters(wrap);
  if (needsKeychain(wrap) !== (factors.keychainKey !== null)) throw new BrokerError('internal');
  if (factors.keychainKey !== null) requireKeychainKey(factors.keychainKey, parameters, name);
  const kek = await keyEncryptionKey(name, parameters, factors, kdf);
  try {
    return open(kek, wrap.wrapped, wrapAad(vaultId, wrap));
  } catch (cause) {
    throw new BrokerError('wrong_passphrase', { cause });
  } finally {
    wipe(kek);
  }
}

/** @throws BrokerError vault_corrupt */
function parseParameters(wrap: StoredWrap): WrapParameters {
  const parameters = parseSealedJson(WrapParameters, wrap.parameters);
  const checked = parameters.keychainCheck !== null;
  if (wrap.wrapped.length !== wrappedBytes || checked !== needsKeychain(wrap)) throw new BrokerError('vault_corrupt');
  return parameters;
}

/** IV, 32 bytes of key, tag. */
const wrappedBytes = 12 + 32 + 16;

function requireKeychainKey(key: Buffer, parameters: WrapParameters, name: WrapName): void {
  const expected = Buffer.from(parameters.keychainCheck ?? '', 'hex');
  if (key.length !== 32 || !sameBytes(keychainCheck(key, parameters.hkdfSalt, name), expected)) {
    throw new BrokerError('keychain_item_missing');
  }
}

function keychainCheck(key: Buffer, hkdfSalt: string, name: WrapName): Buffer {
  const info = encodeFields('postern/keychain-check/1', name.vaultId, name.wrapId);
  return hkdfSha256(key, Buffer.from(hkdfSalt, 'hex'), info).subarray(0, 16);
}

async function keyEncryptionKey(
  name: WrapName,
  parameters: WrapParameters,
  factors: Factors,
  kdf: PassphraseKdf,
): Promise<Buffer> {
  const { salt, ...cost } = parameters.argon2;
  const stretched = await kdf.derive(factors.passphrase, Buffer.from(salt, 'hex'), cost);
  const material = Buffer.concat([factors.keychainKey ?? Buffer.alloc(0), stretched]);
  const kind = factors.keychainKey === null ? 'passphrase' : 'keychain+passphrase';
  const info = encodeFields('postern/kek/1', kind, name.vaultId, name.wrapId);
  try {
    return hkdfSha256(material, Buffer.from(parameters.hkdfSalt, 'hex'), info);
  } finally {
    wipe(stretched, material);
  }
}

function wrapAad(vaultId: string, wrap: Omit<StoredWrap, 'wrapped'>): Buffer {
  return encodeFields('postern/wrap/1', vaultId, wrap.id, wrap.kind, wrap.parameters, wrap.keyVersion);
}
