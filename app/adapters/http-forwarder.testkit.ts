// For tests only: a forwarder that trusts the test authority and may reach this computer, and short ways to call with it.
import type { TestContext } from 'node:test';
import type { Incoming, Outgoing } from '../core/ports/forwarder.ts';
import { testCertificate } from './certificate.testkit.ts';
import { type ForwarderOptions, HttpForwarder } from './http-forwarder.ts';
import { type Origin, type OriginHandler, type OriginOptions, startOrigin } from './origin.testkit.ts';

export interface Way {
  readonly origin: Origin;
  readonly forwarder: HttpForwarder;
  /** A GET of `/` unless said otherwise. */
  call(wish?: Partial<Outgoing>, signal?: AbortSignal): Promise<Incoming>;
}

/** All of it ends with the test. */
export async function wayTo(t: TestContext, handler?: OriginHandler, options: OriginOptions = {}): Promise<Way> {
  const origin = await startOrigin(handler, options);
  const forwarder = forwarderFor(t);
  t.after(() => origin.close());
  return { origin, forwarder, call: (wish, signal) => callWith(forwarder, { host: origin.host, ...wish }, signal) };
}

export function forwarderFor(t: TestContext, options: ForwarderOptions = {}): HttpForwarder {
  const certificates = [testCertificate().authority];
  const forwarder = new HttpForwarder({ certificates, mayConnect: () => true, ...options });
  t.after(() => forwarder.close());
  return forwarder;
}

export function callWith(
  forwarder: HttpForwarder,
  wish: Partial<Outgoing> & Pick<Outgoing, 'host'>,
  signal = new AbortController().signal,
): Promise<Incoming> {
  const usual = {
    method: 'GET',
    target: '/',
    headers: [],
    body: null,
    privateAddress: false,
    timeoutMs: 10_000,
  } as const;
  return forwarder.forward({ ...usual, ...wish }, signal);
}

export async function textOf({ body }: Incoming): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of body) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString('utf8');
}

/** Until it is so. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}
