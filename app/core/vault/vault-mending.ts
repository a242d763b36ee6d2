// Inspects a vault that does not open, and mends it: what opens is kept, what a backup brings is put in. It works on a locked
// vault, leaves it locked, and gives back nothing that was sealed.
import { BrokerError } from '../../contract/fault.ts';
import { RecordId, RecordKind } from '../../contract/vocabulary.ts';
import { wipe } from '../crypto/wipe.ts';
import type { StoredRecord, StoredWrap } from '../ports/record-store.ts';
import type { Anchor } from './anchor.ts';
import type { Inspection, VaultRepair } from './damage.ts';
import { type Findings, inspectRecords } from './inspection.ts';
import type { Latch } from './latch.ts';
import { type Manifest, sealManifest, wrapsDigest } from './manifest.ts';
import { wrapPrevious } from './previous-wrap.ts';
import { encodePage, entryOf, pageOf, RecordList } from './record-list.ts';
import { openRecord, sealRecord } from './record-seal.ts';
import type { RecordChange } from './unlocked-vault.ts';
import type { KeyRing } from './vault-keys.ts';
import { type OpenedKeys, type Opener, openKeysOfDamaged } from './vault-openers.ts';
import { requireHeader, type VaultOpeningParts, vaultFormat } from './vault-opening.ts';

export interface VaultMendingParts extends VaultOpeningParts {
  readonly anchor: Anchor;
}

export class VaultMending implements VaultRepair {
  readonly #parts: VaultMendingParts;
  readonly #latch: Latch;

  constructor(parts: VaultMendingParts, latch: Latch) {
    this.#parts = parts;
    this.#latch = latch;
  }

  inspect(opener: Opener): Promise<Inspection> {
    return this.#withKeys(opener, async ({ keys }, wraps) => {
      const { store } = this.#parts;
      const { vaultId } = requireHeader(store);
      return inspectionOf(vaultId, inspectRecords({ store, vaultId, keys, wraps }));
    });
  }

  repair(opener: Opener, replacements: readonly RecordChange[]): Promise<Inspection> {
    return this.#withKeys(opener, async ({ keys, wrap }, wraps) => {
      const { store, randomness, anchor } = this.#parts;
      if (this.#latch.isOpen) throw new BrokerError('internal');
      const { vaultId } = requireHeader(store);
      const found = inspectRecords({ store, vaultId, keys, wraps });
      const older = keys.previous === null ? [] : [wrapPrevious(keys.current, keys.previous, vaultId, randomness)];
      // A lost manifest has no number to go on from; the anchor has one that no older copy of the file reaches.
      const sequence = found.manifest?.sequence ?? (await anchor.sequenceOf(vaultId));
      this.#write(
        { keys, vaultId, found, sequence, wraps: found.wrapsAreListed ? wraps : [wrap, ...older] },
        replacements,
      );
      return inspectionOf(vaultId, found);
    });
  }

  /** One transaction: rows that are good stay as they are. */
  #write({ keys, vaultId, found, sequence, wraps }: Mending, replacements: readonly RecordChange[]): void {
    const { store, randomness } = this.#parts;
    const records = new Map(found.good.map((record) => [record.id, record]));
    const put = new Map(found.saved.map((record) => [record.id, this.#newest(keys, found, record)]));
    for (const { kind, id, body, after = 0 } of replacements) {
      records.delete(id);
      put.delete(id);
      const version = Math.max(found.versions.get(id) ?? 0, after) + 1;
      const place = { id, kind, version, keyVersion: keys.current.version };
      if (body !== null) put.set(id, sealRecord(keys.current, place, body, randomness));
    }
    for (const [id, record] of put) records.set(id, record);
    const list = RecordList.of([...records.values()].map(entryOf));
    const manifest: Manifest = {
      format: vaultFormat,
      vaultId: RecordId.parse(vaultId),
      sequence: sequence + 1,
      wraps: wrapsDigest(wraps),
      pages: list.digests,
    };
    const sealed = sealManifest(keys.current, manifest, randomness);
    store.transaction(() => {
      for (const id of found.rowIds) if (!records.has(id)) store.remove(id);
      for (const record of put.values()) store.put(record);
      store.replaceWraps(wraps);
      for (const name of store.pages().keys()) store.putPage(name, null);
      for (const [name, page] of Map.groupBy(list, ({ id }) => pageOf(id))) store.putPage(name, encodePage(page));
      store.putManifest(sealed);
    });
  }

  /** An older version that is kept is a change: it gets a number that none had before. */
  #newest(keys: KeyRing, found: Findings, record: StoredRecord): StoredRecord {
    const newest = found.versions.get(record.id) ?? record.version;
    if (record.version === newest) return record;
    const body = openRecord(keys.ofVersion(record.keyVersion), record);
    const { id, kind } = record;
    try {
      const place = { id, kind, version: newest + 1, keyVersion: keys.current.version };
      return sealRecord(keys.current, place, body, this.#parts.randomness);
    } finally {
      wipe(body);
    }
  }

  #withKeys<T>(opener: Opener, work: (opened: OpenedKeys, wraps: readonly StoredWrap[]) => Promise<T>): Promise<T> {
    return this.#latch.oneAtATime(async () => {
      const { store } = this.#parts;
      const sealed = { vaultId: requireHeader(store).vaultId, wraps: store.wraps(), quick: this.#latch.quick };
      const opened = await this.#latch.proving(opener, () => openKeysOfDamaged(this.#parts, sealed, opener));
      try {
        return await work(opened, sealed.wraps);
      } finally {
        opened.keys.wipe();
        if (opened.kek !== null) wipe(opened.kek.key);
      }
    });
  }
}

/** All that a repair writes from. */
interface Mending {
  readonly keys: KeyRing;
  readonly vaultId: string;
  readonly found: Findings;
  /** The one before the manifest that is written. */
  readonly sequence: number;
  readonly wraps: readonly StoredWrap[];
}

function inspectionOf(vaultId: string, found: Findings): Inspection {
  const { manifest, listIsWhole, wrapsAreListed, good, damaged } = found;
  return {
    vaultId,
    sequence: manifest?.sequence ?? null,
    manifest: manifest === null ? 'lost' : listIsWhole ? 'whole' : 'partly',
    wraps: wrapsAreListed ? 'whole' : 'changed',
    good: good.map(({ id, kind, version }) => ({ id, kind: RecordKind.parse(kind), version })),
    damaged,
  };
}
