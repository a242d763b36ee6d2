// What is kept of an agent that the person let in, sealed in the vault: of its key the hash alone.
import { z } from 'zod';
import { AgentId, AgentLimits, AgentPause } from '../../contract/gateway.ts';
import { EpochMs, Sha256 } from '../../contract/vocabulary.ts';

export const AgentRecord = z
  .object({
    id: AgentId,
    /** As it called itself; no value of the vault is in it. */
    name: z.string().max(80),
    purpose: z.string().max(500),
    keyHash: Sha256,
    state: z.enum(['active', 'paused']),
    /** Of a paused one. */
    pausedFor: AgentPause,
    limits: AgentLimits,
    registeredAt: EpochMs,
  })
  .readonly();
export type AgentRecord = z.infer<typeof AgentRecord>;
