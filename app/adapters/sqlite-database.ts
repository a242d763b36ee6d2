// The one file of the profile, opened: the only importer of better-sqlite3. It never repairs, replaces or empties a file
// that it cannot read.
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { BrokerError } from '../contract/fault.ts';
import { sqliteFault, withSqliteFaults } from './sqlite-fault.ts';

export type SqliteDatabase = Database.Database;
/** Takes values by their places. */
export type SqliteStatement = Database.Statement<unknown[]>;

/** What makes a file ours: `schema` is run once, in a new file; the numbers are checked at every opening. */
export interface DatabaseFormat {
  /** SQLite's `application_id`. */
  readonly applicationId: number;
  /** SQLite's `user_version`; a file with a higher one comes from a newer Postern. */
  readonly version: number;
  readonly schema: string;
}

/**
 * Opens the database at the absolute `path`, or makes it (0600 in a 0700 folder) when there is none. A new file appears
 * whole or not at all, so a file that is empty or cut short was damaged.
 * @throws BrokerError vault_newer, vault_truncated, vault_in_use, disk_full, profile_readonly
 */
export function openDatabase(path: string, format: DatabaseFormat): SqliteDatabase {
  return withSqliteFaults(() => {
    makePrivateFolder(dirname(path));
    if (!existsSync(path)) createDatabase(path, format);
    keepToOneself(path);
    // SQLite opens a file that it may only read without a word, and even begins a transaction to write.
    for (const needed of [path, dirname(path)]) accessSync(needed, constants.W_OK);
    return checked(new Database(path, { fileMustExist: true, timeout: lockWaitMs }), (database) => {
      checkFormat(database, format);
      checkLength(database, path);
      setPragmas(database);
      // A write lock tells whether another program holds the file.
      database.transaction(() => undefined).immediate();
    });
  });
}

/**
 * Keeps any other Postern from the folder of `path` until the result is closed or this process ends, however it does. The file
 * at `path` is made; nothing is ever written to it. Two that write one vault would each take the other's work for damage.
 * @throws BrokerError endpoint_busy when another one has it; disk_full, profile_readonly
 */
export function holdFolder(path: string): SqliteDatabase {
  return withSqliteFaults(() => {
    makePrivateFolder(dirname(path));
    const hold = new Database(path, { timeout: holdWaitMs });
    try {
      keepToOneself(path);
      // Nothing is written, so nothing need be undone: no journal beside it.
      hold.pragma('journal_mode = MEMORY');
      hold.exec('BEGIN EXCLUSIVE');
      return hold;
    } catch (cause) {
      hold.close();
      throw sqliteFault(cause).code === 'vault_in_use' ? new BrokerError('endpoint_busy', { cause }) : cause;
    }
  });
}

/**
 * Opens an existing database to read it beside a running Postern.
 * @throws BrokerError no_vault when there is none, and as `openDatabase`
 */
export function openDatabaseToRead(path: string, format: DatabaseFormat): SqliteDatabase {
  return withSqliteFaults(() => {
    if (!existsSync(path)) throw new BrokerError('no_vault');
    return checked(new Database(path, { fileMustExist: true, readonly: true, timeout: lockWaitMs }), (database) => {
      checkFormat(database, format);
      checkLength(database, path);
    });
  });
}

/** How long a statement waits for another process; it blocks the thread, so it is short. */
const lockWaitMs = 1000;
/** For one that is about to end. */
const holdWaitMs = 250;

function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  keepToOneself(folder);
}

/** Takes every right from other accounts and gives none to ours: what the person made read-only stays so. */
function keepToOneself(path: string): void {
  const { mode } = statSync(path);
  if ((mode & 0o077) !== 0) chmodSync(path, mode & 0o700);
}

function createDatabase(path: string, format: DatabaseFormat): void {
  // A log without its database means that the database was taken away: that is damage, not a fresh profile.
  if (existsSync(`${path}-wal`)) throw new BrokerError('vault_truncated');
  const unborn = `${path}.new`;
  for (const leftover of [unborn, `${unborn}-wal`, `${unborn}-shm`]) rmSync(leftover, { force: true });
  closeSync(openSync(unborn, 'wx', 0o600));
  const database = new Database(unborn, { fileMustExist: true, timeout: lockWaitMs });
  try {
    setPragmas(database);
    database
      .transaction(() => {
        database.exec(format.schema);
        database.pragma(`application_id = ${format.applicationId}`);
        database.pragma(`user_version = ${format.version}`);
      })
      .immediate();
  } finally {
    database.close();
  }
  renameSync(unborn, path);
  syncFolder(dirname(path));
}

function setPragmas(database: SqliteDatabase): void {
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('fullfsync = ON');
  database.pragma('checkpoint_fullfsync = ON');
  // SECURITY P11: what is deleted is overwritten, and nothing spills into temporary files.
  database.pragma('secure_delete = ON');
  database.pragma('temp_store = MEMORY');
}

function checkFormat(database: SqliteDatabase, format: DatabaseFormat): void {
  // The file may be hostile: its schema calls no functions and its pages are checked.
  database.pragma('trusted_schema = OFF');
  database.pragma('cell_size_check = ON');
  if (database.pragma('application_id', { simple: true }) !== format.applicationId) {
    throw new BrokerError('vault_truncated');
  }
  const version = Number(database.pragma('user_version', { simple: true }));
  if (version > format.version) throw new BrokerError('vault_newer');
  if (version < format.version) throw new BrokerError('vault_truncated');
}

/** A file shorter than its own page count is only whole when the missing pages are still in the write-ahead log. */
function checkLength(database: SqliteDatabase, path: string): void {
  const pages = Number(database.pragma('page_count', { simple: true }));
  const pageBytes = Number(database.pragma('page_size', { simple: true }));
  if (statSync(path).size >= pages * pageBytes) return;
  const logged = (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
  if (!logged || database.pragma('quick_check(1)', { simple: true }) !== 'ok') throw new BrokerError('vault_truncated');
}

function checked(database: SqliteDatabase, check: (database: SqliteDatabase) => void): SqliteDatabase {
  try {
    check(database);
    return database;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}

/** A rename is durable once its folder is synced. Windows cannot open a folder, and needs no such thing. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
