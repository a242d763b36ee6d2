// The body of a request: as JSON for the gateway's own endpoints, as it comes for an API.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';
import { BrokerError } from '../contract/fault.ts';
import { GatheredBytes } from '../core/calls/gathered-bytes.ts';

/** In bytes. */
export const jsonLimits = {
  /** All that an endpoint needs to know. Small, since everybody may send so much to one of them, over each connection. */
  usual: 16_384,
  /** A text of 256 KiB, each byte of it escaped. */
  scan: 2 * 1024 * 1024,
} as const;

/** One request and its answer. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** It waits to be told that its body is wanted. */
  readonly expectsContinue: boolean;
}

export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** null: there is none. It may be read once; whoever stops reading leaves the connection as it is. */
export function streamedBody(exchange: Exchange): AsyncIterable<Uint8Array> | null {
  return hasBody(exchange.request) ? partsOf(exchange) : null;
}

/** @throws BrokerError bad_request, gateway_body_unread, message_too_large */
export async function jsonBody<S extends z.ZodType>(
  exchange: Exchange,
  shape: S | null,
  mostBytes: number = jsonLimits.usual,
): Promise<z.infer<S> | null> {
  const { request } = exchange;
  if (shape === null && hasBody(request)) throw new BrokerError('bad_request');
  if (shape === null) return null;
  const parsed = shape.safeParse(hasBody(request) ? await readJson(exchange, mostBytes) : {});
  if (!parsed.success) throw new BrokerError('bad_request');
  return parsed.data;
}

async function readJson(exchange: Exchange, mostBytes: number): Promise<unknown> {
  const type = exchange.request.headers['content-type'] ?? '';
  if (!/^application\/json(?:\s*;|$)/i.test(type)) throw new BrokerError('gateway_body_unread');
  const read = new GatheredBytes();
  for await (const part of partsOf(exchange)) {
    if (read.length + part.length > mostBytes) throw new BrokerError('message_too_large');
    read.add(part);
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(read.bytes));
  } catch {
    throw new BrokerError('bad_request');
  }
}

/** What nobody reads any more is dropped as it comes, so that the connection can go on with the next request. */
export function dropRest({ request }: Exchange): void {
  // Of a reader that has stopped without a word.
  request.removeAllListeners('readable');
  request.resume();
}

/**
 * Not the request's own iterator: that one tears the connection down when its reader stops, before it got its answer.
 * @throws BrokerError call_withdrawn: the rest of it does not come
 */
async function* partsOf({ request, response, expectsContinue }: Exchange): AsyncGenerator<Uint8Array> {
  if (expectsContinue) response.writeContinue();
  try {
    for await (const part of request.iterator({ destroyOnReturn: false })) yield part;
  } catch (cause) {
    throw new BrokerError('call_withdrawn', { cause });
  }
}
