// One record, sealed: AES-256-GCM with its place in the vault authenticated, so that it opens nowhere else.
import { BrokerError } from '../../contract/fault.ts';
import { RecordId } from '../../contract/vocabulary.ts';
import { open, seal } from '../crypto/aead.ts';
import { sha256 } from '../crypto/digest.ts';
import { encodeFields } from '../crypto/fields.ts';
import { pad, unpad } from '../crypto/padding.ts';
import { wipe } from '../crypto/wipe.ts';
import type { Randomness } from '../ports/randomness.ts';
import type { StoredRecord } from '../ports/record-store.ts';
import type { VaultKeys } from './vault-keys.ts';

/** Where a record stands; authenticated with it. Its kind lies open in the file, what it says is sealed. */
export type RecordPlace = Omit<StoredRecord, 'sealed'>;

/** A fresh random id for a record. */
export function newRecordId(randomness: Randomness): RecordId {
  return RecordId.parse(randomness.bytes(16).toString('hex'));
}

/** The id of the one 'setting' record called `name`. */
export function settingRecordId(name: string): RecordId {
  return RecordId.parse(sha256(`postern/setting/${name}`).toString('hex').slice(0, 32));
}

/** Seals `body` under the records subkey. The caller wipes `body`. */
export function sealRecord(keys: VaultKeys, place: RecordPlace, body: Buffer, randomness: Randomness): StoredRecord {
  const padded = pad(body);
  try {
    return { ...place, sealed: seal(keys.recordsInUse, padded, recordAad(place), randomness) };
  } finally {
    wipe(padded);
  }
}

/**
 * The body of a record; the caller wipes it. SECURITY P5: it opens only under the id, kind, version and key version that
 * it was sealed with.
 * @throws BrokerError vault_corrupt
 */
export function openRecord(keys: VaultKeys, record: StoredRecord): Buffer {
  if (record.keyVersion !== keys.version) throw new BrokerError('vault_corrupt');
  const padded = open(keys.recordsInUse, record.sealed, recordAad(record));
  try {
    return unpad(padded);
  } finally {
    wipe(padded);
  }
}

function recordAad(place: RecordPlace): Buffer {
  return encodeFields('postern/record/1', 'records', place.id, place.kind, place.version, place.keyVersion);
}
