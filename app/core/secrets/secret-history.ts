// The older versions of a secret: sealed like the newest, listed without opening a value, and brought back on request.
import { BrokerError } from '../../contract/fault.ts';
import type { OlderVersion } from '../../contract/secret.ts';
import type { RecordId } from '../../contract/vocabulary.ts';
import { wipe } from '../crypto/wipe.ts';
import type { Clock } from '../ports/clock.ts';
import type { Randomness } from '../ports/randomness.ts';
import { newRecordId } from '../vault/record-seal.ts';
import { encodeCard, type SecretCard } from './secret-card.ts';
import { forget, nextVersion } from './secret-change.ts';
import type { RecordFirst, SecretShelf } from './secret-shelf.ts';

export interface SecretHistoryParts {
  readonly shelf: SecretShelf;
  readonly clock: Clock;
  readonly randomness: Randomness;
}

export class SecretHistory {
  readonly #parts: SecretHistoryParts;

  constructor(parts: SecretHistoryParts) {
    this.#parts = parts;
  }

  /** Newest first; one that damage took is not among them. @throws BrokerError locked, unknown_secret, vault_corrupt */
  versions(id: RecordId): OlderVersion[] {
    const { shelf } = this.#parts;
    const { card } = shelf.entries().of(id);
    return card.older.flatMap(({ version, at, record, values }) => {
      const past = shelf.pastCard(record);
      return past === null ? [] : [{ version, at, name: past.name, valuesDiffer: values !== card.values }];
    });
  }

  /**
   * Makes an older version the newest one again, as a version of its own; the one in use becomes an older one.
   * @throws BrokerError unknown_secret, secret_changed when there is no such version, secret_exists when another secret took
   * its name meanwhile, and as `Vault.writeRecords`
   */
  bringBack(id: RecordId, version: number, first?: RecordFirst): void {
    const { shelf, clock, randomness } = this.#parts;
    const entry = shelf.entries().of(id);
    const older = entry.card.older.find((each) => each.version === version);
    if (older === undefined) throw new BrokerError('secret_changed');
    const pastCard = shelf.pastCard(older.record);
    if (pastCard === null) throw new BrokerError('secret_changed');
    const past = { ...pastCard, values: older.values };
    const before = shelf.before(entry);
    const sealed = shelf.values(past);
    try {
      const { fields, values: _v, older: _o, createdAt: _c, updatedAt: _u, rotatedAt: _r, ...about } = past;
      const tools = { now: clock.now(), newId: () => newRecordId(randomness) };
      shelf.write([{ about, fields, sealed }], (next) => nextVersion(id, before, next, tools), first);
    } finally {
      wipe(...[...before.values, ...sealed].map(({ value }) => value));
    }
  }

  /** Removes the older versions for good. @throws BrokerError unknown_secret, and as `Vault.writeRecords` */
  forget(id: RecordId, first?: RecordFirst): void {
    const { card } = this.#parts.shelf.entries().of(id);
    const bare = { ...card, older: [] };
    this.#replaceCard(id, bare, forget(card.older, bare), first);
  }

  /** The person says that the references of a restored secret may be followed. @throws BrokerError as `forget` */
  confirmReferences(id: RecordId, first?: RecordFirst): void {
    const { card } = this.#parts.shelf.entries().of(id);
    const fields = card.fields.map((field) => {
      return field.reference === null ? field : { ...field, reference: { ...field.reference, active: true } };
    });
    this.#replaceCard(id, { ...card, fields }, [], first);
  }

  #replaceCard(id: RecordId, card: SecretCard, removals: ReturnType<typeof forget>, first?: RecordFirst): void {
    const body = encodeCard(card);
    const change = { id, card, records: [{ kind: 'secret' as const, id, body }, ...removals] };
    this.#parts.shelf.write([change], (only) => only, first);
  }
}
