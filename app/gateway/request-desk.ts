// One request from its first look to its answer: safe, routed, whose, parsed, done.
import { BrokerError, faultCodeOf } from '../contract/fault.ts';
import { AuditQuery } from '../contract/gateway-answers.ts';
import { type Endpoint, endpoints } from '../contract/gateway-api.ts';
import { readPath } from '../core/calls/call-path.ts';
import { isQuery } from '../core/calls/call-url.ts';
import { sendJson, sendRefusal } from './answers.ts';
import { sendLines, wantsLines } from './audit-pages.ts';
import { callerOf } from './callers.ts';
import type { GatewayParts } from './gateway-parts.ts';
import { takeToken, type WithoutToken } from './given-token.ts';
import { type OwnEndpoints, ownEndpoints } from './own-endpoints.ts';
import type { ProxyCalls } from './proxy-call.ts';
import { dropRest, type Exchange, jsonBody, jsonLimits } from './request-body.ts';
import { refusalOf } from './request-safety.ts';
import { type Route, routeOf } from './routes.ts';

/** A body up to here is read to its end after a refusal, so that the connection can go on. */
const readAnywayBytes = 65_536;

export class RequestDesk {
  readonly #parts: GatewayParts;
  readonly #calls: ProxyCalls;
  readonly #own: OwnEndpoints;

  constructor(parts: GatewayParts, calls: ProxyCalls, door: () => 'port' | 'socket') {
    this.#parts = parts;
    this.#calls = calls;
    this.#own = ownEndpoints(parts, door);
  }

  /** Never rejects. */
  async answer(exchange: Exchange, hosts: ReadonlySet<string>): Promise<void> {
    const { request } = exchange;
    try {
      const refusal = refusalOf(request, hosts);
      if (refusal !== null) throw new BrokerError(refusal);
      const [path = '', query = ''] = split(request.url ?? '');
      const steps = readPath(path);
      if (steps === null || !isQuery(query)) throw new BrokerError('url_invalid');
      const rest = takeToken(request.rawHeaders, path, query);
      const route = routeOf(request.method ?? '', steps, path);
      if (route.kind === 'proxy') await this.#calls.answer(exchange, route, rest);
      else await this.#answerOwn(exchange, route, rest);
    } catch (thrown) {
      this.#refuse(exchange, thrown);
    } finally {
      dropRest(exchange);
    }
  }

  async #answerOwn(exchange: Exchange, route: Extract<Route, { kind: 'own' }>, rest: WithoutToken): Promise<void> {
    const { response, request } = exchange;
    const endpoint: Endpoint = endpoints[route.name];
    callerOf(this.#parts, endpoint, rest.given);
    const query = parsed(endpoint.query, Object.fromEntries(new URLSearchParams(rest.query)));
    const body = await jsonBody(exchange, endpoint.body, route.name === 'scan' ? jsonLimits.scan : jsonLimits.usual);
    // SECURITY P8: again, since it may be over now that the body has come.
    const caller = callerOf(this.#parts, endpoint, rest.given);
    const gone = new AbortController();
    response.once('close', () => gone.abort('disconnect'));
    const asked = { params: parsed(endpoint.params, route.params), query, body, caller, signal: gone.signal };
    if (
      caller.kind === 'admin' &&
      route.name === 'audit' &&
      wantsLines(AuditQuery.parse(query), request.headers.accept ?? '')
    ) {
      this.#parts.audit.record({ kind: 'admin.used', at: this.#parts.clock.now(), what: 'audit' });
      return sendLines(response, this.#parts, AuditQuery.parse(query), caller.token);
    }
    // The table gives each handler the shapes that its endpoint was parsed by.
    const answer = await this.#own[route.name](asked as never);
    sendJson(response, endpoint.answer?.status ?? 200, endpoint.answer?.shape.parse(answer));
  }

  #refuse({ request, response }: Exchange, thrown: unknown): void {
    const code = faultCodeOf(thrown);
    this.#parts.log.write(code === 'internal' ? 'fault' : 'note', 'gateway.refused', { code });
    if (response.headersSent || response.destroyed) {
      response.destroy();
      return;
    }
    const { headers } = request;
    const isLong = headers['transfer-encoding'] !== undefined || Number(headers['content-length']) > readAnywayBytes;
    if (code === 'gateway_malformed' || isLong) response.shouldKeepAlive = false;
    sendRefusal(response, thrown);
  }
}

function split(target: string): readonly [string, string] {
  const at = target.indexOf('?');
  return at === -1 ? [target, ''] : [target.slice(0, at), target.slice(at + 1)];
}

/** null: the endpoint takes none. @throws BrokerError bad_request */
function parsed(shape: Endpoint['query'], given: Readonly<Record<string, string>>): unknown {
  if (shape === undefined && Object.keys(given).length === 0) return null;
  const result = shape?.safeParse(given);
  if (result?.success !== true) throw new BrokerError('bad_request');
  return result.data;
}
