// The live tokens of the gateway's agents. SECURITY P4: in memory only, and none outlives a lock. SECURITY P9: none does more than the
// person approved for its agent. A token is 256 random bits and means nothing by itself, so that it ends the moment this forgets it.
import type { AuditEvent } from '../../contract/audit.ts';
import { BrokerError } from '../../contract/fault.ts';
import { type AgentLimits, gatewayLimits, type TokenView } from '../../contract/gateway.ts';
import type { Scope } from '../../contract/provider.ts';
import type { ClientId, Sha256 } from '../../contract/vocabulary.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { recordAllQuietly } from '../audit/record-quietly.ts';
import { CallRate } from '../clients/call-rate.ts';
import { Listeners } from '../listeners.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Randomness } from '../ports/randomness.ts';
import type { AgentRecord } from './agent-record.ts';
import type { Agents } from './agents.ts';
import { bearerHash, newBearer } from './bearer.ts';
import { KeptToken, type LiveToken, type TokenEnd } from './live-token.ts';
import { isWithin } from './scopes.ts';

export interface TokensParts {
  readonly agents: Pick<Agents, 'find' | 'seen' | 'changed'>;
  readonly audit: Pick<AuditLog, 'record' | 'recordAll'>;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Log;
}

/** What an agent asks for. */
export interface WantedToken {
  readonly scopes: readonly Scope[];
  readonly ttlMs: number;
  /** null: any number of requests. */
  readonly uses: number | null;
  /** Fewer than its agent may make; left out: as many. */
  readonly callsPerMinute?: number;
}

/** Requests come by the thousand: who looks hears of them once in so long. */
const tellMs = 1000;

export class Tokens {
  /** Told after a token came or went, and now and then while they are used. */
  readonly changed = new Listeners();
  readonly #parts: TokensParts;
  /** In the order in which they were issued. */
  readonly #byHash = new Map<Sha256, KeptToken>();
  readonly #rateOfAgent: CallRate;
  readonly #rateOfToken: CallRate;
  #telling = false;

  constructor(parts: TokensParts) {
    this.#parts = parts;
    this.#rateOfAgent = new CallRate(parts.clock);
    this.#rateOfToken = new CallRate(parts.clock);
    // SECURITY P9: an agent that may do less loses tokens, whatever saw to that: a click, a restore, a lock.
    parts.agents.changed.add(() => this.#revokeUncovered());
  }

  /**
   * A token for this agent, whose key was shown. It counts as one of its calls.
   * @throws BrokerError agent_unknown, agent_paused, bad_request, scope_not_approved, rate_limited, audit_unwritable
   */
  issue(agentId: ClientId, wanted: WantedToken): { readonly token: string; readonly view: TokenView } {
    const { agents, audit, clock, randomness } = this.#parts;
    const agent = agents.find(agentId);
    if (agent === null) throw new BrokerError('agent_unknown');
    if (agent.state === 'paused') throw new BrokerError('agent_paused');
    const scopes = scopesOf(wanted, agent);
    requireRate(this.#rateOfAgent.take(agentId, agent.limits));
    agents.seen(agentId);
    const { text, hash } = newBearer('tok', randomness);
    const now = clock.now();
    const { ttlMs, uses, callsPerMinute = null } = wanted;
    const id = randomness.bytes(8).toString('hex');
    const times = { issuedAt: now, expiresAt: now + ttlMs, uses, callsPerMinute };
    const token = new KeptToken({ id, agent: agentId, agentName: agent.name, scopes, hash, ...times }, agents, clock);
    // SECURITY P3: on record before anybody has it.
    audit.record({ ...named(token, now), kind: 'token.issued', scopes: [...scopes], until: now + ttlMs });
    this.#makeRoom(agentId);
    this.#byHash.set(hash, token);
    token.stopTimer = clock.after(ttlMs, () => this.#expire(token));
    this.changed.notify();
    return { token: text, view: token.view() };
  }

  /** Counts a request made with it. @throws BrokerError token_unknown, agent_paused; rate_limited, and then nothing was counted */
  take(text: string): LiveToken {
    const token = this.#find(text);
    if (token === null || token.isUsedUp) throw new BrokerError('token_unknown');
    token.requireStanding();
    const limits = this.#limitsOf(token);
    const { callsPerMinute } = token.facts;
    if (callsPerMinute !== null) requireRate(this.#rateOfToken.take(token.id, narrowed(limits, callsPerMinute)));
    requireRate(this.#rateOfAgent.take(token.agent, limits));
    token.count();
    this.#parts.agents.seen(token.agent);
    this.#tellSoon();
    return token;
  }

  /** Without counting a request. null: it is not known, used up or over. */
  find(text: string): LiveToken | null {
    const token = this.#find(text);
    return token === null || token.isUsedUp || token.isOver ? null : token;
  }

  /** Of all agents or of one, the oldest first. Those that are used up are among them, for what they began may go on. */
  list(agent: ClientId | null = null): readonly TokenView[] {
    const meant = [...this.#byHash.values()].filter((token) => agent === null || token.agent === agent);
    return meant.filter(({ isOver }) => !isOver).map((token) => token.view());
  }

  /** @returns whether there was such a token */
  revoke(id: string, why: TokenEnd): boolean {
    return this.#revoke((token) => token.id === id, why) === 1;
  }

  /** @returns how many these were */
  revokeAgent(agent: ClientId, why: TokenEnd): number {
    return this.#revoke((token) => token.agent === agent, why);
  }

  revokeAll(why: TokenEnd): number {
    return this.#revoke(() => true, why);
  }

  #find(text: string): KeptToken | null {
    const hash = bearerHash('tok', text);
    return hash === null ? null : (this.#byHash.get(hash) ?? null);
  }

  #limitsOf(token: KeptToken): AgentLimits {
    const agent = this.#parts.agents.find(token.agent);
    if (agent === null) throw new BrokerError('token_unknown');
    return agent.limits;
  }

  /** One that is used up goes before one that is not. */
  #makeRoom(agent: ClientId): void {
    const own = [...this.#byHash.values()].filter((token) => token.agent === agent);
    const oldest = own.find(({ isUsedUp }) => isUsedUp) ?? own[0];
    if (own.length >= gatewayLimits.tokens && oldest !== undefined) this.revoke(oldest.id, 'limits');
  }

  /** Those that do more than their agents may now. */
  #revokeUncovered(): void {
    const agentOf = (token: KeptToken) => this.#parts.agents.find(token.agent);
    this.#revoke((token) => agentOf(token) === null, 'remove');
    this.#revoke((token) => agentOf(token)?.state === 'paused', 'pause');
    this.#revoke((token) => !areWithin(token.scopes, agentOf(token)), 'limits');
  }

  /** Forgotten and ended first: what shuts out waits for no record. */
  #revoke(isMeant: (token: KeptToken) => boolean, why: TokenEnd): number {
    const meant = [...this.#byHash.values()].filter(isMeant);
    if (meant.length === 0) return 0;
    for (const token of meant) this.#byHash.delete(token.hash);
    for (const token of meant) token.end(why);
    const { audit, clock, log } = this.#parts;
    const at = clock.now();
    recordAllQuietly(
      audit,
      log,
      meant.map((token) => ({ ...named(token, at), kind: 'token.revoked', why })),
    );
    this.changed.notify();
    return meant.length;
  }

  #expire(token: KeptToken): void {
    this.#byHash.delete(token.hash);
    token.end(null);
    this.changed.notify();
  }

  #tellSoon(): void {
    if (this.#telling) return;
    this.#telling = true;
    this.#parts.clock.after(tellMs, () => {
      this.#telling = false;
      this.changed.notify();
    });
  }
}

/** @throws BrokerError bad_request, scope_not_approved */
function scopesOf({ scopes, ttlMs, uses, callsPerMinute }: WantedToken, agent: AgentRecord): readonly Scope[] {
  const own = [...new Set(scopes)];
  const isCount = (count: number): boolean => Number.isSafeInteger(count) && count >= 1;
  const isTime = isCount(ttlMs) && ttlMs <= gatewayLimits.longestTokenMs;
  const isSome = own.length > 0 && own.length <= gatewayLimits.scopes;
  if (!isTime || !isSome || !isCount(uses ?? 1) || !isCount(callsPerMinute ?? 1)) throw new BrokerError('bad_request');
  if (!areWithin(own, agent)) throw new BrokerError('scope_not_approved');
  return own;
}

function areWithin(scopes: readonly Scope[], agent: AgentRecord | null): boolean {
  return agent !== null && scopes.every((scope) => isWithin(scope, agent.limits.scopes));
}

function narrowed({ callsPerMinute, burst }: AgentLimits, most: number): Pick<AgentLimits, 'callsPerMinute' | 'burst'> {
  return { callsPerMinute: Math.min(callsPerMinute, most), burst: Math.min(burst, most) };
}

/** @throws BrokerError rate_limited */
function requireRate(retryMs: number): void {
  if (retryMs > 0) throw new BrokerError('rate_limited', { retryMs });
}

function named({ id: token, agent: id, agentName: name }: KeptToken, at: number) {
  return { at, client: { id, name }, token } satisfies Partial<Extract<AuditEvent, { kind: 'token.revoked' }>>;
}
