// How long a yes of the person lasts, and what it covers.
import { z } from 'zod';

/** How long a yes lasts. All but `rule` end at the next lock at the latest, and live in memory alone. */
export const Lasting = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('once') }),
  z.strictObject({ kind: z.literal('uses'), uses: z.int().min(2).max(50) }),
  z.strictObject({ kind: z.literal('minutes'), minutes: z.union([z.literal(5), z.literal(15), z.literal(60)]) }),
  /** Until the agent's own session ends or Postern locks, whichever is first. */
  z.strictObject({ kind: z.literal('session') }),
  /** Always, as a rule of the policy; needs presence. */
  z.strictObject({ kind: z.literal('rule') }),
]);
export type Lasting = z.infer<typeof Lasting>;

/**
 * What a yes that lasts covers. `exact`: this command, however it is spaced, quoted or wrapped · `alike`: the same use of the same
 * programs with the same options and other operands · `reads`: whatever the same programs only read.
 */
export const Reach = z.enum(['exact', 'alike', 'reads']);
export type Reach = z.infer<typeof Reach>;
