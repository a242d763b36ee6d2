// What an agent of the gateway may know of: the secrets of the providers that its scopes reach. SECURITY P8: no other exists for it.
import { type ClientLimits, defaultClientLimits } from '../../contract/client.ts';
import type { Provider } from '../../contract/provider.ts';
import type { AgentRecord } from './agent-record.ts';

/** As the limits of a client say it. */
export function reachOf({ limits }: Pick<AgentRecord, 'limits'>, providers: readonly Provider[]): ClientLimits {
  const reached = providers.filter(({ id }) => limits.scopes.some((scope) => scope.startsWith(`${id}:`)));
  const { callsPerMinute, burst } = limits;
  return { ...defaultClientLimits, secrets: reached.map(({ secret }) => secret), callsPerMinute, burst };
}
