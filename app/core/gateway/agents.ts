// The agents that the person let in at the gateway, sealed in the vault. Locked, nobody is known.
import { BrokerError } from '../../contract/fault.ts';
import { AgentId, type AgentLimits, type AgentPause, gatewayLimits } from '../../contract/gateway.ts';
import type { ClientId, RecordId, Sha256 } from '../../contract/vocabulary.ts';
import { Listeners } from '../listeners.ts';
import type { Clock } from '../ports/clock.ts';
import type { Randomness } from '../ports/randomness.ts';
import { newRecordId } from '../vault/record-seal.ts';
import { parseSealedJson } from '../vault/sealed-json.ts';
import { AgentRecord } from './agent-record.ts';
import { bearerHash, newBearer } from './bearer.ts';

/** The part of the vault that holds agents. */
export interface AgentRecords {
  readRecords<T>(kind: 'agent', read: (record: { readonly id: RecordId; readonly body: Buffer }) => T): readonly T[];
  putRecord(kind: 'agent', id: RecordId, body: Buffer): number;
  removeRecord(kind: 'agent', id: RecordId): boolean;
}

export interface AgentsParts {
  readonly records: AgentRecords;
  readonly clock: Clock;
  readonly randomness: Randomness;
}

interface Known {
  readonly recordId: RecordId;
  readonly record: AgentRecord;
}

export class Agents {
  /** Told after every change of what is kept. */
  readonly changed = new Listeners();
  readonly #parts: AgentsParts;
  readonly #known = new Map<ClientId, Known>();
  readonly #byKeyHash = new Map<Sha256, ClientId>();
  readonly #seen = new Map<ClientId, number>();

  constructor(parts: AgentsParts) {
    this.#parts = parts;
  }

  /** Reads the sealed records; called once the vault is unlocked, and after a restore. @throws BrokerError vault_corrupt, locked */
  load(): void {
    const all = this.#parts.records.readRecords('agent', ({ id, body }) => ({
      recordId: id,
      record: parseSealedJson(AgentRecord, body.toString('utf8')),
    }));
    this.#clear();
    for (const known of all) this.#know(known);
    this.changed.notify();
  }

  /** At a lock. */
  forget(): void {
    this.#clear();
    this.changed.notify();
  }

  /** The oldest first. */
  list(): readonly AgentRecord[] {
    return [...this.#known.values()].map(({ record }) => record).sort((a, b) => a.registeredAt - b.registeredAt);
  }

  find(id: ClientId): AgentRecord | null {
    return this.#known.get(id)?.record ?? null;
  }

  /** Whose key this is, active or paused. null: nobody's. */
  byKey(key: string): AgentRecord | null {
    const hash = bearerHash('key', key);
    const id = hash === null ? undefined : this.#byKeyHash.get(hash);
    return id === undefined ? null : this.find(id);
  }

  /** An id that no agent has. */
  newId(): ClientId {
    const id = AgentId.parse(`agent-${this.#parts.randomness.bytes(6).toString('hex')}`);
    return this.#known.has(id) ? this.newId() : id;
  }

  /** `key` is in no record: it goes to the agent now or never. @throws BrokerError agents_too_many, locked, disk_full, profile_readonly */
  add(
    { name, purpose }: Pick<AgentRecord, 'name' | 'purpose'>,
    limits: AgentLimits,
    id: ClientId = this.newId(),
  ): { readonly record: AgentRecord; readonly key: string } {
    const { clock, randomness } = this.#parts;
    if (this.#known.size >= gatewayLimits.agents) throw new BrokerError('agents_too_many');
    const { text: key, hash: keyHash } = newBearer('key', randomness);
    const record = AgentRecord.parse({
      ...{ id, name, purpose, keyHash },
      ...{ state: 'active', pausedFor: 'person', limits, registeredAt: clock.now() },
    });
    this.#put(newRecordId(randomness), record);
    return { record, key };
  }

  /** @throws BrokerError agent_unknown, and as `add` */
  setState(id: ClientId, state: AgentRecord['state'], pausedFor: AgentPause = 'person'): void {
    this.#change(id, { state, pausedFor });
  }

  /** @throws BrokerError agent_unknown, and as `add` */
  setLimits(id: ClientId, limits: AgentLimits): void {
    this.#change(id, { limits });
  }

  /** @throws BrokerError agent_unknown, and as `add` */
  remove(id: ClientId): void {
    const { recordId, record } = this.#own(id);
    this.#parts.records.removeRecord('agent', recordId);
    this.#known.delete(id);
    this.#byKeyHash.delete(record.keyHash);
    this.#seen.delete(id);
    this.changed.notify();
  }

  /** It made a request just now. Nobody is told: this is often. */
  seen(id: ClientId): void {
    this.#seen.set(id, this.#parts.clock.now());
  }

  /** Since Postern was started; null: it was not. */
  lastSeenAt(id: ClientId): number | null {
    return this.#seen.get(id) ?? null;
  }

  #own(id: ClientId): Known {
    const known = this.#known.get(id);
    if (known === undefined) throw new BrokerError('agent_unknown');
    return known;
  }

  #change(id: ClientId, change: Partial<AgentRecord>): void {
    const { recordId, record } = this.#own(id);
    this.#put(recordId, { ...record, ...change });
  }

  #put(recordId: RecordId, record: AgentRecord): void {
    this.#parts.records.putRecord('agent', recordId, Buffer.from(JSON.stringify(record)));
    this.#know({ recordId, record });
    this.changed.notify();
  }

  #know(known: Known): void {
    this.#known.set(known.record.id, known);
    this.#byKeyHash.set(known.record.keyHash, known.record.id);
  }

  #clear(): void {
    this.#known.clear();
    this.#byKeyHash.clear();
  }
}
