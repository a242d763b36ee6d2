// The gateway as the person sees it: its state, the agents they let in, and the tokens those have now.
import { z } from 'zod';
import { ProviderId, Scope } from './provider.ts';
import { ClientId, EpochMs } from './vocabulary.ts';

/** How agents reach it: not at all, by a port of 127.0.0.1, or by a Unix socket. */
export const GatewayDoor = z.enum(['off', 'port', 'socket']);
export type GatewayDoor = z.infer<typeof GatewayDoor>;

export const gatewayLimits = {
  /** Of one token. */
  scopes: 40,
  defaultTokenMs: 3_600_000,
  longestTokenMs: 24 * 3_600_000,
  adminTokenMs: 3_600_000,
  agents: 100,
  /** Live tokens of one agent; the oldest goes when there are more. */
  tokens: 50,
  /** Questions about its calls that wait at once, of one agent or client. */
  questions: 8,
  /** Requests that are under way at once: of one agent, of all. */
  callsOfAgent: 1024,
  calls: 4096,
  defaultCallsPerMinute: 600,
  defaultBurst: 120,
} as const;

/** An agent's id is a client's label that no shim can take. */
export const AgentId = ClientId.refine((id) => /^agent-[0-9a-f]{12}$/.test(id));

/** 256 random bits in base64url behind a prefix that says what it is: a token, an agent's key, an admin token. */
export const AgentToken = z.string().regex(/^postern_tok_[A-Za-z0-9_-]{43}$/);
export const AgentKey = z.string().regex(/^postern_key_[A-Za-z0-9_-]{43}$/);
export const AdminToken = z.string().regex(/^postern_adm_[A-Za-z0-9_-]{43}$/);

const callsPerMinute = z.int().min(1).max(60_000);
const burst = z.int().min(1).max(10_000);

/** What an agent may have at most. SECURITY P9: only the person widens it. */
export const AgentLimits = z
  .strictObject({ scopes: z.array(Scope).min(1).max(gatewayLimits.scopes).readonly(), callsPerMinute, burst })
  .readonly();
export type AgentLimits = z.infer<typeof AgentLimits>;

/** What an agent says of itself when it asks to be let in: claims. */
export const AgentClaims = z
  .strictObject({
    name: z.string().min(1).max(80),
    purpose: z.string().max(500),
    scopes: z.array(Scope).min(1).max(gatewayLimits.scopes).readonly(),
  })
  .readonly();
export type AgentClaims = z.infer<typeof AgentClaims>;

/** A live token; the token itself is shown once, to the agent that asked for it. */
export const TokenView = z
  .object({
    /** Names it for revoking; 16 hex digits, and no part of the token. */
    id: z.string().regex(/^[0-9a-f]{16}$/),
    agent: AgentId,
    scopes: z.array(Scope).readonly(),
    issuedAt: EpochMs,
    expiresAt: EpochMs,
    /** Requests made with it. */
    used: z.int().nonnegative(),
    /** null: any number. */
    usesLeft: z.int().nonnegative().nullable(),
    lastUsedAt: EpochMs.nullable(),
  })
  .readonly();
export type TokenView = z.infer<typeof TokenView>;

/** `blocked`: its requests held secrets again and again, and Postern itself did it. */
export const AgentPause = z.enum(['person', 'not_mine', 'blocked']);
export type AgentPause = z.infer<typeof AgentPause>;

export const AgentView = z
  .object({
    id: AgentId,
    name: z.string(),
    purpose: z.string(),
    state: z.enum(['active', 'paused']),
    pausedFor: AgentPause.nullable(),
    limits: AgentLimits,
    registeredAt: EpochMs,
    lastSeenAt: EpochMs.nullable(),
    tokens: z.array(TokenView).readonly(),
  })
  .readonly();
export type AgentView = z.infer<typeof AgentView>;

/** A scope in the person's words: “OpenAI: chat with models”. `known` false: no such provider or permission is set up. */
export const ScopeWords = z.object({ scope: Scope, says: z.string(), known: z.boolean() }).readonly();
export type ScopeWords = z.infer<typeof ScopeWords>;

/** An agent wants to be let in. */
export const AgentQuestion = z.object({ claims: AgentClaims, scopes: z.array(ScopeWords).readonly() }).readonly();
export type AgentQuestion = z.infer<typeof AgentQuestion>;

/** A provider as a list shows it. */
export const ProviderSummary = z
  .object({
    id: ProviderId,
    name: z.string(),
    host: z.string(),
    /** null: a well-known one that was not set up. */
    secret: z.string().nullable(),
    wellKnown: z.boolean(),
    permissions: z.array(z.object({ name: z.string(), says: z.string() })).readonly(),
  })
  .readonly();
export type ProviderSummary = z.infer<typeof ProviderSummary>;

export const GatewayView = z
  .object({
    door: GatewayDoor,
    /** Where it listens: `http://127.0.0.1:41731` or the path of the socket; null: it does not. */
    address: z.string().nullable(),
    /** The 0600 file in which the address stands. */
    addressFile: z.string(),
    /** Requests under way. */
    calls: z.int().nonnegative(),
    agents: z.array(AgentView).readonly(),
    /** Those that are set up first, then the well-known others. */
    providers: z.array(ProviderSummary).readonly(),
    /** When the admin token ends; null: there is none. */
    adminUntil: EpochMs.nullable(),
  })
  .readonly();
export type GatewayView = z.infer<typeof GatewayView>;
