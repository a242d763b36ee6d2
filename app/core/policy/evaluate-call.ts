// SECURITY P2: the one place that decides whether a call of an API is allowed, asked or denied, and says why. Pure.
import type { CallAction } from '../../contract/call.ts';
import type { PolicyRule, Reasoning } from '../../contract/policy.ts';
import { allowsCall, type CallFacts, callFacts, restrictsCall } from './call-match.ts';
import type { CompiledPolicy, CompiledRules } from './compiled-policy.ts';
import { type Judging, toldRule, type Verdict } from './evaluate.ts';
import { denialWords } from './reasoning-words.ts';
import { ruleWords } from './rule-words.ts';

export interface CallJudging extends Pick<Judging, 'tagsOf' | 'now'> {
  readonly policy: CompiledPolicy;
  readonly grants: { covering(call: CallAction): ReturnType<Judging['grants']['covering']> };
  readonly denials: { covering(call: CallAction): { readonly reason: string | null } | null };
}

/**
 * Order, as for runs: what never leaves > deny rules > remembered denials > disclosure and guarded always ask > a live grant > ask
 * rules > allow rules > the token's scope, for what reads or writes > the default.
 */
export function evaluateCall(call: CallAction, judging: CallJudging): Verdict {
  const facts = callFacts(call, judging);
  const { policy, grants, denials } = judging;
  if (call.secrets.some(({ tier }) => tier === 'never')) return deny({ by: 'tier' });
  const denying = firstOf(policy.callRules('deny'), facts, restrictsCall);
  if (denying !== null)
    return { ...deny(reasonOf(denying)), rule: denying, reason: denying.note ?? toldRule(denying, call) };
  const remembered = denials.covering(call);
  if (remembered !== null) return { ...deny({ by: 'remembered' }), reason: remembered.reason };
  if (call.risk === 'disclose') return ask({ by: 'disclosure' });
  if (call.secrets.some(({ tier }) => tier === 'guarded')) return ask({ by: 'guarded' });
  // Somebody who has neither a token nor a known program asks each time.
  if (call.provider === null && call.caller.length === 0) return ask({ by: 'unclear' });
  const grant = grants.covering(call);
  if (grant?.kind === 'covers') return allow({ by: 'grant', id: grant.grant.id });
  const asking = firstOf(policy.callRules('ask'), facts, restrictsCall);
  if (asking !== null) return { ...ask(reasonOf(asking)), rule: asking };
  const allowing = firstOf(policy.callRules('allow'), facts, allowsCall);
  if (allowing !== null) return { ...allow(reasonOf(allowing)), rule: allowing, seconds: allowing.seconds ?? null };
  if (call.scope !== null && (call.risk === 'read' || call.risk === 'write'))
    return allow({ by: 'scope', scope: call.scope });
  const { default_action } = policy.policy;
  return {
    ...(default_action === 'deny' ? deny({ by: 'default' }) : ask({ by: 'default' })),
    decision: default_action,
  };
}

function firstOf(rules: CompiledRules, facts: CallFacts, holds: typeof allowsCall): PolicyRule | null {
  return rules.find((rule) => holds(rule, facts))?.rule ?? null;
}

function allow(reasoning: Reasoning): Verdict {
  return { ...ask(reasoning), decision: 'allow' };
}

function ask(reasoning: Reasoning): Verdict {
  return { decision: 'ask', reasoning, rule: null, seconds: null, reason: null };
}

function deny(reasoning: Reasoning): Verdict {
  return { ...ask(reasoning), decision: 'deny', reason: denialWords(reasoning) };
}

function reasonOf(rule: PolicyRule): Reasoning {
  return { by: 'rule', id: rule.id, words: ruleWords(rule) };
}
