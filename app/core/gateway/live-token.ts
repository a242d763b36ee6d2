// One token as it lives in memory: what it may do, how often it did, and the signal that ends what it does. Its text is not here.
import type { AuditEvent } from '../../contract/audit.ts';
import { BrokerError } from '../../contract/fault.ts';
import type { TokenView } from '../../contract/gateway.ts';
import type { Scope } from '../../contract/provider.ts';
import type { ClientId, Sha256 } from '../../contract/vocabulary.ts';
import type { Clock } from '../ports/clock.ts';
import type { Withdrawal } from '../runs/request-entry.ts';
import type { Agents } from './agents.ts';

/** Why a token is over before its time. */
export type TokenEnd = Extract<AuditEvent, { kind: 'token.revoked' }>['why'];

/** A token as whoever carries out its requests sees it. */
export interface LiveToken {
  /** Names it in views and in the log; no part of its text. */
  readonly id: string;
  readonly agent: ClientId;
  readonly agentName: string;
  readonly scopes: readonly Scope[];
  /** SHA-256 of its text: the session that a grant for it lasts in. */
  readonly hash: Sha256;
  /** Aborts when it was revoked or its time is over: what it does ends then, also in the middle of an answer. */
  readonly signal: AbortSignal;
  /** SECURITY P8: asked again after every wait. @throws BrokerError agent_paused, token_unknown */
  requireStanding(): void;
  view(): TokenView;
}

export interface TokenFacts extends Pick<LiveToken, 'id' | 'agent' | 'agentName' | 'scopes' | 'hash'> {
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** null: any number. */
  readonly uses: number | null;
  /** Of this token alone; null: as many as its agent may make. */
  readonly callsPerMinute: number | null;
}

export class KeptToken implements LiveToken {
  readonly id: string;
  readonly agent: ClientId;
  readonly agentName: string;
  readonly scopes: readonly Scope[];
  readonly hash: Sha256;
  readonly facts: TokenFacts;
  /** Set when it is kept. */
  stopTimer: () => void = () => {};
  readonly #abort = new AbortController();
  readonly #agents: Pick<Agents, 'find'>;
  readonly #clock: Clock;
  #used = 0;
  #lastUsedAt: number | null = null;

  constructor(facts: TokenFacts, agents: Pick<Agents, 'find'>, clock: Clock) {
    this.facts = facts;
    this.id = facts.id;
    this.agent = facts.agent;
    this.agentName = facts.agentName;
    this.scopes = facts.scopes;
    this.hash = facts.hash;
    this.#agents = agents;
    this.#clock = clock;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Of a number of uses. What was begun with the last of them goes on. */
  get isUsedUp(): boolean {
    return this.facts.uses !== null && this.#used >= this.facts.uses;
  }

  /** Also where the clock is ahead of its timer, as after a sleep of the computer. */
  get isOver(): boolean {
    return this.signal.aborted || this.#clock.now() >= this.facts.expiresAt;
  }

  requireStanding(): void {
    const agent = this.#agents.find(this.agent);
    if (agent?.state === 'paused') throw new BrokerError('agent_paused');
    if (agent === null || this.isOver) throw new BrokerError('token_unknown');
  }

  count(): void {
    this.#used += 1;
    this.#lastUsedAt = this.#clock.now();
  }

  /** null: its time is over. */
  end(why: TokenEnd | null): void {
    this.stopTimer();
    this.#abort.abort(why === null ? 'disconnect' : withdrawals[why]);
  }

  view(): TokenView {
    const { id, agent, scopes, issuedAt, expiresAt, uses } = this.facts;
    const usesLeft = uses === null ? null : Math.max(0, uses - this.#used);
    return { id, agent, scopes, issuedAt, expiresAt, used: this.#used, usesLeft, lastUsedAt: this.#lastUsedAt };
  }
}

/** Who ended what it was doing, as the requests themselves tell it. */
const withdrawals: Readonly<Record<TokenEnd, Withdrawal>> = {
  agent: 'agent',
  person: 'person',
  admin: 'person',
  pause: 'pause',
  remove: 'pause',
  limits: 'person',
  lock: 'lock',
};
