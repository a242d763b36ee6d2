// What a person, or their computer, brings to open a vault, and what comes of it: the vault's keys or a fault. It never makes a
// new key because an old one could not be read.
import { assertNever, BrokerError } from '../../contract/fault.ts';
import { wipe } from '../crypto/wipe.ts';
import type { KeyStore } from '../ports/key-store.ts';
import type { StoredWrap } from '../ports/record-store.ts';
import { isWrong } from './attempts.ts';
import { type Kek, type KekKind, kekOf, keychainAccount, unwrapUnder, type WrapTools } from './key-wrap.ts';
import { withNormalised } from './passphrase.ts';
import { openPrevious } from './previous-wrap.ts';
import { parseRecoveryCode } from './recovery-code.ts';
import { unwrapWithRecovery } from './recovery-wrap.ts';
import { KeyRing, VaultKeys } from './vault-keys.ts';

/**
 * `passphrase`: UTF-8, the caller wipes it; with the keychain's half where the vault has one. `keychain` and `quick` prove
 * nothing about who asks: the caller MUST have confirmed presence before, where the person's settings ask for it.
 */
export type Opener =
  | { readonly kind: 'passphrase'; readonly passphrase: Buffer }
  | { readonly kind: 'recovery'; readonly code: string }
  | { readonly kind: 'keychain' }
  | { readonly kind: 'quick' };

/** An opener that proves who asks, since only the person knows it. */
export type Proof = Extract<Opener, { readonly kind: 'passphrase' | 'recovery' }>;

export function isProof(opener: Opener): opener is Proof {
  return opener.kind === 'passphrase' || opener.kind === 'recovery';
}

export interface OpenerParts extends WrapTools {
  readonly keyStore: KeyStore;
}

/** Keys that were opened; the caller wipes both, or hands them on. */
export interface OpenedKeys {
  readonly keys: KeyRing;
  /** The wrap that it was. */
  readonly wrap: StoredWrap;
  /** null: opened by the recovery code. */
  readonly kek: Kek | null;
}

export interface SealedKeys {
  readonly vaultId: string;
  readonly wraps: readonly StoredWrap[];
  /** What `quick` opens with; null: nothing was kept. */
  readonly quick: Kek | null;
}

/**
 * @throws BrokerError opener_unknown, wrong_passphrase, wrong_recovery_code, recovery_code_mistyped, bad_request,
 * keychain_absent, keychain_locked, keychain_dismissed, keychain_item_missing, vault_corrupt
 */
export async function openKeys(parts: OpenerParts, sealed: SealedKeys, opener: Opener): Promise<OpenedKeys> {
  const { vaultKey, wrap, kek } = await openWrap(parts, sealed, opener);
  const current = new VaultKeys(vaultKey, sealed.vaultId, wrap.keyVersion);
  const previous = sealed.wraps.find(({ kind }) => kind === 'previous');
  try {
    const older = previous === undefined ? null : openPrevious(current, previous, sealed.vaultId);
    return { keys: new KeyRing(current, older), wrap, kek };
  } catch (thrown) {
    current.wipe();
    if (kek !== null) wipe(kek.key);
    throw thrown;
  }
}

/** How many wraps of a damaged vault are tried: each may cost a run of Argon2id. */
const mostWrapsTried = 8;

/**
 * As `openKeys`, of wraps that may have been edited, doubled or added to: the first that opens is taken, and a previous key that
 * does not open is left out.
 */
export async function openKeysOfDamaged(parts: OpenerParts, sealed: SealedKeys, opener: Opener): Promise<OpenedKeys> {
  const older = sealed.wraps.filter(({ kind }) => kind === 'previous');
  const others = sealed.wraps.filter(({ kind }) => kind !== 'previous').slice(0, mostWrapsTried);
  let failed: unknown = new BrokerError('opener_unknown');
  for (const wrap of others) {
    try {
      const { keys, kek } = await openKeys(parts, { ...sealed, wraps: [wrap] }, opener);
      return { keys: new KeyRing(keys.current, firstPrevious(keys.current, older, sealed.vaultId)), wrap, kek };
    } catch (thrown) {
      // A wrong try is told as one, whatever other wraps somebody put beside the wrap that it was for.
      const tells = !(thrown instanceof BrokerError && thrown.code === 'opener_unknown');
      if (tells && !isWrong(failed)) failed = thrown;
    }
  }
  throw failed;
}

function firstPrevious(current: VaultKeys, wraps: readonly StoredWrap[], vaultId: string): VaultKeys | null {
  for (const wrap of wraps) {
    try {
      return openPrevious(current, wrap, vaultId);
    } catch {
      // One that does not open is no previous key of this vault.
    }
  }
  return null;
}

interface OpenedWrap {
  readonly vaultKey: Buffer;
  readonly wrap: StoredWrap;
  readonly kek: Kek | null;
}

async function openWrap(parts: OpenerParts, sealed: SealedKeys, opener: Opener): Promise<OpenedWrap> {
  switch (opener.kind) {
    case 'passphrase':
      return await withNormalised(opener.passphrase, (passphrase) => byPassphrase(parts, sealed, passphrase));
    case 'keychain':
      return await byFactors(parts, sealed, 'keychain', null);
    case 'recovery':
      return byRecoveryCode(sealed, opener.code);
    case 'quick':
      return byKek(sealed);
    default:
      return assertNever(opener);
  }
}

/** With the keychain's half first; where that cannot be had, a wrap of the passphrase alone may still open. */
async function byPassphrase(parts: OpenerParts, sealed: SealedKeys, passphrase: Buffer): Promise<OpenedWrap> {
  const alone = sealed.wraps.some(({ kind }) => kind === 'passphrase');
  const both = sealed.wraps.some(({ kind }) => kind === 'keychain+passphrase');
  try {
    return await byFactors(parts, sealed, both ? 'keychain+passphrase' : 'passphrase', passphrase);
  } catch (thrown) {
    if (!both || !alone || isWrong(thrown)) throw thrown;
    return await byFactors(parts, sealed, 'passphrase', passphrase);
  }
}

async function byFactors(parts: OpenerParts, sealed: SealedKeys, kind: KekKind, passphrase: Buffer | null) {
  const wrap = wrapFor(sealed, kind);
  const keychainKey =
    kind === 'passphrase' ? null : await parts.keyStore.read(keychainAccount(sealed.vaultId, wrap.id));
  // A missing item is told as that, and the item is never made anew: the vault could not be opened with another key.
  if (kind !== 'passphrase' && keychainKey === null) throw new BrokerError('keychain_item_missing');
  try {
    const kek = await kekOf(wrap, sealed.vaultId, { passphrase, keychainKey }, parts.kdf);
    return unwrapped(kek, wrap, sealed.vaultId);
  } finally {
    if (keychainKey !== null) wipe(keychainKey);
  }
}

function byRecoveryCode(sealed: SealedKeys, typed: string): OpenedWrap {
  const wrap = wrapFor(sealed, 'recovery');
  const code = parseRecoveryCode(typed);
  if (code === null) throw new BrokerError('recovery_code_mistyped');
  try {
    return { vaultKey: unwrapWithRecovery(wrap, sealed.vaultId, code), wrap, kek: null };
  } finally {
    wipe(code);
  }
}

/** The kept KEK opens the very wrap that it is of; one that was replaced ends quick unlock. */
function byKek(sealed: SealedKeys): OpenedWrap {
  const { quick } = sealed;
  const wrap = sealed.wraps.find(({ id }) => id === quick?.wrapId);
  if (quick === null || wrap === undefined || wrap.parameters !== quick.parameters) {
    throw new BrokerError('opener_unknown');
  }
  return unwrapped({ ...quick, key: Buffer.from(quick.key) }, wrap, sealed.vaultId);
}

function unwrapped(kek: Kek, wrap: StoredWrap, vaultId: string): OpenedWrap {
  try {
    return { vaultKey: unwrapUnder(kek, wrap, vaultId), wrap, kek };
  } catch (thrown) {
    wipe(kek.key);
    throw thrown;
  }
}

function wrapFor(sealed: SealedKeys, kind: KekKind | 'recovery'): StoredWrap {
  const wrap = sealed.wraps.find((candidate) => candidate.kind === kind);
  if (wrap === undefined) throw new BrokerError('opener_unknown');
  return wrap;
}
