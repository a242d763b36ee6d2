// Lets an agent in: one question at a time, in which the person fixes what it may do at most, and one key, told once. SECURITY P9:
// nothing an agent says of itself gives it anything.
import { BrokerError, type FaultCode } from '../../contract/fault.ts';
import { type AgentClaims, type AgentQuestion, gatewayLimits } from '../../contract/gateway.ts';
import { type Provider, ProviderId, type Scope } from '../../contract/provider.ts';
import { type ClientId, RequestId } from '../../contract/vocabulary.ts';
import type { Approvals } from '../approvals/approvals.ts';
import type { AgentSettled } from '../approvals/waiting.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { recordQuietly } from '../audit/record-quietly.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Randomness } from '../ports/randomness.ts';
import type { VaultWords } from '../redaction/vault-words.ts';
import type { Agents } from './agents.ts';
import { scopeWords } from './scopes.ts';

export interface RegistrationParts {
  readonly agents: Agents;
  readonly approvals: Pick<Approvals, 'ask'>;
  readonly providers: { find(id: ProviderId): Provider | null };
  readonly words: Pick<VaultWords, 'cleaned'>;
  readonly isUnlocked: () => boolean;
  readonly audit: Pick<AuditLog, 'record'>;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Log;
}

/** What an agent that was let in is told, this once. */
export interface Registered {
  readonly agent: ClientId;
  readonly key: string;
  readonly scopes: readonly Scope[];
}

/**
 * No prompt storm: after “I did not ask for this”, and whenever so many questions since the last yes were denied or withdrawn, nobody
 * is asked about the next one for so long.
 */
export const refusals = { most: 2, restMs: 60_000 } as const;

export class Registration {
  readonly #parts: RegistrationParts;
  #asking = false;
  #refused = 0;
  #restsUntil = 0;

  constructor(parts: RegistrationParts) {
    this.#parts = parts;
  }

  /**
   * Asks the person and waits for their answer. Aborting the signal withdraws the question: a key that nobody takes is not made.
   * @throws BrokerError locked, registration_waiting, rate_limited after refusals, scope_unknown, agents_too_many, agent_refused,
   * answer_not_accepted when nobody answered in time, call_withdrawn, and as `VaultWords.search` and `AuditLog.record`
   */
  async ask(claims: AgentClaims, signal: AbortSignal): Promise<Registered> {
    this.#requireOpen();
    this.#asking = true;
    try {
      const agent = await this.#introduced(claims);
      return await this.#question(agent, signal);
    } finally {
      this.#asking = false;
    }
  }

  #requireOpen(): void {
    const { agents, clock, isUnlocked } = this.#parts;
    if (!isUnlocked()) throw new BrokerError('locked');
    if (this.#asking) throw new BrokerError('registration_waiting');
    const restMs = this.#restsUntil - clock.now();
    if (restMs > 0) throw new BrokerError('rate_limited', { retryMs: restMs });
    if (agents.list().length >= gatewayLimits.agents) throw new BrokerError('agents_too_many');
  }

  /** Its claims as they may be drawn and written down: no value of the vault is in them (P1), each scope means something. */
  async #introduced({ name, purpose, scopes: wanted }: AgentClaims): Promise<AgentQuestion> {
    const scopes = [...new Set(wanted)].map((scope) => this.#wordsOf(scope));
    if (scopes.some(({ known }) => !known)) throw new BrokerError('scope_unknown');
    const given = { name: name.toWellFormed(), purpose: purpose.toWellFormed() };
    const { thing } = await this.#parts.words.cleaned(given, (texts, each) => ({
      name: each(texts.name),
      purpose: each(texts.purpose),
    }));
    // A marker may be longer than what it stands for.
    const claims = { name: cut(thing.name, 80), purpose: cut(thing.purpose, 500) };
    return { claims: { ...claims, scopes: scopes.map(({ scope }) => scope) }, scopes };
  }

  async #question(agent: AgentQuestion, signal: AbortSignal): Promise<Registered> {
    const { agents, approvals, audit, clock, randomness } = this.#parts;
    const { name, scopes } = agent.claims;
    const client = { id: agents.newId(), name };
    audit.record({ kind: 'agent.asked', at: clock.now(), client, scopes: [...scopes] });
    const id = RequestId.parse(`req_${randomness.bytes(16).toString('hex')}`);
    const asker = { id, clientId: client.id, askedAt: clock.now(), signal };
    const settled = await approvals.ask(asker, { kind: 'agent', agent });
    if (settled.kind !== 'admit') throw this.#refusal(client, settled);
    if (signal.aborted) throw this.#refusal(client, { kind: 'withdrawn' });
    this.#refused = 0;
    // SECURITY P3: who is let in is on record first.
    audit.record({ kind: 'agent.registered', at: clock.now(), client, scopes: [...settled.scopes] });
    const { defaultCallsPerMinute: callsPerMinute, defaultBurst: burst } = gatewayLimits;
    const limits = { scopes: [...settled.scopes], callsPerMinute, burst };
    const { key } = agents.add(agent.claims, limits, client.id);
    return { agent: client.id, key, scopes: limits.scopes };
  }

  #refusal(client: { readonly id: ClientId; readonly name: string }, settled: NotAdmitted): BrokerError {
    const { audit, clock, log } = this.#parts;
    const code = codes[settled.kind];
    recordQuietly(audit, log, { kind: 'agent.refused', at: clock.now(), client, code });
    if (settled.kind !== 'expired') this.#refused += 1;
    if (settled.kind === 'not_mine' || this.#refused >= refusals.most) {
      this.#restsUntil = clock.now() + refusals.restMs;
    }
    return new BrokerError(code);
  }

  #wordsOf(scope: Scope) {
    const id = ProviderId.safeParse(scope.split(':')[0]);
    return scopeWords(scope, id.success ? this.#parts.providers.find(id.data) : null);
  }
}

type NotAdmitted = Exclude<AgentSettled, { readonly kind: 'admit' }>;

const codes: Readonly<Record<NotAdmitted['kind'], FaultCode>> = {
  deny: 'agent_refused',
  not_mine: 'agent_refused',
  absent: 'agent_refused',
  expired: 'answer_not_accepted',
  withdrawn: 'call_withdrawn',
};

function cut(text: string, most: number): string {
  return text.slice(0, most).toWellFormed();
}
