// The clients that a person has paired. Only the hash of a client's key is kept, sealed in the vault.
import type { AuditEvent } from '../../contract/audit.ts';
import type { Hello } from '../../contract/broker.ts';
import { type ClientLimits, type ClientView, defaultClientLimits, type PauseReason } from '../../contract/client.ts';
import { BrokerError } from '../../contract/fault.ts';
import { type ClientId, RecordId, type Sha256 } from '../../contract/vocabulary.ts';
import { sameBytes } from '../crypto/digest.ts';
import { Listeners } from '../listeners.ts';
import type { Clock } from '../ports/clock.ts';
import type { Randomness } from '../ports/randomness.ts';
import { parseSealedJson } from '../vault/sealed-json.ts';
import { ClientRecord, keyHashOf } from './client-record.ts';
import { Owners } from './owners.ts';

/** The part of the vault that holds clients. */
export interface ClientRecords {
  readRecords<T>(kind: 'client', read: (record: { readonly id: RecordId; readonly body: Buffer }) => T): readonly T[];
  putRecord(kind: 'client', id: RecordId, body: Buffer): number;
  removeRecord(kind: 'client', id: RecordId): boolean;
}

export interface ClientsParts {
  readonly records: ClientRecords;
  readonly audit: { record(event: AuditEvent): void };
  readonly clock: Clock;
  readonly randomness: Randomness;
}

/** A connection and what it said first. */
export interface Greeting {
  readonly connection: string;
  readonly hello: Hello;
}

export type Standing = 'active' | 'paused' | 'unknown' | 'other_key';

interface Known {
  readonly id: RecordId;
  readonly record: ClientRecord;
}

export class Clients {
  /** Told after every change. */
  readonly changed = new Listeners();
  readonly #parts: ClientsParts;
  readonly #known = new Map<ClientId, Known>();
  readonly #seen = new Map<ClientId, number>();
  readonly #connected = new Map<string, ClientId>();
  readonly #owners = new Owners();

  constructor(parts: ClientsParts) {
    this.#parts = parts;
  }

  /** Reads the sealed records; called once the vault is unlocked. @throws BrokerError vault_corrupt, audit_unwritable */
  load(): void {
    this.#known.clear();
    const all = this.#parts.records.readRecords('client', ({ id, body }) => ({
      id,
      record: parseSealedJson(ClientRecord, body.toString('utf8')),
    }));
    for (const known of all) {
      const { clientId, keyHash, formerKeyHash } = known.record;
      this.#known.set(clientId, known);
      if (formerKeyHash !== null) this.#owners.follow(clientId, formerKeyHash, keyHash);
      this.#takeNewKey(clientId);
    }
    this.changed.notify();
  }

  /** At a lock: nobody is known until the next unlock. */
  forget(): void {
    this.#known.clear();
    this.changed.notify();
  }

  /** A connection stands for the key that it came with, and for the one that follows it. @throws BrokerError audit_unwritable */
  greeted({ connection, hello }: Greeting): void {
    this.#owners.greeted(connection, hello.client, keyHashOf(hello.key));
    try {
      this.#takeNewKey(hello.client);
    } catch (thrown) {
      this.#owners.left(connection);
      throw thrown;
    }
  }

  /** SECURITY P8: the id alone is a label; the key must hash to what was paired, or to the new one that is to follow it. */
  standing(greeting: Greeting): Standing {
    const known = this.#known.get(greeting.hello.client)?.record;
    if (known === undefined) return 'unknown';
    const hash = this.#hashOf(greeting);
    const is = (other: Sha256 | null) =>
      other !== null && sameBytes(Buffer.from(hash, 'hex'), Buffer.from(other, 'hex'));
    return is(known.keyHash) || is(known.nextKeyHash) ? known.state : 'other_key';
  }

  /** Names the client together with its key. */
  ownerOf(greeting: Greeting): string {
    return this.#owners.ownerOf(greeting.hello.client, this.#hashOf(greeting));
  }

  /** The owner that is meant now by the name of one whose key was new meanwhile. */
  ownerNow(owner: string): string {
    return this.#owners.now(owner);
  }

  /** The name it was paired under. */
  nameOf(id: ClientId): string | null {
    return this.#known.get(id)?.record.name ?? null;
  }

  pair(greeting: Greeting, name: string, host: string | null): void {
    const { client: clientId } = greeting.hello;
    const record: ClientRecord = {
      ...{ clientId, name, host, pairedAt: this.#parts.clock.now() },
      ...{ keyHash: this.#hashOf(greeting), newKey: false, nextKeyHash: null, formerKeyHash: null },
      ...{ state: 'active', pausedFor: 'person', hidesFindings: this.hidesFindings(clientId) },
      // SECURITY P9: a new key does not shake off what the person decided.
      limits: this.limitsOf(clientId),
    };
    const id = RecordId.parse(this.#parts.randomness.bytes(16).toString('hex'));
    this.#put(this.#known.get(clientId)?.id ?? id, record);
  }

  /** Whether its output loses what only looks like a secret, too. */
  hidesFindings(id: ClientId): boolean {
    return this.#known.get(id)?.record.hidesFindings ?? false;
  }

  /** What it may use; of one that nobody knows, the default: it reaches nothing anyway. */
  limitsOf(id: ClientId): ClientLimits {
    return this.#known.get(id)?.record.limits ?? defaultClientLimits;
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
  setLimits(id: ClientId, limits: ClientLimits): void {
    this.#change(id, { limits });
  }

  /** Its next connection is told to bring a new key. @throws BrokerError client_denied when there is no such client */
  orderNewKey(id: ClientId): void {
    this.#change(id, { newKey: true });
  }

  /** Whether this connection, which came with the old key, is to make a new one. */
  owesNewKey(greeting: Greeting): boolean {
    const known = this.#known.get(greeting.hello.client)?.record;
    return known?.newKey === true && this.standing(greeting) === 'active';
  }

  /**
   * The client has made a new key, which counts beside the old one from now on, and alone from the first hello with it. The same
   * one may be offered again; another one not, since a second shim of the client may be about to come with the first.
   * @throws BrokerError bad_request when none was ordered, or another one was offered
   */
  offerKey(greeting: Greeting, key: string): void {
    const { record } = this.#own(greeting.hello.client);
    const hash = keyHashOf(key);
    const isNew = hash !== record.keyHash && (record.nextKeyHash ?? hash) === hash;
    if (!this.owesNewKey(greeting) || !isNew) throw new BrokerError('bad_request');
    this.#change(record.clientId, { nextKeyHash: hash });
  }

  /** @throws BrokerError client_denied when there is no such client */
  remove(id: ClientId): void {
    this.#parts.records.removeRecord('client', this.#own(id).id);
    this.#known.delete(id);
    this.changed.notify();
  }

  connected(connection: string, id: ClientId): void {
    this.#connected.set(connection, id);
    this.#seen.set(id, this.#parts.clock.now());
    this.changed.notify();
  }

  disconnected(connection: string): void {
    this.#owners.left(connection);
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
        limits: record.limits,
        newKey: record.newKey,
        pairedAt: record.pairedAt,
        lastSeenAt: this.#seen.get(record.clientId) ?? null,
        host: record.host,
        connected: connected.has(record.clientId),
      }))
      .sort((a, b) => a.id.localeCompare(b.id));
  }

  /** SECURITY P8: the first hello with the new key ends the old one, except for connections that were there before it. */
  #takeNewKey(id: ClientId): void {
    const record = this.#known.get(id)?.record;
    if (record === undefined || record.nextKeyHash === null || !this.#owners.cameWith(id, record.nextKeyHash)) return;
    const { name, keyHash: formerKeyHash, nextKeyHash: keyHash } = record;
    const { audit, clock } = this.#parts;
    audit.record({ kind: 'client.key_rotated', at: clock.now(), client: { id, name }, end: 'done' });
    this.#change(id, { keyHash, formerKeyHash, nextKeyHash: null, newKey: false });
    this.#owners.carry(id, formerKeyHash, keyHash);
    this.#owners.follow(id, formerKeyHash, keyHash);
  }

  #hashOf({ connection, hello }: Greeting): Sha256 {
    return this.#owners.hashOf(connection) ?? keyHashOf(hello.key);
  }

  #own(id: ClientId): Known {
    const known = this.#known.get(id);
    if (known === undefined) throw new BrokerError('client_denied');
    return known;
  }

  #change(id: ClientId, change: Partial<ClientRecord>): void {
    const known = this.#own(id);
    this.#put(known.id, { ...known.record, ...change });
  }

  #put(id: RecordId, record: ClientRecord): void {
    this.#parts.records.putRecord('client', id, Buffer.from(JSON.stringify(record)));
    this.#known.set(record.clientId, { id, record });
    this.changed.notify();
  }
}
