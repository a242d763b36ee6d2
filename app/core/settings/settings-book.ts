// The settings as they are now, kept as one sealed record. Locked, only the defaults are known.
import { z } from 'zod';
import type { AuditEvent } from '../../contract/audit.ts';
import { BrokerError } from '../../contract/fault.ts';
import { defaultSettings, Settings } from '../../contract/settings.ts';
import type { RecordId } from '../../contract/vocabulary.ts';
import { Listeners } from '../listeners.ts';
import type { Clock } from '../ports/clock.ts';
import type { Confirmation, Matter } from '../presence/person-check.ts';
import { settingRecordId } from '../vault/record-seal.ts';
import { parseSealedJson } from '../vault/sealed-json.ts';
import { changedSettings, loosens } from './loosens.ts';

/** What is confirmed for looser settings. */
export const settingsMatter: Matter = { purpose: 'settings', digest: null };

/** The part of the vault that holds settings. */
export interface SettingRecords {
  record(kind: 'setting', id: RecordId): { readonly body: Buffer } | null;
  putRecord(kind: 'setting', id: RecordId, body: Buffer): number;
}

export interface SettingsParts {
  readonly records: SettingRecords;
  readonly audit: { record(event: AuditEvent): void };
  readonly clock: Clock;
}

export class SettingsBook {
  /** Told after every change, unlock and lock. */
  readonly changed = new Listeners();
  readonly #parts: SettingsParts;
  #current: Settings = defaultSettings;
  #isKnown = false;

  constructor(parts: SettingsParts) {
    this.#parts = parts;
  }

  get current(): Settings {
    return this.#current;
  }

  /** Whether these are the person's own; false while locked, when they are the defaults. */
  get isKnown(): boolean {
    return this.#isKnown;
  }

  /** Reads the sealed record; called once the vault is unlocked. @throws BrokerError vault_corrupt */
  load(): void {
    const stored = this.#parts.records.record('setting', recordId);
    this.#current = stored === null ? defaultSettings : settingsFrom(stored.body.toString('utf8'));
    this.#isKnown = true;
    this.changed.notify();
  }

  /** At a lock. */
  forget(): void {
    this.#current = defaultSettings;
    this.#isKnown = false;
    this.changed.notify();
  }

  /**
   * SECURITY P9: settings that are looser than before take a confirmation, which is used up.
   * @throws BrokerError presence_needed without one, presence_used, locked, disk_full, profile_readonly, audit_unwritable
   */
  save(next: Settings, confirmation: Confirmation | null): void {
    const settings = Settings.parse(next);
    const names = changedSettings(this.#current, settings);
    if (names.length === 0) return;
    const loosened = loosens(this.#current, settings).length > 0;
    if (loosened && confirmation === null) throw new BrokerError('presence_needed');
    if (loosened) confirmation?.use(settingsMatter);
    const { audit, clock, records } = this.#parts;
    audit.record({ kind: 'settings.changed', at: clock.now(), names: [...names], loosened });
    records.putRecord('setting', recordId, Buffer.from(JSON.stringify(settings)));
    this.#current = settings;
    this.changed.notify();
  }
}

const recordId = settingRecordId('settings');

/**
 * What another version of Postern wrote: a setting that it did not know, or knew otherwise, is the default, and one that
 * this version does not know is left out.
 */
function settingsFrom(text: string): Settings {
  const stored = parseSealedJson(z.record(z.string(), z.unknown()), text);
  const known = Object.entries(Settings.shape).filter(([name, shape]) => shape.safeParse(stored[name]).success);
  return Settings.parse({ ...defaultSettings, ...Object.fromEntries(known.map(([name]) => [name, stored[name]])) });
}
