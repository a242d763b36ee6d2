// The narrowest rule that says what a yes or a no to a call of an API means, for when the person wants it to last.
// SECURITY P2: a rule that would not surely say the same is not made.
import type { CallAction } from '../../contract/call.ts';
import type { Reach } from '../../contract/lasting.ts';
import { PolicyRule } from '../../contract/policy.ts';
import { isPathPattern } from '../calls/call-rule.ts';
import { allowsCall, callFacts } from './call-match.ts';
import { freeId } from './narrowest-rule.ts';
import { compileRule } from './rule-match.ts';

/** `taken`: ids of other rules. null: no rule says it. */
export function narrowestCallRule(call: CallAction, reach: Reach, taken: ReadonlySet<string>): PolicyRule | null {
  const isExact = reach === 'exact';
  // A rule knows neither a query nor a body, so only a request without them is exactly what a rule can say.
  if (!isLasting(call) || (isExact && (call.query !== '' || call.body !== null))) return null;
  const isReads = reach === 'reads';
  if (isReads && call.risk !== 'read') return null;
  return parsed(call, {
    ...{ id: freeId(`${call.method} ${call.host}`, taken), action: 'allow', risk: [call.risk] },
    ...{ methods: isReads ? ['GET', 'HEAD'] : [call.method], ...(isReads ? {} : { paths: [call.path] }) },
    ...about(call),
  });
}

/** Denies this kind of request, whatever it holds. null: no rule says it. */
export function denyingCallRule(call: CallAction, note: string | null, taken: ReadonlySet<string>): PolicyRule | null {
  const noted = note === null || note === '' ? {} : { note };
  const id = freeId(`no ${call.method} ${call.host}`, taken);
  return parsed(call, { id, action: 'deny', ...noted, methods: [call.method], paths: [call.path], ...about(call) });
}

function isLasting({ provider, caller, risk, secrets }: CallAction): boolean {
  return (
    (provider !== null || caller.length > 0) &&
    risk !== 'disclose' &&
    secrets.every(({ tier, longestYes }) => (tier === 'run' || tier === 'placeholder') && longestYes === 'rule')
  );
}

function about({ secrets, host, client }: CallAction) {
  return { secrets: [...new Set(secrets.map(({ name }) => name))], hosts: [host], clients: [client.id] };
}

/** null: longer than a rule may be, with signs that a pattern reads otherwise, or not surely about this call. */
function parsed(call: CallAction, rule: Record<string, unknown>): PolicyRule | null {
  const read = PolicyRule.safeParse(rule).data;
  if (read === undefined || call.path.includes('*') || !(read.paths ?? []).every(isPathPattern)) return null;
  return allowsCall(compileRule(read), callFacts(call, { tagsOf: () => [], now: 0 })) ? read : null;
}
