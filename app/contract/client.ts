// What may be said about a paired client.
import { z } from 'zod';
import { CallerProcess } from './run.ts';
import { ClientId, EpochMs, Tier } from './vocabulary.ts';

/** Why a client is paused. `not_mine`: the person did not ask for what it asked; `scans`: it had values of secrets searched for · `blocked`: its requests held secrets. */
export const PauseReason = z.enum(['person', 'not_mine', 'scans', 'blocked']);
export type PauseReason = z.infer<typeof PauseReason>;

/** What of Postern's tools the person can keep from a client. Waiting, cancelling, status, lock and the guide are for everyone. */
export const limitedTools = [
  'list_secrets',
  'secret_exists',
  'secret_get_masked',
  'run_with_secrets',
  'http_request',
  'request_secret',
  'scan_text',
  'set_ttl',
  'export_audit',
] as const;
export type LimitedTool = (typeof limitedTools)[number];

/** What a client may use. SECURITY P9: only the person changes it, and never an agent. */
export const ClientLimits = z
  .strictObject({
    /** Globs over names, as in `list_secrets`; empty: none. A secret outside of them does not exist for the client. */
    secrets: z
      .array(
        z
          .string()
          .max(256)
          .regex(/^[A-Za-z0-9._/*?-]+$/),
      )
      .max(100)
      .readonly(),
    /** A secret of another tier does not exist for the client. */
    tiers: z.array(Tier).max(4).readonly(),
    /** null: all of them, also those that come later. */
    tools: z.array(z.string().max(64)).max(64).readonly().nullable(),
    callsPerMinute: z.int().min(1).max(6_000),
    /** As many calls may come at once after a while of silence. */
    burst: z.int().min(1).max(1_000),
  })
  .readonly();
export type ClientLimits = z.infer<typeof ClientLimits>;

export const defaultClientLimits: ClientLimits = {
  secrets: ['**'],
  tiers: ['placeholder', 'run', 'guarded', 'never'],
  tools: null,
  callsPerMinute: 60,
  burst: 10,
};

/** How many of the secrets there are now limits cover: each glob alone, all of them together with the tiers. */
export const LimitsReach = z.object({
  globs: z.array(z.int().nonnegative()),
  covered: z.int().nonnegative(),
  all: z.int().nonnegative(),
});
export type LimitsReach = z.infer<typeof LimitsReach>;

export const ClientView = z
  .object({
    id: ClientId,
    /** What the client called itself when it was paired; a claim. */
    name: z.string(),
    state: z.enum(['active', 'paused']),
    /** null: it is not paused. */
    pausedFor: PauseReason.nullable(),
    /** Output for it also loses what only looks like a secret. */
    hidesFindings: z.boolean(),
    limits: ClientLimits,
    /** It is to bring a new key with its next connection. */
    newKey: z.boolean(),
    pairedAt: EpochMs,
    lastSeenAt: EpochMs.nullable(),
    /** The agent host at pairing, as the system reported it; null when it could not be looked up. */
    host: z.string().nullable(),
    connected: z.boolean(),
  })
  .readonly();
export type ClientView = z.infer<typeof ClientView>;

/** Who wants to connect: the claims as claims, the chain as the kernel reports it. */
export const PairingQuestion = z
  .object({
    clientId: ClientId,
    claimedName: z.string(),
    claimedVersion: z.string(),
    caller: z.array(CallerProcess).readonly(),
    /** The same id was paired before with another key. */
    known: z.boolean(),
  })
  .readonly();
export type PairingQuestion = z.infer<typeof PairingQuestion>;
