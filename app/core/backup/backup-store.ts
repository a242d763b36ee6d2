// A backup's rows as a store, so that the vault's own code opens them. Nothing can be written to it.
import { BrokerError } from '../../contract/fault.ts';
import type { RecordStore, StoredRecord, StoredWrap, VaultHeader } from '../ports/record-store.ts';
import type { VaultRows } from './backup-file.ts';

export class BackupStore implements RecordStore {
  readonly #rows: VaultRows;
  readonly #byId: ReadonlyMap<string, StoredRecord>;

  constructor(rows: VaultRows) {
    this.#rows = rows;
    this.#byId = new Map(rows.records.map((record) => [record.id, record]));
  }

  header(): VaultHeader {
    return this.#rows.header;
  }

  wraps(): readonly StoredWrap[] {
    return this.#rows.wraps;
  }

  records(): readonly StoredRecord[] {
    return this.#rows.records;
  }

  eachRecord(visit: (record: StoredRecord) => void): void {
    for (const record of this.#rows.records) visit(record);
  }

  record(id: string): StoredRecord | null {
    return this.#byId.get(id) ?? null;
  }

  /** The list of records follows from the records: a backup holds it once. */
  pages(): ReadonlyMap<string, Buffer> {
    return new Map();
  }

  manifest(): Buffer {
    return this.#rows.manifest;
  }

  transaction<T>(work: () => T): T {
    return work();
  }

  createVault(): never {
    return readOnly();
  }

  replaceWraps(): never {
    return readOnly();
  }

  put(): never {
    return readOnly();
  }

  remove(): never {
    return readOnly();
  }

  putPage(): never {
    return readOnly();
  }

  putManifest(): never {
    return readOnly();
  }
}

function readOnly(): never {
  throw new BrokerError('internal');
}
