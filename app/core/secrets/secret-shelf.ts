// The secrets' records in the vault: reads cards once per session, opens values when asked, and writes changes together.
import { BrokerError } from '../../contract/fault.ts';
import type { RecordId, SecretName } from '../../contract/vocabulary.ts';
import { wipe } from '../crypto/wipe.ts';
import { Listeners } from '../listeners.ts';
import type { RecordChange } from '../vault/unlocked-vault.ts';
import type { Vault } from '../vault/vault.ts';
import { decodeCard, type SecretCard } from './secret-card.ts';
import type { Before } from './secret-change.ts';
import { SecretEntries, type SecretEntry } from './secret-entries.ts';
import { decodeValues, type FieldValue } from './secret-values.ts';

/** The card of one secret and all records that change with it. */
export interface ShelfChange {
  readonly id: RecordId;
  /** null: the secret is removed. */
  readonly card: SecretCard | null;
  /** The first is the secret's own record. Their bodies are wiped once they are written. */
  readonly records: readonly RecordChange[];
}

/** One secret that is about to be written: its version afterwards; of one that goes, the version it has. */
export interface ToWrite {
  readonly name: SecretName;
  readonly version: number;
}

/** SECURITY P3: called before anything is written; what it throws keeps everything as it was. */
export type RecordFirst = (changes: readonly ToWrite[]) => void;

export class SecretShelf {
  /** Told after every change of a secret. */
  readonly changed = new Listeners();
  readonly #vault: Vault;
  /** SECURITY P4: reachable only through the vault's session, which the vault lets go at lock. */
  readonly #entriesOf = new WeakMap<object, SecretEntries>();

  constructor(vault: Vault) {
    this.#vault = vault;
  }

  /** Opens every card, and no value, the first time after an unlock. @throws BrokerError locked, vault_corrupt */
  entries(): SecretEntries {
    const { session } = this.#vault;
    const known = this.#entriesOf.get(session);
    if (known !== undefined) return known;
    const entries = new SecretEntries(
      this.#vault.readRecords('secret', ({ id, version, body }) => ({ id, version, card: decodeCard(body) })),
    );
    this.#entriesOf.set(session, entries);
    return entries;
  }

  /** The records were written by other means, such as a restore: the cards are read anew. */
  forget(): void {
    this.#entriesOf.delete(this.#vault.session);
    this.changed.notify();
  }

  /** The sealed values of a card; the caller wipes them. @throws BrokerError locked, vault_corrupt */
  values(card: SecretCard): FieldValue[] {
    if (card.values === null) return [];
    const values = this.#open('values', card.values, decodeValues);
    if (values === null) throw new BrokerError('vault_corrupt');
    return values;
  }

  /** A secret with its sealed values, as a change needs it. The caller wipes the values. @throws BrokerError as `values` */
  before({ version, card }: SecretEntry): Before {
    return { version, card, values: this.values(card) };
  }

  /** The card of an older version; null when a repair found nothing of it. @throws BrokerError locked, vault_corrupt */
  pastCard(record: RecordId): SecretCard | null {
    return this.#open('history', record, decodeCard);
  }

  /**
   * Plans changes one after the other, each over what the ones before it make of the secrets, and writes all in one
   * transaction, or none. The changed secrets, in order. `first` is told what will be written, when nothing can refuse it any
   * more but the disk.
   * @throws BrokerError secret_exists, what `plan` and `first` throw, and as `Vault.writeRecords`; nothing is written then
   */
  write<T>(
    steps: readonly T[],
    plan: (step: T, next: SecretEntries) => ShelfChange,
    first: RecordFirst = () => {},
  ): SecretEntry[] {
    const before = this.entries();
    const next = before.copy();
    const planned: ShelfChange[] = [];
    try {
      for (const step of steps) {
        const change = plan(step, next);
        planned.push(change);
        if (change.card === null) next.delete(change.id);
        else next.set({ id: change.id, version: 0, card: change.card });
      }
      first(planned.map((change) => toWrite(change, before)));
      const versions = this.#vault.writeRecords(planned.flatMap(({ records }) => records));
      let at = 0;
      for (const { id, card, records } of planned) {
        if (card !== null) next.set({ id, card, version: versions[at] ?? 0 });
        at += records.length;
      }
    } finally {
      wipe(...planned.flatMap(({ records }) => records.flatMap(({ body }) => body ?? [])));
    }
    this.#entriesOf.set(this.#vault.session, next);
    this.changed.notify();
    return planned.flatMap(({ id, card }) => (card === null ? [] : [next.of(id)]));
  }

  #open<T>(kind: 'values' | 'history', id: RecordId, read: (body: Buffer) => T): T | null {
    const record = this.#vault.record(kind, id);
    if (record === null) return null;
    try {
      return read(record.body);
    } finally {
      wipe(record.body);
    }
  }
}

function toWrite({ id, card }: ShelfChange, before: SecretEntries): ToWrite {
  const old = before.find(id);
  if (card === null) return { name: before.of(id).card.name, version: before.of(id).version };
  return { name: card.name, version: (old?.version ?? 0) + 1 };
}
