// What a scan of a text may tell an agent. SECURITY P1: no piece of a value and no place of one; there is no room for either.
import { z } from 'zod';
import { SecretName } from './vocabulary.ts';

export const scanLimits = {
  /** Of a text, in bytes of UTF-8. */
  textBytes: 262_144,
  /** Lines that are told of one kind of finding. */
  lines: 20,
} as const;

export const TextFinding = z.discriminatedUnion('kind', [
  /** The whole value of a secret that the client may use. */
  z.object({ kind: z.literal('vault_value'), secret: SecretName, count: z.int().positive() }),
  /** What only looks like a secret. `what`: as in "looks like a …"; `lines` count from 1, the first few of them. */
  z.object({
    kind: z.literal('secret_shape'),
    what: z.string(),
    count: z.int().positive(),
    lines: z.array(z.int().positive()).max(scanLimits.lines),
  }),
]);
export type TextFinding = z.infer<typeof TextFinding>;
