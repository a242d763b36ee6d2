// What is known of all secrets at once, by id and by name. A change is made in a copy, which takes over once it is on disk.
import { BrokerError } from '../../contract/fault.ts';
import type { RecordId, SecretName } from '../../contract/vocabulary.ts';
import type { SecretCard } from './secret-card.ts';

/** One secret as it is known while the vault is unlocked; holds no sensitive value. */
export interface SecretEntry {
  readonly id: RecordId;
  readonly version: number;
  readonly card: SecretCard;
}

export class SecretEntries {
  readonly #byId: Map<RecordId, SecretEntry>;
  /** Names are unique without case: nobody tells `Token` from `token`. */
  readonly #byName: Map<string, RecordId>;

  constructor(entries: Iterable<SecretEntry>) {
    this.#byId = new Map([...entries].map((entry) => [entry.id, entry]));
    this.#byName = new Map([...this.#byId.values()].map(({ id, card }) => [card.name.toLowerCase(), id]));
  }

  get size(): number {
    return this.#byId.size;
  }

  copy(): SecretEntries {
    return new SecretEntries(this.#byId.values());
  }

  find(id: RecordId): SecretEntry | null {
    return this.#byId.get(id) ?? null;
  }

  *versions(): Generator<readonly [RecordId, number]> {
    for (const { id, version } of this.#byId.values()) yield [id, version];
  }

  /** @throws BrokerError unknown_secret */
  of(id: RecordId): SecretEntry {
    const entry = this.#byId.get(id);
    if (entry === undefined) throw new BrokerError('unknown_secret');
    return entry;
  }

  /** By exactly this name. */
  named(name: string): SecretEntry | null {
    const id = this.#byName.get(name.toLowerCase());
    const entry = id === undefined ? undefined : this.#byId.get(id);
    return entry?.card.name === name ? entry : null;
  }

  names(): SecretName[] {
    return [...this.#byId.values()].map(({ card }) => card.name);
  }

  sorted(): SecretEntry[] {
    return [...this.#byId.values()].sort((a, b) => (a.card.name < b.card.name ? -1 : 1));
  }

  /** @throws BrokerError secret_exists when another secret has that name, whatever its case */
  set(entry: SecretEntry): void {
    const name = entry.card.name.toLowerCase();
    if ((this.#byName.get(name) ?? entry.id) !== entry.id) throw new BrokerError('secret_exists');
    this.delete(entry.id);
    this.#byId.set(entry.id, entry);
    this.#byName.set(name, entry.id);
  }

  delete(id: RecordId): void {
    const before = this.#byId.get(id);
    if (before === undefined) return;
    this.#byId.delete(id);
    this.#byName.delete(before.card.name.toLowerCase());
  }
}
