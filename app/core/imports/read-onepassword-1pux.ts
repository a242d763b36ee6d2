// A 1Password 1PUX export: a zip archive whose `export.data` is JSON. Attachments are never unpacked, only reported.
import { z } from 'zod';
import { BrokerError } from '../../contract/fault.ts';
import type { ImportNote } from '../../contract/import.ts';
import type { SecretKind } from '../../contract/secret.ts';
import { parseBoundedJson } from './bounded-json.ts';
import type { ImportRead } from './candidates.ts';
import type { FoundField } from './field-intake.ts';
import { maxImportBytes } from './import-limits.ts';
import { Intake } from './intake.ts';
import { loginFields } from './login-item.ts';
import { type OnepasswordValue, onepasswordField, Value } from './onepassword-value.ts';
import { textOf } from './source-text.ts';
import { zipEntry } from './zip-entry.ts';

const text = z.string().nullish();

const Item = z.object({
  categoryUuid: text,
  state: text,
  overview: z.object({
    title: text,
    url: text,
    urls: z.array(z.object({ url: text })).nullish(),
    tags: z.array(z.string()).nullish(),
  }),
  details: z.object({
    loginFields: z.array(z.object({ name: text, value: text, designation: text, fieldType: text })).nullish(),
    notesPlain: text,
    password: text,
    sections: z
      .array(z.object({ fields: z.array(z.object({ id: text, title: text, value: Value })).nullish() }))
      .nullish(),
    passwordHistory: z.array(z.unknown()).nullish(),
    documentAttributes: z.unknown().optional(),
  }),
  file: z.unknown().optional(),
});
type Item = z.infer<typeof Item>;

const Export = z.object({
  accounts: z.array(
    z.object({
      vaults: z.array(z.object({ attrs: z.object({ name: text }), items: z.array(z.unknown()) })),
    }),
  ),
});

/**
 * The vault's name is the folder. An item that is not as documented is skipped as malformed.
 * @throws BrokerError import_too_large, import_unreadable; and as `zipEntry`, `textOf` and `parseBoundedJson`
 */
export function readOnepassword1pux(bytes: Uint8Array): ImportRead {
  if (bytes.length > maxImportBytes) throw new BrokerError('import_too_large');
  const found = Export.safeParse(parseBoundedJson(textOf(zipEntry(bytes, 'export.data'))));
  if (!found.success) throw new BrokerError('import_unreadable');
  const intake = new Intake();
  for (const { attrs, items } of found.data.accounts.flatMap(({ vaults }) => vaults)) {
    for (const [i, entry] of items.entries()) {
      const item = Item.safeParse(z.object({ item: z.unknown() }).safeParse(entry).data?.item ?? entry);
      if (item.success) addItem(intake, item.data, attrs.name ?? '');
      else intake.skip(`${attrs.name ?? ''}/item ${i + 1}`, 'malformed');
    }
  }
  return intake.read;
}

/** 1Password's own numbers of its categories; the others have no counterpart here. */
const kinds: Readonly<Record<string, SecretKind>> = {
  '001': 'login',
  '005': 'login',
  '102': 'database',
  '112': 'token',
  '114': 'ssh_key',
};

function addItem(intake: Intake, item: Item, vault: string): void {
  const title = item.overview.title ?? '';
  const from = `${vault}/${title}`;
  const fields = fieldsOf(item);
  const notes = notesOf(item);
  const hasOnlyFile = notes.includes('attachment_skipped') && !fields.some(({ value }) => value !== '');
  if (hasOnlyFile) return void intake.skip(from, 'attachment_only');
  intake.add({
    from,
    path: [vault, title],
    fields,
    text: item.details.notesPlain ?? '',
    ...kindPart(item),
    urls: [...new Set([item.overview.url ?? '', ...(item.overview.urls ?? []).map(({ url }) => url ?? '')])].filter(
      (url) => url !== '',
    ),
    tags: item.overview.tags ?? [],
    notes,
  });
}

function kindPart({ categoryUuid }: Item): { readonly kind?: SecretKind } {
  const kind = kinds[categoryUuid ?? ''];
  return kind === undefined ? {} : { kind };
}

function fieldsOf({ details, categoryUuid }: Item): readonly FoundField[] {
  const isTechnical = Object.hasOwn(kinds, categoryUuid ?? '');
  const logins = details.loginFields ?? [];
  const designated = (name: string) => logins.find(({ designation }) => designation === name)?.value;
  const sections = (details.sections ?? []).flatMap(({ fields }) => fields ?? []);
  return [
    ...loginFields({
      username: designated('username'),
      password: designated('password') || details.password,
    }),
    ...sections.flatMap(({ id, title, value }) => onepasswordField(title || id || '', value, isTechnical)),
    // What a browser filled in besides; whether it is secret is not told.
    ...logins.filter(isTypedText).map(({ name, value }) => ({ name: name ?? '', value: value ?? '', sensitive: true })),
  ];
}

type LoginField = NonNullable<Item['details']['loginFields']>[number];

/** Of a form that was filled in: not its check boxes and buttons. */
function isTypedText({ designation, fieldType }: LoginField): boolean {
  if (designation === 'username' || designation === 'password') return false;
  return !['B', 'C', 'I', 'R', 'S'].includes(fieldType ?? '');
}

function notesOf({ details, file, state }: Item): readonly ImportNote[] {
  const values: readonly OnepasswordValue[] = (details.sections ?? []).flatMap(({ fields }) =>
    (fields ?? []).map(({ value }) => value),
  );
  const hasFile = [details.documentAttributes, file].some((one) => one !== undefined && one !== null);
  const notes: ImportNote[] = [];
  if (hasFile || values.some((value) => 'file' in value)) notes.push('attachment_skipped');
  if (values.some((value) => 'reference' in value)) notes.push('field_dropped');
  if ((details.passwordHistory ?? []).length > 0) notes.push('history_dropped');
  if (state === 'archived') notes.push('archived');
  return notes;
}
