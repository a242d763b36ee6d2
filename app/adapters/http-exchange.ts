// One HTTP request and its answer over one connection. The first thing that goes wrong ends it and is what everybody is told.
import type { ClientRequest, IncomingMessage } from 'node:http';
import { type RequestOptions, request as requestHttps } from 'node:https';
import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { TLSSocket } from 'node:tls';
import { isConnectionHeader } from '../contract/connection-headers.ts';
import { BrokerError, type FaultCode } from '../contract/fault.ts';
import type { Incoming, Outgoing } from '../core/ports/forwarder.ts';
import { answerHeaders, type Coding, codingOf, codings, hasBody, unpacked } from './http-answer.ts';

/** The connection, and whose name its certificate has to bear. */
export type Destination = Required<Pick<RequestOptions, 'agent' | 'host' | 'port' | 'servername'>>;

/**
 * `stale`: the connection had been used before and was gone before an answer came. Only for what changes nothing (GET and HEAD,
 * without a body): nothing else is ever sent twice.
 * @throws as Forwarder.forward
 */
export function exchange(to: Destination, outgoing: Outgoing, signal: AbortSignal): Promise<Incoming | 'stale'> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) throw new BrokerError('upstream_broken', { cause: signal.reason });
    const request = requestFor(to, outgoing);
    const life = new Life(request, outgoing.timeoutMs, signal, reject);
    request.on('error', (cause) => {
      if (!life.isOver && !life.hasAnswer && mayRepeat(outgoing, request, cause)) resolve('stale');
      life.fail(cause instanceof BrokerError ? cause : new BrokerError(codeOf(cause, request), { cause }));
    });
    // A connection that is to speak another protocol (101).
    request.once('upgrade', (_, socket) => {
      socket.destroy();
      life.fail(new BrokerError('upstream_broken'));
    });
    request.once('response', (answer) => {
      try {
        resolve(incomingOf(answer, outgoing, life));
      } catch (fault) {
        life.fail(fault);
      }
    });
    send(request, outgoing.body, life).catch((fault) => life.fail(fault));
  });
}

function requestFor(to: Destination, { method, host, target, headers, body }: Outgoing): ClientRequest {
  if (!/^\/[\x21-\x7e]*$/.test(target)) throw new BrokerError('value_not_sendable');
  const sent = ['Host', host];
  for (const [name, value] of headers) {
    if (!isConnectionHeader(name) && name.toLowerCase() !== 'accept-encoding') sent.push(name, value);
  }
  sent.push('Accept-Encoding', codings);
  if (body instanceof Uint8Array) sent.push('Content-Length', String(body.length));
  else if (body !== null) sent.push('Transfer-Encoding', 'chunked');
  // An empty body is said to be one where a server may wait for it.
  else if (method !== 'GET' && method !== 'HEAD' && method !== 'DELETE') sent.push('Content-Length', '0');
  // SECURITY P2: a server that takes no body with these would read it as the next request: one that nobody has judged.
  const isLast = body !== null && ['GET', 'HEAD', 'DELETE'].includes(method);
  if (isLast) sent.push('Connection', 'close');
  const limits = { maxHeaderSize: 65_536, insecureHTTPParser: false };
  try {
    const request = requestHttps({ ...to, ...limits, method, path: target, headers: sent });
    // Their bytes are limited; a header that was left out could be the one that says how the body is packed.
    request.maxHeadersCount = 0;
    // Also where the server would keep the connection.
    if (isLast) request.shouldKeepAlive = false;
    return request;
  } catch (cause) {
    throw new BrokerError('value_not_sendable', { cause });
  }
}

/** What `body` throws is thrown, and the request is left incomplete. */
async function send(request: ClientRequest, body: Outgoing['body'], life: Life): Promise<void> {
  if (body === null || body instanceof Uint8Array) {
    request.end(body ?? undefined);
    return;
  }
  for await (const part of body) {
    if (request.destroyed) return;
    life.goesOn();
    if (!request.write(part)) await drained(request);
  }
  request.end();
}

function drained(request: ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      request.off('drain', done).off('close', done);
      resolve();
    };
    request.on('drain', done).on('close', done);
  });
}

/** @throws BrokerError upstream_broken */
function incomingOf(answer: IncomingMessage, { method }: Outgoing, life: Life): Incoming {
  const status = answer.statusCode ?? 0;
  const coding = hasBody(method, status) ? codingOf(answer) : 'none';
  if (status < 200 || status > 599 || coding === null) throw new BrokerError('upstream_broken');
  life.answers(answer);
  if (!hasBody(method, status)) {
    // The connection is free for the next call, whether anybody reads nothing or not.
    answer.resume();
    life.end();
  }
  return { status, headers: answerHeaders(answer), body: partsOf(answer, coding, life) };
}

/** Whoever stops reading breaks the connection off. */
async function* partsOf(answer: IncomingMessage, coding: Coding, life: Life): AsyncGenerator<Uint8Array> {
  try {
    life.waits();
    const parts = await unpacked(answer, coding);
    life.answers(parts);
    for await (const part of parts) {
      life.rests();
      yield part;
      if (part.length >= recordBytes) await setImmediate();
      life.waits();
    }
  } catch (cause) {
    throw life.fault ?? new BrokerError('upstream_broken', { cause });
  } finally {
    life.end();
  }
}

/**
 * In bytes: as much as one record of TLS takes. After so much, more is nearly always on its way: it comes in by the next turn of the
 * loop and makes one part, since a few large ones cost less than many. An event is no such part, and nothing waits that is here.
 */
const recordBytes = 16 * 1024;

/** From the request to the last part of the answer. */
class Life {
  /** What ended it; null: nothing yet. */
  fault: unknown = null;
  isOver = false;
  #answer: Readable | null = null;
  #isWaiting = true;
  readonly #request: ClientRequest;
  readonly #signal: AbortSignal;
  readonly #reject: (fault: unknown) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #abort = () => this.fail(new BrokerError('upstream_broken', { cause: this.#signal.reason }));

  constructor(request: ClientRequest, timeoutMs: number, signal: AbortSignal, reject: (fault: unknown) => void) {
    this.#request = request;
    this.#signal = signal;
    this.#reject = reject;
    this.#timer = setTimeout(() => {
      if (this.#isWaiting) this.fail(new BrokerError('upstream_timeout'));
    }, timeoutMs).unref();
    signal.addEventListener('abort', this.#abort);
  }

  get hasAnswer(): boolean {
    return this.#answer !== null;
  }

  /** The head of the answer has come, or what its body is read from. */
  answers(answer: Readable): void {
    this.#answer = answer.on('error', (cause) => this.fail(new BrokerError('upstream_broken', { cause })));
    this.rests();
    // It was ended meanwhile.
    if (this.isOver) answer.destroy(new BrokerError('upstream_broken'));
  }

  /** For the API: its time counts from now. */
  waits(): void {
    this.#isWaiting = true;
    this.goesOn();
  }

  /** Whoever reads is at work. */
  rests(): void {
    this.#isWaiting = false;
  }

  /** A part of the request is on its way. */
  goesOn(): void {
    if (!this.isOver) this.#timer.refresh();
  }

  fail(fault: unknown): void {
    if (this.isOver) return;
    this.fault = fault;
    this.end();
    // With an error, so that whoever waits for a part hears of it.
    this.#answer?.destroy(new BrokerError('upstream_broken'));
    this.#request.destroy();
    this.#reject(fault);
  }

  end(): void {
    if (this.isOver) return;
    this.isOver = true;
    clearTimeout(this.#timer);
    this.#signal.removeEventListener('abort', this.#abort);
    // What is still to be sent would reach an API that has answered already, over a connection that others wait for.
    if (!this.#request.writableFinished) this.#request.destroy();
  }
}

function mayRepeat({ method, body }: Outgoing, request: ClientRequest, cause: NodeJS.ErrnoException): boolean {
  const isGone = cause.code === 'ECONNRESET' || cause.code === 'EPIPE';
  return isGone && request.reusedSocket && body === null && (method === 'GET' || method === 'HEAD');
}

function codeOf({ code }: NodeJS.ErrnoException, { socket }: ClientRequest): FaultCode {
  if (socket instanceof TLSSocket && socket.authorized) return 'upstream_broken';
  // ECONNREFUSED, ENOTFOUND …; what TLS finds wrong has names of its own.
  return /^E(?!RR_|PROTO)/.test(code ?? '') ? 'upstream_unreachable' : 'upstream_untrusted';
}
