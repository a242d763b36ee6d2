// Compares a vault's rows with its manifest and tells what is damaged, record by record, as far as it can be told. It changes
// nothing, and it tries every row before it calls one lost.
import { BrokerError } from '../../contract/fault.ts';
import { sha256Hex } from '../crypto/digest.ts';
import { wipe } from '../crypto/wipe.ts';
import type { RecordStore, StoredRecord, StoredWrap } from '../ports/record-store.ts';
import type { DamagedRecord, DamageWhy } from './damage.ts';
import { type Manifest, openManifest, wrapsDigest } from './manifest.ts';
import { decodePage, encodePage, entryOf, isWellFormed, type ManifestEntry, pageOf } from './record-list.ts';
import { openRecord } from './record-seal.ts';
import type { KeyRing } from './vault-keys.ts';

export interface Findings {
  /** null: it is missing or does not open. */
  readonly manifest: Manifest | null;
  /** false: for some records neither the stored list nor the rows fit the manifest. */
  readonly listIsWhole: boolean;
  readonly wrapsAreListed: boolean;
  readonly good: readonly StoredRecord[];
  readonly damaged: readonly DamagedRecord[];
  /** Damaged records that can be kept, each at the place where it belongs; they open. */
  readonly saved: readonly StoredRecord[];
  /** Ids of all rows, as they stand. */
  readonly rowIds: readonly string[];
  /** The highest version that the list or an authentic row has of each id. */
  readonly versions: ReadonlyMap<string, number>;
}

export interface InspectedVault {
  readonly store: RecordStore;
  readonly vaultId: string;
  readonly keys: KeyRing;
  readonly wraps: readonly StoredWrap[];
}

/** @throws BrokerError vault_corrupt when neither the manifest nor any record opens: the key is not of this file */
export function inspectRecords({ store, vaultId, keys, wraps }: InspectedVault): Findings {
  const manifest = openOrNull(keys, vaultId, store.manifest());
  const rows = store.records();
  const { listed, unlisted } = listOf(manifest, store, rows);
  const judge = new Judge(keys, rows, listed);
  for (const entry of listed.values()) judge.entry(entry);
  for (const row of rows) if (!listed.has(row.id)) judge.unlistedRow(row, unlisted.has(pageOf(row.id)));
  if (manifest === null && rows.length > 0 && judge.good.length === 0) throw new BrokerError('vault_corrupt');
  return {
    manifest,
    listIsWhole: manifest !== null && unlisted.size === 0,
    wrapsAreListed: manifest?.wraps === wrapsDigest(wraps),
    good: judge.good,
    damaged: judge.damaged,
    saved: judge.saved,
    rowIds: rows.map(({ id }) => id),
    versions: judge.versions,
  };
}

class Judge {
  readonly good: StoredRecord[] = [];
  readonly damaged: DamagedRecord[] = [];
  readonly saved: StoredRecord[] = [];
  readonly versions = new Map<string, number>();
  readonly #keys: KeyRing;
  readonly #rows: ReadonlyMap<string, StoredRecord>;
  readonly #rowsBySha256: ReadonlyMap<string, readonly StoredRecord[]>;
  readonly #listedSha256: ReadonlySet<string>;

  constructor(keys: KeyRing, rows: readonly StoredRecord[], listed: ReadonlyMap<string, ManifestEntry>) {
    this.#keys = keys;
    this.#rows = new Map(rows.map((row) => [row.id, row]));
    this.#rowsBySha256 = Map.groupBy(rows, ({ sealed }) => sha256Hex(sealed));
    this.#listedSha256 = new Set([...listed.values()].map(({ sha256 }) => sha256.toString('hex')));
  }

  /** A record that should be there. Its bytes prove it wherever they lie. */
  entry({ id, kind, version, keyVersion, sha256 }: ManifestEntry): void {
    this.#seen(id, version);
    const places = this.#rowsBySha256.get(sha256.toString('hex')) ?? [];
    const bytes = places.find((row) => row.id === id) ?? places[0];
    const row = this.#rows.get(id);
    if (bytes !== undefined) {
      const place = { id, kind, version, keyVersion, sealed: bytes.sealed };
      const opens = this.#opens(place);
      if (opens && samePlace(bytes, place)) this.good.push(place);
      else this.#note(place, bytes.id === id ? 'edited' : 'moved', opens ? place : null);
    } else if (row === undefined) {
      this.#note({ id, kind }, 'missing', null);
    } else if (row.kind === kind && this.#opens(row)) {
      this.#seen(id, row.version);
      this.#note({ id, kind }, row.version < version ? 'older' : 'newer', row);
    } else {
      this.#note({ id, kind }, 'edited', null);
    }
  }

  /** A row that the list does not name; `unknown`: there is no list that could. */
  unlistedRow(row: StoredRecord, unknown: boolean): void {
    if (isWellFormed(row) && this.#opens(row)) {
      this.#seen(row.id, row.version);
      if (unknown) this.good.push(row);
      else this.#note(row, 'extra', row);
    } else if (!this.#listedSha256.has(sha256Hex(row.sealed))) {
      // The bytes of a listed record under another id were told as moved already.
      this.#note(row, unknown && isWellFormed(row) ? 'edited' : 'foreign', null);
    }
  }

  #note(
    { id, kind }: { readonly id: string; readonly kind: string },
    why: DamageWhy,
    saved: StoredRecord | null,
  ): void {
    this.damaged.push({ id, kind, why, kept: saved !== null });
    if (saved !== null) this.saved.push(saved);
  }

  #seen(id: string, version: number): void {
    this.versions.set(id, Math.max(version, this.versions.get(id) ?? 0));
  }

  #opens(row: StoredRecord): boolean {
    try {
      wipe(openRecord(this.#keys.ofVersion(row.keyVersion), row));
      return true;
    } catch {
      return false;
    }
  }
}

/** The listed records, and the pages of which there is no list: neither the stored page nor the rows fit the manifest. */
function listOf(manifest: Manifest | null, store: RecordStore, rows: readonly StoredRecord[]) {
  const stored = store.pages();
  const rowsByPage = Map.groupBy(rows, ({ id }) => pageOf(id));
  const listed = new Map<string, ManifestEntry>();
  const unlisted = new Set<string>();
  const names = new Set([...Object.keys(manifest?.pages ?? {}), ...rowsByPage.keys()]);
  for (const name of [...names].sort()) {
    const digest = manifest?.pages[name];
    const pages = [stored.get(name), pageOfRows(rowsByPage.get(name) ?? [])];
    const page = pages.find((bytes) => bytes !== undefined && sha256Hex(bytes) === digest);
    if (page !== undefined) for (const entry of decodePage(page)) listed.set(entry.id, entry);
    // A page that the manifest does not have is known to be empty.
    else if (manifest === null || digest !== undefined) unlisted.add(name);
  }
  return { listed, unlisted };
}

function pageOfRows(rows: readonly StoredRecord[]): Buffer {
  return encodePage(rows.filter(isWellFormed).map(entryOf));
}

function openOrNull(keys: KeyRing, vaultId: string, sealed: Buffer | null): Manifest | null {
  try {
    return sealed === null ? null : openManifest(keys.current, vaultId, sealed);
  } catch {
    return null;
  }
}

function samePlace(a: StoredRecord, b: StoredRecord): boolean {
  return a.id === b.id && a.kind === b.kind && a.version === b.version && a.keyVersion === b.keyVersion;
}
