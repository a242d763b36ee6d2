// Where sealed requests lie between two starts of Postern, beside the vault's records. It knows no key and no plaintext.

export interface KeptRow {
  readonly id: string;
  readonly sealed: Buffer;
}

export interface KeptStore {
  /** Oldest first. @throws BrokerError vault_truncated, vault_in_use */
  all(): readonly KeptRow[];
  has(id: string): boolean;
  /** On disk when this returns. @throws BrokerError disk_full, profile_readonly, vault_in_use */
  put(row: KeptRow): void;
  /** On disk when this returns; no such row: nothing happens. @throws as `put` */
  remove(id: string): void;
}
