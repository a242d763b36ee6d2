// From a draft to the records that keep it: the new card, its values, and the version before it. Pure but for the ids it draws.
import { BrokerError } from '../../contract/fault.ts';
import type { FieldDraft, SecretAbout, SecretDraft } from '../../contract/secret.ts';
import type { RecordId } from '../../contract/vocabulary.ts';
import { wipe } from '../crypto/wipe.ts';
import type { RecordChange } from '../vault/unlocked-vault.ts';
import { judgeDraft, judgeFieldValue } from './draft-rules.ts';
import { type CardField, encodeCard, type OlderEntry, type SecretCard } from './secret-card.ts';
import type { ShelfChange } from './secret-shelf.ts';
import { encodeValues, type FieldValue } from './secret-values.ts';

/** Older versions kept of each secret, beside the one in use. */
export const olderVersionsKept = 10;

/** The version in use, with its sealed values opened; the caller wipes them. */
export interface Before {
  readonly version: number;
  readonly card: SecretCard;
  readonly values: readonly FieldValue[];
}

export interface ChangeTools {
  readonly now: number;
  readonly newId: () => RecordId;
}

/**
 * A new secret (`before` null) or the next version of one, from what the person typed.
 * @throws BrokerError what `judgeDraft` and `judgeFieldValue` say; field_unknown when a field is kept
 * that was not there; value_to_retype when a sealed value is kept in a field that is not sensitive
 */
export function changeSecret(id: RecordId, before: Before | null, draft: SecretDraft, tools: ChangeTools): ShelfChange {
  const wrong = judgeDraft(draft);
  if (wrong !== null) throw new BrokerError(wrong);
  const { fields: drafts, ...about } = draft;
  const filled: Filled[] = [];
  try {
    for (const field of drafts) filled.push(fill(field, before));
    for (const { field, value } of filled) requireGood(field, value, draft.tier);
    const sealed = filled.flatMap(({ field, value }) => {
      return field.sensitive && value !== null ? [{ name: field.name, value }] : [];
    });
    return nextVersion(
      id,
      before,
      { about, fields: filled.map((each) => cardField(each, about.showsLastFour)), sealed },
      tools,
    );
  } finally {
    wipe(...filled.flatMap(({ value }) => value ?? []));
  }
}

export interface NextVersion {
  readonly about: SecretAbout;
  readonly fields: readonly CardField[];
  /** Of the fields that are sealed, in their order; only read. */
  readonly sealed: readonly FieldValue[];
}

/** The records of a secret's next version; the version before it becomes an older one. */
export function nextVersion(
  id: RecordId,
  before: Before | null,
  { about, fields, sealed }: NextVersion,
  tools: ChangeTools,
): ShelfChange {
  const kept = before !== null && sameValues(sealed, before.values);
  const values = sealed.length === 0 ? null : kept ? before.card.values : tools.newId();
  const rotated = !kept || !sameOpenly(fields, before.card.fields);
  const past = before === null ? null : pastOf(before, tools.newId());
  const older = [...(past === null ? [] : [past.entry]), ...(before?.card.older ?? [])];
  const card: SecretCard = {
    ...about,
    fields,
    values,
    createdAt: before?.card.createdAt ?? tools.now,
    updatedAt: tools.now,
    rotatedAt: rotated ? tools.now : before.card.rotatedAt,
    older: older.slice(0, olderVersionsKept),
  };
  const records: RecordChange[] = [{ kind: 'secret', id, body: encodeCard(card) }];
  if (values !== null && !kept) records.push({ kind: 'values', id: values, body: encodeValues(sealed) });
  if (past !== null) records.push(past.record);
  return { id, card, records: [...records, ...forget(older.slice(olderVersionsKept), card)] };
}

/** A secret with all its versions, for good. */
export function removeSecret(id: RecordId, card: SecretCard): ShelfChange {
  const all = [card.values, ...card.older.map(({ values }) => values)];
  const values = new Set(all.filter((each) => each !== null));
  const history = card.older.map(({ record }) => ({ kind: 'history' as const, id: record, body: null }));
  return {
    id,
    card: null,
    records: [
      { kind: 'secret', id, body: null },
      ...[...values].map((each) => ({ kind: 'values' as const, id: each, body: null })),
      ...history,
    ],
  };
}

/** Removals of older versions, and of the values that nothing in `card`, which stays, needs. */
export function forget(entries: readonly OlderEntry[], card: SecretCard): RecordChange[] {
  const needed = new Set([card.values, ...card.older.map(({ values }) => values)]);
  const values = new Set(entries.flatMap((entry) => (entry.values === null ? [] : [entry.values])));
  return [
    ...entries.map(({ record }) => ({ kind: 'history' as const, id: record, body: null })),
    ...[...values].filter((id) => !needed.has(id)).map((id) => ({ kind: 'values' as const, id, body: null })),
  ];
}

/** A field with a copy of its value; null when it is a reference. */
interface Filled {
  readonly field: FieldDraft;
  readonly value: Buffer | null;
  readonly reference: CardField['reference'];
}

function fill(field: FieldDraft, before: Before | null): Filled {
  const { content } = field;
  switch (content.kind) {
    case 'value':
      if (!content.value.isWellFormed()) throw new BrokerError('value_not_text');
      return { field, value: Buffer.from(content.value, 'utf8'), reference: null };
    case 'reference':
      return { field, value: null, reference: { text: content.reference, active: true } };
    case 'kept': {
      const stored = before?.card.fields.find(({ name }) => name === content.from);
      if (before === null || stored === undefined) throw new BrokerError('field_unknown');
      if (stored.reference !== null) return { field, value: null, reference: stored.reference };
      if (stored.value !== null) return { field, value: Buffer.from(stored.value, 'utf8'), reference: null };
      const sealed = before.values.find(({ name }) => name === content.from);
      if (sealed === undefined) throw new BrokerError('vault_corrupt');
      // SECURITY P1: nobody opens a sealed value to agents and lists without knowing it.
      if (!field.sensitive) throw new BrokerError('value_to_retype');
      return { field, value: Buffer.from(sealed.value), reference: null };
    }
  }
}

function requireGood(field: FieldDraft, value: Buffer | null, tier: SecretDraft['tier']): void {
  const wrong = value === null ? null : judgeFieldValue(value, field, tier);
  if (wrong !== null) throw new BrokerError(wrong);
}

/** SECURITY P1: of a sensitive value nothing is told, save what the person allowed; a short one would be told by it. */
function cardField(
  { field: { content: _content, ...about }, value, reference }: Filled,
  showsLastFour: boolean,
): CardField {
  const text = value?.toString('utf8') ?? null;
  const characters = Array.from(text ?? '');
  const tells = showsLastFour && about.sensitive && about.inject !== 'totp' && characters.length >= minLengthToShowEnd;
  const lastFour = tells ? characters.slice(-4).join('') : null;
  return { ...about, value: about.sensitive ? null : text, lastFour, reference };
}

/** In characters. */
const minLengthToShowEnd = 16;

function sameValues(a: readonly FieldValue[], b: readonly FieldValue[]): boolean {
  return a.length === b.length && a.every(({ name, value }, i) => b[i]?.name === name && b[i].value.equals(value));
}

function sameOpenly(a: readonly CardField[], b: readonly CardField[]): boolean {
  const open = (fields: readonly CardField[]) => {
    return JSON.stringify(fields.map(({ name, value, reference }) => [name, value, reference?.text ?? null]));
  };
  return open(a) === open(b);
}

/** The version in use becomes an older one. Its own card has no `older`: what is older is in the card in use. */
function pastOf({ version, card }: Before, record: RecordId): { entry: OlderEntry; record: RecordChange } {
  return {
    entry: { version, at: card.updatedAt, record, values: card.values },
    record: { kind: 'history', id: record, body: encodeCard({ ...card, older: [] }) },
  };
}
