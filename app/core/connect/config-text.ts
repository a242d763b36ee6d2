// The text of a settings file with or without our entry. Everything else in it stays, byte by byte; what cannot be understood, or
// would come out otherwise than meant, is refused and never mended.
import { BrokerError } from '../../contract/fault.ts';
import { type Entry, type EntryPlace, entryName, entryOf, entryValue } from './entry.ts';
import { jsonEntry, withJsonEntry, withoutJsonEntry } from './json-text.ts';
import type { ConfigForm } from './program-table.ts';
import { tomlEntry, withoutTomlEntry, withTomlEntry } from './toml-text.ts';

/** What stands under our name: nothing; something that starts no command (`entry` null); or an entry. */
export interface Found {
  readonly value: unknown;
  readonly entry: Entry | null;
}

/** null: nothing. `bytes` null: there is no file. @throws BrokerError config_unreadable, config_shape, config_unclear */
export function findEntry(form: ConfigForm, bytes: Buffer | null): Found | null {
  const { text } = decoded(bytes);
  const value = form.format === 'toml' ? tomlEntry(text, placeOf(form)) : jsonEntry(text, placeOf(form));
  return value === undefined ? null : { value, entry: entryOf(value) };
}

/** Adds the entry, or puts it in the place of the one there. @throws BrokerError as `findEntry` */
export function withEntry(form: ConfigForm, bytes: Buffer | null, entry: Entry): Buffer {
  const value = entryValue(form.entry, entry, findEntry(form, bytes)?.value);
  return rewritten(bytes, (text) =>
    form.format === 'toml' ? withTomlEntry(text, placeOf(form), entry) : withJsonEntry(text, placeOf(form), value),
  );
}

/** Takes it out; the file must hold it. @throws BrokerError as `findEntry` */
export function withoutEntry(form: ConfigForm, bytes: Buffer): Buffer {
  return rewritten(bytes, (text) =>
    form.format === 'toml' ? withoutTomlEntry(text, placeOf(form)) : withoutJsonEntry(text, placeOf(form)),
  );
}

/** As it is read for a diff. @throws BrokerError config_unreadable */
export function configText(bytes: Buffer | null): string {
  return decoded(bytes).text;
}

function placeOf({ list, format }: ConfigForm): EntryPlace {
  return { list, name: entryName, strict: format === 'json' };
}

const bom = '\uFEFF';

function decoded(bytes: Buffer | null): { readonly text: string; readonly lead: string } {
  if (bytes === null) return { text: '', lead: '' };
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.startsWith(bom) ? { text: text.slice(1), lead: bom } : { text, lead: '' };
  } catch (cause) {
    throw new BrokerError('config_unreadable', { cause });
  }
}

function rewritten(bytes: Buffer | null, edit: (text: string) => string): Buffer {
  const { text, lead } = decoded(bytes);
  return Buffer.from(lead + edit(text));
}
