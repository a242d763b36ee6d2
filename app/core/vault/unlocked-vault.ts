// The vault while it is unlocked: its keys, its manifest, and every read and write of a record. It keeps no opened record.
import { BrokerError } from '../../contract/fault.ts';
import type { RecordId, Sha256 } from '../../contract/vocabulary.ts';
import { sameBytes, sha256, sha256Hex } from '../crypto/digest.ts';
import { wipe } from '../crypto/wipe.ts';
import type { Randomness } from '../ports/randomness.ts';
import type { RecordStore } from '../ports/record-store.ts';
import { byId, entryOf, type Manifest, ManifestEntry, sealManifest } from './manifest.ts';
import { openRecord, type RecordKind, sealRecord } from './record-seal.ts';
import type { VaultKeys } from './vault-keys.ts';

/** A record in plaintext. */
export interface OpenedRecord {
  readonly id: RecordId;
  readonly kind: RecordKind;
  /** 1 at first, and one more with every change. */
  readonly version: number;
  readonly body: Buffer;
}

/** One change of one record. `body` null removes it. */
export interface RecordChange {
  readonly kind: RecordKind;
  readonly id: RecordId;
  readonly body: Buffer | null;
}

/** Which state of the vault is the newest; nothing in it is secret. */
export interface ManifestPosition {
  readonly vaultId: string;
  readonly sequence: number;
  /** SHA-256 of the sealed manifest. */
  readonly digest: Sha256;
}

export interface UnlockedVaultParts {
  readonly store: RecordStore;
  readonly randomness: Randomness;
  readonly keys: VaultKeys;
  /** Opened and checked against the store. */
  readonly manifest: Manifest;
  readonly sealedManifest: Buffer;
}

export class UnlockedVault {
  readonly #store: RecordStore;
  readonly #randomness: Randomness;
  readonly #keys: VaultKeys;
  #manifest: Manifest;
  #entries: ReadonlyMap<string, ManifestEntry>;
  #manifestDigest: Buffer;

  constructor(parts: UnlockedVaultParts) {
    this.#store = parts.store;
    this.#randomness = parts.randomness;
    this.#keys = parts.keys;
    this.#manifest = parts.manifest;
    this.#entries = new Map(parts.manifest.records.map((entry) => [entry.id, entry]));
    this.#manifestDigest = sha256(parts.sealedManifest);
  }

  get position(): ManifestPosition {
    const { vaultId, sequence } = this.#manifest;
    return { vaultId, sequence, digest: sha256Hex(this.#manifestDigest) };
  }

  /** What `read` makes of each record of a kind. One is open at a time, and zeroed after. @throws BrokerError vault_corrupt */
  read<T>(kind: RecordKind, read: (record: OpenedRecord) => T): T[] {
    return this.#manifest.records
      .filter((entry) => entry.kind === kind)
      .map((entry) => {
        const record = this.#openListed(entry);
        try {
          return read(record);
        } finally {
          wipe(record.body);
        }
      });
  }

  /** null: the vault holds no such record. @throws BrokerError vault_corrupt */
  record(kind: RecordKind, id: RecordId): OpenedRecord | null {
    const entry = this.#entries.get(id);
    return entry?.kind === kind ? this.#openListed(entry) : null;
  }

  holds(kind: RecordKind, id: RecordId): boolean {
    return this.#entries.get(id)?.kind === kind;
  }

  /** Makes all the changes or none; the new version of each, 0 for a removal. @throws BrokerError as `RecordStore.transaction` */
  write(changes: readonly RecordChange[]): readonly number[] {
    const entries = new Map<string, ManifestEntry>(this.#entries);
    const steps: (() => void)[] = [];
    const versions = changes.map((change) => {
      const { kind, id } = change;
      const before = entries.get(id);
      if (before !== undefined && before.kind !== kind) throw new BrokerError('internal');
      if (change.body === null) {
        entries.delete(id);
        steps.push(() => this.#store.remove(id));
        return 0;
      }
      const place = { id, kind, version: (before?.version ?? 0) + 1, keyVersion: this.#keys.version };
      const record = sealRecord(this.#keys, place, change.body, this.#randomness);
      entries.set(id, ManifestEntry.parse(entryOf(record)));
      steps.push(() => this.#store.put(record));
      return place.version;
    });
    this.#commit([...entries.values()], () => {
      for (const step of steps) step();
    });
    return versions;
  }

  /** SECURITY P4: zeroes every key; nothing opens or seals afterwards. */
  wipe(): void {
    this.#keys.wipe();
  }

  /** SECURITY P5: a stored record opens only when it is the very one of the manifest. */
  #openListed(entry: ManifestEntry): OpenedRecord {
    const record = this.#store.record(entry.id);
    if (record === null) throw new BrokerError('vault_corrupt');
    const found = ManifestEntry.safeParse(entryOf(record));
    const same = found.success && found.data.kind === entry.kind && found.data.sha256 === entry.sha256;
    if (!same || found.data.version !== entry.version) throw new BrokerError('vault_corrupt');
    return { id: entry.id, kind: entry.kind, version: entry.version, body: openRecord(this.#keys, record) };
  }

  /** One transaction of the change and the manifest that lists it. Memory follows only when it is on disk. */
  #commit(records: ManifestEntry[], change: () => void): void {
    const manifest = { ...this.#manifest, sequence: this.#manifest.sequence + 1, records: records.sort(byId) };
    const sealed = sealManifest(this.#keys, manifest, this.#randomness);
    this.#store.transaction(() => {
      this.#requireUnmoved();
      change();
      this.#store.putManifest(sealed);
    });
    this.#manifest = manifest;
    this.#entries = new Map(manifest.records.map((entry) => [entry.id, entry]));
    this.#manifestDigest = sha256(sealed);
  }

  /** SECURITY P5: what someone else wrote under our feet is not written over. */
  #requireUnmoved(): void {
    const stored = this.#store.manifest();
    if (stored === null || !sameBytes(sha256(stored), this.#manifestDigest)) throw new BrokerError('vault_corrupt');
  }
}
