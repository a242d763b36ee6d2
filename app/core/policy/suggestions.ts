// Rules that would have answered questions which came again and again: always the narrowest one that answers at least three.
import type { Reach } from '../../contract/lasting.ts';
import type { PolicyRule, RuleSuggestion } from '../../contract/policy.ts';
import type { Action } from '../../contract/run.ts';
import type { AnsweredRun } from '../approvals/prompt-log.ts';
import { agentCanChange } from '../commands/hidden-state.ts';
import { holdsFor, narrowestRule } from './narrowest-rule.ts';
import { type NameOf, ruleWords } from './rule-words.ts';

/** `known`: rules in force. The ones that would have answered most first. */
export function suggestRules(
  asked: readonly AnsweredRun[],
  known: readonly PolicyRule[],
  nameOf: NameOf = () => null,
): readonly RuleSuggestion[] {
  const denied = asked.filter(({ answer }) => answer === 'deny');
  let open = asked.filter(({ action, answer, at }) => {
    return (
      answer === 'allow' && isHarmless(action) && !known.some((rule) => isAllowing(rule) && holdsFor(rule, action, at))
    );
  });
  const taken = new Set(known.map(({ id }) => id));
  const found: RuleSuggestion[] = [];
  for (const reach of reaches) {
    for (const { action } of open) {
      const rule = narrowestRule(action, reach, { without: [], taken });
      if (rule === null || denied.some((no) => holdsFor(rule, no.action))) continue;
      const answered = open.filter((yes) => holdsFor(rule, yes.action));
      if (answered.length < fewest) continue;
      open = open.filter((yes) => !answered.includes(yes));
      taken.add(rule.id);
      found.push({ rule, words: ruleWords(rule, nameOf), answered: answered.length });
    }
  }
  return found.sort((one, other) => other.answered - one.answered);
}

const reaches: readonly Reach[] = ['exact', 'alike', 'reads'];
const fewest = 3;

/** What the agent could turn into something else, or what is beyond repair, is never suggested. */
function isHarmless({ risk, secrets, hidden }: Action): boolean {
  const isGrave = risk === 'disclose' || risk === 'delete';
  return !isGrave && !agentCanChange(hidden) && secrets.every(({ tier }) => tier === 'run');
}

function isAllowing({ action }: PolicyRule): boolean {
  return action === 'allow';
}
