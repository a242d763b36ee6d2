// What backups need to know of secrets: which records make one up, and whether two are the same. Values are looked at only to
// compare them, one secret at a time, and zeroed after.
import type { RecordId, RecordKind } from '../../contract/vocabulary.ts';
import { wipe } from '../crypto/wipe.ts';
import { decodeCard, type SecretCard } from '../secrets/secret-card.ts';
import type { OpenedRecord } from '../vault/unlocked-vault.ts';

/** Records that can be read: a vault that is unlocked, or a backup that is open. */
export interface Records {
  /** `body` is zeroed when `read` returns. @throws BrokerError locked, vault_corrupt */
  readRecords<T>(kind: RecordKind, read: (record: OpenedRecord) => T): readonly T[];
  /** null: there is none. The caller wipes `body`. @throws BrokerError locked, vault_corrupt */
  record(kind: RecordKind, id: RecordId): OpenedRecord | null;
}

/** A secret without its values. */
export interface StoredSecret {
  readonly id: RecordId;
  readonly version: number;
  readonly card: SecretCard;
}

/** A record, as it is named in a change. */
export interface RecordName {
  readonly kind: RecordKind;
  readonly id: RecordId;
}

/** @throws BrokerError vault_corrupt */
export function readSecrets(records: Records): readonly StoredSecret[] {
  return records.readRecords('secret', ({ id, version, body }) => ({ id, version, card: decodeCard(body) }));
}

/** All records of a secret: its card, its values, its older versions with theirs. None twice. */
export function recordsOf({ id, card }: StoredSecret): readonly RecordName[] {
  const values = new Set([card.values, ...card.older.map((older) => older.values)].filter((each) => each !== null));
  return [
    { kind: 'secret', id },
    ...[...values].map((each) => ({ kind: 'values' as const, id: each })),
    ...card.older.map(({ record }) => ({ kind: 'history' as const, id: record })),
  ];
}

export function hasReference(card: SecretCard): boolean {
  return card.fields.some(({ reference }) => reference !== null);
}

/** Names are told apart without case, as the vault does. */
export function nameKey(card: SecretCard): string {
  return card.name.toLowerCase();
}

/** The same about it and the same values; when it was changed, and whether a reference is active, do not count. */
export function isSame(secret: StoredSecret, records: Records, other: StoredSecret, others: Records): boolean {
  if (essence(secret.card) !== essence(other.card)) return false;
  return withValues(secret, records, (values) => withValues(other, others, (same) => values.equals(same)));
}

/** What `read` makes of the body of the values, which is empty when there is none, and zeroed afterwards. */
function withValues<T>({ card }: StoredSecret, records: Records, read: (body: Buffer) => T): T {
  const body = (card.values === null ? null : records.record('values', card.values)?.body) ?? Buffer.alloc(0);
  try {
    return read(body);
  } finally {
    wipe(body);
  }
}

function essence(card: SecretCard): string {
  const {
    values: _values,
    older: _older,
    createdAt: _created,
    updatedAt: _updated,
    rotatedAt: _rotated,
    ...about
  } = card;
  const fields = about.fields.map((field) => ({ ...field, reference: field.reference?.text ?? null }));
  // Both cards came out of the same parser, so what is equal is also written the same.
  return JSON.stringify({ ...about, fields });
}
