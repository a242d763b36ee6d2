// Findings that the person put off, as one sealed setting.
import { z } from 'zod';
import { Snooze } from '../../contract/health.ts';
import type { RecordId } from '../../contract/vocabulary.ts';
import { settingRecordId } from '../vault/record-seal.ts';
import { parseSealedJson } from '../vault/sealed-json.ts';

/** The part of the vault that holds settings. */
export interface SnoozeRecords {
  record(kind: 'setting', id: RecordId): { readonly body: Buffer } | null;
  putRecord(kind: 'setting', id: RecordId, body: Buffer): number;
}

const recordId = settingRecordId('health-snoozes');

export class SnoozeBook {
  readonly #records: SnoozeRecords;

  constructor(records: SnoozeRecords) {
    this.#records = records;
  }

  /** @throws BrokerError locked, vault_corrupt */
  all(): readonly Snooze[] {
    const stored = this.#records.record('setting', recordId);
    return stored === null ? [] : parseSealedJson(z.array(Snooze), stored.body.toString('utf8'));
  }

  /** Takes the place of an earlier one of the same finding; those that are over at `now` go. @throws BrokerError as `Vault.putRecord` */
  add(snooze: Snooze, now: number): void {
    const others = this.all().filter(
      ({ id, kind, until }) => until > now && (id !== snooze.id || kind !== snooze.kind),
    );
    this.#records.putRecord('setting', recordId, Buffer.from(JSON.stringify([...others, snooze]), 'utf8'));
  }
}
