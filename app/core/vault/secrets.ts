// The person's secrets, over the vault. What is said about them may stay in memory until the lock; values exist only inside
// `withRevealed`.
import { z } from 'zod';
import { BrokerError } from '../../contract/fault.ts';
import { OwnSecretView, SecretDraft } from '../../contract/secret.ts';
import { EpochMs, RecordId, type SecretName, type Tier } from '../../contract/vocabulary.ts';
import { wipe } from '../crypto/wipe.ts';
import type { Clock } from '../ports/clock.ts';
import type { Randomness } from '../ports/randomness.ts';
import { nearNames } from './near-names.ts';
import { newRecordId, settingRecordId } from './record-seal.ts';
import { parseSealedJson } from './sealed-json.ts';
import { encodeSecret, type SecretCard, secretCardOf, secretValueOf } from './secret-record.ts';
import type { Vault } from './vault.ts';

/** A change of a secret; `value: null` keeps the value it has. */
export const SecretRevision = SecretDraft.extend({ value: SecretDraft.shape.value.nullable() });
export type SecretRevision = z.infer<typeof SecretRevision>;

/** One secret in plaintext; `value` is UTF-8 and is zeroed when the bracket ends. */
export interface RevealedSecret {
  readonly id: RecordId;
  readonly name: SecretName;
  readonly version: number;
  readonly value: Buffer;
}

export interface DescribedSecrets {
  /** In the order of the names asked for. */
  readonly found: readonly OwnSecretView[];
  readonly unknown: readonly string[];
  /** At most three names near each unknown one. */
  readonly near: readonly SecretName[];
}

export interface SecretBookParts {
  readonly vault: Vault;
  readonly clock: Clock;
  readonly randomness: Randomness;
  /** Throws a BrokerError (such as secret_too_short) when a value may not have that tier. It must not keep `value`. */
  readonly checkValue: (value: Buffer, tier: Tier) => void;
}

interface Entry {
  readonly id: RecordId;
  readonly version: number;
  readonly card: SecretCard;
}

const lastUsedId = settingRecordId('last-used');
const LastUsed = z.record(RecordId, EpochMs);
const usedDelayMs = 5000;

export class SecretBook {
  readonly #parts: SecretBookParts;
  /** SECURITY P4: reachable only through the vault's session, which the vault lets go at lock. */
  readonly #entriesOf = new WeakMap<object, Map<RecordId, Entry>>();
  /** Used since the last time it was sealed. */
  readonly #used = new Map<RecordId, number>();
  #stopTimer: (() => void) | null = null;

  constructor(parts: SecretBookParts) {
    this.#parts = parts;
  }

  /** @throws BrokerError locked, bad_request, secret_exists, what `checkValue` throws, and as `Vault.putRecord` */
  add(draft: SecretDraft): OwnSecretView {
    const { value, ...about } = parsed(SecretDraft, draft);
    const now = this.#parts.clock.now();
    return this.#put(
      newRecordId(this.#parts.randomness),
      { ...about, createdAt: now, updatedAt: now },
      valueBytes(value),
    );
  }

  /** Its version goes up by one. @throws BrokerError as `add`, and unknown_secret */
  update(id: RecordId, revision: SecretRevision): OwnSecretView {
    const { value, ...about } = parsed(SecretRevision, revision);
    const { createdAt } = this.#entry(id).card;
    const card = { ...about, createdAt, updatedAt: this.#parts.clock.now() };
    return this.#put(id, card, value === null ? this.#reveal(id).value : valueBytes(value));
  }

  /** @throws BrokerError unknown_secret, and as `Vault.putRecord` */
  remove(id: RecordId): void {
    this.#entry(id);
    this.#parts.vault.removeRecord('secret', id);
    this.#entries().delete(id);
  }

  /** All of them by name. @throws BrokerError locked, vault_corrupt */
  list(): OwnSecretView[] {
    const used = this.#lastUsed();
    const entries = [...this.#entries().values()];
    return entries.map((entry) => view(entry, used)).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** What is known under exactly these names; no value is opened. @throws BrokerError locked, vault_corrupt */
  describe(names: readonly string[]): DescribedSecrets {
    const all = this.list();
    const byName = new Map<string, OwnSecretView>(all.map((secret) => [secret.name, secret]));
    const known = all.map((secret) => secret.name);
    const unknown = names.filter((name) => !byName.has(name));
    return {
      found: names.flatMap((name) => byName.get(name) ?? []),
      unknown,
      near: [...new Set(unknown.flatMap((name) => nearNames(name, known)))],
    };
  }

  /**
   * Runs `work` with the plaintexts, in the order of `ids`, and zeroes them when it has ended, whatever became of it. A lock
   * meanwhile does not zero them under its hands: who locks ends the work. SECURITY P1, P4.
   * @throws BrokerError locked, unknown_secret, vault_corrupt; and what `work` throws
   */
  async withRevealed<T>(ids: readonly RecordId[], work: (values: readonly RevealedSecret[]) => Promise<T>): Promise<T> {
    const values: RevealedSecret[] = [];
    try {
      for (const id of ids) values.push(this.#reveal(id));
      return await work(values);
    } finally {
      wipe(...values.map(({ value }) => value));
    }
  }

  /**
   * Its version does not change. Kept in memory and sealed within five seconds or by `flushUsed`: a run must not wait for
   * one more fsync, and what a crash loses still stands in the audit log.
   * @throws BrokerError locked, unknown_secret
   */
  markUsed(id: RecordId, at: number): void {
    this.#entry(id);
    this.#used.set(id, at);
    this.#stopTimer ??= this.#parts.clock.after(usedDelayMs, () => this.flushUsed());
  }

  /** Seals what `markUsed` kept; for the moment before a lock. Never throws: a vault that cannot be written loses only times. */
  flushUsed(): void {
    this.#stopTimer?.();
    this.#stopTimer = null;
    if (this.#used.size === 0 || this.#parts.vault.state !== 'unlocked') return;
    const present = [...this.#lastUsed()].filter(([id]) => this.#entries().has(id));
    this.#used.clear();
    const body = Buffer.from(JSON.stringify(Object.fromEntries(present)), 'utf8');
    try {
      this.#parts.vault.putRecord('setting', lastUsedId, body);
    } catch {
      // Disk full, read-only: the times are not worth a failed lock.
    }
  }

  /** Takes `value` over and zeroes it. */
  #put(id: RecordId, card: SecretCard, value: Buffer): OwnSecretView {
    try {
      this.#requireFreeName(id, card.name);
      this.#parts.checkValue(value, card.tier);
      const body = encodeSecret(card, value);
      try {
        const entry = { id, card, version: this.#parts.vault.putRecord('secret', id, body) };
        this.#entries().set(id, entry);
        return view(entry, this.#lastUsed());
      } finally {
        wipe(body);
      }
    } finally {
      wipe(value);
    }
  }

  #requireFreeName(id: RecordId, name: SecretName): void {
    const wanted = name.toLowerCase();
    for (const entry of this.#entries().values()) {
      if (entry.id !== id && entry.card.name.toLowerCase() === wanted) throw new BrokerError('secret_exists');
    }
  }

  #reveal(id: RecordId): RevealedSecret {
    const { card } = this.#entry(id);
    const record = this.#parts.vault.record('secret', id);
    if (record === null) throw new BrokerError('unknown_secret');
    try {
      return { id, name: card.name, version: record.version, value: secretValueOf(record.body) };
    } finally {
      wipe(record.body);
    }
  }

  #entry(id: RecordId): Entry {
    const entry = this.#entries().get(id);
    if (entry === undefined) throw new BrokerError('unknown_secret');
    return entry;
  }

  #entries(): Map<RecordId, Entry> {
    const { vault } = this.#parts;
    const known = this.#entriesOf.get(vault.session);
    if (known !== undefined) return known;
    const read = vault.readRecords('secret', ({ id, version, body }) => ({ id, version, card: secretCardOf(body) }));
    const entries = new Map(read.map((entry) => [entry.id, entry]));
    this.#entriesOf.set(vault.session, entries);
    return entries;
  }

  #lastUsed(): Map<RecordId, number> {
    const record = this.#parts.vault.record('setting', lastUsedId);
    const sealed = record === null ? {} : parseSealedJson(LastUsed, record.body.toString('utf8'));
    return new Map([...Object.entries(sealed).map(([id, at]) => [RecordId.parse(id), at] as const), ...this.#used]);
  }
}

function view({ id, version, card }: Entry, used: ReadonlyMap<RecordId, number>): OwnSecretView {
  return OwnSecretView.parse({ ...card, id, version, lastUsedAt: used.get(id) ?? null });
}

function valueBytes(value: string): Buffer {
  return Buffer.from(value, 'utf8');
}

/** @throws BrokerError bad_request; zod's own error quotes its input, so it goes no further */
function parsed<T>(shape: z.ZodType<T>, input: unknown): T {
  const result = shape.safeParse(input);
  if (!result.success) throw new BrokerError('bad_request');
  return result.data;
}
