// How the vault key is wrapped under a key-encryption key (KEK): what that is made of, and nothing else. It never makes a
// keychain key anew.
import { z } from 'zod';
import { BrokerError } from '../../contract/fault.ts';
import { open, seal } from '../crypto/aead.ts';
import { canonicalJson, sameBytes } from '../crypto/digest.ts';
import { encodeFields } from '../crypto/fields.ts';
import { hkdfSha256 } from '../crypto/hkdf.ts';
import { wipe } from '../crypto/wipe.ts';
import type { Argon2Parameters, PassphraseKdf } from '../ports/passphrase-kdf.ts';
import type { Randomness } from '../ports/randomness.ts';
import type { StoredWrap } from '../ports/record-store.ts';
import { parseSealedJson } from './sealed-json.ts';

/** The kinds whose KEK is made of a passphrase, a random key of the keychain, or both. */
export const KekKind = z.enum(['keychain+passphrase', 'passphrase', 'keychain']);
export type KekKind = z.infer<typeof KekKind>;

/** What new wraps use: RFC 9106's second choice of memory, with one lane because the work is done in one thread. */
export const argon2ForNewWraps: Argon2Parameters = { memoryKiB: 65_536, iterations: 3, parallelism: 1 };

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));

/** The bounds are a defence: a hostile file must neither weaken the hash nor make us allocate what it likes. */
const WrapParameters = z.strictObject({
  /** null without a passphrase. */
  argon2: z
    .strictObject({
      memoryKiB: z.int().min(65_536).max(1_048_576),
      iterations: z.int().min(3).max(10),
      parallelism: z.int().min(1).max(4),
      salt: hex(16),
    })
    .nullable(),
  hkdfSalt: hex(32),
  /** Tells a wrong keychain key from a wrong passphrase; null without a keychain. */
  keychainCheck: hex(16).nullable(),
});
type WrapParameters = z.infer<typeof WrapParameters>;

/** What a person and their computer bring; not both are null. `passphrase` is normalised; the caller wipes both. */
export interface Factors {
  readonly passphrase: Buffer | null;
  /** 32 bytes. */
  readonly keychainKey: Buffer | null;
}

export interface WrapTools {
  readonly kdf: PassphraseKdf;
  readonly randomness: Randomness;
  /** What Argon2id may cost in new wraps; `argon2ForNewWraps` when left out. */
  readonly cost?: Argon2Parameters;
}

/** Names one wrap and what it wraps; all of it is authenticated. */
export interface WrapName {
  readonly vaultId: string;
  readonly wrapId: string;
  readonly keyVersion: number;
}

/** A key-encryption key, and the wrap that it is of. Whoever holds it wipes `key`. */
export interface Kek {
  readonly wrapId: string;
  readonly kind: KekKind;
  /** Canonical JSON. */
  readonly parameters: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

/** The keychain account that holds the random key of one wrap. */
export function keychainAccount(vaultId: string, wrapId: string): string {
  return `kek:${vaultId}:${wrapId}`;
}

/** A KEK for a new wrap, with salts of its own. */
export async function newKek(name: WrapName, factors: Factors, tools: WrapTools): Promise<Kek> {
  const { memoryKiB, iterations, parallelism } = tools.cost ?? argon2ForNewWraps;
  const cost = { memoryKiB, iterations, parallelism };
  const argon2 = factors.passphrase && { ...cost, salt: tools.randomness.bytes(16).toString('hex') };
  const hkdfSalt = tools.randomness.bytes(32).toString('hex');
  const check = factors.keychainKey && keychainCheck(factors.keychainKey, hkdfSalt, name).toString('hex');
  const parameters: WrapParameters = { argon2, hkdfSalt, keychainCheck: check };
  const key = await derive(name, parameters, factors, tools.kdf);
  return { wrapId: name.wrapId, kind: kindOf(parameters), parameters: canonicalJson(parameters), key };
}

/**
 * The KEK of a stored wrap.
 * @throws BrokerError vault_corrupt when the wrap does not have the form of one; keychain_item_missing when the keychain
 * holds another key
 */
export async function kekOf(wrap: StoredWrap, vaultId: string, factors: Factors, kdf: PassphraseKdf): Promise<Kek> {
  const name = { vaultId, wrapId: wrap.id, keyVersion: wrap.keyVersion };
  const parameters = parseParameters(wrap);
  if (kindOf(parameters) !== kindOfFactors(factors)) throw new BrokerError('internal');
  if (factors.keychainKey !== null) requireKeychainKey(factors.keychainKey, parameters, name);
  const key = await derive(name, parameters, factors, kdf);
  return { wrapId: wrap.id, kind: kindOf(parameters), parameters: wrap.parameters, key };
}

/** The wrap of `vaultKey` under `kek`. */
export function wrapUnder(kek: Kek, vaultKey: Buffer, name: WrapName, randomness: Randomness): StoredWrap {
  const wrap = { id: name.wrapId, kind: kek.kind, parameters: kek.parameters, keyVersion: name.keyVersion };
  return { ...wrap, wrapped: seal(kek.key, vaultKey, wrapAad(name.vaultId, wrap), randomness) };
}

/**
 * The vault key, 32 bytes; the caller wipes it.
 * @throws BrokerError wrong_passphrase when the wrap does not open, which an edited one does not either; vault_corrupt when
 * no passphrase is part of it
 */
export function unwrapUnder(kek: Kek, wrap: StoredWrap, vaultId: string): Buffer {
  try {
    return open(kek.key, wrap.wrapped, wrapAad(vaultId, wrap));
  } catch (cause) {
    throw new BrokerError(kek.kind === 'keychain' ? 'vault_corrupt' : 'wrong_passphrase', { cause });
  }
}

/** `newKek` and `wrapUnder`, for who does not need the KEK afterwards. */
export async function wrapVaultKey(vaultKey: Buffer, name: WrapName, factors: Factors, tools: WrapTools) {
  const kek = await newKek(name, factors, tools);
  try {
    return wrapUnder(kek, vaultKey, name, tools.randomness);
  } finally {
    wipe(kek.key);
  }
}

/** `kekOf` and `unwrapUnder`, for who does not need the KEK afterwards. The caller wipes the vault key. */
export async function unwrapVaultKey(wrap: StoredWrap, vaultId: string, factors: Factors, kdf: PassphraseKdf) {
  const kek = await kekOf(wrap, vaultId, factors, kdf);
  try {
    return unwrapUnder(kek, wrap, vaultId);
  } finally {
    wipe(kek.key);
  }
}

/** Whether guessing the passphrase of this wrap costs less than that of a new one. @throws BrokerError vault_corrupt */
export function isCheaper(wrap: StoredWrap, { memoryKiB, iterations } = argon2ForNewWraps): boolean {
  const { argon2 } = parseParameters(wrap);
  return argon2 !== null && (argon2.memoryKiB < memoryKiB || argon2.iterations < iterations);
}

/** What is authenticated beside a wrapped key, of any kind. */
export function wrapAad(vaultId: string, wrap: Omit<StoredWrap, 'wrapped'>): Buffer {
  return encodeFields('postern/wrap/1', vaultId, wrap.id, wrap.kind, wrap.parameters, wrap.keyVersion);
}

/** @throws BrokerError vault_corrupt */
function parseParameters(wrap: StoredWrap): WrapParameters {
  const parameters = parseSealedJson(WrapParameters, wrap.parameters);
  if (wrap.wrapped.length !== wrappedBytes || kindOf(parameters) !== wrap.kind) throw new BrokerError('vault_corrupt');
  return parameters;
}

/** IV, 32 bytes of key, tag. */
const wrappedBytes = 12 + 32 + 16;

/** @throws BrokerError vault_corrupt when it is made of nothing */
function kindOf({ argon2, keychainCheck }: WrapParameters): KekKind {
  if (argon2 !== null) return keychainCheck === null ? 'passphrase' : 'keychain+passphrase';
  if (keychainCheck === null) throw new BrokerError('vault_corrupt');
  return 'keychain';
}

function kindOfFactors({ passphrase, keychainKey }: Factors): KekKind {
  if (passphrase === null) return 'keychain';
  return keychainKey === null ? 'passphrase' : 'keychain+passphrase';
}

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

async function derive(name: WrapName, parameters: WrapParameters, factors: Factors, kdf: PassphraseKdf) {
  const stretched = await stretch(parameters, factors, kdf);
  const material = Buffer.concat([factors.keychainKey ?? Buffer.alloc(0), stretched]);
  const info = encodeFields('postern/kek/1', kindOf(parameters), name.vaultId, name.wrapId);
  try {
    return hkdfSha256(material, Buffer.from(parameters.hkdfSalt, 'hex'), info);
  } finally {
    wipe(stretched, material);
  }
}

/** Empty without a passphrase. */
async function stretch({ argon2 }: WrapParameters, { passphrase }: Factors, kdf: PassphraseKdf): Promise<Buffer> {
  if (argon2 === null || passphrase === null) return Buffer.alloc(0);
  const { salt, ...cost } = argon2;
  return await kdf.derive(passphrase, Buffer.from(salt, 'hex'), cost);
}
