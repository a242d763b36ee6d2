// What a check of the audit log's chain found.
import { z } from 'zod';

/**
 * What a check of the chain found.
 * `edited`: an event's bytes, number or link were changed · `gap`: events are missing in the middle · `reordered`: events
 * changed places · `cut`: events are missing at the end · `rewritten`: the links agree with each other but not with what was
 * signed or anchored · `signature`: the signed head is missing or not signed with this vault's key · `foreign`: the log
 * belongs to another vault.
 */
export const ChainVerdict = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('whole'),
    events: z.int().nonnegative(),
    /** The signed head covers events 1 to this one. */
    signedUpTo: z.int().nonnegative(),
    /** Events after it: recorded while locked, signed at the next unlock. */
    unsigned: z.int().nonnegative(),
  }),
  z.strictObject({
    kind: z.literal('broken'),
    /** The first event that is not as it was written; 0: the log as a whole. */
    at: z.int().nonnegative(),
    why: z.enum(['edited', 'gap', 'reordered', 'cut', 'rewritten', 'signature', 'foreign']),
  }),
]);
export type ChainVerdict = z.infer<typeof ChainVerdict>;
