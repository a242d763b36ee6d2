// Where the vault's sealed bytes lie. A store knows no keys: it sees ids, versions and ciphertext.

export interface StoredRecord {
  readonly id: string;
  readonly kind: string;
  readonly version: number;
  readonly keyVersion: number;
  readonly sealed: Buffer;
}

export interface StoredWrap {
  readonly id: string;
  readonly kind: string;
  /** JSON that says how the key-encryption key is made; authenticated as AAD of `wrapped`. */
  readonly parameters: string;
  readonly keyVersion: number;
  readonly wrapped: Buffer;
}

/** The plain header of a vault file. */
export interface VaultHeader {
  readonly format: number;
  readonly vaultId: string;
}

export interface RecordStore {
  /** null: no vault was ever created here. @throws BrokerError vault_newer, vault_truncated, vault_corrupt */
  header(): VaultHeader | null;
  createVault(header: VaultHeader): void;
  wraps(): readonly StoredWrap[];
  replaceWraps(wraps: readonly StoredWrap[]): void;
  records(): readonly StoredRecord[];
  /** Shows every record to `visit`, one at a time. `visit` must not write. */
  eachRecord(visit: (record: StoredRecord) => void): void;
  record(id: string): StoredRecord | null;
  put(record: StoredRecord): void;
  remove(id: string): void;
  /** The stored pages of the list of records, by name. */
  pages(): ReadonlyMap<string, Buffer>;
  /** null removes the page. */
  putPage(name: string, bytes: Buffer | null): void;
  /** The sealed manifest, or null before the first. */
  manifest(): Buffer | null;
  putManifest(sealed: Buffer): void;
  /** Runs `work` in one transaction: all of it is on disk afterwards, or none. @throws BrokerError disk_full, profile_readonly */
  transaction<T>(work: () => T): T;
}
