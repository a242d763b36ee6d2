// What the gateway's own endpoints do. SECURITY P9: nothing here widens what an agent may; that opens a window for the person.
import type { z } from 'zod';
import type { AuditEvent } from '../contract/audit.ts';
import { BrokerError } from '../contract/fault.ts';
import type { TokenView } from '../contract/gateway.ts';
import type { EndpointName, endpoints } from '../contract/gateway-api.ts';
import { Scope } from '../contract/provider.ts';
import type { OwnSecretView } from '../contract/secret.ts';
import type { ClientId } from '../contract/vocabulary.ts';
import { auditPage } from './audit-pages.ts';
import type { Caller } from './callers.ts';
import type { GatewayParts } from './gateway-parts.ts';
import { openApiDocument } from './openapi.ts';

type Table = typeof endpoints;
type Parsed<N extends EndpointName, K extends 'params' | 'query' | 'body'> =
  Table[N] extends Readonly<Record<K, infer S extends z.ZodType>> ? z.output<S> : null;
type Answer<N extends EndpointName> = z.input<Table[N]['answer']['shape']>;

/** A request whose parts have the shapes of the table. */
export interface OwnRequest<N extends EndpointName> {
  readonly params: Parsed<N, 'params'>;
  readonly query: Parsed<N, 'query'>;
  readonly body: Parsed<N, 'body'>;
  readonly caller: Caller;
  /** Aborted when the caller goes away. */
  readonly signal: AbortSignal;
}

export type OwnEndpoints = {
  readonly [N in EndpointName]: (request: OwnRequest<N>) => Answer<N> | Promise<Answer<N>>;
};

type AdminUse = Extract<AuditEvent, { kind: 'admin.used' }>['what'];

export function ownEndpoints(parts: GatewayParts, door: () => 'port' | 'socket'): OwnEndpoints {
  const { agents, tokens, desk, providers, secrets, audit, clock } = parts;
  /** SECURITY P3: on record before it is told or done. */
  const used = (what: AdminUse) => audit.record({ kind: 'admin.used', at: clock.now(), what });
  const known = (id: ClientId): ClientId => {
    if (agents.find(id) === null) throw new BrokerError('agent_unknown');
    return id;
  };
  const validate = ({ caller }: { readonly caller: Caller }) => tokenOf(caller);

  return {
    health: () => ({ version: parts.version, vault: parts.vault() }),
    openapi: () => openApiDocument(parts.version),
    status: ({ caller }) => ({
      vault: parts.vault(),
      door: door(),
      providers: providers.list().map(({ id, name, permissions }) => ({
        ...{ id, name },
        permissions: permissions.map((each) => ({
          scope: Scope.parse(`${id}:${each.name}`),
          says: each.says,
        })),
      })),
      token: caller.kind === 'admin' ? null : tokenOf(caller),
    }),
    register: ({ body, signal }) => parts.registration.ask(body, signal),
    token: ({ body, caller }) => {
      if (caller.kind !== 'agent_key') throw new BrokerError('agent_key_unknown');
      const { scopes, ttlSeconds, uses = null, callsPerMinute } = body;
      const rate = callsPerMinute === undefined ? {} : { callsPerMinute };
      const { token, view } = tokens.issue(caller.agent, { scopes, ttlMs: ttlSeconds * 1000, uses, ...rate });
      return { token, id: view.id, scopes: view.scopes, expiresAt: view.expiresAt, uses };
    },
    validate,
    validatePost: validate,
    revoke: ({ body, caller }) => {
      if (caller.kind === 'admin') used('revoke');
      const meant = meantTokens(tokens.list(), caller, body);
      for (const { id } of meant) tokens.revoke(id, caller.kind === 'admin' ? 'admin' : 'agent');
      return { revoked: meant.length };
    },
    vault: () => {
      used('vault');
      const all = providers.list();
      return { secrets: secrets.list().map((secret) => masked(secret, all)) };
    },
    addSecret: () => {
      used('vault');
      parts.openWindow({ kind: 'secret', id: null });
      return { waitsFor: 'person' };
    },
    removeSecret: ({ params }) => {
      used('vault');
      const secret = secrets.named(params.name);
      if (secret === null) throw new BrokerError('unknown_secret');
      parts.openWindow({ kind: 'secret', id: secret.id });
      return { waitsFor: 'person' };
    },
    agents: () => {
      used('agents');
      return { agents: desk.view().agents };
    },
    pauseAgent: ({ params }) => {
      used('pause');
      desk.pauseAgent(known(params.id));
      return { id: params.id, state: 'paused' };
    },
    resumeAgent: ({ params }) => {
      used('resume');
      parts.openWindow({ kind: 'agent', id: known(params.id) });
      return { waitsFor: 'person' };
    },
    removeAgent: ({ params }) => {
      used('remove');
      desk.removeAgent(known(params.id));
      return { id: params.id, state: 'removed' };
    },
    audit: ({ query, caller }) => {
      if (caller.kind !== 'admin') throw new BrokerError('admin_needed');
      used('audit');
      return auditPage(parts, query, caller.token);
    },
    scan: async ({ body, caller, signal }) => {
      if (caller.kind !== 'token') throw new BrokerError('token_unknown');
      const { agent, agentName, scopes } = caller.token;
      const found = await parts.scan({ id: agent, name: agentName }, body.text, signal);
      // SECURITY P8: its token may have ended while the text was searched.
      caller.token.requireStanding();
      const own = providers.list().filter(({ id }) => scopes.some((scope) => scope.startsWith(`${id}:`)));
      const names = new Set(own.map(({ secret }) => secret));
      // SECURITY P8: a secret that none of its scopes reaches does not exist for an agent.
      return { findings: found.filter((each) => each.kind !== 'vault_value' || names.has(each.secret)) };
    },
  };
}

/** @throws BrokerError token_unknown */
function tokenOf(caller: Caller): TokenView {
  if (caller.kind !== 'token') throw new BrokerError('token_unknown');
  return caller.token.view();
}

/** SECURITY P8: an agent ends its own tokens alone; whether an id is another’s or nobody’s it cannot tell. */
function meantTokens(
  all: readonly TokenView[],
  caller: Caller,
  wish: { readonly id?: string; readonly agent?: string },
): readonly TokenView[] {
  if (caller.kind === 'admin') {
    if (wish.id === undefined && wish.agent === undefined) throw new BrokerError('bad_request');
    return all.filter(({ id, agent }) => id === wish.id || agent === wish.agent);
  }
  if (wish.agent !== undefined) throw new BrokerError('admin_needed');
  if (caller.kind === 'token') {
    const { token } = caller;
    return all.filter(({ id, agent }) => agent === token.agent && id === (wish.id ?? token.id));
  }
  if (caller.kind !== 'agent_key' || wish.id === undefined) throw new BrokerError('bad_request');
  return all.filter(({ id, agent }) => agent === caller.agent && id === wish.id);
}

/** SECURITY P1: picked one by one, so that nothing else of a secret can come along. */
function masked(secret: OwnSecretView, providers: ReturnType<GatewayParts['providers']['list']>) {
  const { name, kind, tags, tier, allowedHosts } = secret;
  const using = providers.filter((provider) => provider.secret === name).map(({ id }) => id);
  return { name, kind, tags, tier, allowedHosts, providers: using };
}
