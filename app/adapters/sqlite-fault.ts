// Turns what SQLite and the file system throw into Postern's codes. It never repeats a path, a statement or a value.
import { BrokerError, type FaultCode } from '../contract/fault.ts';

/**
 * Runs `work` and turns any fault of SQLite or of the file system into a coded one; a BrokerError passes as it is.
 * @throws BrokerError disk_full, profile_readonly, vault_truncated, vault_in_use, vault_corrupt, internal
 */
export function withSqliteFaults<T>(work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    throw sqliteFault(thrown);
  }
}

/** The coded fault of anything thrown by better-sqlite3 or node:fs; `internal` when it is neither. */
export function sqliteFault(thrown: unknown): BrokerError {
  if (thrown instanceof BrokerError) return thrown;
  return new BrokerError(codeOf(thrown), { cause: thrown });
}

function codeOf(thrown: unknown): FaultCode {
  if (!(thrown instanceof Error) || !('code' in thrown) || typeof thrown.code !== 'string') return 'internal';
  const { code } = thrown;
  // Extended codes such as SQLITE_READONLY_DIRECTORY and SQLITE_CORRUPT_VTAB mean what their first part means.
  return exactCodes[code] ?? prefixCodes.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 'internal';
}

const exactCodes: Readonly<Record<string, FaultCode>> = {
  EACCES: 'profile_readonly',
  EPERM: 'profile_readonly',
  EROFS: 'profile_readonly',
  ENOTDIR: 'profile_readonly',
  ENOSPC: 'disk_full',
  EDQUOT: 'disk_full',
  SQLITE_IOERR_SHORT_READ: 'vault_truncated',
  // Our statements are constants and tested: "no such table" at run time means that the file is not what we wrote.
  SQLITE_ERROR: 'vault_corrupt',
};

const prefixCodes: readonly (readonly [string, FaultCode])[] = [
  ['SQLITE_FULL', 'disk_full'],
  ['SQLITE_READONLY', 'profile_readonly'],
  ['SQLITE_CANTOPEN', 'profile_readonly'],
  ['SQLITE_PERM', 'profile_readonly'],
  ['SQLITE_NOTADB', 'vault_truncated'],
  ['SQLITE_CORRUPT', 'vault_truncated'],
  ['SQLITE_BUSY', 'vault_in_use'],
  ['SQLITE_LOCKED', 'vault_in_use'],
];
