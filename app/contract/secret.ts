// What may be said about a secret (view), what the person types (draft) and what is sealed (record).
import { z } from 'zod';
import { EnvName, EpochMs, RecordId, SecretName, Tier } from './vocabulary.ts';

/** How a caller authenticates with a secret; tells the agent how to use it. */
export const AuthPattern = z.enum(['bearer', 'basic', 'header', 'query', 'environment', 'other']);
export type AuthPattern = z.infer<typeof AuthPattern>;

const about = {
  name: SecretName,
  description: z.string().max(500),
  tags: z.array(z.string().min(1).max(40)).max(20).readonly(),
  /** The variable a run sets when the agent names none. */
  env: EnvName.nullable(),
  tier: Tier,
  authPattern: AuthPattern.nullable(),
  authInstructions: z.string().max(2000),
  allowedHosts: z.array(z.string().min(1).max(253)).max(20).readonly(),
  expiresAt: EpochMs.nullable(),
};

/** What the person types in the trusted window. `value` is the plaintext; it exists only on the way into the vault. */
export const SecretDraft = z.object({
  ...about,
  notes: z.string().max(10_000),
  value: z.string().min(1).max(1_048_576),
});
export type SecretDraft = z.infer<typeof SecretDraft>;

/** What an agent may know. SECURITY P1: there is no field for a value here. */
export const SecretView = z
  .object({ ...about, version: z.int().positive(), createdAt: EpochMs, updatedAt: EpochMs })
  .readonly();
export type SecretView = z.infer<typeof SecretView>;

/** What the main window may know: the agent's view and the person's own notes. Still no value. */
export const OwnSecretView = z
  .object({
    ...about,
    id: RecordId,
    notes: z.string(),
    version: z.int().positive(),
    createdAt: EpochMs,
    updatedAt: EpochMs,
    lastUsedAt: EpochMs.nullable(),
  })
  .readonly();
export type OwnSecretView = z.infer<typeof OwnSecretView>;
