// The connections to HTTP APIs: made with verified TLS, to addresses that were checked, and kept for a while for the next call.
import { lookup as lookupName } from 'node:dns/promises';
import { Agent } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { createSecureContext } from 'node:tls';
import { BrokerError } from '../contract/fault.ts';

export interface AddressOfHost {
  readonly address: string;
  readonly family: 4 | 6;
}

export interface PoolRules {
  /** PEM; null: the roots that Node brings. */
  readonly certificates: readonly string[] | null;
  readonly lookup: (host: string) => Promise<readonly AddressOfHost[]>;
  readonly mayConnect: (address: string) => boolean;
}

/** Below the 5 s after which common servers hang up, so that a call seldom meets a connection that is just ending. */
const idleMs = 4000;

export class ConnectionPool {
  readonly agent: Agent;

  constructor({ certificates, lookup, mayConnect }: PoolRules) {
    const ca = certificates === null ? {} : { ca: [...certificates] };
    this.agent = new Agent({
      ...{ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY, scheduling: 'lifo', timeout: idleMs, noDelay: true },
      // SECURITY: said, so that neither NODE_TLS_REJECT_UNAUTHORIZED nor NODE_OPTIONS can take it back.
      ...{ rejectUnauthorized: true, secureContext: createSecureContext({ minVersion: 'TLSv1.2', ...ca }) },
      // Without resumption every connection checks the name in the certificate anew.
      ...{ ALPNProtocols: ['http/1.1'], maxCachedSessions: 0 },
      // A host with several addresses is tried at one after the other.
      ...{ autoSelectFamily: true, autoSelectFamilyAttemptTimeout: 1000 },
      lookup: checkedLookup(lookup, mayConnect),
    });
  }

  /** Those in use go on. */
  dropIdle(): void {
    for (const sockets of Object.values(this.agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy();
  }

  close(): void {
    this.agent.destroy();
  }
}

export async function systemLookup(host: string): Promise<readonly AddressOfHost[]> {
  const found = await lookupName(host, { all: true });
  return found.map(({ address }) => ({ address, family: isIP(address) === 6 ? 6 : 4 }));
}

export function isAddress(host: string): boolean {
  return isIP(host) !== 0;
}

/**
 * SECURITY P2: the name is resolved once per connection, and what was checked is what is connected to: a name that leads elsewhere
 * a moment later (DNS rebinding) changes nothing.
 */
function checkedLookup(lookup: PoolRules['lookup'], mayConnect: PoolRules['mayConnect']): LookupFunction {
  const checked = async (host: string) => {
    const found = (await lookup(host)).filter(({ address }) => isAddress(address));
    const allowed = found.filter(({ address }) => mayConnect(address));
    if (found.length > 0 && allowed.length === 0) throw new BrokerError('upstream_address_refused');
    if (allowed.length === 0) throw new BrokerError('upstream_unreachable');
    return allowed;
  };
  return (host, _options, done) => {
    checked(host).then(
      (addresses) => done(null, [...addresses]),
      (fault) =>
        done(fault instanceof BrokerError ? fault : new BrokerError('upstream_unreachable', { cause: fault }), []),
    );
  };
}
