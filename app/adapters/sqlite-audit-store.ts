// The audit log's tables in the vault file. Rows are only ever added: there is no way here to change or remove an event.
import { z } from 'zod';
import { BrokerError } from '../contract/fault.ts';
import type { AuditBook, AuditMeta } from '../core/audit/audit-book.ts';
import type { StoredEvent, StoredHead } from '../core/ports/audit-store.ts';
import type { SqliteDatabase, SqliteStatement } from './sqlite-database.ts';
import { sqliteFault, withSqliteFaults } from './sqlite-fault.ts';

/**
 * Tables and triggers of the audit log, for a new file. The insert triggers are needed beside the others: INSERT OR REPLACE
 * removes the old row without firing a delete trigger.
 */
export const auditSchema = `
CREATE TABLE audit_events (
  sequence INTEGER PRIMARY KEY CHECK (sequence > 0),
  sealed BLOB NOT NULL,
  link BLOB NOT NULL CHECK (length(link) = 32)
) STRICT;
CREATE TABLE audit_head (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  sequence INTEGER NOT NULL CHECK (sequence >= 0),
  link BLOB NOT NULL CHECK (length(link) = 32),
  signature BLOB NOT NULL CHECK (length(signature) = 64)
) STRICT;
CREATE TABLE audit_meta (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  format INTEGER NOT NULL,
  vault_id TEXT NOT NULL,
  sign_public BLOB NOT NULL CHECK (length(sign_public) = 32),
  seal_public BLOB NOT NULL CHECK (length(seal_public) = 32)
) STRICT;
CREATE TRIGGER audit_events_only_append BEFORE INSERT ON audit_events
WHEN NEW.sequence <= (SELECT max(sequence) FROM audit_events)
BEGIN SELECT RAISE(ABORT, 'audit events are only added at the end'); END;
CREATE TRIGGER audit_events_no_update BEFORE UPDATE ON audit_events
BEGIN SELECT RAISE(ABORT, 'audit events are never changed'); END;
CREATE TRIGGER audit_events_no_delete BEFORE DELETE ON audit_events
BEGIN SELECT RAISE(ABORT, 'audit events are never removed'); END;
CREATE TRIGGER audit_head_once BEFORE INSERT ON audit_head
WHEN EXISTS (SELECT 1 FROM audit_head)
BEGIN SELECT RAISE(ABORT, 'there is one audit head'); END;
CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head
BEGIN SELECT RAISE(ABORT, 'the audit head is never removed'); END;
CREATE TRIGGER audit_meta_once BEFORE INSERT ON audit_meta
WHEN EXISTS (SELECT 1 FROM audit_meta)
BEGIN SELECT RAISE(ABORT, 'the audit keys are written once'); END;
CREATE TRIGGER audit_meta_no_update BEFORE UPDATE ON audit_meta
BEGIN SELECT RAISE(ABORT, 'the audit keys are never changed'); END;
CREATE TRIGGER audit_meta_no_delete BEFORE DELETE ON audit_meta
BEGIN SELECT RAISE(ABORT, 'the audit keys are never removed'); END;
`;

export class SqliteAuditStore implements AuditBook {
  readonly #database: SqliteDatabase;
  // Kept once made: they run at every event.
  #insertEvent: SqliteStatement | null = null;
  #updateHead: SqliteStatement | null = null;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  meta(): AuditMeta | null {
    const columns = 'format, vault_id AS vaultId, sign_public AS signPublic, seal_public AS sealPublic';
    return this.#rows(metaRow, `SELECT ${columns} FROM audit_meta`)[0] ?? null;
  }

  create(meta: AuditMeta, head: StoredHead): void {
    const columns = '(id, format, vault_id, sign_public, seal_public)';
    writing(() =>
      this.#database
        .transaction(() => {
          const insert = this.#database.prepare(`INSERT INTO audit_meta ${columns} VALUES (1, 1, ?, ?, ?)`);
          insert.run(meta.vaultId, meta.signPublic, meta.sealPublic);
          this.#setHead(head);
        })
        .immediate(),
    );
  }

  setAside(): void {
    writing(() =>
      this.#database
        .transaction(() => {
          const aside = this.#rows(
            countRow,
            "SELECT count(*) AS count FROM sqlite_schema WHERE name LIKE 'lost_audit_meta_%'",
          );
          const triggers = this.#rows(
            nameRow,
            "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'audit_%'",
          );
          for (const { name } of triggers) this.#database.exec(`DROP TRIGGER "${name}"`);
          for (const table of ['audit_events', 'audit_head', 'audit_meta']) {
            this.#database.exec(`ALTER TABLE ${table} RENAME TO lost_${table}_${(aside[0]?.count ?? 0) + 1}`);
          }
          this.#database.exec(auditSchema);
        })
        .immediate(),
    );
  }

  append(events: readonly StoredEvent[]): void {
    this.#commit(() => this.#insert(events));
  }

  appendSigned(events: readonly StoredEvent[], head: StoredHead): void {
    this.#commit(() => {
      this.#insert(events);
      this.#setHead(head);
    });
  }

  putHead(head: StoredHead): void {
    this.#commit(() => this.#setHead(head));
  }

  last(): StoredEvent | null {
    return this.newest(null, 1)[0] ?? null;
  }

  range(from: number, limit: number): readonly StoredEvent[] {
    return this.#rows(eventRow, `${selectEvents} WHERE sequence >= ? ORDER BY sequence LIMIT ?`, from, limit);
  }

  newest(before: number | null, limit: number): readonly StoredEvent[] {
    const where = 'WHERE sequence > 0 AND sequence < ? ORDER BY sequence DESC LIMIT ?';
    return this.#rows(eventRow, `${selectEvents} ${where}`, before ?? Number.MAX_SAFE_INTEGER, limit);
  }

  lastHead(): StoredHead | null {
    return this.#rows(headRow, 'SELECT sequence, link, signature FROM audit_head')[0] ?? null;
  }

  #insert(events: readonly StoredEvent[]): void {
    this.#insertEvent ??= this.#database.prepare('INSERT INTO audit_events (sequence, sealed, link) VALUES (?, ?, ?)');
    const insert = this.#insertEvent;
    for (const { sequence, sealed, link } of events) insert.run(sequence, sealed, link);
  }

  #setHead({ sequence, link, signature }: StoredHead): void {
    this.#updateHead ??= this.#database.prepare('UPDATE audit_head SET sequence = ?, link = ?, signature = ?');
    if (this.#updateHead.run(sequence, link, signature).changes > 0) return;
    const insert = this.#database.prepare('INSERT INTO audit_head (id, sequence, link, signature) VALUES (1, ?, ?, ?)');
    insert.run(sequence, link, signature);
  }

  /** SECURITY P3: inside a larger transaction nothing is on disk yet when this returns, so that is refused. */
  #commit(work: () => void): void {
    if (this.#database.inTransaction) throw new BrokerError('audit_unwritable');
    writing(() => this.#database.transaction(work).immediate());
  }

  #rows<T>(row: z.ZodType<T>, sql: string, ...values: readonly (number | string)[]): T[] {
    const parsed = z.array(row).safeParse(withSqliteFaults(() => this.#database.prepare(sql).all(...values)));
    // SECURITY P6: a row of another shape was not written by Postern.
    if (!parsed.success) throw new BrokerError('audit_broken');
    return parsed.data;
  }
}

function writing(work: () => void): void {
  try {
    work();
  } catch (thrown) {
    const fault = sqliteFault(thrown);
    if (fault.code === 'disk_full' || fault.code === 'profile_readonly') throw fault;
    throw new BrokerError('audit_unwritable', { cause: thrown });
  }
}

const selectEvents = 'SELECT sequence, sealed, link FROM audit_events';

/** What is no bytes at all reads as no bytes: the event shows as broken and the others stay readable. */
const bytes = z.instanceof(Buffer).catch(() => Buffer.alloc(0));
const eventRow = z.object({ sequence: z.int(), sealed: bytes, link: bytes });
const headRow = z.object({ sequence: z.int(), link: bytes, signature: bytes });
const metaRow = z.object({ format: z.literal(1), vaultId: z.string(), signPublic: bytes, sealPublic: bytes });

const countRow = z.object({ count: z.int().nonnegative() });
const nameRow = z.object({ name: z.string().regex(/^audit_[a-z_]+$/) });
