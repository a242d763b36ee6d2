// The vault while it is unlocked: its keys, its manifest, and every read and write of a record. It keeps no opened record.
import { BrokerError } from '../../contract/fault.ts';
import type { RecordKind } from '../../contract/vocabulary.ts';
import { type RecordId, Sha256 } from '../../contract/vocabulary.ts';
import { sameBytes, sha256 } from '../crypto/digest.ts';
import { wipe } from '../crypto/wipe.ts';
import type { Randomness } from '../ports/randomness.ts';
import type { RecordStore, StoredRecord, StoredWrap } from '../ports/record-store.ts';
import type { Kek } from './key-wrap.ts';
import { type Manifest, sealManifest, wrapsDigest } from './manifest.ts';
import { entryOf, type ManifestEntry, type RecordList } from './record-list.ts';
import { openRecord, sealRecord } from './record-seal.ts';
import { KeyRing } from './vault-keys.ts';

/** A record in plaintext. */
export interface OpenedRecord {
  readonly id: RecordId;
  readonly kind: RecordKind;
  /** 1 at first, and one more with every change. */
  readonly version: number;
  readonly body: Buffer;
}

/** One change of one record. `body` null removes it. The new version is also higher than `after`, if given. */
export interface RecordChange {
  readonly kind: RecordKind;
  readonly id: RecordId;
  readonly body: Buffer | null;
  readonly after?: number;
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
  readonly keys: KeyRing;
  /** What quick unlock may keep; null: opened by the recovery code. */
  readonly kek: Kek | null;
  /** Wraps, manifest and list: opened, and checked against each other and the store. */
  readonly wraps: readonly StoredWrap[];
  readonly manifest: Manifest;
  readonly list: RecordList;
  readonly sealedManifest: Buffer;
}

/** What a commit changes besides rows; what is left out stays. */
interface Next {
  readonly entries?: ReadonlyMap<string, ManifestEntry | null>;
  readonly wraps?: readonly StoredWrap[];
  readonly keys?: KeyRing;
}

export class UnlockedVault {
  readonly #store: RecordStore;
  readonly #randomness: Randomness;
  #keys: KeyRing;
  #kek: Kek | null;
  #wraps: readonly StoredWrap[];
  #manifest: Manifest;
  #list: RecordList;
  #manifestDigest: Buffer;

  constructor(parts: UnlockedVaultParts) {
    this.#store = parts.store;
    this.#randomness = parts.randomness;
    this.#keys = parts.keys;
    this.#kek = parts.kek;
    this.#wraps = parts.wraps;
    this.#manifest = parts.manifest;
    this.#list = parts.list;
    this.#manifestDigest = sha256(parts.sealedManifest);
  }

  get position(): ManifestPosition {
    const { vaultId, sequence } = this.#manifest;
    return { vaultId, sequence, digest: Sha256.parse(this.#manifestDigest.toString('hex')) };
  }

  /** Those that the manifest vouches for, whatever lies in the file meanwhile. */
  get wraps(): readonly StoredWrap[] {
    return this.#wraps;
  }

  /** They stay this object's own: `wipe` zeroes them. */
  get keys(): KeyRing {
    return this.#keys;
  }

  get entries(): Iterable<ManifestEntry> {
    return this.#list;
  }

  /** What `read` makes of each record of a kind. One is open at a time, and zeroed after. @throws BrokerError vault_corrupt */
  read<T>(kind: RecordKind, read: (record: OpenedRecord) => T): T[] {
    const made: T[] = [];
    for (const entry of this.#list) {
      if (entry.kind !== kind) continue;
      const record = this.open(entry);
      try {
        made.push(read(record));
      } finally {
        wipe(record.body);
      }
    }
    return made;
  }

  /** null: the vault holds no such record. @throws BrokerError vault_corrupt */
  record(kind: RecordKind, id: RecordId): OpenedRecord | null {
    const entry = this.#list.get(id);
    return entry?.kind === kind ? this.open(entry) : null;
  }

  holds(kind: RecordKind, id: RecordId): boolean {
    return this.#list.get(id)?.kind === kind;
  }

  /** Makes all the changes or none; the new version of each, 0 for a removal. @throws BrokerError as `RecordStore.transaction` */
  write(changes: readonly RecordChange[]): readonly number[] {
    const entries = new Map<string, ManifestEntry | null>();
    const steps: (() => void)[] = [];
    const versions = changes.map(({ kind, id, body, after = 0 }) => {
      const before = entries.has(id) ? (entries.get(id) ?? undefined) : this.#list.get(id);
      if (before !== undefined && before.kind !== kind) throw new BrokerError('internal');
      if (body === null) {
        entries.set(id, null);
        steps.push(() => this.#store.remove(id));
        return 0;
      }
      const version = Math.max(before?.version ?? 0, after) + 1;
      const record = this.#seal({ id, kind, version, keyVersion: this.#keys.current.version }, body);
      entries.set(id, entryOf(record));
      steps.push(() => this.#store.put(record));
      return version;
    });
    this.#commit({ entries }, () => {
      for (const step of steps) step();
    });
    return versions;
  }

  /**
   * Puts new wraps in the place of all, and `keys` where they change: they are this object's own from then on. Of `keks` it keeps
   * what opens one of the wraps, and zeroes the others, also when it throws.
   */
  replaceWraps(wraps: readonly StoredWrap[], keks: readonly Kek[], keys: KeyRing = this.#keys): void {
    try {
      this.#commit({ wraps, keys });
    } catch (thrown) {
      wipe(...keks.map(({ key }) => key));
      throw thrown;
    }
    const candidates = this.#kek === null ? keks : [this.#kek, ...keks];
    this.#kek = candidates.find(({ wrapId }) => wraps.some(({ id }) => id === wrapId)) ?? null;
    wipe(...candidates.filter((kek) => kek !== this.#kek).map(({ key }) => key));
  }

  /** Seals records anew under the current key, each with the version it has, as one transaction. */
  reseal(entries: readonly ManifestEntry[]): void {
    const records = entries.map((entry) => {
      const { id, kind, version, body } = this.open(entry);
      try {
        return this.#seal({ id, kind, version, keyVersion: this.#keys.current.version }, body);
      } finally {
        wipe(body);
      }
    });
    this.#commit({ entries: new Map(records.map((record) => [record.id, entryOf(record)])) }, () => {
      for (const record of records) this.#store.put(record);
    });
  }

  /** Lets the previous vault key go, in the file and in memory. No record may be left of it. */
  dropPrevious(): void {
    this.#commit({
      wraps: this.#wraps.filter(({ kind }) => kind !== 'previous'),
      keys: new KeyRing(this.#keys.current),
    });
  }

  /** SECURITY P5: a stored record opens only when it is the very one of the list. @throws BrokerError vault_corrupt */
  open({ id, kind, version, keyVersion, sha256: digest }: ManifestEntry): OpenedRecord {
    const record = this.#store.record(id);
    if (record === null || !sameBytes(sha256(record.sealed), digest)) throw new BrokerError('vault_corrupt');
    const same = record.kind === kind && record.version === version && record.keyVersion === keyVersion;
    if (!same) throw new BrokerError('vault_corrupt');
    return { id, kind, version, body: openRecord(this.#keys.ofVersion(keyVersion), record) };
  }

  /** Hands the KEK over to the caller, who wipes it; null when there is none. */
  takeKek(): Kek | null {
    const kek = this.#kek;
    this.#kek = null;
    return kek;
  }

  /** SECURITY P4: zeroes every key; nothing opens or seals afterwards. */
  wipe(): void {
    this.#keys.wipe();
    if (this.#kek !== null) wipe(this.#kek.key);
    this.#kek = null;
  }

  #seal(place: Omit<StoredRecord, 'sealed'>, body: Buffer): StoredRecord {
    return sealRecord(this.#keys.current, place, body, this.#randomness);
  }

  /** One transaction of the change and the manifest that lists it. Memory follows only when it is on disk. */
  #commit({ entries = new Map(), wraps, keys = this.#keys }: Next, change: () => void = () => undefined): void {
    const { list, pages } = this.#list.changed(entries);
    const manifest = {
      ...this.#manifest,
      sequence: this.#manifest.sequence + 1,
      wraps: wraps === undefined ? this.#manifest.wraps : wrapsDigest(wraps),
      pages: list.digests,
    };
    const sealed = sealManifest(keys.current, manifest, this.#randomness);
    this.#store.transaction(() => {
      this.#requireUnmoved();
      change();
      if (wraps !== undefined) this.#store.replaceWraps(wraps);
      for (const [name, bytes] of pages) this.#store.putPage(name, bytes);
      this.#store.putManifest(sealed);
    });
    if (keys.previous !== this.#keys.previous && keys.previous === null) this.#keys.previous?.wipe();
    this.#keys = keys;
    this.#wraps = wraps ?? this.#wraps;
    this.#manifest = manifest;
    this.#list = list;
    this.#manifestDigest = sha256(sealed);
  }

  /** SECURITY P5: what someone else wrote under our feet is not written over. */
  #requireUnmoved(): void {
    const stored = this.#store.manifest();
    if (stored === null || !sameBytes(sha256(stored), this.#manifestDigest)) throw new BrokerError('vault_corrupt');
  }
}
