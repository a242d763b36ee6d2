// What the person sees and decides about the gateway: its door, the agents behind it, their tokens, and the admin token.
import { BrokerError } from '../../contract/fault.ts';
import type {
  AgentLimits,
  AgentPause,
  AgentView,
  GatewayView,
  ProviderSummary,
  ScopeWords,
} from '../../contract/gateway.ts';
import type { Provider, Scope } from '../../contract/provider.ts';
import type { ClientId, Sha256 } from '../../contract/vocabulary.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { recordAllQuietly } from '../audit/record-quietly.ts';
import { canonicalJson, sha256Hex } from '../crypto/digest.ts';
import type { AdminTokens } from '../gateway/admin-tokens.ts';
import type { AgentRecord } from '../gateway/agent-record.ts';
import type { Agents } from '../gateway/agents.ts';
import type { GatewayDoorState } from '../gateway/door-state.ts';
import { isWithin, knownScopes, scopeWords } from '../gateway/scopes.ts';
import type { Tokens } from '../gateway/tokens.ts';
import type { Grants } from '../grants/grants.ts';
import type { Listeners } from '../listeners.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { GivenProof, Matter, PersonCheck } from '../presence/person-check.ts';
import type { SettingsBook } from '../settings/settings-book.ts';

export interface GatewayDeskParts {
  readonly agents: Agents;
  readonly tokens: Tokens;
  readonly admin: AdminTokens;
  readonly providers: { list(): readonly Provider[] };
  /** Those that are set up first, then the well-known others. */
  readonly summaries: () => readonly ProviderSummary[];
  readonly door: GatewayDoorState;
  readonly settings: SettingsBook;
  readonly grants: Pick<Grants, 'revokeClient'>;
  readonly check: Pick<PersonCheck, 'confirm'>;
  readonly isUnlocked: () => boolean;
  readonly audit: Pick<AuditLog, 'record' | 'recordAll'>;
  readonly clock: Clock;
  readonly log: Log;
}

const adminMatter: Matter = { purpose: 'admin', digest: null };

export class GatewayDesk {
  readonly #parts: GatewayDeskParts;

  constructor(parts: GatewayDeskParts) {
    this.#parts = parts;
  }

  /** What a window that shows the gateway listens to. */
  get shown(): readonly { readonly changed: Listeners }[] {
    const { agents, tokens, admin, door } = this.#parts;
    return [agents, tokens, admin, door];
  }

  view(): GatewayView {
    const { agents, admin, door, settings, summaries } = this.#parts;
    const { address, addressFile, calls } = door;
    return {
      ...{ door: settings.current.gateway, address, addressFile, calls, adminUntil: admin.until },
      agents: agents.list().map((agent) => this.#viewOf(agent)),
      providers: [...summaries()],
    };
  }

  /** In short, for every window's frame. */
  get state(): { readonly open: boolean; readonly address: string | null } {
    const { address } = this.#parts.door;
    return { open: address !== null, address };
  }

  /** Shuts the door for good, until the person opens it again. @throws BrokerError locked, and as `SettingsBook.save` */
  close(): void {
    const { settings } = this.#parts;
    if (!settings.isKnown) throw new BrokerError('locked');
    settings.save({ ...settings.current, gateway: 'off' }, null);
  }

  /** null: there is no such agent any more. */
  find(id: ClientId): AgentView | null {
    const agent = this.#parts.agents.find(id);
    return agent === null ? null : this.#viewOf(agent);
  }

  /** All that an agent can be given, and what this one has of what is not set up any more. */
  scopesFor(id: ClientId): ScopeWords[] {
    const known = knownScopes(this.#parts.providers.list());
    const own = this.#parts.agents.find(id)?.limits.scopes ?? [];
    const others = own.filter((scope) => !known.some((each) => each.scope === scope));
    return [...known, ...others.map((scope) => scopeWords(scope, null))];
  }

  /** SECURITY P8: its tokens and grants end, and with them all that it does or asks. @throws BrokerError agent_unknown */
  pauseAgent(id: ClientId, why: AgentPause = 'person'): void {
    const { agents, audit, clock } = this.#parts;
    const client = this.#named(id);
    this.#cutOff(id, 'pause');
    agents.setState(id, 'paused', why);
    audit.record({ kind: 'agent.paused', at: clock.now(), client, why });
  }

  /** @throws BrokerError agent_unknown, audit_unwritable */
  resumeAgent(id: ClientId): void {
    const { agents, audit, clock } = this.#parts;
    const client = this.#named(id);
    // SECURITY P3: what lets an agent in again is on record first; what shuts it out does not wait for that.
    audit.record({ kind: 'agent.resumed', at: clock.now(), client });
    agents.setState(id, 'active');
  }

  /** @throws BrokerError agent_unknown */
  removeAgent(id: ClientId): void {
    const { agents, audit, clock } = this.#parts;
    const client = this.#named(id);
    this.#cutOff(id, 'remove');
    agents.remove(id);
    audit.record({ kind: 'agent.removed', at: clock.now(), client });
  }

  /** A token that is over already is no loss. */
  revokeToken(id: string): void {
    this.#parts.tokens.revoke(id, 'person');
  }

  /** null: those of all agents. */
  revokeTokens(agent: ClientId | null): void {
    const { tokens } = this.#parts;
    if (agent === null) tokens.revokeAll('person');
    else tokens.revokeAgent(agent, 'person');
  }

  /**
   * SECURITY P9: what lets the agent do more takes a proof, and one that was given for other limits counts for nothing. Tokens that
   * may do more than it may now are over.
   * @throws BrokerError agent_unknown, scope_unknown, presence_needed without a proof, and as `PersonCheck.confirm`
   */
  async setLimits(id: ClientId, given: AgentLimits, proof: GivenProof | null, signal: AbortSignal): Promise<void> {
    const { agents, check, audit, clock } = this.#parts;
    const client = this.#named(id);
    const limits = { ...given, scopes: [...new Set(given.scopes)] };
    const before = this.#limitsOf(id);
    if (canonicalJson(before) === canonicalJson(limits)) return;
    this.#requireKnown(limits.scopes, before.scopes);
    const loosened = loosensLimits(before, limits);
    const matter: Matter = { purpose: 'agent', digest: digestOf(id, before, limits) };
    const yes = loosened ? await check.confirm(proof, matter, signal) : null;
    // What was confirmed was the step from what held then.
    yes?.use({ ...matter, digest: digestOf(id, this.#limitsOf(id), limits) });
    const { scopes, callsPerMinute, burst } = limits;
    const event = {
      kind: 'agent.limits_set',
      at: clock.now(),
      client,
      scopes,
      callsPerMinute,
      burst,
      loosened,
    } as const;
    if (loosened) audit.record(event);
    agents.setLimits(id, limits);
    if (!loosened) audit.record(event);
  }

  /** An hour of the admin endpoints. @throws BrokerError locked, audit_unwritable, and as `PersonCheck.confirm` */
  async makeAdminToken(proof: GivenProof, signal: AbortSignal): Promise<ReturnType<AdminTokens['make']>> {
    const { admin, check, isUnlocked } = this.#parts;
    if (!isUnlocked()) throw new BrokerError('locked');
    (await check.confirm(proof, adminMatter, signal)).use(adminMatter);
    return admin.make();
  }

  endAdminToken(): void {
    this.#parts.admin.end();
  }

  /** When the admin token ends; null: there is none. */
  get adminUntil(): number | null {
    return this.#parts.admin.until;
  }

  isAdminToken(text: string): boolean {
    return this.#parts.admin.isValid(text);
  }

  #viewOf({ keyHash: _hash, ...agent }: AgentRecord): AgentView {
    const { agents, tokens } = this.#parts;
    return {
      ...agent,
      pausedFor: agent.state === 'paused' ? agent.pausedFor : null,
      lastSeenAt: agents.lastSeenAt(agent.id),
      tokens: tokens.list(agent.id),
    };
  }

  #named(id: ClientId): { readonly id: ClientId; readonly name: string } {
    const agent = this.#parts.agents.find(id);
    if (agent === null) throw new BrokerError('agent_unknown');
    return { id, name: agent.name };
  }

  #limitsOf(id: ClientId): AgentLimits {
    const agent = this.#parts.agents.find(id);
    if (agent === null) throw new BrokerError('agent_unknown');
    return agent.limits;
  }

  /** What it has already it may keep. */
  #requireKnown(scopes: readonly Scope[], before: readonly Scope[]): void {
    const known = new Set(knownScopes(this.#parts.providers.list()).map(({ scope }) => scope));
    if (!scopes.every((scope) => known.has(scope) || before.includes(scope))) throw new BrokerError('scope_unknown');
  }

  #cutOff(id: ClientId, why: 'pause' | 'remove'): void {
    const { tokens, grants, audit, clock, log } = this.#parts;
    tokens.revokeAgent(id, why);
    const at = clock.now();
    const ended = grants.revokeClient(id).map(({ id: grant, clientName: name }) => {
      return { kind: 'grant.revoked', at, client: { id, name }, grant, why } as const;
    });
    recordAllQuietly(audit, log, ended);
  }
}

/** In doubt it does. */
function loosensLimits(before: AgentLimits, after: AgentLimits): boolean {
  const isMore = after.callsPerMinute > before.callsPerMinute || after.burst > before.burst;
  return isMore || !after.scopes.every((scope) => isWithin(scope, before.scopes));
}

function digestOf(id: ClientId, before: AgentLimits, after: AgentLimits): Sha256 {
  return sha256Hex('postern agent limits', canonicalJson({ id, before, after }));
}
