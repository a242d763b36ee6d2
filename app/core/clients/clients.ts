// The clients that a person has paired. Only the hash of a client's key is kept, sealed in the vault.
import { z } from 'zod';
import type { Hello } from '../../contract/broker.ts';
import { type ClientView, PauseReason } from '../../contract/client.ts';
import { BrokerError } from '../../contract/fault.ts';
import { ClientId, EpochMs, RecordId, Sha256 } from '../../contract/vocabulary.ts';
import { sameBytes, sha256 } from '../crypto/digest.ts';
import { Listeners } from '../listeners.ts';
import type { Clock } from '../ports/clock.ts';
import type { Randomness } from '../ports/randomness.ts';
import { parseSealedJson } from '../vault/sealed-json.ts';

const ClientRecord = z.object({
  clientId: ClientId,
  name: z.string().max(200),
  keyHash: Sha256,
  state: z.enum(['active', 'paused']),
  /** Of a paused one. */
  pausedFor: PauseReason.default('person'),
  hidesFindings: z.boolean().default(false),
  pairedAt: EpochMs,
  host: z.string().nullable(),
});
type ClientRecord = z.infer<typeof ClientRecord>;

/** The part of the vault that holds clients. */
export interface ClientRecords {
  readRecords<T>(kind: 'client', read: (record: { readonly id: RecordId; readonly body: Buffer }) => T): readonly T[];
  putRecord(kind: 'client', id: RecordId, body: Buffer): number;
  removeRecord(kind: 'client', id: RecordId): boolean;
}

export type Standing = 'active' | 'paused' | 'unknown' | 'other_key';

export class Clients {
  /** Told after every change. */
  readonly changed = new Listeners();
  readonly #records: ClientRecords;
  readonly #clock: Clock;
  readonly #randomness: Randomness;
  readonly #known = new Map<ClientId, { readonly id: RecordId; readonly record: ClientRecord }>();
  readonly #seen = new Map<ClientId, number>();
  readonly #connected = new Map<string, ClientId>();

  constructor(records: ClientRecords, clock: Clock, randomness: Randomness) {
    this.#records = records;
    this.#clock = clock;
    this.#randomness = randomness;
  }

  /** Reads the sealed records; called once the vault is unlocked. @throws BrokerError vault_corrupt */
  load(): void {
    this.#known.clear();
    const all = this.#records.readRecords('client', ({ id, body }) => ({
      id,
      record: parseSealedJson(ClientRecord, body.toString('utf8')),
    }));
    for (const known of all) this.#known.set(known.record.clientId, known);
    this.changed.notify();
  }

  /** At a lock: nobody is known until the next unlock. */
  forget(): void {
    this.#known.clear();
    this.changed.notify();
  }

  /** SECURITY P8: the id alone is a label; the key must hash to what was paired. */
  standing(hello: Hello): Standing {
    const known = this.#known.get(hello.client)?.record;
    if (known === undefined) return 'unknown';
    return sameBytes(keyHash(hello), Buffer.from(known.keyHash, 'hex')) ? known.state : 'other_key';
  }

  /** The name it was paired under. */
  nameOf(id: ClientId): string | null {
    return this.#known.get(id)?.record.name ?? null;
  }

  pair(hello: Hello, host: string | null): void {
    const record: ClientRecord = {
      clientId: hello.client,
      name: hello.claims.name,
      keyHash: Sha256.parse(keyHash(hello).toString('hex')),
      state: 'active',
      pausedFor: 'person',
      hidesFindings: this.hidesFindings(hello.client),
      pairedAt: this.#clock.now(),
      host,
    };
    this.#put(this.#known.get(hello.client)?.id ?? RecordId.parse(this.#randomness.bytes(16).toString('hex')), record);
  }

  /** Whether its output loses what only looks like a secret, too. */
  hidesFindings(id: ClientId): boolean {
    return this.#known.get(id)?.record.hidesFindings ?? false;
  }

  /** @throws BrokerError client_denied when there is no such client */
  setState(id: ClientId, state: ClientRecord['state'], pausedFor: PauseReason = 'person'): void {
    this.#change(id, { state, pausedFor });
  }

  /** @throws BrokerError client_denied when there is no such client */
  setHidesFindings(id: ClientId, hidesFindings: boolean): void {
    this.#change(id, { hidesFindings });
  }

  /** @throws BrokerError client_denied when there is no such client */
  remove(id: ClientId): void {
    this.#records.removeRecord('client', this.#own(id).id);
    this.#known.delete(id);
    this.changed.notify();
  }

  connected(connection: string, id: ClientId): void {
    this.#connected.set(connection, id);
    this.#seen.set(id, this.#clock.now());
    this.changed.notify();
  }

  disconnected(connection: string): void {
    if (this.#connected.delete(connection)) this.changed.notify();
  }

  list(): readonly ClientView[] {
    const connected = new Set(this.#connected.values());
    return [...this.#known.values()]
      .map(({ record }) => ({
        id: record.clientId,
        name: record.name,
        state: record.state,
        pausedFor: record.state === 'paused' ? record.pausedFor : null,
        hidesFindings: record.hidesFindings,
        pairedAt: record.pairedAt,
        lastSeenAt: this.#seen.get(record.clientId) ?? null,
        host: record.host,
        connected: connected.has(record.clientId),
      }))
      .sort((a, b) => a.id.localeCompare(b.id));
  }

  #own(id: ClientId): { readonly id: RecordId; readonly record: ClientRecord } {
    const known = this.#known.get(id);
    if (known === undefined) throw new BrokerError('client_denied');
    return known;
  }

  #change(id: ClientId, change: Partial<ClientRecord>): void {
    const known = this.#own(id);
    this.#put(known.id, { ...known.record, ...change });
  }

  #put(id: RecordId, record: ClientRecord): void {
    this.#records.putRecord('client', id, Buffer.from(JSON.stringify(record)));
    this.#known.set(record.clientId, { id, record });
    this.changed.notify();
  }
}

function keyHash(hello: Hello): Buffer {
  return sha256('postern client key', hello.key);
}
