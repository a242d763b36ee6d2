// SECURITY P2: the one place that decides whether an action is allowed, asked or denied, and says why. Pure.
import { assertNever } from '../../contract/fault.ts';
import type { PolicyRule, Reasoning } from '../../contract/policy.ts';
import type { Action, ActionCommand, ActionFile } from '../../contract/run.ts';
import type { Tier } from '../../contract/vocabulary.ts';
import { printsEnvironment } from '../risk/prints-environment.ts';
import { matchesGlob } from '../secrets/name-glob.ts';
import type { CommandPattern } from './command-pattern.ts';
import type { CompiledPolicy } from './compiled-policy.ts';
import { type Facts, factsOf, type JudgedBeside } from './facts.ts';
import { allows, catches } from './pattern-match.ts';
import { denialWords } from './reasoning-words.ts';
import { allowsAction, restrictsAction } from './rule-match.ts';
import { ruleWords } from './rule-words.ts';

export interface Verdict {
  readonly decision: 'allow' | 'ask' | 'deny';
  readonly reasoning: Reasoning;
  /** The rule that decided; null: none did. */
  readonly rule: PolicyRule | null;
  /** The longest it may run under the rule that allows it; null: no such limit. */
  readonly seconds: number | null;
  /** What a denial says to the agent: the person's own words where there are any. */
  readonly reason: string | null;
}

export interface Judging extends JudgedBeside {
  readonly policy: CompiledPolicy;
  readonly grants: {
    covering(
      action: Action,
    ):
      | { readonly kind: 'covers'; readonly grant: { readonly id: string } }
      | { readonly kind: 'changed'; readonly files: readonly ActionFile[] }
      | null;
  };
  /** What the person denied before and wanted remembered. */
  readonly denials: { covering(action: Action): { readonly reason: string | null } | null };
}

/**
 * Order: what never runs > deny rules > remembered denials > disclosure and guarded always ask > what cannot be covered > a live
 * grant > ask rules > allow rules > the default.
 */
export function evaluate(action: Action, judging: Judging): Verdict {
  const facts = factsOf(action, judging);
  const denied = denialOf(facts, judging);
  if (denied !== null) return denied;
  if (action.risk === 'disclose' || action.commands.some(({ risk }) => risk.class === 'disclose')) {
    return ask({ by: 'disclosure' });
  }
  if (action.secrets.some(({ tier }) => tier === 'guarded')) return ask({ by: 'guarded' });
  // What nothing can cover is left to the default, and never allowed by it.
  const byDefault = judging.policy.policy.default_action;
  if (!isClear(action)) return byDefault === 'deny' ? deny({ by: 'default' }) : ask({ by: 'unclear' });
  const grant = judging.grants.covering(action);
  if (grant?.kind === 'covers') return { ...ask({ by: 'grant', id: grant.grant.id }), decision: 'allow' };
  const asked = judging.policy.rulesFor('ask', facts).find((rule) => restrictsAction(rule, facts))?.rule;
  if (asked !== undefined) {
    return grant === null ? { ...ask(reasonOf(asked)), rule: asked } : ask({ by: 'changed', files: [...grant.files] });
  }
  return allowanceOf(facts, judging.policy, grant?.files ?? null) ?? defaultVerdict(byDefault);
}

/** Whether a secret of this tier may enter a process at all. */
export function mayRun(tier: Tier): boolean {
  switch (tier) {
    case 'run':
    case 'guarded':
      return true;
    case 'placeholder':
    case 'never':
      return false;
    default:
      return assertNever(tier);
  }
}

function denialOf(facts: Facts, { policy, denials }: Judging): Verdict | null {
  const { action } = facts;
  const commands = [...facts.commands, ...facts.roughCommands];
  if (!action.secrets.every(({ tier }) => mayRun(tier))) return deny({ by: 'tier' });
  if (commands.some((command) => printsEnvironment(command))) return deny({ by: 'prints_environment' });
  const rule = policy.rulesFor('deny', facts).find((each) => restrictsAction(each, facts))?.rule;
  if (rule !== undefined) return { ...deny(reasonOf(rule), rule.note ?? toldRule(rule, action)), rule };
  const pattern = policy.denied.find((each) => commands.some((command) => catches(each, command)));
  if (pattern !== undefined) return deny({ by: 'denied_commands', pattern: pattern.text });
  const remembered = denials.covering(action);
  return remembered === null ? null : deny({ by: 'remembered' }, remembered.reason ?? undefined);
}

/** Read whole, asked by a known program. */
function isClear(action: Action): boolean {
  return action.parsed && action.commands.length > 0 && action.caller.length > 0;
}

/** @param changed - files because of which a grant did not cover it; null: no grant comes near */
function allowanceOf(facts: Facts, policy: CompiledPolicy, changed: readonly ActionFile[] | null): Verdict | null {
  let files = changed;
  for (const compiled of policy.rulesFor('allow', facts)) {
    const held = allowsAction(compiled, facts);
    const { rule } = compiled;
    if (held.kind === 'yes') {
      return { decision: 'allow', reasoning: reasonOf(rule), rule, seconds: rule.seconds ?? null, reason: null };
    }
    if (held.kind === 'changed') files ??= held.files;
  }
  const patterns = facts.commands.map((command) => allowedBy(policy.allowed, command, facts));
  const [first] = patterns;
  if (first !== undefined && first !== null && !patterns.includes(null)) {
    return { ...ask({ by: 'allowed_commands', pattern: first.text }), decision: 'allow' };
  }
  return files === null ? null : ask({ by: 'changed', files: [...files] });
}

function allowedBy(patterns: readonly CommandPattern[], command: ActionCommand, facts: Facts): CommandPattern | null {
  return facts.action.pathDiffers ? null : (patterns.find((pattern) => allows(pattern, command, facts)) ?? null);
}

function defaultVerdict(decision: 'allow' | 'ask' | 'deny'): Verdict {
  return decision === 'deny' ? deny({ by: 'default' }) : { ...ask({ by: 'default' }), decision };
}

function ask(reasoning: Reasoning): Verdict {
  return { decision: 'ask', reasoning, rule: null, seconds: null, reason: null };
}

/** @param own - what the agent is told, where the reasoning does not say it */
function deny(reasoning: Reasoning, own?: string): Verdict {
  return { ...ask(reasoning), decision: 'deny', reason: own ?? denialWords(reasoning) };
}

/** SECURITY P8: of the secrets a rule is about, an agent hears only of those it asked for; it may not know of the others. */
export function toldRule(rule: PolicyRule, { secrets }: Pick<Action, 'secrets'>): string {
  const own = rule.secrets?.filter((glob) => secrets.some(({ name }) => matchesGlob(name, glob)));
  return ruleWords(own === undefined ? rule : { ...rule, secrets: own });
}

function reasonOf(rule: PolicyRule): Reasoning {
  return { by: 'rule', id: rule.id, words: ruleWords(rule) };
}
