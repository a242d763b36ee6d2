// What an agent asks the person for that is no run: a value, a longer session, the audit log.
import { z } from 'zod';
import { EnvName, EpochMs, SecretName } from './vocabulary.ts';

/** The agent says what it needs; the person types the value. `update`: a new value for a secret that is there. */
export const SecretWish = z.object({
  name: SecretName,
  purpose: z.string().max(1000),
  obtainFrom: z.string().max(500).optional(),
  env: z.string().max(128).optional(),
  update: z.literal(true).optional(),
});
export type SecretWish = z.infer<typeof SecretWish>;

const reason = z.string().max(1000).optional();

/** The session is to last so many hours from the person's yes; never longer than a day after the unlock. */
export const LongerWish = z.object({ hours: z.number().min(0.5).max(24).multipleOf(0.5), reason });
export type LongerWish = z.infer<typeof LongerWish>;

/** To read the whole audit log. */
export const ExportWish = z.object({ reason });
export type ExportWish = z.infer<typeof ExportWish>;

/** The person typed a value for `request_secret`; only that it happened is told. */
export const AddedOutcome = z.object({ kind: z.literal('added'), name: SecretName, env: EnvName.nullable() });

/** The session lasts until then, unless it is locked before. */
export const ExtendedOutcome = z.object({ kind: z.literal('extended'), until: EpochMs });

/** This connection may read the audit log now. */
export const PermittedOutcome = z.object({ kind: z.literal('permitted') });
