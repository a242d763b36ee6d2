// What may be said about a paired client.
import { z } from 'zod';
import { CallerProcess } from './run.ts';
import { ClientId, EpochMs } from './vocabulary.ts';

export const ClientView = z
  .object({
    id: ClientId,
    /** What the client called itself when it was paired; a claim. */
    name: z.string(),
    state: z.enum(['active', 'paused']),
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
