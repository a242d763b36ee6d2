// The vault's sealed records in SQLite. It knows no key and no plaintext: rows in, rows out, each parsed.
import { z } from 'zod';
import { BrokerError } from '../contract/fault.ts';
import type { RecordStore, StoredRecord, StoredWrap, VaultHeader } from '../core/ports/record-store.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import { withSqliteFaults } from './sqlite-fault.ts';

/** Tables of the vault; see core/vault/FORMAT.md for what lies in them. */
export const recordSchema = `
CREATE TABLE vault (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  format INTEGER NOT NULL,
  vault_id TEXT NOT NULL
) STRICT;
CREATE TABLE wraps (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  parameters TEXT NOT NULL,
  key_version INTEGER NOT NULL,
  wrapped BLOB NOT NULL
) STRICT;
CREATE TABLE records (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  version INTEGER NOT NULL,
  key_version INTEGER NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
CREATE TABLE manifest_pages (
  page TEXT PRIMARY KEY,
  entries BLOB NOT NULL
) STRICT;
CREATE TABLE manifest (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  sealed BLOB NOT NULL
) STRICT;
`;

export class SqliteRecordStore implements RecordStore {
  readonly #database: SqliteDatabase;
  readonly #statements = new Map<string, Statement>();
  #removed = false;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  header(): VaultHeader | null {
    return this.#rows(headerRow, 'SELECT format, vault_id AS vaultId FROM vault')[0] ?? null;
  }

  createVault(header: VaultHeader): void {
    this.#run('INSERT INTO vault (only_row, format, vault_id) VALUES (1, ?, ?)', header.format, header.vaultId);
  }

  wraps(): readonly StoredWrap[] {
    return this.#rows(
      wrapRow,
      'SELECT id, kind, parameters, key_version AS keyVersion, wrapped FROM wraps ORDER BY id',
    );
  }

  replaceWraps(wraps: readonly StoredWrap[]): void {
    this.transaction(() => {
      this.#run('DELETE FROM wraps');
      this.#removed = true;
      for (const wrap of wraps) {
        const { id, kind, parameters, keyVersion, wrapped } = wrap;
        this.#run(
          'INSERT INTO wraps (id, kind, parameters, key_version, wrapped) VALUES (?, ?, ?, ?, ?)',
          ...[id, kind, parameters, keyVersion, wrapped],
        );
      }
    });
  }

  records(): readonly StoredRecord[] {
    const rows = withSqliteFaults(() => this.#statement(`${selectRecords} ORDER BY id`).all());
    return rows.map(recordOf);
  }

  eachRecord(visit: (record: StoredRecord) => void): void {
    withSqliteFaults(() => {
      for (const row of this.#statement(selectRecords).iterate()) visit(recordOf(row));
    });
  }

  record(id: string): StoredRecord | null {
    return withSqliteFaults(() => {
      const row = this.#statement(`${selectRecords} WHERE id = ?`).get(id);
      return row === undefined ? null : recordOf(row);
    });
  }

  put(record: StoredRecord): void {
    this.#run(
      `INSERT INTO records (id, kind, version, key_version, sealed) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE
       SET kind = excluded.kind, version = excluded.version, key_version = excluded.key_version, sealed = excluded.sealed`,
      ...[record.id, record.kind, record.version, record.keyVersion, record.sealed],
    );
  }

  remove(id: string): void {
    this.#run('DELETE FROM records WHERE id = ?', id);
    this.#removed = true;
  }

  pages(): ReadonlyMap<string, Buffer> {
    const rows = this.#rows(pageRow, 'SELECT page, entries FROM manifest_pages ORDER BY page');
    return new Map(rows.map(({ page, entries }) => [page, entries]));
  }

  putPage(name: string, entries: Buffer | null): void {
    if (entries === null) this.#run('DELETE FROM manifest_pages WHERE page = ?', name);
    else {
      this.#run(
        'INSERT INTO manifest_pages (page, entries) VALUES (?, ?) ON CONFLICT (page) DO UPDATE SET entries = excluded.entries',
        ...[name, entries],
      );
    }
  }

  manifest(): Buffer | null {
    return this.#rows(manifestRow, 'SELECT sealed FROM manifest')[0]?.sealed ?? null;
  }

  putManifest(sealed: Buffer): void {
    this.#run(
      `INSERT INTO manifest (only_row, sealed) VALUES (1, ?)
       ON CONFLICT (only_row) DO UPDATE SET sealed = excluded.sealed`,
      sealed,
    );
  }

  transaction<T>(work: () => T): T {
    const result = withSqliteFaults(() => this.#database.transaction(work).immediate());
    if (this.#removed && !this.#database.inTransaction) this.#emptyLog();
    return result;
  }

  /** SECURITY P11: what was removed also leaves the write-ahead log, at once; when that must wait, at the next time. */
  #emptyLog(): void {
    try {
      this.#removed = this.#database.pragma('wal_checkpoint(TRUNCATE)', { simple: true }) !== 0;
    } catch {
      // The transaction is on disk already: that the log could not be emptied must not look like a failed write.
      this.#removed = true;
    }
  }

  #run(sql: string, ...values: readonly SqlValue[]): void {
    withSqliteFaults(() => this.#statement(sql).run(...values));
  }

  #rows<T>(row: z.ZodType<T>, sql: string, ...values: readonly SqlValue[]): T[] {
    return withSqliteFaults(() => this.#statement(sql).all(...values)).map((found) => parsed(row, found));
  }

  /** Prepared once: the statements of this class are constants. */
  #statement(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = prepare(this.#database, sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** As `parsed`, by hand: an unlock goes through every record. */
function recordOf(row: unknown): StoredRecord {
  if (!isRecord(row)) throw new BrokerError('vault_corrupt');
  return row;
}

function isRecord(row: unknown): row is StoredRecord {
  if (typeof row !== 'object' || row === null) return false;
  if (!('id' in row && 'kind' in row && 'version' in row && 'keyVersion' in row && 'sealed' in row)) return false;
  const text = typeof row.id === 'string' && typeof row.kind === 'string';
  return text && isPositive(row.version) && isPositive(row.keyVersion) && Buffer.isBuffer(row.sealed);
}

function isPositive(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

/** SECURITY P5: a row of another shape was not written by Postern. */
function parsed<T>(row: z.ZodType<T>, found: unknown): T {
  const result = row.safeParse(found);
  if (!result.success) throw new BrokerError('vault_corrupt');
  return result.data;
}

type SqlValue = string | number | Buffer;
type Statement = ReturnType<typeof prepare>;

function prepare(database: SqliteDatabase, sql: string) {
  return database.prepare<SqlValue[]>(sql);
}

const selectRecords = 'SELECT id, kind, version, key_version AS keyVersion, sealed FROM records';

const bytes = z.instanceof(Buffer);
const headerRow = z.object({ format: z.int().positive(), vaultId: z.string() });
const wrapRow = z.object({
  id: z.string(),
  kind: z.string(),
  parameters: z.string(),
  keyVersion: z.int().positive(),
  wrapped: bytes,
});
const pageRow = z.object({ page: z.string(), entries: bytes });
const manifestRow = z.object({ sealed: bytes });
