// What crosses to a window about an import: what was found, what the person chose, what came of it.
// SECURITY P1: names, kinds and places only; no shape here has room for a value.
import { z } from 'zod';
import { aboutField, maxFields, SecretKind } from './secret.ts';
import { RecordId, SecretName, Tier } from './vocabulary.ts';

/** More than this many candidates and skipped items together are refused. */
export const maxImportItems = 20_000;

/** Where an import comes from. The first group are files that are read whole; the second are asked item by item. */
export const ImportFileKind = z.enum([
  'dotenv',
  'onepassword_1pux',
  'onepassword_csv',
  'bitwarden_json',
  'bitwarden_csv',
  'keepassxc_csv',
  'aws',
  'gh',
  'npmrc',
  'docker',
]);
export type ImportFileKind = z.infer<typeof ImportFileKind>;
export const ImportSource = z.enum([...ImportFileKind.options, 'keepassxc', 'pass', 'keychain']);
export type ImportSource = z.infer<typeof ImportSource>;

/** What is different about a candidate from what stands in the source. */
export const ImportNote = z.enum([
  /** The title is no valid name, or too long for one. */
  'name_changed',
  /** Another item of this import has that name. */
  'name_numbered',
  'field_renamed',
  /** More fields than a secret has room for, or one that is no text, such as a passkey. */
  'field_dropped',
  'tag_dropped',
  'attachment_skipped',
  /** Older passwords of the item. */
  'history_dropped',
  'archived',
  /** The address holds more than a place: whole, it is a sensitive field. */
  'url_made_sensitive',
  /** Too long to stand in lists. */
  'made_sensitive',
  /** Its variable changes how programs load or run, or is no valid name of one. */
  'env_dropped',
  /** Too long for the environment: a run gets it as a file. */
  'as_file',
  /** No code can be made from it, so it is kept as it stands. */
  'totp_unusable',
  /** A value of it cannot be told from ordinary text: its tier is `placeholder`. */
  'too_short_for_run',
  'too_plain_for_run',
]);
export type ImportNote = z.infer<typeof ImportNote>;

/** Why something in the source does not become a secret. */
export const SkipReason = z.enum([
  /** It has no value, or none that needs to be kept secret. */
  'empty',
  'value_too_long',
  'value_has_nul',
  'value_not_text',
  'attachment_only',
  /** A later line sets the same thing. */
  'repeated',
  'in_trash',
  /** The source only says that the value is in the system's keychain: import keychain items instead. */
  'in_keychain',
  /** It stands for a variable or a program that gives the value. */
  'refers_elsewhere',
  'malformed',
  /** The program that keeps it would not give it. */
  'not_given',
  /** A folder that is a link is not followed. */
  'linked_folder',
]);
export type SkipReason = z.infer<typeof SkipReason>;

/** Place in the source, such as an item's title, a line or a profile; untrusted text, never a value. */
const from = z.string().max(300);

export const SkippedItem = z.object({ from, why: SkipReason }).readonly();
export type SkippedItem = z.infer<typeof SkippedItem>;

/** `same`: the vault has it with the same values. `conflict`: the vault has that name with other values. */
export const ImportClass = z.enum(['new', 'same', 'conflict']);
export type ImportClass = z.infer<typeof ImportClass>;

export const ImportItem = z
  .object({
    /** Its place in the list of candidates; names it in a choice. */
    index: z.int().nonnegative(),
    from,
    name: SecretName,
    kind: SecretKind,
    tier: Tier,
    fields: z.array(z.object(aboutField).readonly()).max(maxFields).readonly(),
    class: ImportClass,
    /** The secret that has this name now; null when `class` is new. */
    existing: RecordId.nullable(),
    notes: z.array(ImportNote).readonly(),
  })
  .readonly();
export type ImportItem = z.infer<typeof ImportItem>;

export const ImportPreview = z
  .object({
    items: z.array(ImportItem).max(maxImportItems).readonly(),
    skipped: z.array(SkippedItem).max(maxImportItems).readonly(),
  })
  .readonly();
export type ImportPreview = z.infer<typeof ImportPreview>;

/** What the person wants done with one candidate. `replace`: it becomes the next version of the secret of that name. */
export const ImportChoice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('skip') }),
  z.object({ kind: z.literal('add') }),
  z.object({ kind: z.literal('rename'), name: SecretName }),
  z.object({ kind: z.literal('replace') }),
]);
export type ImportChoice = z.infer<typeof ImportChoice>;

/** Left out: `add` for a new one, `skip` for the same one. A conflict has no default. */
export const ImportChoices = z
  .array(z.object({ index: z.int().nonnegative(), choice: ImportChoice }).readonly())
  .max(maxImportItems)
  .readonly();
export type ImportChoices = z.infer<typeof ImportChoices>;

const names = z.array(SecretName).max(maxImportItems).readonly();

/** What came of each thing that was found; nothing is in two lists, and nothing is in none. */
export const ImportReport = z
  .object({
    added: names,
    replaced: names,
    /** The vault had them with the same values. */
    same: names,
    /** The person left them out. */
    leftOut: names,
    skipped: z.array(SkippedItem).max(maxImportItems).readonly(),
  })
  .readonly();
export type ImportReport = z.infer<typeof ImportReport>;
