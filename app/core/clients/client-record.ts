// What is kept of a paired client, sealed in the vault: of its keys the hashes alone.
import { z } from 'zod';
import { ClientLimits, defaultClientLimits, PauseReason } from '../../contract/client.ts';
import { ClientId, EpochMs, Sha256 } from '../../contract/vocabulary.ts';
import { sha256 } from '../crypto/digest.ts';

export const ClientRecord = z.object({
  clientId: ClientId,
  name: z.string().max(200),
  keyHash: Sha256,
  /** The person wants it to have a new key. */
  newKey: z.boolean().default(false),
  /** Of the new key, which the client has made but not come with yet; until then the old one counts too. */
  nextKeyHash: Sha256.nullable().default(null),
  /** Of the key before. It opens nothing; requests that were made with it are the client's own still. */
  formerKeyHash: Sha256.nullable().default(null),
  state: z.enum(['active', 'paused']),
  /** Of a paused one. */
  pausedFor: PauseReason.default('person'),
  hidesFindings: z.boolean().default(false),
  limits: ClientLimits.default(defaultClientLimits),
  pairedAt: EpochMs,
  host: z.string().nullable(),
});
export type ClientRecord = z.infer<typeof ClientRecord>;

/** @param key base64url, as in a hello */
export function keyHashOf(key: string): Sha256 {
  return Sha256.parse(sha256('postern client key', key).toString('hex'));
}
