// Where imports come from: files that the person chose, and the programs that keep their secrets.
import type { ImportSource } from '../../contract/import.ts';
import type { SecretName } from '../../contract/vocabulary.ts';
import type { ImportRead } from '../imports/candidates.ts';

export interface ImportRequest {
  readonly source: ImportSource;
  /** Absolute path of the file that the person chose; null where the source is no file. */
  readonly path: string | null;
  /** UTF-8, of a KeePassXC database; the caller wipes it. null: it has none. */
  readonly password: Buffer | null;
  /** Names of keychain items. */
  readonly names: readonly string[];
}

/** A `.env` file that was imported, as it lay on disk. */
export interface ImportedFile {
  readonly path: string;
  /** The caller wipes it. */
  readonly bytes: Buffer;
}

export interface ImportSources {
  /** `file` is kept of a `.env` file only. @throws BrokerError with a code of the imports */
  read(
    request: ImportRequest,
    signal: AbortSignal,
  ): Promise<{ readonly read: ImportRead; readonly file: ImportedFile | null }>;
  /**
   * Each imported line of the file becomes a comment that names the secret. The file must still be what was imported.
   * @throws BrokerError import_file_changed, import_file_linked, import_file_unwritable, import_lines_unclear
   */
  replace(file: ImportedFile, imported: ReadonlyMap<string, SecretName>): Promise<void>;
  /** Overwrites and removes the file; on most disks of today older copies of its blocks may stay. @throws BrokerError as `replace` */
  shred(file: ImportedFile): Promise<void>;
}
