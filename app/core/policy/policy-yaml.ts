// The policy as YAML: read with plain words for what is wrong, written in one canonical way.
import { parseDocument, stringify } from 'yaml';
import { Policy, type PolicyProblem, type PolicyRule } from '../../contract/policy.ts';
import { canonicalJson } from '../crypto/digest.ts';
import { senseProblems, shapeProblems } from './policy-problems.ts';
import { readYaml } from './yaml-tree.ts';

export type ReadPolicy =
  | { readonly kind: 'policy'; readonly policy: Policy }
  | { readonly kind: 'invalid'; readonly problems: readonly PolicyProblem[] };

export function readPolicy(text: string): ReadPolicy {
  const read = readYaml(text);
  if (read.kind === 'invalid') return read;
  const parsed = Policy.safeParse(read.tree.value ?? {});
  const problems = parsed.success
    ? senseProblems(parsed.data, read.tree)
    : shapeProblems(parsed.error.issues, read.tree);
  if (!parsed.success || problems.length > 0) return { kind: 'invalid', problems: inOrder(problems) };
  return { kind: 'policy', policy: parsed.data };
}

/** `readPolicy` of it gives the same policy. What is empty is left out. */
export function writePolicy(policy: Policy): string {
  const { version, default_action, allowed_commands, denied_commands, env_aliases, rules } = policy;
  const written = {
    ...{ version, default_action },
    ...(allowed_commands.length > 0 ? { allowed_commands } : {}),
    ...(denied_commands.length > 0 ? { denied_commands } : {}),
    ...(Object.keys(env_aliases).length > 0 ? { env_aliases } : {}),
    ...(rules.length > 0 ? { rules: rules.map(inRuleOrder) } : {}),
  };
  return stringify(written, writing);
}

/** The text of a policy with one more rule at its end; the person's own comments stay. */
export function withRule(text: string, rule: PolicyRule): string {
  const read = readPolicy(text);
  const before = read.kind === 'policy' ? read.policy : Policy.parse({ version: 1 });
  const after: Policy = { ...before, rules: [...before.rules, rule] };
  const document = parseDocument(text, { version: '1.2', schema: 'core', merge: false, uniqueKeys: false });
  if (before.rules.length === 0) document.set('rules', document.createNode([inRuleOrder(rule)]));
  else document.addIn(['rules'], document.createNode(inRuleOrder(rule)));
  const kept = document.toString(writing);
  const again = readPolicy(kept);
  return again.kind === 'policy' && canonicalJson(again.policy) === canonicalJson(after) ? kept : writePolicy(after);
}

const writing = { version: '1.2', schema: 'core', lineWidth: 0, aliasDuplicateObjects: false } as const;

const ruleKeys: readonly (keyof PolicyRule)[] = [
  ...(['id', 'action', 'note', 'commands', 'risk', 'secrets', 'tags', 'tier', 'cwd', 'hosts'] as const),
  ...(['methods', 'paths'] as const),
  ...(['clients', 'hours', 'days', 'until', 'seconds', 'files'] as const),
];

function inRuleOrder(rule: PolicyRule): Record<string, unknown> {
  return Object.fromEntries(ruleKeys.flatMap((key) => (rule[key] === undefined ? [] : [[key, rule[key]]])));
}

function inOrder(problems: readonly PolicyProblem[]): readonly PolicyProblem[] {
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
}
