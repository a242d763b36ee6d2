// The body of a 'secret' record: what is said about it as JSON, and the value as bytes, which never become JSON or a string.
import type { z } from 'zod';
import { BrokerError } from '../../contract/fault.ts';
import { SecretDraft } from '../../contract/secret.ts';
import { EpochMs } from '../../contract/vocabulary.ts';
import { parseSealedJson } from './sealed-json.ts';

/** Everything about a secret but its value. */
export const SecretCard = SecretDraft.omit({ value: true }).extend({ createdAt: EpochMs, updatedAt: EpochMs });
export type SecretCard = z.infer<typeof SecretCard>;

const lengthBytes = 4;

/** Length of the card (4 bytes, big-endian) ‖ the card as JSON ‖ the value. The caller wipes `value` and the result. */
export function encodeSecret(card: SecretCard, value: Buffer): Buffer {
  const json = Buffer.from(JSON.stringify(SecretCard.parse(card)), 'utf8');
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt32BE(json.length);
  return Buffer.concat([length, json, value]);
}

/** @throws BrokerError vault_corrupt */
export function secretCardOf(body: Buffer): SecretCard {
  return parseSealedJson(SecretCard, body.subarray(lengthBytes, cardEnd(body)).toString('utf8'));
}

/** A copy of the value; the caller wipes it. @throws BrokerError vault_corrupt */
export function secretValueOf(body: Buffer): Buffer {
  return Buffer.from(body.subarray(cardEnd(body)));
}

function cardEnd(body: Buffer): number {
  const end = body.length < lengthBytes ? Number.POSITIVE_INFINITY : lengthBytes + body.readUInt32BE();
  if (end > body.length) throw new BrokerError('vault_corrupt');
  return end;
}
