// The body of a 'secret' record: everything about a secret but its sensitive values, which lie in a record of their own, so
// that listing and describing never open one.
import { z } from 'zod';
import { Reference } from '../../contract/reference.ts';
import { aboutField, maxFields, maxPlainValueChars, SecretAbout } from '../../contract/secret.ts';
import { EpochMs, RecordId } from '../../contract/vocabulary.ts';
import { parseSealedJson } from '../vault/sealed-json.ts';

/** A field as the card holds it: at most one of `value` and `reference` is there; neither: the value is a sealed one. */
export const CardField = z
  .strictObject({
    ...aboutField,
    /** Of a field that is not sensitive. */
    value: z.string().max(maxPlainValueChars).nullable(),
    /** Of a sensitive value, where the person lets agents see it. */
    lastFour: z.string().max(16).nullable(),
    /** `active` false: it came with a restore, and the person has not confirmed it. */
    reference: z.strictObject({ text: Reference, active: z.boolean() }).nullable(),
  })
  .readonly();
export type CardField = z.infer<typeof CardField>;

/** Where an older version lies: its own card in `record` (kind 'history'), its values in `values`. */
const OlderEntry = z
  .strictObject({ version: z.int().positive(), at: EpochMs, record: RecordId, values: RecordId.nullable() })
  .readonly();
export type OlderEntry = z.infer<typeof OlderEntry>;

export const SecretCard = z
  .strictObject({
    ...SecretAbout.shape,
    fields: z.array(CardField).min(1).max(maxFields).readonly(),
    /** The record (kind 'values') of the sensitive values; null when no field has one. */
    values: RecordId.nullable(),
    createdAt: EpochMs,
    updatedAt: EpochMs,
    /** When a value or reference was last changed. */
    rotatedAt: EpochMs,
    /** Newest first. Empty in the card of an older version. */
    older: z.array(OlderEntry).readonly(),
  })
  .readonly();
export type SecretCard = z.infer<typeof SecretCard>;

/** JSON in UTF-8. It may hold the values of fields that are not sensitive. */
export function encodeCard(card: SecretCard): Buffer {
  return Buffer.from(JSON.stringify(SecretCard.parse(card)), 'utf8');
}

/** @throws BrokerError vault_corrupt */
export function decodeCard(body: Buffer): SecretCard {
  return parseSealedJson(SecretCard, body.toString('utf8'));
}

/** Whether a field's value lies in the values record. */
export function isSealed(field: CardField): boolean {
  return field.value === null && field.reference === null;
}

/** The same card with every reference switched off, as a restore brings it. */
export function withoutActiveReferences(body: Buffer): Buffer {
  const card = decodeCard(body);
  const fields = card.fields.map((field) => {
    return field.reference === null ? field : { ...field, reference: { ...field.reference, active: false } };
  });
  return encodeCard({ ...card, fields });
}
