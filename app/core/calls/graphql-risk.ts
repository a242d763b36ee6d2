// What a call of GraphQL does, where all that the server could read it from says the same.
import { z } from 'zod';
import type { CallHeader } from '../../contract/call-outcome.ts';
import type { RiskClass } from '../../contract/risk.ts';
import { graphqlRisk } from '../risk/method-risk.ts';
import type { HeldBody } from './held-body.ts';

/**
 * `unknown` wherever a server may take another document than the one that is read here: from the query, from a form, from a name in
 * other capitals or given twice, by the number of one that it keeps, or in another character set.
 */
export function graphqlCallRisk(query: string, headers: readonly CallHeader[], body: HeldBody): RiskClass {
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  if (query !== '' || !plainJson.test(type) || body.kind !== 'whole') return 'unknown';
  const text = body.bytes.toString('utf8');
  const read = GraphqlBody.safeParse(jsonOf(text)).data;
  if (read === undefined || namesIn(text) !== namesIn(JSON.stringify(read))) return 'unknown';
  return graphqlRisk([`query=${read.query}`]);
}

const plainJson = /^application\/(?:graphql\+)?json(?:\s*;\s*charset="?utf-8"?)?\s*$/i;

const GraphqlBody = z.strictObject({
  query: z.string(),
  variables: z.unknown().optional(),
  operationName: z.unknown().optional(),
  extensions: z.unknown().optional(),
});

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** How many: a name that is given twice is one when it is written anew. */
function namesIn(json: string): number {
  let names = 0;
  for (const [, colon] of json.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"\s*(:?)/g)) if (colon === ':') names += 1;
  return names;
}
