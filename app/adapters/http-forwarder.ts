// The way out to HTTP APIs over Node's own https: TLS is verified, only checked addresses are connected to, redirects are answers
// like any other, and no variable of the environment is asked for a proxy or for less care.
import { BrokerError } from '../contract/fault.ts';
import { isPublicAddress } from '../core/calls/address-guard.ts';
import type { Forwarder, Incoming, Outgoing } from '../core/ports/forwarder.ts';
import { exchange } from './http-exchange.ts';
import { type AddressOfHost, ConnectionPool, isAddress, systemLookup } from './http-pool.ts';

export interface ForwarderOptions {
  /** PEM, instead of the roots that Node brings. */
  readonly certificates?: readonly string[];
  readonly lookup?: (host: string) => Promise<readonly AddressOfHost[]>;
  /** For tests only: instead of the guard of addresses. */
  readonly mayConnect?: (address: string) => boolean;
}

export class HttpForwarder implements Forwarder {
  readonly #mayConnect: (address: string) => boolean;
  /** SECURITY P2: a connection that was made for a private host is never used for one that has to be public. */
  readonly #pools: { readonly public: ConnectionPool; readonly private: ConnectionPool };
  #isClosed = false;

  constructor(options: ForwarderOptions = {}) {
    const lookup = options.lookup ?? systemLookup;
    const certificates = options.certificates ?? null;
    this.#mayConnect = options.mayConnect ?? isPublicAddress;
    this.#pools = {
      public: new ConnectionPool({ certificates, lookup, mayConnect: this.#mayConnect }),
      private: new ConnectionPool({ certificates, lookup, mayConnect: () => true }),
    };
  }

  async forward(outgoing: Outgoing, signal: AbortSignal): Promise<Incoming> {
    const { name, port } = partsOf(outgoing.host);
    if (this.#isClosed) throw new BrokerError('upstream_unreachable');
    const isLiteral = isAddress(name);
    if (isLiteral && !outgoing.privateAddress && !this.#mayConnect(name)) {
      throw new BrokerError('upstream_address_refused');
    }
    const pool = outgoing.privateAddress ? this.#pools.private : this.#pools.public;
    const to = { ...{ agent: pool.agent, host: name, port }, servername: isLiteral ? '' : name };
    const answer = await exchange(to, outgoing, signal);
    if (answer !== 'stale') return answer;
    pool.dropIdle();
    const second = await exchange(to, outgoing, signal);
    if (second === 'stale') throw new BrokerError('upstream_broken');
    return second;
  }

  /** Ends every connection; what is under way fails, and nothing goes out any more. */
  close(): void {
    this.#isClosed = true;
    this.#pools.public.close();
    this.#pools.private.close();
  }
}

/** @throws BrokerError upstream_unreachable when it is no host */
function partsOf(host: string): { readonly name: string; readonly port: number } {
  const parts = /^(?:\[([\da-f:.]+)\]|([^\s:/?#@[\]\\%]+))(?::(\d{1,5}))?$/i.exec(host);
  const port = Number(parts?.[3] ?? 443);
  const name = parts?.[1] ?? parts?.[2];
  if (name === undefined || port < 1 || port > 65_535) throw new BrokerError('upstream_unreachable');
  return { name, port };
}
