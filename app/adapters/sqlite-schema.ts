// The whole schema of the vault file as one SQL text, and the numbers that mark a file as ours.
import { auditSchema } from './sqlite-audit-store.ts';
import type { DatabaseFormat } from './sqlite-database.ts';
import { recordSchema } from './sqlite-record-store.ts';

/** Handed to `openDatabase`. Raise `version` with every change of a table: older Posterns then refuse the file. */
export const vaultFileFormat: DatabaseFormat = {
  // "Post" in ASCII.
  applicationId: 0x506f7374,
  version: 1,
  schema: `${recordSchema}\n${auditSchema}`,
};
