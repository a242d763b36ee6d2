// What came of a call of an HTTP API, as it is told to who asked for it.
import { z } from 'zod';
import { SecretName } from './vocabulary.ts';

export const CallHeader = z.tuple([z.string().max(256), z.string().max(8192)]).readonly();
export type CallHeader = z.infer<typeof CallHeader>;

/** What is in a request that must not leave. Never which secret, which text or where. */
export const CallFinding = z.enum(['vault_value', 'secret_shape']);
export type CallFinding = z.infer<typeof CallFinding>;

/** The API answered; `status` says what. */
export const AnsweredOutcome = z.object({
  kind: z.literal('answered'),
  status: z.int().min(100).max(599),
  headers: z.array(CallHeader),
  /** Redacted. */
  body: z.string(),
  /** Bytes left out of the middle of `body`. */
  cutBytes: z.int().nonnegative(),
  withheld: z.enum(['binary']).nullable(),
  bodyBytes: z.int().nonnegative(),
  redactions: z.array(z.object({ name: SecretName, count: z.int().positive() })),
  /** So many places that only looked like a secret were hidden; absent: none. */
  hiddenFindings: z.int().positive().optional(),
  durationMs: z.int().nonnegative(),
});
export type AnsweredOutcome = z.infer<typeof AnsweredOutcome>;

/** The request held what looks like a secret, and was not sent. */
export const BlockedOutcome = z.object({ kind: z.literal('blocked'), findings: z.array(CallFinding) });
export type BlockedOutcome = z.infer<typeof BlockedOutcome>;
