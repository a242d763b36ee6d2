// One call of an HTTP API with secrets: what is asked for, the frozen action the person sees, and what came of it.
import { z } from 'zod';
import { CallHeader } from './call-outcome.ts';
import { CallMethod, ProviderId, Scope } from './provider.ts';
import { RiskClass } from './risk.ts';
import { ActionSecret, CallerProcess } from './run.ts';
import { ClientId, EpochMs, Sha256 } from './vocabulary.ts';

export const callLimits = {
  urlChars: 8192,
  headers: 64,
  /** Of all names and values together. */
  headerBytes: 16_384,
  secrets: 4,
  /** A body up to here is held, searched whole and frozen; a longer one streams, and only where nobody has to be asked. */
  heldBodyBytes: 1_048_576,
  /** Of a held body so much is drawn. */
  shownBodyChars: 4096,
  defaultTimeoutMs: 60_000,
  maxTimeoutMs: 10 * 60_000,
  defaultAnswerBytes: 262_144,
  maxAnswerBytes: 4_194_304,
} as const;

/** What an agent sends through `http_request`. What is wrong with it is judged in the core, so that each refusal has its own words. */
export const CallRequest = z.object({
  method: z.string().max(32),
  url: z.string().max(callLimits.urlChars * 2),
  headers: z.array(CallHeader).max(200).optional(),
  body: z.string().max(callLimits.heldBodyBytes).optional(),
  /** Names; each is added by its own way of authenticating. */
  secrets: z.array(z.string().max(256)).min(1).max(callLimits.secrets),
  timeoutMs: z.int().min(100).max(callLimits.maxTimeoutMs).optional(),
  maxAnswerBytes: z.int().min(1024).max(callLimits.maxAnswerBytes).optional(),
  reason: z.string().max(1000).optional(),
});
export type CallRequest = z.infer<typeof CallRequest>;

/** Which part of the request carries a secret, in words: `Authorization: Bearer …`. */
export const CallSecret = ActionSecret.unwrap()
  .extend({ place: z.string().max(300) })
  .readonly();
export type CallSecret = z.infer<typeof CallSecret>;

export const CallBody = z
  .object({
    bytes: z.int().nonnegative(),
    sha256: Sha256,
    /** The media type as the caller names it; null: it names none. */
    type: z.string().max(200).nullable(),
    /** How it begins, as text; null: it is no text. */
    start: z.string().nullable(),
  })
  .readonly();
export type CallBody = z.infer<typeof CallBody>;

/** The frozen record of the request that will be made; its digest is what the person approves. */
export const CallAction = z
  .object({
    format: z.literal(1),
    nonce: z.string().regex(/^[0-9a-f]{32}$/),
    client: z.object({ id: ClientId, name: z.string() }).readonly(),
    /** Of an MCP client, nearest first; empty: an agent of the gateway, which its token names. */
    caller: z.array(CallerProcess).readonly(),
    /** Hash of the agent's own session, or of its token; null when it has none. */
    session: Sha256.nullable(),
    /** null: `http_request` with a whole address. */
    provider: ProviderId.nullable(),
    /** What the token may do that covers this; null: nothing does. */
    scope: Scope.nullable(),
    method: CallMethod,
    /** Lower case; with a port where it is not 443. */
    host: z.string(),
    /** As it is sent, but for a step that holds a secret. */
    path: z.string(),
    /** As it is sent, without the `?` and without parameters that hold a secret. */
    query: z.string(),
    /** As the caller gave them, and they are handed on. */
    headers: z.array(CallHeader).readonly(),
    /** null: there is none. `streamed`: it is too long to be held. */
    body: z.union([CallBody, z.literal('streamed')]).nullable(),
    risk: RiskClass,
    secrets: z.array(CallSecret).readonly(),
    privateAddress: z.boolean(),
    /** SHA-256 of all that the request is, whoever asks and whenever: what a yes or no to exactly this covers. */
    canonical: Sha256,
    timeoutMs: z.int(),
    reason: z.string().nullable(),
    frozenAt: EpochMs,
  })
  .readonly();
export type CallAction = z.infer<typeof CallAction>;
