// A Bitwarden JSON export without encryption: logins, notes, cards, identities and SSH keys.
import { z } from 'zod';
import { BrokerError } from '../../contract/fault.ts';
import type { ImportNote } from '../../contract/import.ts';
import type { SecretKind } from '../../contract/secret.ts';
import { parseBoundedJson } from './bounded-json.ts';
import type { ImportRead } from './candidates.ts';
import type { FoundField } from './field-intake.ts';
import { Intake } from './intake.ts';
import { loginFields } from './login-item.ts';
import { textOf } from './source-text.ts';

const text = z.string().nullish();
const scalars = z.record(z.string(), z.unknown());

const Item = z.object({
  type: z.int(),
  name: text,
  notes: text,
  folderId: text,
  collectionIds: z.array(z.string()).nullish(),
  deletedDate: text,
  fields: z.array(z.object({ name: text, value: z.unknown().optional(), type: z.int().nullish() })).nullish(),
  login: z
    .object({
      username: text,
      password: text,
      totp: text,
      uris: z.array(z.object({ uri: text })).nullish(),
      fido2Credentials: z.array(z.unknown()).nullish(),
    })
    .nullish(),
  card: scalars.nullish(),
  identity: scalars.nullish(),
  sshKey: z.object({ privateKey: text, publicKey: text, keyFingerprint: text }).nullish(),
  passwordHistory: z.array(z.unknown()).nullish(),
  attachments: z.array(z.unknown()).nullish(),
});
type Item = z.infer<typeof Item>;

const named = z.array(z.object({ id: z.string(), name: z.string() })).nullish();
const Export = z.object({
  encrypted: z.literal(false),
  folders: named,
  collections: named,
  items: z.array(z.unknown()),
});

/**
 * An item that is not as Bitwarden writes it is skipped as malformed; items in the trash are skipped.
 * @throws BrokerError import_encrypted, import_unreadable; and as `textOf` and `parseBoundedJson`
 */
export function readBitwardenJson(bytes: Uint8Array): ImportRead {
  const json = parseBoundedJson(textOf(bytes));
  if (z.object({ encrypted: z.literal(true) }).safeParse(json).success) throw new BrokerError('import_encrypted');
  const found = Export.safeParse(json);
  if (!found.success) throw new BrokerError('import_unreadable');
  const folders = new Map(
    [...(found.data.folders ?? []), ...(found.data.collections ?? [])].map((f) => [f.id, f.name]),
  );
  const intake = new Intake();
  for (const [i, entry] of found.data.items.entries()) {
    const item = Item.safeParse(entry);
    if (item.success) addItem(intake, item.data, folders);
    else intake.skip(`item ${i + 1}`, 'malformed');
  }
  return intake.read;
}

const kinds: Readonly<Record<number, SecretKind>> = { 1: 'login', 5: 'ssh_key' };

function addItem(intake: Intake, item: Item, folders: ReadonlyMap<string, string>): void {
  const folder = folders.get(item.folderId ?? item.collectionIds?.[0] ?? '') ?? '';
  const path = [...folder.split('/').filter((name) => name !== ''), item.name ?? ''];
  const from = path.join('/');
  if (typeof item.deletedDate === 'string') return void intake.skip(from, 'in_trash');
  intake.add({
    from,
    path,
    kind: kinds[item.type] ?? 'other',
    fields: fieldsOf(item),
    text: item.notes ?? '',
    urls: (item.login?.uris ?? []).map(({ uri }) => uri ?? ''),
    notes: notesOf(item),
  });
}

function fieldsOf({ login, sshKey, card, identity, fields }: Item): readonly FoundField[] {
  return [
    { name: 'private-key', value: sshKey?.privateKey ?? '', sensitive: true, inject: 'file' },
    { name: 'public-key', value: sshKey?.publicKey ?? '', sensitive: false },
    { name: 'fingerprint', value: sshKey?.keyFingerprint ?? '', sensitive: false },
    ...loginFields(login ?? {}),
    ...sensitiveFields(card ?? {}),
    ...sensitiveFields(identity ?? {}),
    ...(fields ?? []).map(({ name, value, type }) => {
      // 0 is shown as text, 2 is a yes or no; 1 is hidden, and 3 points at another field.
      return { name: name ?? '', value: scalar(value), sensitive: type !== 2 };
    }),
  ];
}

/** Cards and identities: personal, so nothing of them is shown. */
function sensitiveFields(values: Readonly<Record<string, unknown>>): readonly FoundField[] {
  return Object.entries(values).map(([name, value]) => ({ name, value: scalar(value), sensitive: true }));
}

function scalar(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function notesOf({ login, passwordHistory, attachments }: Item): readonly ImportNote[] {
  const notes: ImportNote[] = [];
  if ((passwordHistory ?? []).length > 0) notes.push('history_dropped');
  if ((attachments ?? []).length > 0) notes.push('attachment_skipped');
  if ((login?.fido2Credentials ?? []).length > 0) notes.push('field_dropped');
  return notes;
}
