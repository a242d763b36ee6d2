// The providers that the person set up, sealed in the vault. Locked, none is known.
import { BrokerError } from '../../contract/fault.ts';
import type { Provider, ProviderId, ProviderKind } from '../../contract/provider.ts';
import type { RecordId } from '../../contract/vocabulary.ts';
import { Listeners } from '../listeners.ts';
import type { Randomness } from '../ports/randomness.ts';
import { newRecordId } from '../vault/record-seal.ts';
import { parseSealedJson } from '../vault/sealed-json.ts';
import { ProviderRecord, providerOf, recordOf } from './provider-record.ts';

/** The part of the vault that holds providers. */
export interface ProviderRecords {
  readRecords<T>(kind: 'provider', read: (record: { readonly id: RecordId; readonly body: Buffer }) => T): readonly T[];
  putRecord(kind: 'provider', id: RecordId, body: Buffer): number;
  removeRecord(kind: 'provider', id: RecordId): boolean;
}

export interface ProviderBookParts {
  readonly records: ProviderRecords;
  readonly randomness: Randomness;
  /** The well-known ones. */
  readonly kinds: readonly ProviderKind[];
}

interface Known {
  readonly recordId: RecordId;
  readonly record: ProviderRecord;
}

export class ProviderBook {
  /** Told after every change of what is kept. */
  readonly changed = new Listeners();
  readonly #parts: ProviderBookParts;
  #known = new Map<ProviderId, Known>();
  #providers = new Map<ProviderId, Provider>();

  constructor(parts: ProviderBookParts) {
    this.#parts = parts;
  }

  /** Reads the sealed records; called once the vault is unlocked, and after a restore. @throws BrokerError vault_corrupt, locked */
  load(): void {
    const all = this.#parts.records.readRecords('provider', ({ id, body }): Known => {
      return { recordId: id, record: parseSealedJson(ProviderRecord, body.toString('utf8')) };
    });
    this.#keep(new Map(all.map((known) => [known.record.id, known])));
  }

  /** At a lock. */
  forget(): void {
    this.#keep(new Map());
  }

  /** By name. */
  list(): readonly Provider[] {
    return [...this.#providers.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  find(id: ProviderId): Provider | null {
    return this.#providers.get(id) ?? null;
  }

  /** Adds it, or takes the place of the one with its id. @throws BrokerError locked, disk_full, profile_readonly */
  put(provider: Provider): void {
    const { records, randomness } = this.#parts;
    const record = recordOf(provider);
    const recordId = this.#known.get(provider.id)?.recordId ?? newRecordId(randomness);
    records.putRecord('provider', recordId, Buffer.from(JSON.stringify(ProviderRecord.parse(record)), 'utf8'));
    this.#keep(new Map(this.#known).set(provider.id, { recordId, record }));
  }

  /** @throws BrokerError provider_unknown, locked, disk_full, profile_readonly */
  remove(id: ProviderId): void {
    const known = this.#known.get(id);
    if (known === undefined) throw new BrokerError('provider_unknown');
    this.#parts.records.removeRecord('provider', known.recordId);
    const rest = new Map(this.#known);
    rest.delete(id);
    this.#keep(rest);
  }

  #keep(known: Map<ProviderId, Known>): void {
    this.#known = known;
    const all = [...known.values()].flatMap(({ record }) => providerOf(record, this.#parts.kinds) ?? []);
    this.#providers = new Map(all.map((provider) => [provider.id, provider]));
    this.changed.notify();
  }
}
