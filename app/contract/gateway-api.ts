// All endpoints of the gateway, once: the server parses by this table, and the OpenAPI document is made of it.
import { z } from 'zod';
import type { FaultCode } from './fault.ts';
import { AgentClaims, AgentId } from './gateway.ts';
import {
  AgentList,
  AgentState,
  Asked,
  AuditPage,
  AuditQuery,
  Health,
  Issued,
  MaskedVault,
  Registered,
  Revoked,
  RevokeWish,
  Scanned,
  ScanWish,
  Status,
  TokenWish,
} from './gateway-answers.ts';
import { CallMethod, ProviderId } from './provider.ts';
import { SecretName } from './vocabulary.ts';

export const apiRoot = '/api/v1';

/** Who may call: whoever reaches the door, who has an agent's key, a live token, or the admin token. */
export type Bearer = 'agent_key' | 'token' | 'admin';

export interface Endpoint {
  readonly method: CallMethod;
  /** Below `apiRoot`; a name in braces is one step, with a star all that follow. */
  readonly path: string;
  /** Empty: everybody. */
  readonly who: readonly Bearer[];
  readonly says: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** JSON. null: none is taken. */
  readonly body: z.ZodType | null;
  /** null: what the API behind it answers. */
  readonly answer: { readonly status: number; readonly shape: z.ZodType } | null;
  /** Besides those that every endpoint may give. */
  readonly faults: readonly FaultCode[];
}

const admin = ['admin'] as const;
const agentId = z.strictObject({ id: AgentId });
const nothing = z.strictObject({});
const tokenFaults = ['token_unknown', 'agent_paused'] as const;
const validate = {
  path: '/auth/validate',
  who: ['token'],
  says: 'Whether this token is live, and what it may do. It counts as no use of it.',
  body: null,
  answer: { status: 200, shape: Status.shape.token.unwrap() },
  faults: tokenFaults,
} as const;

export const endpoints = {
  health: {
    method: 'GET',
    path: '/health',
    who: [],
    says: 'Whether the gateway answers, and whether the vault is open.',
    body: null,
    answer: { status: 200, shape: Health },
    faults: [],
  },
  openapi: {
    method: 'GET',
    path: '/openapi.json',
    who: [],
    says: 'This document.',
    body: null,
    answer: { status: 200, shape: z.looseObject({ openapi: z.literal('3.1.0') }) },
    faults: [],
  },
  status: {
    method: 'GET',
    path: '/status',
    who: ['token', 'admin'],
    says: 'What is set up, and what this token may do with it.',
    body: null,
    answer: { status: 200, shape: Status },
    faults: tokenFaults,
  },
  register: {
    method: 'POST',
    path: '/auth/register',
    who: [],
    says: 'Asks the person to let an agent in, and waits for their answer. One is asked about at a time.',
    body: AgentClaims,
    answer: { status: 201, shape: Registered },
    faults: [
      ...(['registration_waiting', 'agent_refused', 'agents_too_many', 'answer_not_accepted'] as const),
      ...(['scope_unknown', 'rate_limited', 'call_withdrawn'] as const),
    ],
  },
  token: {
    method: 'POST',
    path: '/auth/token',
    who: ['agent_key'],
    says: 'A token for some of the scopes that the person approved for this agent.',
    body: TokenWish,
    answer: { status: 201, shape: Issued },
    faults: ['agent_key_unknown', 'agent_paused', 'scope_not_approved', 'scope_unknown', 'rate_limited'],
  },
  validate: { method: 'GET', ...validate },
  validatePost: { method: 'POST', ...validate },
  revoke: {
    method: 'POST',
    path: '/auth/revoke',
    who: ['token', 'agent_key', 'admin'],
    says: 'Ends tokens at once, also in the middle of an answer.',
    body: RevokeWish,
    answer: { status: 200, shape: Revoked },
    faults: [...tokenFaults, 'agent_key_unknown', 'agent_unknown', 'admin_needed'],
  },
  vault: {
    method: 'GET',
    path: '/vault',
    who: admin,
    says: 'The secrets by name, and where each may go. Never a value.',
    body: null,
    answer: { status: 200, shape: MaskedVault },
    faults: [],
  },
  addSecret: {
    method: 'POST',
    path: '/vault',
    who: admin,
    says: 'Opens the window in which the person adds a secret.',
    body: nothing,
    answer: { status: 202, shape: Asked },
    faults: [],
  },
  removeSecret: {
    method: 'DELETE',
    path: '/vault/{name*}',
    who: admin,
    says: 'Opens the window in which the person can remove this secret.',
    params: z.strictObject({ name: SecretName }),
    body: null,
    answer: { status: 202, shape: Asked },
    faults: ['unknown_secret'],
  },
  agents: {
    method: 'GET',
    path: '/agents',
    who: admin,
    says: 'The agents that the person let in, and their tokens.',
    body: null,
    answer: { status: 200, shape: AgentList },
    faults: [],
  },
  pauseAgent: {
    method: 'POST',
    path: '/agents/{id}/pause',
    who: admin,
    says: 'Shuts an agent out and ends its tokens.',
    params: agentId,
    body: nothing,
    answer: { status: 200, shape: AgentState },
    faults: ['agent_unknown'],
  },
  resumeAgent: {
    method: 'POST',
    path: '/agents/{id}/resume',
    who: admin,
    says: 'Opens the window in which the person can let an agent go on. No token can do that.',
    params: agentId,
    body: nothing,
    answer: { status: 202, shape: Asked },
    faults: ['agent_unknown'],
  },
  removeAgent: {
    method: 'DELETE',
    path: '/agents/{id}',
    who: admin,
    says: 'Removes an agent and ends its tokens. It has to register again.',
    params: agentId,
    body: null,
    answer: { status: 200, shape: AgentState },
    faults: ['agent_unknown'],
  },
  audit: {
    method: 'GET',
    path: '/audit',
    who: admin,
    says: 'The audit log, newest first: a page of JSON, or NDJSON for a SIEM (`format=ndjson`, or that in Accept).',
    query: AuditQuery,
    body: null,
    answer: { status: 200, shape: AuditPage },
    faults: ['audit_unwritable'],
  },
  scan: {
    method: 'POST',
    path: '/scan',
    who: ['token'],
    says: 'Whether a text holds a secret of this agent’s providers, or what looks like one.',
    body: ScanWish,
    answer: { status: 200, shape: Scanned },
    faults: [...tokenFaults, 'text_too_large', 'scan_too_often', 'client_paused', 'rate_limited'],
  },
} as const satisfies Readonly<Record<string, Endpoint>>;
export type EndpointName = keyof typeof endpoints;

/** Stands in no table of handlers: it takes every method, and any path below it. */
export const proxyPath = '/proxy/{provider}/{path*}';
export const proxyMethods = CallMethod.options;
export const ProxyParams = z.strictObject({ provider: ProviderId });
/** What a call can end with before the API answered. 401 to 429 may be the API’s own: the header `Postern-Error` tells. */
export const proxyFaults = [
  ...([
    'token_unknown',
    'agent_paused',
    'rate_limited',
    'calls_too_many',
    'too_many_requests',
    'action_changed',
    'scope_missing',
    'provider_unknown',
  ] as const),
  ...(['url_invalid', 'call_blocked', 'call_denied', 'answer_not_accepted', 'call_withdrawn'] as const),
  ...(['body_not_askable', 'call_too_large', 'host_not_allowed', 'tier_forbids', 'unknown_secret'] as const),
  ...(['upstream_unreachable', 'upstream_timeout', 'gateway_unavailable', 'audit_unwritable'] as const),
] as const satisfies readonly FaultCode[];

/** What the door itself says, whatever was asked for. */
export const doorFaults = [
  ...([
    'bad_request',
    'gateway_host_refused',
    'gateway_method_unknown',
    'gateway_body_unread',
    'message_too_large',
  ] as const),
  ...(['call_too_large', 'internal'] as const),
] as const satisfies readonly FaultCode[];

/** And to whoever has to show a token. */
export const bearerFaults = ['token_missing', 'admin_needed', 'locked'] as const satisfies readonly FaultCode[];
