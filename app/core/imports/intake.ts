// Makes what a reader finds into drafts that the vault will take. What it has to change it notes; what it cannot take it lists.
// SECURITY P1: every imported value is a plain one; text that looks like a reference is never made into a reference.
import { BrokerError } from '../../contract/fault.ts';
import { type ImportNote, maxImportItems, type SkippedItem, type SkipReason } from '../../contract/import.ts';
import { type AuthPattern, maxFields, maxValueBytes, SecretDraft, type SecretKind } from '../../contract/secret.ts';
import { judgeValue } from '../redaction/strength.ts';
import type { Candidate, ImportRead } from './candidates.ts';
import { FieldIntake, type FoundField } from './field-intake.ts';
import { maxFromChars } from './import-limits.ts';
import { NameRegister } from './imported-names.ts';
import { unfitForRun } from './imported-tier.ts';
import { importedUrl } from './imported-url.ts';
import { kindOf } from './known-values.ts';

export interface FoundItem {
  /** Place in the source; never a value. */
  readonly from: string;
  /** Folders and, last, the title, as they stand in the source. */
  readonly path: readonly string[];
  /** In the order of importance: what is over the number of fields is dropped from the end. Empty values are no fields. */
  readonly fields: readonly FoundField[];
  /** Left out: as the form of the values tells. */
  readonly kind?: SecretKind;
  readonly urls?: readonly string[];
  /** Free notes. People keep recovery codes in them, so they become a sensitive field, unless they are a word or two. */
  readonly text?: string;
  readonly tags?: readonly string[];
  readonly authPattern?: AuthPattern;
  readonly notes?: readonly ImportNote[];
  /** In a `.env` file: the variable it stands for. */
  readonly variable?: string;
}

/** A few letters: no digit, so no PIN and no code. */
const remark = /^[\p{L}\p{P}\p{Z}]{0,40}$/u;
const maxTagChars = 40;
const maxTags = 20;

export class Intake {
  readonly #names = new NameRegister();
  readonly #candidates: Candidate[] = [];
  readonly #skipped: SkippedItem[] = [];

  /** What has been taken in so far. */
  get read(): ImportRead {
    return { candidates: this.#candidates, skipped: this.#skipped };
  }

  /** @throws BrokerError import_too_many_items */
  skip(from: string, why: SkipReason): void {
    this.#skipped.push({ from: place(from), why });
    this.#requireRoom();
  }

  /** It becomes a candidate, or is skipped with the reason. @throws BrokerError import_too_many_items */
  add(item: FoundItem): void {
    const urls = (item.urls ?? []).map(importedUrl);
    const text = item.text ?? '';
    const isRemark = remark.test(text) && judgeValue(text) !== 'ok';
    const noted = { name: 'notes', value: isRemark ? '' : text, sensitive: true };
    const found = [...item.fields, noted, ...urlFields(urls)].filter(({ value }) => value !== '');
    const wrong = whyNot(found);
    if (wrong !== null) return void this.skip(item.from, wrong);
    const intake = new FieldIntake();
    for (const field of found.slice(0, maxFields)) intake.add(field);
    const notes = new Set([...(item.notes ?? []), ...intake.notes]);
    if (found.length > maxFields) notes.add('field_dropped');
    if (urls.some(({ whole }) => whole !== null)) notes.add('url_made_sensitive');
    const unfit = unfitForRun(intake.fields);
    for (const note of unfit) notes.add(note);
    const tags = (item.tags ?? []).filter((tag) => tag !== '' && tag.length <= maxTagChars).slice(0, maxTags);
    if (tags.length < (item.tags ?? []).length) notes.add('tag_dropped');
    const { name, changed, numbered } = this.#names.claim(item.path);
    if (changed) notes.add('name_changed');
    if (numbered) notes.add('name_numbered');
    const draft = SecretDraft.parse({
      ...blank,
      name,
      kind: item.kind ?? kindFrom(found),
      tags,
      notes: isRemark ? text : '',
      url: urls[0]?.shown ?? '',
      tier: unfit.length > 0 ? 'placeholder' : 'run',
      authPattern: item.authPattern ?? null,
      fields: intake.fields,
    });
    this.#candidates.push({ draft, from: place(item.from), notes: [...notes], variable: item.variable ?? null });
    this.#requireRoom();
  }

  #requireRoom(): void {
    if (this.#candidates.length + this.#skipped.length > maxImportItems) throw new BrokerError('import_too_many_items');
  }
}

/** What no source says. */
const blank = {
  description: '',
  projects: [],
  environment: null,
  authInstructions: '',
  allowedHosts: [],
  expiresAt: null,
  rotateAfterDays: null,
  showsLastFour: false,
  longestYes: 'rule',
};

/** The first address stands in the secret itself; what it leaves out, and the others, are fields. */
function urlFields(urls: readonly { readonly shown: string; readonly whole: string | null }[]): readonly FoundField[] {
  return urls.flatMap(({ shown, whole }, i): FoundField[] => {
    const name = i === 0 ? 'url' : `url-${i + 1}`;
    if (whole !== null) return [{ name, value: whole, sensitive: true, inject: 'environment' }];
    return i === 0 ? [] : [{ name, value: shown, sensitive: false }];
  });
}

function whyNot(fields: readonly FoundField[]): SkipReason | null {
  if (!fields.some(({ sensitive }) => sensitive)) return 'empty';
  for (const { value } of fields) {
    if (Buffer.byteLength(value) > maxValueBytes) return 'value_too_long';
    if (!value.isWellFormed()) return 'value_not_text';
    if (value.includes('\0')) return 'value_has_nul';
  }
  return null;
}

function kindFrom(fields: readonly FoundField[]): SecretKind {
  for (const { value, sensitive } of fields) {
    const kind = sensitive ? kindOf(value) : null;
    if (kind !== null) return kind;
  }
  return 'other';
}

/** One line, and not a long one. */
function place(from: string): string {
  return from
    .replace(/[\r\n\t]+/g, ' ')
    .slice(0, maxFromChars)
    .toWellFormed();
}
