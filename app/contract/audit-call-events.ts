// What the audit log says of calls of HTTP APIs, of the agents of the gateway, and of its providers.
// SECURITY P1: no shape has a field for a secret value; every object is strict, so none can be slipped in.
import { z } from 'zod';
import { AuditClient, asked, at, ofRequest, secrets } from './audit-shapes.ts';
import { CallFinding } from './call-outcome.ts';
import { FaultCode } from './fault-code.ts';
import { AgentPause } from './gateway.ts';
import { CallMethod, ProviderId, Scope } from './provider.ts';
import { EpochMs, SecretName, Sha256 } from './vocabulary.ts';

const count = z.int().nonnegative();
const scopes = z.array(Scope).max(40);
/** What was to be called; searched for values before it is written. `path` without the query. */
const target = { method: CallMethod, host: z.string().max(300), path: z.string().max(2048) };
/** As a refused request wrote it, as far as that could be read. */
const claimed = { method: z.string().max(32), host: z.string().max(300), path: z.string().max(2048) };
const agent = { at, client: AuditClient };
const token = z.string().regex(/^[0-9a-f]{16}$/);
const provider = { at, provider: ProviderId, name: z.string().max(60), host: z.string().max(300), secret: SecretName };

export const callEvents = [
  /** The person is asked about it. */
  z.strictObject({ kind: z.literal('call.asked'), ...asked, ...target, secrets }),
  /** It goes out now. `bodyBytes` null: it streams. */
  z.strictObject({
    kind: z.literal('call.started'),
    ...ofRequest,
    ...target,
    action: Sha256,
    provider: ProviderId.nullable(),
    scope: Scope.nullable(),
    secrets,
    by: z.enum(['approval', 'grant', 'rule', 'scope']),
    bodyBytes: count.nullable(),
  }),
  /** `status` null: no answer came. `code`: why it failed. */
  z.strictObject({
    kind: z.literal('call.finished'),
    ...ofRequest,
    status: z.int().nullable(),
    end: z.enum(['answered', 'aborted', 'timed_out', 'failed', 'blocked']),
    code: FaultCode.nullable(),
    durationMs: count,
    sentBytes: count,
    answerBytes: count,
    redactions: z.array(z.strictObject({ name: SecretName, count: z.int().positive() })).max(1000),
  }),
  /** A rule, or what the person had said before. */
  z.strictObject({
    kind: z.literal('call.denied'),
    ...asked,
    ...target,
    by: z.enum(['remembered', 'rule', 'headless']),
    says: z.string().max(500),
  }),
  z.strictObject({ kind: z.literal('call.refused'), ...ofRequest, ...claimed, code: FaultCode }),
  /** It held what must not leave, and did not. */
  z.strictObject({
    kind: z.literal('call.blocked'),
    ...ofRequest,
    ...target,
    findings: z.array(CallFinding).min(1).max(2),
  }),

  z.strictObject({ kind: z.literal('gateway.opened'), at, door: z.enum(['port', 'socket']) }),
  z.strictObject({ kind: z.literal('gateway.closed'), at }),

  z.strictObject({ kind: z.literal('agent.asked'), ...agent, scopes }),
  z.strictObject({ kind: z.literal('agent.registered'), ...agent, scopes }),
  z.strictObject({ kind: z.literal('agent.refused'), ...agent, code: FaultCode }),
  z.strictObject({ kind: z.literal('agent.paused'), ...agent, why: AgentPause }),
  z.strictObject({ kind: z.literal('agent.resumed'), ...agent }),
  z.strictObject({ kind: z.literal('agent.removed'), ...agent }),
  z.strictObject({
    kind: z.literal('agent.limits_set'),
    ...agent,
    scopes,
    callsPerMinute: count,
    burst: count,
    loosened: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('token.issued'), ...agent, token, scopes, until: EpochMs }),
  z.strictObject({
    kind: z.literal('token.revoked'),
    ...agent,
    token,
    why: z.enum(['agent', 'person', 'admin', 'pause', 'remove', 'limits', 'lock']),
  }),
  /** The person made themselves a token for the admin endpoints, or ended it. */
  z.strictObject({ kind: z.literal('admin.token_issued'), at, until: EpochMs }),
  z.strictObject({ kind: z.literal('admin.token_revoked'), at }),
  /** Something was read or done with the admin token. */
  z.strictObject({
    kind: z.literal('admin.used'),
    at,
    what: z.enum(['agents', 'audit', 'vault', 'revoke', 'pause', 'resume', 'remove']),
  }),
  z.strictObject({ kind: z.literal('provider.added'), ...provider }),
  z.strictObject({ kind: z.literal('provider.changed'), ...provider, loosened: z.boolean() }),
  z.strictObject({ kind: z.literal('provider.removed'), ...provider }),
] as const;
