// Imports a `pass` store through `pass` itself: gpg decrypts, and asks the person for the key's passphrase in its own window.
import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BrokerError } from '../contract/fault.ts';
import { maxImportItems, type SkippedItem } from '../contract/import.ts';
import { maxValueBytes } from '../contract/secret.ts';
import type { ImportRead } from '../core/imports/candidates.ts';
import { maxImportBytes } from '../core/imports/import-limits.ts';
import { type PassEntry, readPass } from '../core/imports/read-pass.ts';
import { runImportProgram } from './import-program.ts';

export interface PassImport {
  /** The person's login environment: PATH, HOME, PASSWORD_STORE_DIR, GNUPGHOME … */
  readonly environment: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** After each entry. */
  readonly onProgress?: (done: number, all: number) => void;
}

/** For one entry: the person may be typing a passphrase. */
const entryTimeoutMs = 120_000;
/** A value of 1 MiB and what stands below it. */
const maxEntryBytes = 2 * maxValueBytes;
/** Where so many of the first entries fail, so will the others: the prompt was dismissed, or the key is not here. */
const patience = 3;

/**
 * Every entry of the store, one by one. What gpg will not open is skipped as `not_given`.
 * @throws BrokerError import_file_missing (no store), import_too_many_items, import_too_large, import_tool_failed (none of the
 * first three opens), and as `runImportProgram`
 */
export async function importPass({ environment, signal, onProgress }: PassImport): Promise<ImportRead> {
  const store = environment.PASSWORD_STORE_DIR || join(environment.HOME ?? '/', '.password-store');
  const { names, linked } = await listEntries(store);
  const entries: PassEntry[] = [];
  let given = 0;
  let bytes = 0;
  try {
    for (const name of names) {
      const content = await show(name, environment, signal);
      if (content !== null) given += 1;
      bytes += content?.length ?? 0;
      entries.push({ name, content });
      if (bytes > maxImportBytes) throw new BrokerError('import_too_large');
      if (given === 0 && entries.length === Math.min(patience, names.length))
        throw new BrokerError('import_tool_failed');
      onProgress?.(entries.length, names.length);
    }
    const read = readPass(entries);
    return { candidates: read.candidates, skipped: [...read.skipped, ...linked] };
  } finally {
    for (const { content } of entries) content?.fill(0);
  }
}

/** null: pass does not give it. */
async function show(
  name: string,
  environment: PassImport['environment'],
  signal?: AbortSignal,
): Promise<Buffer | null> {
  const { exitCode, output } = await runImportProgram({
    name: 'pass',
    args: ['show', '--', name],
    environment,
    timeoutMs: entryTimeoutMs,
    maxBytes: maxEntryBytes,
    signal,
  });
  if (exitCode === 0) return output;
  output.fill(0);
  return null;
}

interface StoreList {
  /** Sorted paths within the store, without `.gpg`. */
  readonly names: readonly string[];
  readonly linked: readonly SkippedItem[];
}

/** Folders that are links are not followed: they may lead in a circle. Hidden folders are git's. */
async function listEntries(store: string): Promise<StoreList> {
  const names: string[] = [];
  const linked: SkippedItem[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of await listFolder(join(store, folder))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      const isEntry = entry.name.endsWith('.gpg') && (entry.isFile() || entry.isSymbolicLink());
      if (isEntry) names.push(path.slice(0, -'.gpg'.length));
      else if (entry.isDirectory() && !entry.name.startsWith('.')) folders.push(path);
      else if (entry.isSymbolicLink()) linked.push({ from: path.slice(0, 300), why: 'linked_folder' });
    }
    if (names.length + linked.length + folders.length > maxImportItems) throw new BrokerError('import_too_many_items');
  }
  return { names: names.sort(), linked };
}

async function listFolder(path: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (thrown) {
    throw new BrokerError('import_file_missing', { cause: thrown });
  }
}
