// What a call of an API does to the world, as far as its method, its path and what is known of the provider tell.
import type { CallHeader } from '../../contract/call-outcome.ts';
import type { CallMethod, Provider } from '../../contract/provider.ts';
import type { RiskClass } from '../../contract/risk.ts';
import { methodRisk } from '../risk/method-risk.ts';
import { discloses, removes } from './call-rule.ts';
import { graphqlCallRisk } from './graphql-risk.ts';
import type { HeldBody } from './held-body.ts';
import { overridesMethod } from './method-override.ts';

export interface RiskyCall {
  readonly provider: Provider | null;
  readonly method: CallMethod;
  /** Decoded. */
  readonly steps: readonly string[];
  /** As it is sent. */
  readonly query: string;
  readonly headers: readonly CallHeader[];
  readonly body: HeldBody;
}

/**
 * SECURITY P2: where a provider says that a request discloses or deletes, its method does not say otherwise; where it may be taken for
 * another request than it looks like, it is not known what it does.
 */
export function callRisk({ provider, method, steps, query, headers, body }: RiskyCall): RiskClass {
  if (provider !== null && discloses(provider, method, steps)) return 'disclose';
  if (provider !== null && removes(provider, method, steps)) return 'delete';
  if (overridesMethod(method, query, body)) return 'unknown';
  if (steps.at(-1)?.toLowerCase() === 'graphql') {
    if (method === 'POST') return graphqlCallRisk(query, headers, body);
    if (query !== '') return 'unknown';
  }
  return methodRisk([method], body.kind !== 'none');
}
