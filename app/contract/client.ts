// What may be said about a paired client.
import { z } from 'zod';
import { CallerProcess } from './run.ts';
import { ClientId, EpochMs } from './vocabulary.ts';

/** Why a client is paused. `not_mine`: the person did not ask for what it asked; `scans`: it had values of secrets searched for. */
export const PauseReason = z.enum(['person', 'not_mine', 'scans']);
export type PauseReason = z.infer<typeof PauseReason>;

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
