// How a vault comes to be and how it is opened: from a passphrase and the keychain to an unlocked vault, or a fault. It never
// makes a new key because an old one could not be read, and it deletes nothing because something failed.
import { BrokerError } from '../../contract/fault.ts';
import { RecordId } from '../../contract/vocabulary.ts';
import { sameBytes } from '../crypto/digest.ts';
import { wipe } from '../crypto/wipe.ts';
import type { KeyStore } from '../ports/key-store.ts';
import type { PassphraseKdf } from '../ports/passphrase-kdf.ts';
import type { Randomness } from '../ports/randomness.ts';
import type { RecordStore, StoredWrap, VaultHeader } from '../ports/record-store.ts';
import { keychainAccount, needsKeychain, unwrapVaultKey, wrapVaultKey } from './key-wrap.ts';
import { checkManifest, type Manifest, openManifest, sealManifest, wrapsDigest } from './manifest.ts';
import { newRecordId } from './record-seal.ts';
import { UnlockedVault } from './unlocked-vault.ts';
import { VaultKeys } from './vault-keys.ts';

export interface VaultOpeningParts {
  readonly store: RecordStore;
  readonly keyStore: KeyStore;
  readonly kdf: PassphraseKdf;
  readonly randomness: Randomness;
}

/** The number of the whole format that FORMAT.md describes. */
const vaultFormat = 1;

/** The header, or null where no vault was ever made. @throws BrokerError vault_newer, vault_corrupt */
export function readHeader(store: RecordStore): VaultHeader | null {
  const header = store.header();
  if (header === null) return null;
  if (header.format > vaultFormat) throw new BrokerError('vault_newer');
  if (!RecordId.safeParse(header.vaultId).success) throw new BrokerError('vault_corrupt');
  return header;
}

/** The one wrap of this format. @throws BrokerError vault_corrupt */
export function readWrap(store: RecordStore): StoredWrap {
  const [wrap, ...others] = store.wraps();
  if (wrap === undefined || others.length > 0) throw new BrokerError('vault_corrupt');
  return wrap;
}

/** Makes a vault in an empty store. `passphrase` is normalised; the caller wipes it. @throws BrokerError as `Vault.create` */
export async function createVault(
  parts: VaultOpeningParts,
  passphrase: Buffer,
  keychain: boolean,
): Promise<UnlockedVault> {
  const { store, randomness } = parts;
  const name = { vaultId: newRecordId(randomness), wrapId: newRecordId(randomness), keyVersion: 1 };
  const keychainKey = keychain ? randomness.bytes(32) : null;
  const keys = new VaultKeys(randomness.bytes(32), name.vaultId, name.keyVersion);
  const account = keychainAccount(name.vaultId, name.wrapId);
  try {
    if (keychainKey !== null) await keepInKeychain(parts.keyStore, account, keychainKey);
    const wrap = await wrapVaultKey(keys.vaultKey, name, { passphrase, keychainKey }, parts);
    const manifest: Manifest = {
      format: vaultFormat,
      vaultId: name.vaultId,
      sequence: 1,
      wraps: wrapsDigest([wrap]),
      records: [],
    };
    const sealedManifest = sealManifest(keys, manifest, randomness);
    store.transaction(() => {
      store.createVault({ format: vaultFormat, vaultId: name.vaultId });
      store.replaceWraps([wrap]);
      store.putManifest(sealedManifest);
    });
    return new UnlockedVault({ store, randomness, keys, manifest, sealedManifest });
  } catch (thrown) {
    keys.wipe();
    // The item of a vault that never came to be; where it cannot be removed, it is of no use to anyone.
    if (keychainKey !== null) await parts.keyStore.remove(account).catch(() => undefined);
    throw thrown;
  } finally {
    if (keychainKey !== null) wipe(keychainKey);
  }
}

/**
 * Opens the vault and checks everything in it against its manifest. `passphrase` is normalised; the caller wipes it.
 * @throws BrokerError as `Vault.unlock`, save vault_rolled_back
 */
export async function openVault(parts: VaultOpeningParts, passphrase: Buffer): Promise<UnlockedVault> {
  const header = readHeader(parts.store);
  if (header === null) throw new BrokerError('no_vault');
  const keys = await unwrapKeys(parts, header.vaultId, passphrase);
  try {
    const sealedManifest = parts.store.manifest();
    if (sealedManifest === null) throw new BrokerError('vault_corrupt');
    const manifest = openManifest(keys, header.vaultId, sealedManifest);
    checkManifest(manifest, parts.store.wraps(), parts.store.records());
    return new UnlockedVault({ store: parts.store, randomness: parts.randomness, keys, manifest, sealedManifest });
  } catch (thrown) {
    keys.wipe();
    throw thrown;
  }
}

async function unwrapKeys(parts: VaultOpeningParts, vaultId: string, passphrase: Buffer): Promise<VaultKeys> {
  const wrap = readWrap(parts.store);
  const account = keychainAccount(vaultId, wrap.id);
  const keychainKey = needsKeychain(wrap) ? await parts.keyStore.read(account) : null;
  // A missing item is told as that, and the item is never made anew: the vault could not be opened with another key.
  if (needsKeychain(wrap) && keychainKey === null) throw new BrokerError('keychain_item_missing');
  try {
    const vaultKey = await unwrapVaultKey(wrap, vaultId, { passphrase, keychainKey }, parts.kdf);
    return new VaultKeys(vaultKey, vaultId, wrap.keyVersion);
  } finally {
    if (keychainKey !== null) wipe(keychainKey);
  }
}

/** Written and read back: a vault must not depend on a key that the keychain did not keep. */
async function keepInKeychain(keyStore: KeyStore, account: string, key: Buffer): Promise<void> {
  await keyStore.write(account, key);
  const kept = await keyStore.read(account);
  if (kept === null || !sameBytes(kept, key)) throw new BrokerError('keychain_absent');
  wipe(kept);
}
