// What a call of an API does to the world, as far as its method, its path and what is known of the provider tell.
import { z } from 'zod';
import type { CallMethod, Provider } from '../../contract/provider.ts';
import type { RiskClass } from '../../contract/risk.ts';
import { graphqlRisk, methodRisk } from '../risk/method-risk.ts';
import { discloses, removes } from './call-rule.ts';
import type { HeldBody } from './held-body.ts';

export interface RiskyCall {
  readonly provider: Provider | null;
  readonly method: CallMethod;
  /** Decoded. */
  readonly steps: readonly string[];
  readonly body: HeldBody;
}

/** SECURITY P2: where a provider says that a request discloses or deletes, its method does not say otherwise. */
export function callRisk({ provider, method, steps, body }: RiskyCall): RiskClass {
  if (provider !== null && discloses(provider, method, steps)) return 'disclose';
  if (provider !== null && removes(provider, method, steps)) return 'delete';
  if (method === 'POST' && steps.at(-1)?.toLowerCase() === 'graphql') return graphqlCallRisk(body);
  return methodRisk([method], body.kind !== 'none');
}

const GraphqlBody = z.object({ query: z.string() });

function graphqlCallRisk(body: HeldBody): RiskClass {
  const text = body.kind === 'whole' ? body.bytes.toString('utf8') : '';
  const read = GraphqlBody.safeParse(jsonOf(text)).data;
  return read === undefined ? 'unknown' : graphqlRisk([`query=${read.query}`]);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
