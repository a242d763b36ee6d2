// Imports a KeePassXC database through `keepassxc-cli`, which decrypts it and prints it into a pipe.
import { isAbsolute } from 'node:path';
import { BrokerError, type FaultCode } from '../contract/fault.ts';
import type { ImportRead } from '../core/imports/candidates.ts';
import { maxImportBytes } from '../core/imports/import-limits.ts';
import { readImport } from '../core/imports/read-import.ts';
import { runImportProgram } from './import-program.ts';

export interface KeepassxcImport {
  /** Absolute path of the database. */
  readonly database: string;
  /** UTF-8; the caller wipes it. null: the database has none. */
  readonly password: Buffer | null;
  /** Absolute path; null: the database needs none. */
  readonly keyFile: string | null;
  readonly environment: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Databases can be set to take long to open, and a hardware key waits for a touch. */
const timeoutMs = 120_000;

/**
 * @throws BrokerError bad_request (a path is not absolute, a password has a line break), import_wrong_password,
 * import_file_missing, import_tool_failed, as `runImportProgram`, and as `readImport`
 */
export async function importKeepassxc(request: KeepassxcImport): Promise<ImportRead> {
  const { database, password, keyFile, environment, signal } = request;
  // The program takes one line; and a path that begins with a dash would be an option.
  const isUnfit = password?.includes(0x0a) || ![database, keyFile ?? '/'].every(isAbsolute);
  if (isUnfit) throw new BrokerError('bad_request');
  const input = Buffer.concat([password ?? Buffer.alloc(0), Buffer.from('\n')]);
  try {
    const { exitCode, output, complaint } = await runImportProgram({
      name: 'keepassxc-cli',
      args: [
        'export',
        ...['-f', 'csv'],
        ...(password === null ? ['--no-password'] : []),
        ...(keyFile === null ? [] : ['-k', keyFile]),
        database,
      ],
      input,
      environment,
      timeoutMs,
      maxBytes: maxImportBytes,
      signal,
    });
    try {
      if (exitCode !== 0) throw new BrokerError(codeOf(complaint));
      return readImport('keepassxc_csv', output);
    } finally {
      output.fill(0);
    }
  } finally {
    input.fill(0);
  }
}

/** Every failure ends with the same exit code, so its words must do. */
function codeOf(complaint: string): FaultCode {
  return words.find(([pattern]) => pattern.test(complaint))?.[1] ?? 'import_tool_failed';
}

const words: readonly (readonly [RegExp, FaultCode])[] = [
  [/Invalid credentials/i, 'import_wrong_password'],
  [/not found|not readable/i, 'import_file_missing'],
];
