// The narrowest rule that says what a yes or a no of the person means, for when they want it to last.
// SECURITY P2: a rule that would not surely say the same is not made.
import type { Reach } from '../../contract/lasting.ts';
import { PolicyRule } from '../../contract/policy.ts';
import type { Action, ActionCommand } from '../../contract/run.ts';
import type { SecretName } from '../../contract/vocabulary.ts';
import { agentCanChange } from '../commands/hidden-state.ts';
import { literalWord } from './command-pattern.ts';
import { factsOf } from './facts.ts';
import { shownWrappers } from './pattern-match.ts';
import { allowsAction, compileRule, hasKnownHost } from './rule-match.ts';

/** `without`: secrets taken out first. `taken`: ids of other rules. null: no rule says it. */
export function narrowestRule(
  action: Action,
  reach: Reach,
  { without, taken }: { readonly without: readonly SecretName[]; readonly taken: ReadonlySet<string> },
): PolicyRule | null {
  const less = { ...action, secrets: action.secrets.filter(({ name }) => !without.includes(name)) };
  if (!isExpressible(less) || !isWithinReach(less, reach)) return null;
  const patterns = less.commands.map((command) => patternOf(command, reach));
  if (patterns.includes(null)) return null;
  const rule = parsed({
    ...named(less, 'allow', taken),
    commands: each(patterns),
    ...(reach === 'exact' ? {} : { risk: each(less.commands.map(({ risk }) => risk.class)) }),
    ...secretsAndPlace(less),
    ...(less.hosts.length > 0 && less.commands.every(hasKnownHost) ? { hosts: less.hosts } : {}),
    files: filesOf(less),
  });
  // What it was made of must be the first thing that it allows.
  return rule !== null && holdsFor(rule, less) ? rule : null;
}

/** Denies the gravest of its commands in this place, for this client and these secrets. null: nothing of it could be read. */
export function denyingRule(action: Action, note: string | null, taken: ReadonlySet<string>): PolicyRule | null {
  const gravest = action.commands.filter(({ risk }) => risk.class === action.risk);
  const commands = gravest.length > 0 ? gravest : action.commands;
  if (commands.length === 0) return null;
  return parsed({
    ...named({ ...action, commands }, 'deny', taken),
    ...(note === null || note === '' ? {} : { note }),
    commands: each(commands.map(({ words }) => words.map(literalWord).join(' '))),
    ...secretsAndPlace(action),
  });
}

/** Whether the rule allows the action by itself, its files included. `now` counts only for rules with times. */
export function holdsFor(rule: PolicyRule, action: Action, now = 0): boolean {
  const facts = factsOf(action, { tagsOf: () => [], now, home: '/' });
  return allowsAction(compileRule(rule), facts).kind === 'yes';
}

function isExpressible(action: Action): boolean {
  return (
    action.parsed &&
    action.commands.length > 0 &&
    action.caller.length > 0 &&
    action.secrets.length > 0 &&
    action.risk !== 'disclose' &&
    action.stdin === null &&
    action.secrets.every(({ tier, longestYes }) => tier === 'run' && longestYes === 'rule') &&
    action.commands.every(({ assigns, appended }) => assigns.length === 0 && !appended)
  );
}

function isWithinReach(action: Action, reach: Reach): boolean {
  if (reach === 'exact') return true;
  const kinds = reach === 'reads' ? ['read'] : ['read', 'write'];
  return (
    !agentCanChange(action.hidden) &&
    action.commands.every(({ risk, writesTo }) => kinds.includes(risk.class) && writesTo.length === 0)
  );
}

/** null: its verb does not stand in its words in that order. */
function patternOf(command: ActionCommand, reach: Reach): string | null {
  const front = shownWrappers(command);
  const length = { exact: () => command.words.length, alike: () => verbEnd(command), reads: () => 1 }[reach]();
  if (length === null) return null;
  // A wrapper keeps its meaning only unquoted; as the first word itself, such a name is just a program.
  const words = [...front, ...command.words.slice(0, length).map(literalWord)];
  const files = command.writesTo.flatMap((file) => ['>', literalWord(file)]);
  return [...words, ...(reach === 'exact' ? files : ['**'])].join(' ');
}

/** How many words it takes to say the verb: `kubectl -n web get` for `kubectl get`. */
function verbEnd({ words, risk }: ActionCommand): number | null {
  let end = 1;
  for (const word of risk.verb.slice(1)) {
    const found = words.indexOf(word, end);
    if (found < 0) return null;
    end = found + 1;
  }
  return end;
}

function secretsAndPlace({ secrets, client, project, cwd }: Action) {
  return {
    ...(secrets.length > 0 ? { secrets: each(secrets.map(({ name }) => name)) } : {}),
    cwd: [project === null ? cwd : `${project.replace(/\/$/, '')}/**`],
    clients: [client.id],
  };
}

function filesOf({ executables, scripts }: Action) {
  const files = [...executables, ...scripts].map(({ path, sha256 }) => ({ path, sha256 }));
  return files.filter(({ path }, at) => at === files.findIndex((other) => other.path === path));
}

function named(action: Action, kind: PolicyRule['action'], taken: ReadonlySet<string>) {
  const verb = action.commands.map(({ risk }) => risk.verb.join(' ')).join(' ');
  return { id: freeId(`${kind === 'deny' ? 'no ' : ''}${verb}`, taken), action: kind };
}

/** An id for a rule made of these words, which no other rule has. */
export function freeId(words: string, taken: ReadonlySet<string>): string {
  const slug = words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 48)
    .replace(/^-+|-+$/g, '');
  const stem = slug === '' ? 'rule' : slug;
  let id = stem;
  for (let count = 2; taken.has(id); count += 1) id = `${stem}-${count}`;
  return id;
}

/** null: longer than a rule may be, or with text that no file could hold. */
function parsed(rule: Record<string, unknown>): PolicyRule | null {
  if (!JSON.stringify(rule).isWellFormed()) return null;
  const read = PolicyRule.safeParse(rule);
  const texts = [...(read.data?.commands ?? []), ...(read.data?.cwd ?? [])];
  return read.success && texts.every((text) => text.isWellFormed()) && compileRule(read.data).folders?.length === 1
    ? read.data
    : null;
}

function each<T>(items: readonly T[]): readonly T[] {
  return [...new Set(items)];
}
