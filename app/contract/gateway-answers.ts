// What goes into and comes out of the gateway's own endpoints. SECURITY P1: no shape has room for a value of a secret.
import { z } from 'zod';
import { AuditEvent } from './audit.ts';
import { CallFinding } from './call-outcome.ts';
import { FaultCode } from './fault-code.ts';
import { AgentId, AgentKey, AgentToken, AgentView, gatewayLimits, TokenView } from './gateway.ts';
import { ProviderId, Scope } from './provider.ts';
import { scanLimits, TextFinding } from './scan.ts';
import { SecretKind } from './secret.ts';
import { EpochMs, SecretName, Tier, VaultState } from './vocabulary.ts';

/** Every refusal has this shape, and its code also in the header `Postern-Error`. */
export const Refusal = z.strictObject({
  error: z.strictObject({
    code: FaultCode.meta({ type: 'string' }),
    message: z.string(),
    /** Of `call_blocked`: what kind of thing was found. Never which, and never where. */
    findings: z.array(CallFinding).optional(),
    /** What the person or their rule says to it. */
    reason: z.string().optional(),
  }),
});
export type Refusal = z.infer<typeof Refusal>;

export const Health = z.strictObject({ version: z.string(), vault: VaultState });

export const Status = z.strictObject({
  vault: VaultState,
  door: z.enum(['port', 'socket']),
  providers: z.array(
    z.strictObject({
      id: ProviderId,
      name: z.string(),
      permissions: z.array(z.strictObject({ scope: Scope, says: z.string() })),
    }),
  ),
  /** null: it was asked with the admin token. */
  token: TokenView.nullable(),
});

export const Registered = z.strictObject({
  agent: AgentId,
  /** Shown this once. */
  key: AgentKey,
  /** What the person approved: those asked for, or fewer. */
  scopes: z.array(Scope).readonly(),
});

export const TokenWish = z.strictObject({
  scopes: z.array(Scope).min(1).max(gatewayLimits.scopes).readonly(),
  ttlSeconds: z
    .int()
    .min(1)
    .max(gatewayLimits.longestTokenMs / 1000)
    .default(gatewayLimits.defaultTokenMs / 1000),
  /** As many requests, and no more; left out: any number. */
  uses: z.int().min(1).max(1_000_000_000).optional(),
  /** Fewer than its agent may make; left out: as many. */
  callsPerMinute: z.int().min(1).max(60_000).optional(),
});

export const Issued = z.strictObject({
  /** Shown this once. */
  token: AgentToken,
  id: TokenView.unwrap().shape.id,
  scopes: z.array(Scope).readonly(),
  expiresAt: EpochMs,
  uses: z.int().positive().nullable(),
});

/** Nothing: the token itself. `id`: another one; an agent can name its own, the admin token any. `agent`: all of its tokens. */
export const RevokeWish = z.union([
  z.strictObject({}),
  z.strictObject({ id: TokenView.unwrap().shape.id }),
  z.strictObject({ agent: AgentId }),
]);
/** How many tokens are over now. One that is over already is none. */
export const Revoked = z.strictObject({ revoked: z.int().nonnegative() });

/** Names and where they may go: what an admin sees of a secret. */
export const MaskedSecret = z.strictObject({
  name: SecretName,
  kind: SecretKind,
  tags: z.array(z.string()).readonly(),
  tier: Tier,
  allowedHosts: z.array(z.string()).readonly(),
  /** Those whose requests carry it. */
  providers: z.array(ProviderId),
});
export const MaskedVault = z.strictObject({ secrets: z.array(MaskedSecret) });

/** The person does it in a window that is open for them now; nothing has changed yet. */
export const Asked = z.strictObject({ waitsFor: z.literal('person') });

export const AgentList = z.strictObject({ agents: z.array(AgentView).readonly() });
export const AgentState = z.strictObject({ id: AgentId, state: z.enum(['active', 'paused', 'removed']) });

export const AuditQuery = z.strictObject({
  /** Only what this agent or client did. */
  agent: z.string().max(64).optional(),
  /** A kind of event, `call.started`, or the first half of some: `call`. */
  type: z
    .string()
    .regex(/^[a-z_]+(?:\.[a-z_]+)?$/)
    .optional(),
  /** Only what is at least so grave: 1 a warning, 2 critical. */
  risk: z.coerce.number().int().min(0).max(2).default(0),
  /** Only what came before this sequence: where the page before ended. */
  before: z.coerce.number().int().positive().optional(),
  /** Of JSON 100 unless told, and 500 at most. Of NDJSON all unless told. */
  limit: z.coerce.number().int().min(1).max(1_000_000).optional(),
  format: z.enum(['json', 'ndjson']).optional(),
});
export type AuditQuery = z.infer<typeof AuditQuery>;

/** `event` null: its sealed body does not open, so only its place is known. */
export const AuditLine = z.strictObject({
  sequence: z.int().positive(),
  /** 0 info, 1 warning, 2 critical. */
  risk: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  event: AuditEvent.nullable(),
});
export type AuditLine = z.infer<typeof AuditLine>;
/** Newest first. `next`: `before` of the next page; null: this was the last. */
export const AuditPage = z.strictObject({ events: z.array(AuditLine), next: z.int().positive().nullable() });

/** Over 256 KiB is refused with its own code. */
export const ScanWish = z.strictObject({ text: z.string().max(scanLimits.textBytes * 2) });
export const Scanned = z.strictObject({ findings: z.array(TextFinding).readonly() });
