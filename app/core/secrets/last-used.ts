// When each secret was last used: kept in memory and sealed a little later, so that a run does not wait for one more fsync.
// What a crash loses still stands in the audit log.
import { z } from 'zod';
import { EpochMs, RecordId } from '../../contract/vocabulary.ts';
import type { Clock } from '../ports/clock.ts';
import { settingRecordId } from '../vault/record-seal.ts';
import { parseSealedJson } from '../vault/sealed-json.ts';
import type { Vault } from '../vault/vault.ts';

const recordId = settingRecordId('last-used');
const Times = z.record(RecordId, EpochMs);
const delayMs = 5000;

export class LastUsed {
  readonly #vault: Vault;
  readonly #clock: Clock;
  /** SECURITY P4: reachable only through the vault's session, which the vault lets go at lock. */
  readonly #sealed = new WeakMap<object, Map<RecordId, number>>();
  /** Since the last time they were sealed. */
  readonly #fresh = new Map<RecordId, number>();
  #stopTimer: (() => void) | null = null;

  constructor(vault: Vault, clock: Clock) {
    this.#vault = vault;
    this.#clock = clock;
  }

  /** null: never. @throws BrokerError locked, vault_corrupt */
  of(id: RecordId): number | null {
    return this.#fresh.get(id) ?? this.#times().get(id) ?? null;
  }

  mark(id: RecordId, at: number): void {
    this.#fresh.set(id, at);
    this.#stopTimer ??= this.#clock.after(delayMs, () => this.flush(() => true));
  }

  /**
   * Seals what was marked, for the secrets that `exists` still knows; for the moment before a lock. Never throws: a vault that
   * cannot be written loses only times.
   */
  flush(exists: (id: RecordId) => boolean): void {
    this.#stopTimer?.();
    this.#stopTimer = null;
    if (this.#fresh.size === 0 || this.#vault.state !== 'unlocked') return;
    try {
      const present = [...this.#times(), ...this.#fresh].filter(([id]) => exists(id));
      const times = new Map(present);
      this.#fresh.clear();
      this.#vault.putRecord('setting', recordId, Buffer.from(JSON.stringify(Object.fromEntries(times)), 'utf8'));
      this.#sealed.set(this.#vault.session, times);
    } catch {
      // Disk full, read-only: the times are not worth a failed lock.
    }
  }

  #times(): Map<RecordId, number> {
    const { session } = this.#vault;
    const known = this.#sealed.get(session);
    if (known !== undefined) return known;
    const record = this.#vault.record('setting', recordId);
    const stored = record === null ? {} : parseSealedJson(Times, record.body.toString('utf8'));
    const times = new Map(Object.entries(stored).map(([id, at]) => [RecordId.parse(id), at] as const));
    this.#sealed.set(session, times);
    return times;
  }
}
