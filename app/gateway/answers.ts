// How the gateway itself answers: JSON, never kept by anybody, never for a web page. No answer has a CORS header.
import type { ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { BrokerError, type FaultCode, faultCodeOf, faultMessages } from '../contract/fault.ts';
import type { Refusal } from '../contract/gateway-answers.ts';
import { proxyMethods } from '../contract/gateway-api.ts';
import { statusOf } from '../contract/gateway-status.ts';

/** On every answer, also on those of an API. */
export const everyAnswer = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' } as const;

type Headers = Readonly<Record<string, string>>;

export function sendJson(response: ServerResponse, status: number, body: unknown, more: Headers = {}): void {
  const bytes = Buffer.from(JSON.stringify(body));
  const type = { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': bytes.length };
  response.writeHead(status, { ...everyAnswer, ...type, ...more });
  response.end(response.req.method === 'HEAD' ? undefined : bytes);
}

export interface RefusalWords {
  /** Where another one than the code's own fits better. */
  readonly status?: number;
  readonly findings?: NonNullable<Refusal['error']['findings']>;
  readonly reason?: string | null;
  readonly headers?: Headers;
}

/** A fault of a request, with what its answer says besides. */
export class Refused extends BrokerError {
  readonly words: RefusalWords;

  constructor(code: FaultCode, words: RefusalWords) {
    super(code);
    this.words = words;
  }
}

export function sendRefusal(response: ServerResponse, thrown: unknown): void {
  const code = faultCodeOf(thrown);
  const { status = statusOf(code), findings, reason, headers } = thrown instanceof Refused ? thrown.words : noWords;
  const more = { ...(findings && { findings }), ...(reason && { reason }) };
  sendJson(response, status, refusalOf(code, more), {
    'Postern-Error': code,
    ...signIn(status, code),
    ...retryAfter(thrown),
    ...headers,
  });
}

const noWords: RefusalWords = {};

/** For a connection whose request could not even be read: the last bytes that it gets. */
export function refuseRaw(socket: Duplex, code: FaultCode): void {
  // After CONNECT and an upgrade Node listens to this socket no more, and an error that nobody hears would end the process.
  socket.on('error', () => socket.destroy());
  const status = statusOf(code);
  const body = JSON.stringify(refusalOf(code));
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    ...Object.entries(everyAnswer).map(([name, value]) => `${name}: ${value}`),
    `Content-Type: application/json; charset=utf-8`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    `Postern-Error: ${code}`,
    ...(status === 405 ? [`Allow: ${proxyMethods.join(', ')}`] : []),
    'Connection: close',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}

function refusalOf(code: FaultCode, more: Omit<Refusal['error'], 'code' | 'message'> = {}): Refusal {
  return { error: { code, message: faultMessages[code], ...more } };
}

function signIn(status: number, code: FaultCode): Headers {
  if (status !== 401) return {};
  const error = code === 'token_missing' ? '' : ', error="invalid_token"';
  return { 'WWW-Authenticate': `Bearer realm="postern"${error}` };
}

function retryAfter(thrown: unknown): Headers {
  const ms = thrown instanceof BrokerError ? thrown.retryMs : null;
  return ms === null ? {} : { 'Retry-After': String(Math.max(1, Math.ceil(ms / 1000))) };
}
