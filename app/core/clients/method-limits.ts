// How each method of the broker counts against what a client may do.
import type { BrokerMethod } from '../../contract/broker.ts';
import type { LimitedTool } from '../../contract/client.ts';
import { BrokerError } from '../../contract/fault.ts';
import type { CallRate } from './call-rate.ts';
import { requireTool } from './client-limits.ts';
import type { Clients, Greeting } from './clients.ts';

interface MethodLimits {
  /** The tool behind it, which the person can keep from a client; null: every client may. */
  readonly tool: LimitedTool | null;
  /** Whether it counts as one of its calls a minute. */
  readonly counted: boolean;
}

/** SECURITY P9: as the person set it for this client. @throws BrokerError rate_limited, tool_forbidden */
export function requireWithinLimits(clients: Clients, rate: CallRate, asker: Greeting, method: BrokerMethod): void {
  const limits = clients.limitsOf(asker.hello.client);
  const { tool, counted } = methodLimits[method];
  const retryMs = counted ? rate.take(clients.ownerOf(asker), limits) : 0;
  if (retryMs > 0) throw new BrokerError('rate_limited', { retryMs });
  if (tool !== null) requireTool(limits, tool);
}

/** Picking up what was asked for, giving up, and locking are never held back. */
const methodLimits: Readonly<Record<BrokerMethod, MethodLimits>> = {
  'secrets.list': { tool: 'list_secrets', counted: true },
  'secrets.exists': { tool: 'secret_exists', counted: true },
  'secrets.view': { tool: 'secret_get_masked', counted: true },
  'session.status': { tool: null, counted: false },
  'session.lock': { tool: null, counted: false },
  'session.shorten': { tool: null, counted: true },
  'session.extend': { tool: 'set_ttl', counted: true },
  'text.scan': { tool: 'scan_text', counted: true },
  'run.start': { tool: 'run_with_secrets', counted: true },
  'call.start': { tool: 'http_request', counted: true },
  'secret.request': { tool: 'request_secret', counted: true },
  'audit.export': { tool: 'export_audit', counted: true },
  /** One export is many pages, and nobody reads one without a yes to it. */
  'audit.page': { tool: 'export_audit', counted: false },
  'request.wait': { tool: null, counted: false },
  'request.cancel': { tool: null, counted: false },
  'client.rotate': { tool: null, counted: false },
};
