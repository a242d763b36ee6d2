// Sealed requests as a table of the vault file that no record, manifest or backup knows of: rows in, rows out.
import { z } from 'zod';
import { BrokerError } from '../contract/fault.ts';
import type { KeptRow, KeptStore } from '../core/ports/kept-store.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import { withSqliteFaults } from './sqlite-fault.ts';

const schema = 'CREATE TABLE IF NOT EXISTS kept_requests (id TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT';
const shape = z.array(z.object({ id: z.string(), sealed: z.instanceof(Buffer) }));

export class SqliteKeptStore implements KeptStore {
  readonly #database: SqliteDatabase;

  /** Makes the table where there is none. @throws BrokerError disk_full, profile_readonly, vault_in_use */
  constructor(database: SqliteDatabase) {
    this.#database = database;
    withSqliteFaults(() => database.exec(schema));
  }

  all(): readonly KeptRow[] {
    const rows = withSqliteFaults(() =>
      this.#database.prepare('SELECT id, sealed FROM kept_requests ORDER BY rowid').all(),
    );
    const parsed = shape.safeParse(rows);
    if (!parsed.success) throw new BrokerError('vault_corrupt');
    return parsed.data;
  }

  has(id: string): boolean {
    return withSqliteFaults(
      () => this.#database.prepare('SELECT 1 FROM kept_requests WHERE id = ?').get(id) !== undefined,
    );
  }

  put({ id, sealed }: KeptRow): void {
    this.#run('INSERT OR REPLACE INTO kept_requests (id, sealed) VALUES (?, ?)', id, sealed);
  }

  remove(id: string): void {
    this.#run('DELETE FROM kept_requests WHERE id = ?', id);
  }

  #run(sql: string, ...values: readonly (string | Buffer)[]): void {
    withSqliteFaults(() => void this.#database.prepare(sql).run(...values));
  }
}
