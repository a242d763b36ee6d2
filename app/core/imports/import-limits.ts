// How much an import may be. What is over a limit is refused as a whole; it is never cut without a word.
import type { ImportFileKind } from '../../contract/import.ts';

/** Of a file that is read, in bytes. */
export const maxImportBytes = 64 * 1024 * 1024;
/** Of a configuration file (.env, AWS, gh, npm, Docker), in bytes: nobody writes a larger one by hand. */
export const maxSettingsBytes = 1024 * 1024;

/** Of a file of that kind, in bytes. */
export function maxBytesOf(kind: ImportFileKind): number {
  return ['dotenv', 'aws', 'gh', 'npmrc', 'docker'].includes(kind) ? maxSettingsBytes : maxImportBytes;
}

/** Of what one entry of an archive unpacks to, in bytes. */
export const maxUnpackedBytes = 64 * 1024 * 1024;
export const maxArchiveEntries = 10_000;
export const maxJsonDepth = 64;
/** Objects, arrays and members in a JSON text; more would need gigabytes of memory. */
export const maxJsonParts = 5_000_000;
export const maxColumns = 200;
/** Of a candidate's place in its source, in characters. */
export const maxFromChars = 300;
