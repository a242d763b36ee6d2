// The sealed manifest: it binds the wraps and the list of records, and shows one that was edited, swapped, put back, lost or
// slipped in.
import { z } from 'zod';
import { BrokerError } from '../../contract/fault.ts';
import { RecordId, Sha256 } from '../../contract/vocabulary.ts';
import { open, seal } from '../crypto/aead.ts';
import { canonicalJson, sha256Hex } from '../crypto/digest.ts';
import { encodeFields } from '../crypto/fields.ts';
import { pad, unpad } from '../crypto/padding.ts';
import { wipe } from '../crypto/wipe.ts';
import type { Randomness } from '../ports/randomness.ts';
import type { StoredWrap } from '../ports/record-store.ts';
import type { RecordList } from './record-list.ts';
import { parseSealedJson } from './sealed-json.ts';
import type { VaultKeys } from './vault-keys.ts';

export const Manifest = z.strictObject({
  format: z.literal(1),
  vaultId: RecordId,
  /** 1 at creation, and one more with every write. */
  sequence: z.int().positive(),
  /** Of the wraps: an old passphrase cannot be put back. */
  wraps: Sha256,
  /** Of each page of the list of records. */
  pages: z.record(z.string().regex(/^[0-9a-f]{2}$/), Sha256),
});
export type Manifest = z.infer<typeof Manifest>;

export function sealManifest(keys: VaultKeys, manifest: Manifest, randomness: Randomness): Buffer {
  const padded = pad(Buffer.from(canonicalJson(manifest), 'utf8'));
  try {
    return seal(keys.manifest, padded, manifestAad(manifest.vaultId, keys), randomness);
  } finally {
    wipe(padded);
  }
}

/** @throws BrokerError vault_corrupt */
export function openManifest(keys: VaultKeys, vaultId: string, sealed: Buffer): Manifest {
  const body = unpad(open(keys.manifest, sealed, manifestAad(vaultId, keys)));
  const manifest = parseSealedJson(Manifest, body.toString('utf8'));
  if (manifest.vaultId !== vaultId) throw new BrokerError('vault_corrupt');
  return manifest;
}

/**
 * SECURITY P5: refuses a vault whose wraps or records are not exactly the listed ones. `list` is of the rows as they stand.
 * @throws BrokerError vault_corrupt
 */
export function checkManifest(manifest: Manifest, wraps: readonly StoredWrap[], list: RecordList): void {
  if (manifest.wraps !== wrapsDigest(wraps)) throw new BrokerError('vault_corrupt');
  if (canonicalJson(manifest.pages) !== canonicalJson(list.digests)) throw new BrokerError('vault_corrupt');
}

/** SHA-256 over the canonical JSON of all wraps, ascending by id. */
export function wrapsDigest(wraps: readonly StoredWrap[]): Sha256 {
  const listed = wraps.map(({ id, kind, parameters, keyVersion, wrapped }) => {
    return { id, kind, parameters, keyVersion, wrapped: wrapped.toString('hex') };
  });
  return sha256Hex(canonicalJson(listed.sort(byId)));
}

export function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function manifestAad(vaultId: string, keys: VaultKeys): Buffer {
  return encodeFields('postern/manifest/1', vaultId, keys.version);
}
