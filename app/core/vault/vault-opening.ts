// How a vault comes to be and how it is opened: from what the person brings to an unlocked vault, or a fault. It opens no record,
// and it deletes nothing because something failed.
import { BrokerError } from '../../contract/fault.ts';
import { RecordId } from '../../contract/vocabulary.ts';
import { wipe } from '../crypto/wipe.ts';
import type { RecordStore, StoredWrap, VaultHeader } from '../ports/record-store.ts';
import type { Kek } from './key-wrap.ts';
import { discardWraps, makeWraps } from './make-wraps.ts';
import { checkManifest, type Manifest, openManifest, sealManifest, wrapsDigest } from './manifest.ts';
import { entryOf, type ManifestEntry, RecordList } from './record-list.ts';
import { newRecordId } from './record-seal.ts';
import { UnlockedVault } from './unlocked-vault.ts';
import { KeyRing, VaultKeys } from './vault-keys.ts';
import { type Opener, type OpenerParts, openKeys } from './vault-openers.ts';
import { readWraps } from './wrap-list.ts';

export interface VaultOpeningParts extends OpenerParts {
  readonly store: RecordStore;
  /** Opens the vault instead of its listed wraps: for a file with a passphrase of its own. */
  readonly ownWrap?: StoredWrap;
}

/** The number of the whole format that FORMAT.md describes. */
export const vaultFormat = 1;

/** The header, or null where no vault was ever made. @throws BrokerError vault_newer, vault_corrupt */
export function readHeader(store: RecordStore): VaultHeader | null {
  const header = store.header();
  if (header === null) return null;
  if (header.format > vaultFormat) throw new BrokerError('vault_newer');
  if (!RecordId.safeParse(header.vaultId).success) throw new BrokerError('vault_corrupt');
  return header;
}

/** The header of a vault that is there. @throws BrokerError no_vault, and as `readHeader` */
export function requireHeader(store: RecordStore): VaultHeader {
  const header = readHeader(store);
  if (header === null) throw new BrokerError('no_vault');
  return header;
}

/** Makes a vault in an empty store. `passphrase` is normalised; the caller wipes it. @throws BrokerError as `Vault.create` */
export async function createVault(
  parts: VaultOpeningParts,
  passphrase: Buffer,
  keychain: boolean,
): Promise<UnlockedVault> {
  const { store, randomness } = parts;
  const vaultId = newRecordId(randomness);
  const keys = new VaultKeys(randomness.bytes(32), vaultId, 1);
  const target = { vaultId, vaultKey: keys.vaultKey, keyVersion: 1 };
  try {
    const made = await makeWraps(parts, target, [
      { kind: keychain ? 'keychain+passphrase' : 'passphrase', passphrase },
    ]);
    const { wraps } = made;
    const list = RecordList.of([]);
    const manifest: Manifest = {
      format: vaultFormat,
      vaultId,
      sequence: 1,
      wraps: wrapsDigest(wraps),
      pages: list.digests,
    };
    const sealedManifest = sealManifest(keys, manifest, randomness);
    try {
      store.transaction(() => {
        store.createVault({ format: vaultFormat, vaultId });
        store.replaceWraps(wraps);
        store.putManifest(sealedManifest);
      });
    } catch (thrown) {
      // Nothing can depend on the items of a vault that never came to be.
      await discardWraps(parts.keyStore, vaultId, made);
      throw thrown;
    }
    const kek = made.keks[0] ?? null;
    return new UnlockedVault({
      store,
      randomness,
      keys: new KeyRing(keys),
      kek,
      wraps,
      manifest,
      list,
      sealedManifest,
    });
  } catch (thrown) {
    keys.wipe();
    throw thrown;
  }
}

/**
 * Opens the keys and checks everything in the store against the manifest. `quick`: what `{kind: 'quick'}` opens with.
 * @throws BrokerError as `Vault.unlockWith`, save vault_rolled_back and unlock_too_soon
 */
export async function openVault(
  parts: VaultOpeningParts,
  opener: Opener,
  quick: Kek | null = null,
): Promise<UnlockedVault> {
  const { store, randomness } = parts;
  const { vaultId } = requireHeader(store);
  const wraps = readWraps(store);
  const { ownWrap } = parts;
  const tried = ownWrap === undefined ? wraps : [ownWrap, ...wraps.filter(({ kind }) => kind === 'previous')];
  const { keys, kek } = await openKeys(parts, { vaultId, wraps: tried, quick }, opener);
  try {
    const sealedManifest = store.manifest();
    if (sealedManifest === null) throw new BrokerError('vault_corrupt');
    const manifest = openManifest(keys.current, vaultId, sealedManifest);
    const list = storedList(store);
    checkManifest(manifest, wraps, list);
    return new UnlockedVault({ store, randomness, keys, kek, wraps, manifest, list, sealedManifest });
  } catch (thrown) {
    keys.wipe();
    if (kek !== null) wipe(kek.key);
    throw thrown;
  }
}

/** The list of the rows as they stand; their bytes are hashed, and none is opened. @throws BrokerError vault_corrupt */
function storedList(store: RecordStore): RecordList {
  const entries: ManifestEntry[] = [];
  store.eachRecord((record) => void entries.push(entryOf(record)));
  return RecordList.of(entries);
}
