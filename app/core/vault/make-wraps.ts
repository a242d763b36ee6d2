// Makes wraps for a vault key. What goes into the keychain is written there and read back before the vault may depend on it; a
// new wrap never touches the keychain item of an old one, so that a crash in between leaves a vault that opens.
import { BrokerError } from '../../contract/fault.ts';
import { sameBytes } from '../crypto/digest.ts';
import { wipe } from '../crypto/wipe.ts';
import type { KeyStore } from '../ports/key-store.ts';
import type { StoredWrap } from '../ports/record-store.ts';
import { type Kek, type KekKind, keychainAccount, newKek, type WrapName, wrapUnder } from './key-wrap.ts';
import { newRecordId } from './record-seal.ts';
import { wrapToRecovery } from './recovery-wrap.ts';
import type { OpenerParts } from './vault-openers.ts';

/** A wrap to be made. `passphrase` is normalised; the caller wipes it. */
export type WantedWrap =
  | { readonly kind: 'keychain+passphrase' | 'passphrase'; readonly passphrase: Buffer }
  | { readonly kind: 'keychain' }
  | { readonly kind: 'recovery'; readonly publicKey: Buffer };

/** What was made: the caller wipes the KEKs or hands them on. A recovery wrap has none. */
export interface MadeWraps {
  readonly wraps: readonly StoredWrap[];
  readonly keks: readonly Kek[];
}

/** Whose key is wrapped. `vaultKey` stays the caller's. */
export interface WrapTarget {
  readonly vaultId: string;
  readonly vaultKey: Buffer;
  readonly keyVersion: number;
}

/** All of them or none. @throws BrokerError keychain_absent, keychain_locked, keychain_dismissed */
export async function makeWraps(
  parts: OpenerParts,
  target: WrapTarget,
  wanted: readonly WantedWrap[],
): Promise<MadeWraps> {
  const wraps: StoredWrap[] = [];
  const keks: Kek[] = [];
  const { vaultId, vaultKey, keyVersion } = target;
  try {
    for (const want of wanted) {
      const name = { vaultId, wrapId: newRecordId(parts.randomness), keyVersion };
      if (want.kind === 'recovery') {
        wraps.push(wrapToRecovery(want.publicKey, vaultKey, name, parts.randomness));
        continue;
      }
      const passphrase = want.kind === 'keychain' ? null : want.passphrase;
      const kek = await kekWithKeychain(parts, name, want.kind, passphrase);
      keks.push(kek);
      wraps.push(wrapUnder(kek, vaultKey, name, parts.randomness));
    }
    return { wraps, keks };
  } catch (thrown) {
    await discardWraps(parts.keyStore, vaultId, { wraps, keks });
    throw thrown;
  }
}

/** Called when new wraps are ready and nothing is written yet; what it throws keeps the vault as it was. */
export type BeforeChange = () => void;

/** Calls `first`; when it throws, the new wraps are undone. @throws what `first` throws */
export async function beforeChange(first: BeforeChange, undo: () => Promise<void>): Promise<void> {
  try {
    first();
  } catch (thrown) {
    await undo();
    throw thrown;
  }
}

/** Undoes `makeWraps` where the vault surely does not depend on them. Never throws: an item that stays is of no use to anyone. */
export async function discardWraps(keyStore: KeyStore, vaultId: string, made: MadeWraps): Promise<void> {
  wipe(...made.keks.map(({ key }) => key));
  await removeItems(keyStore, vaultId, made.wraps);
}

/**
 * For wraps that are gone: what opened the vault without a passphrase leaves the keychain, so that no program opens an old copy
 * of the file with it. The half that needs a passphrase beside it stays: backups open with it, and with the passphrase of their
 * time. Never throws.
 */
export async function removeLoneItems(
  keyStore: KeyStore,
  vaultId: string,
  wraps: readonly StoredWrap[],
): Promise<void> {
  const alone = wraps.filter(({ kind }) => kind === 'keychain');
  await removeItems(keyStore, vaultId, alone);
}

async function removeItems(keyStore: KeyStore, vaultId: string, wraps: readonly StoredWrap[]): Promise<void> {
  for (const { id, kind } of wraps) {
    if (kind !== 'keychain' && kind !== 'keychain+passphrase') continue;
    await keyStore.remove(keychainAccount(vaultId, id)).catch(() => undefined);
  }
}

async function kekWithKeychain(parts: OpenerParts, name: WrapName, kind: KekKind, passphrase: Buffer | null) {
  if (kind === 'passphrase') return await newKek(name, { passphrase, keychainKey: null }, parts);
  const keychainKey = parts.randomness.bytes(32);
  const account = keychainAccount(name.vaultId, name.wrapId);
  try {
    await keepInKeychain(parts.keyStore, account, keychainKey);
    return await newKek(name, { passphrase, keychainKey }, parts);
  } catch (thrown) {
    await parts.keyStore.remove(account).catch(() => undefined);
    throw thrown;
  } finally {
    wipe(keychainKey);
  }
}

/** Written and read back: a vault must not depend on a key that the keychain did not keep. */
async function keepInKeychain(keyStore: KeyStore, account: string, key: Buffer): Promise<void> {
  await keyStore.write(account, key);
  const kept = await keyStore.read(account);
  if (kept === null || !sameBytes(kept, key)) throw new BrokerError('keychain_absent');
  wipe(kept);
}
