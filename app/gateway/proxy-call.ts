// A request for an API behind the gateway: who asks, with which scope, for what; then the pipeline, and its outcome as HTTP.
import { callLimits } from '../contract/call.ts';
import { assertNever, BrokerError, faultCodeOf } from '../contract/fault.ts';
import { gatewayLimits } from '../contract/gateway.ts';
import type { Provider, Scope } from '../contract/provider.ts';
import type { OwnSecretView } from '../contract/secret.ts';
import { type ClientId, RequestId } from '../contract/vocabulary.ts';
import { sentHeaders } from '../core/calls/call-headers.ts';
import type { CallOutcome, CallWish } from '../core/calls/call-house.ts';
import { readPath } from '../core/calls/call-path.ts';
import { readBase } from '../core/calls/call-url.ts';
import { stripTokens } from '../core/calls/token-stripping.ts';
import { canonicalJson } from '../core/crypto/digest.ts';
import type { LiveToken } from '../core/gateway/live-token.ts';
import { secretOf } from '../core/gateway/provider-secret.ts';
import { coveringScope } from '../core/gateway/scopes.ts';
import { AnswerSink } from './answer-sink.ts';
import { Refused, sendRefusal } from './answers.ts';
import { requireOpen } from './callers.ts';
import type { GatewayParts } from './gateway-parts.ts';
import type { WithoutToken } from './given-token.ts';
import { type Exchange, streamedBody } from './request-body.ts';
import type { Route } from './routes.ts';

type ProxyRoute = Extract<Route, { kind: 'proxy' }>;

export class ProxyCalls {
  readonly #parts: GatewayParts;
  readonly #changed: () => void;
  readonly #ofAgent = new Map<ClientId, number>();
  readonly #running = new Set<AbortController>();

  /** `changed`: told when the first call begins and the last one ends. */
  constructor(parts: GatewayParts, changed: () => void) {
    this.#parts = parts;
    this.#changed = changed;
  }

  get count(): number {
    return this.#running.size;
  }

  /** Ends all that are under way. */
  stop(): void {
    for (const call of this.#running) call.abort('quit');
  }

  /**
   * Answers the request, or throws before anything was answered.
   * @throws BrokerError token_missing, token_unknown, agent_paused, rate_limited, calls_too_many, provider_unknown, scope_missing …
   */
  async answer(exchange: Exchange, route: ProxyRoute, rest: WithoutToken): Promise<void> {
    requireOpen(this.#parts);
    if (rest.given === null) throw new BrokerError('token_missing');
    if (rest.given.kind !== 'token') throw new BrokerError('token_unknown');
    const token = this.#parts.tokens.take(rest.given.text);
    const id = this.#freshId();
    const wish = await this.#wish(exchange, route, rest, { token, id });
    await this.#counted(token.agent, exchange, (call) => this.#carryOut(exchange, { token, wish, id, call }));
  }

  /** SECURITY P2: a scope of this very token covers the request, or it goes nowhere. */
  async #wish(
    exchange: Exchange,
    { provider: name, method, path }: ProxyRoute,
    { headers, query }: WithoutToken,
    { token, id }: { readonly token: LiveToken; readonly id: RequestId },
  ): Promise<CallWish> {
    const { providers, secrets } = this.#parts;
    const provider = providers.find(name);
    const steps = path === '' ? [] : readPath(path);
    const scope = provider && steps && coveringScope(token.scopes, provider, method, steps);
    if (provider === null || !scope) {
      const code = provider === null ? 'provider_unknown' : 'scope_missing';
      await this.#refused(code, { token, id, host: name, method, path });
      throw new BrokerError(code);
    }
    const base = readBase(provider.baseUrl);
    if (base === null) throw new BrokerError('provider_invalid');
    const secret = usable(provider, secrets);
    const body = streamedBody(exchange);
    return {
      ...{ method, host: base.host, path: `${base.path}${path}` || '/', query },
      headers: sentHeaders(headers, provider.headers).sent,
      body: body === null ? null : stripTokens(body),
      secrets: [{ secret, auth: provider.auth }],
      ...ofProvider(provider, scope),
    };
  }

  async #refused(
    code: 'provider_unknown' | 'scope_missing',
    call: {
      readonly token: LiveToken;
      readonly id: RequestId;
      readonly method: string;
      readonly host: string;
      readonly path: string;
    },
  ): Promise<void> {
    const { audit, redact, clock } = this.#parts;
    const { token, id: requestId, method, host } = call;
    const client = { id: token.agent, name: token.agentName };
    const path = (await redact(call.path).catch(() => '')).slice(0, 2048);
    audit.note({ kind: 'call.refused', at: clock.now(), requestId, client, method, host, path, code });
  }

  /** Holds the call’s place, and ends it when the agent goes away. */
  async #counted(agent: ClientId, exchange: Exchange, work: (call: AbortController) => Promise<void>): Promise<void> {
    const own = this.#ofAgent.get(agent) ?? 0;
    if (own >= gatewayLimits.callsOfAgent) throw new BrokerError('calls_too_many', { retryMs: 1000 });
    if (this.#running.size >= gatewayLimits.calls) throw houseFull();
    const call = new AbortController();
    this.#ofAgent.set(agent, own + 1);
    this.#running.add(call);
    if (this.#running.size === 1) this.#changed();
    const gone = () => call.abort('disconnect');
    exchange.response.once('close', gone);
    if (exchange.response.destroyed) gone();
    try {
      await work(call);
    } finally {
      exchange.response.off('close', gone);
      this.#running.delete(call);
      const left = (this.#ofAgent.get(agent) ?? 1) - 1;
      if (left === 0) this.#ofAgent.delete(agent);
      else this.#ofAgent.set(agent, left);
      if (this.#running.size === 0) this.#changed();
    }
  }

  async #carryOut(
    { response }: Exchange,
    ask: {
      readonly token: LiveToken;
      readonly wish: CallWish;
      readonly id: RequestId;
      readonly call: AbortController;
    },
  ): Promise<void> {
    const { token, wish, id, call } = ask;
    const over = () => call.abort(token.signal.reason);
    // SECURITY P8: what was begun with a token ends with it, also in the middle of an answer.
    token.signal.addEventListener('abort', over);
    const sink = new AnswerSink(response);
    try {
      token.requireStanding();
      const outcome = await this.#parts.call(
        {
          client: { id: token.agent, name: token.agentName },
          purpose: this.#parts.agents.find(token.agent)?.purpose || null,
          caller: [],
          session: token.hash,
          requireStanding: () => {
            token.requireStanding();
            this.#requireSame(wish.provider);
          },
        },
        wish,
        { id, signal: call.signal, askedAt: this.#parts.clock.now(), waitsFor: () => {} },
        sink,
      );
      if (outcome.kind === 'answered') sink.end();
      else if (response.headersSent || response.destroyed) sink.breakOff();
      else sendRefusal(response, refusalOf(outcome, token));
    } finally {
      token.signal.removeEventListener('abort', over);
    }
  }

  /** SECURITY P2: an agent decides how long its body takes, and the person may change or remove the provider meanwhile. */
  #requireSame(provider: CallWish['provider']): void {
    const now = provider && this.#parts.providers.find(provider.id);
    if (now !== provider && canonicalJson(now) !== canonicalJson(provider)) throw new BrokerError('action_changed');
  }

  #freshId(): RequestId {
    return RequestId.parse(`req_${this.#parts.randomness.bytes(16).toString('hex')}`);
  }
}

/** Not this agent’s part of it: the whole. */
function houseFull(): Refused {
  return new Refused('calls_too_many', { status: 503, headers: { 'Retry-After': '1' } });
}

function ofProvider(
  provider: Provider,
  scope: Scope,
): Pick<CallWish, 'provider' | 'scope' | 'privateAddress' | 'timeoutMs' | 'reason'> {
  // The agent’s own time limit ends the connection; this one only keeps a dead API from holding it for ever.
  const timeoutMs = callLimits.maxTimeoutMs;
  return { provider, scope, privateAddress: provider.privateAddress, timeoutMs, reason: null };
}

function refusalOf(outcome: Exclude<CallOutcome, { kind: 'answered' }>, token: LiveToken): BrokerError {
  switch (outcome.kind) {
    case 'blocked':
      return new Refused('call_blocked', { findings: outcome.findings });
    case 'denied':
      return new Refused('call_denied', { reason: outcome.reason });
    case 'expired':
      return new BrokerError(outcome.waitedFor === 'unlock' ? 'locked' : 'answer_not_accepted');
    case 'failed':
      return outcome.code === 'unknown_secret' ? noSecret() : new BrokerError(outcome.code);
    case 'cancelled':
      if (outcome.by === 'lock') return new BrokerError('locked');
      if (outcome.by === 'quit') return new BrokerError('gateway_unavailable');
      if (outcome.by === 'pause') return new BrokerError('agent_paused');
      return new BrokerError(token.signal.aborted ? 'token_unknown' : 'call_withdrawn');
    default:
      return assertNever(outcome);
  }
}

/** SECURITY P2: as the secret is now: the person may have renamed it, or keep it to other hosts. @throws BrokerError as `secretOf` */
function usable(provider: Provider, secrets: GatewayParts['secrets']): OwnSecretView {
  try {
    return secretOf(provider, secrets);
  } catch (thrown) {
    throw faultCodeOf(thrown) === 'unknown_secret' ? noSecret() : thrown;
  }
}

/** Not 404: that would be the API’s word on the path. */
function noSecret(): Refused {
  return new Refused('unknown_secret', { status: 424 });
}
