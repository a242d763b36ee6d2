// The difference between two policies, line by line, and whether it lets more happen without a question.
// SECURITY P9: what is not surely as tight as before counts as looser.
import type { Policy, PolicyChange, PolicyRule } from '../../contract/policy.ts';
import { canonicalJson } from '../crypto/digest.ts';
import { allowedWords, deniedWords, type NameOf, ruleWords, shortened } from './rule-words.ts';

/** Empty: they say the same. */
export function policyChanges(before: Policy, after: Policy, nameOf: NameOf = () => null): readonly PolicyChange[] {
  return [
    ...defaultChange(before, after),
    ...ruleChanges(before, after, nameOf),
    ...listChanges(before.allowed_commands, after.allowed_commands, { words: allowedWords, moreIsLooser: true }),
    ...listChanges(before.denied_commands, after.denied_commands, { words: deniedWords, moreIsLooser: false }),
    ...aliasChanges(before, after),
  ];
}

function defaultChange({ default_action: before }: Policy, { default_action: after }: Policy): readonly PolicyChange[] {
  if (before === after) return [];
  const order = ['deny', 'ask', 'allow'];
  const says = `What no rule is about is ${defaults[after]} now. Before, it was ${defaults[before]}.`;
  return [{ kind: 'changed', says, looser: order.indexOf(after) > order.indexOf(before) }];
}

const defaults = { allow: 'allowed', ask: 'asked about', deny: 'denied' } as const;

function ruleChanges(before: Policy, after: Policy, nameOf: NameOf): readonly PolicyChange[] {
  const [old, now] = [byId(before.rules), byId(after.rules)];
  const asksLoosen = before.default_action === 'deny' || after.default_action === 'deny';
  const words = (rule: PolicyRule) => ruleWords(rule, nameOf);
  const changed = after.rules.flatMap((rule): PolicyChange[] => {
    const was = old.get(rule.id);
    if (was === undefined) {
      const looser = rule.action === 'allow' || (rule.action === 'ask' && asksLoosen);
      return [{ kind: 'added', says: words(rule), looser }];
    }
    if (isSame(was, rule)) return [];
    const says = shortened(`${words(rule)} Before: ${words(was)}`);
    return [{ kind: 'changed', says, looser: !isTighter(was, rule) }];
  });
  const removed = before.rules
    .filter(({ id }) => !now.has(id))
    .map((rule): PolicyChange => ({ kind: 'removed', says: words(rule), looser: rule.action !== 'allow' }));
  const kept = (rules: readonly PolicyRule[], other: ReadonlyMap<string, PolicyRule>) =>
    rules.map(({ id }) => id).filter((id) => other.has(id));
  const moved = isSame(kept(before.rules, now), kept(after.rules, old)) ? [] : [orderChange('rules')];
  return [...changed, ...removed, ...moved];
}

/** Surely: an allowing rule that fits less, or one that restricts and fits more. */
function isTighter(was: PolicyRule, rule: PolicyRule): boolean {
  if (was.action !== rule.action) return false;
  if (was.note !== rule.note) return false;
  const [narrow, wide] = rule.action === 'allow' ? [rule, was] : [was, rule];
  return rule.action !== 'ask' && fitsWithin(narrow, wide) && !fitsWithin(wide, narrow);
}

/** Whether `wide` surely fits wherever `narrow` does. */
function fitsWithin(narrow: PolicyRule, wide: PolicyRule): boolean {
  return (
    lists.every((key) => isPart(narrow[key], wide[key])) &&
    (wide.hours === undefined || narrow.hours === wide.hours) &&
    (wide.until === undefined || (narrow.until !== undefined && narrow.until <= wide.until)) &&
    (wide.seconds === undefined || (narrow.seconds !== undefined && narrow.seconds <= wide.seconds))
  );
}

const lists = [
  'commands',
  'risk',
  'secrets',
  'tags',
  'tier',
  'cwd',
  'hosts',
  'methods',
  'paths',
  'clients',
  'days',
  'files',
] as const;

function isPart(narrow: readonly unknown[] | undefined, wide: readonly unknown[] | undefined): boolean {
  if (wide === undefined) return true;
  const all = new Set(wide.map(canonicalJson));
  return narrow?.every((item) => all.has(canonicalJson(item))) ?? false;
}

interface ListWords {
  readonly words: (pattern: string) => string;
  readonly moreIsLooser: boolean;
}

function listChanges(before: readonly string[], after: readonly string[], about: ListWords): readonly PolicyChange[] {
  const added = after.filter((item) => !before.includes(item));
  const removed = before.filter((item) => !after.includes(item));
  if (added.length === 0 && removed.length === 0 && !isSame(before, after)) return [orderChange('lists')];
  return [
    ...added.map((item): PolicyChange => ({ kind: 'added', says: about.words(item), looser: about.moreIsLooser })),
    ...removed.map((item): PolicyChange => ({ kind: 'removed', says: about.words(item), looser: !about.moreIsLooser })),
  ];
}

function aliasChanges({ env_aliases: before }: Policy, { env_aliases: after }: Policy): readonly PolicyChange[] {
  const environments = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changes = environments.flatMap((environment): PolicyChange[] => {
    const [was, is] = [before[environment], after[environment]];
    if (isSame(entriesOf(was), entriesOf(is))) return [];
    const kind = was === undefined ? 'added' : is === undefined ? 'removed' : 'changed';
    const list = Object.entries(is ?? was ?? {}).map(([asked, meant]) => `${asked} means ${meant}`);
    return [{ kind, says: shortened(`In ${environment}: ${list.join(', ')}.`), looser: true }];
  });
  const moved = changes.length === 0 && !isSame(Object.keys(before), Object.keys(after));
  return moved ? [orderChange('aliases')] : changes;
}

/** The first one that fits counts, so their order is part of what they say. */
function entriesOf(aliases: Readonly<Record<string, string>> | undefined): unknown {
  return aliases === undefined ? null : Object.entries(aliases);
}

function orderChange(what: string): PolicyChange {
  return {
    kind: 'changed',
    says: `The order of the ${what} is another one. The first that fits decides.`,
    looser: true,
  };
}

function byId(rules: readonly PolicyRule[]): ReadonlyMap<string, PolicyRule> {
  return new Map(rules.map((rule) => [rule.id, rule]));
}

function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson(one ?? null) === canonicalJson(other ?? null);
}
