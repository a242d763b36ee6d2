// Whether a rule holds for an action. SECURITY P2: a rule that allows must fit every command and every secret; one that denies or
// asks needs one of them, so that no command hides behind another.
import type { PolicyRule } from '../../contract/policy.ts';
import type { ActionCommand, ActionFile } from '../../contract/run.ts';
import { hostsOf } from '../commands/hosts.ts';
import { matchesGlob } from '../secrets/name-glob.ts';
import type { CommandPattern } from './command-pattern.ts';
import { readPattern } from './command-pattern.ts';
import type { Facts, SecretFact } from './facts.ts';
import { allows, bareName, catches } from './pattern-match.ts';
import { type FolderPattern, isHost, isInFolder, readFolder } from './places.ts';
import { holdsAt } from './rule-times.ts';

export interface CompiledRule {
  readonly rule: PolicyRule;
  /** null: the rule names none, so that every command fits. */
  readonly commands: readonly CommandPattern[] | null;
  readonly folders: readonly FolderPattern[] | null;
  readonly secrets: readonly Glob[] | null;
  readonly tags: readonly Glob[] | null;
}

/** A glob and the texts between its stars, which must stand in all that it matches: most globs fail by them, and fast. */
interface Glob {
  readonly glob: string;
  readonly pieces: readonly string[];
}

/** Patterns that cannot be read are left out: the parser of the policy has refused them before. */
export function compileRule(rule: PolicyRule): CompiledRule {
  return {
    rule,
    commands: rule.commands === undefined ? null : compilePatterns(rule.commands),
    folders: rule.cwd?.map(readFolder).filter((folder) => folder !== null) ?? null,
    secrets: rule.secrets?.map(compileGlob) ?? null,
    tags: rule.tags?.map(compileGlob) ?? null,
  };
}

export function compilePatterns(texts: readonly string[]): readonly CommandPattern[] {
  return texts.map(readPattern).flatMap((read) => (read.kind === 'pattern' ? [read.pattern] : []));
}

/** `changed`: it would hold but for files that are not as they were when the rule was made. */
export type Held =
  | { readonly kind: 'yes' }
  | { readonly kind: 'no' }
  | { readonly kind: 'changed'; readonly files: readonly ActionFile[] };

export function allowsAction(compiled: CompiledRule, facts: Facts): Held {
  const { rule, commands } = compiled;
  const fits = (command: ActionCommand) =>
    isOfRisk(rule, command) && (commands === null || commands.some((pattern) => allows(pattern, command, facts)));
  const holds =
    !isOfCalls(rule) &&
    // A PATH of the agent's own says nothing about which program a name means; hashes do.
    (rule.files !== undefined || !facts.action.pathDiffers) &&
    isAround(compiled, facts) &&
    (rule.hosts === undefined || goesOnlyTo(rule.hosts, facts)) &&
    facts.secrets.every((secret) => isSecret(compiled, secret)) &&
    facts.commands.length > 0 &&
    facts.commands.every(fits);
  return holds ? withFiles(rule, facts) : { kind: 'no' };
}

/** For rules that deny or ask. */
export function restrictsAction(compiled: CompiledRule, facts: Facts): boolean {
  const { rule, commands } = compiled;
  const fits = (command: ActionCommand) =>
    isOfRisk(rule, command) && (commands === null || commands.some((pattern) => catches(pattern, command)));
  const namesNoCommand = commands === null && rule.risk === undefined;
  const namesNoSecret = rule.secrets === undefined && rule.tags === undefined && rule.tier === undefined;
  return (
    !isOfCalls(rule) &&
    isAround(compiled, facts) &&
    (rule.hosts === undefined || facts.action.hosts.some((host) => rule.hosts?.some((each) => isNear(each, host)))) &&
    (namesNoSecret || facts.secrets.some((secret) => isSecret(compiled, secret))) &&
    (namesNoCommand || facts.commands.some(fits) || facts.roughCommands.some(fits))
  );
}

/** Whether it is about calls of APIs alone. */
export function isOfCalls({ methods, paths }: PolicyRule): boolean {
  return methods !== undefined || paths !== undefined;
}

/** Whether it is about commands alone: it names what a call has not. */
export function isOfCommands({ commands, cwd, files }: PolicyRule): boolean {
  return commands !== undefined || cwd !== undefined || files !== undefined;
}

/** Whether its words tell where it goes. */
export function hasKnownHost(command: ActionCommand): boolean {
  return hostsOf([command]).length > 0;
}

/** The names under which a rule is found; null: it may be about any program. */
export function programsOf(patterns: readonly CommandPattern[] | null): readonly string[] | null {
  if (patterns === null) return null;
  const first = patterns.map(({ words }) => (words[0]?.length === 1 ? bareName(words[0][0] ?? '') : null));
  const names = first.filter((name) => name !== null);
  return names.length === first.length ? [...new Set(names)] : null;
}

/** What is about neither its commands, its secrets nor its hosts. */
function isAround({ rule, folders }: CompiledRule, { action, cwd, home, moment }: Facts): boolean {
  return (
    (rule.clients === undefined || rule.clients.includes(action.client.id)) &&
    (folders === null || folders.some((folder) => isInFolder(folder, cwd, home))) &&
    holdsAt(rule, moment)
  );
}

function isOfRisk({ risk }: PolicyRule, command: ActionCommand): boolean {
  return risk === undefined || risk.includes(command.risk.class);
}

/** One and the same secret must fit all that the rule names of secrets. */
export function isSecret({ rule: { tier }, secrets, tags }: CompiledRule, secret: SecretFact): boolean {
  return (
    (tier === undefined || tier.includes(secret.tier)) &&
    (secrets === null || secrets.some((glob) => isMatch(glob, secret.name))) &&
    (tags === null || tags.some((glob) => secret.tags.some((tag) => isMatch(glob, tag))))
  );
}

function compileGlob(glob: string): Glob {
  const pieces = glob.toLowerCase().split(/[*?]+/);
  return { glob, pieces: pieces.filter((piece) => piece !== '') };
}

function isMatch({ glob, pieces }: Glob, text: string): boolean {
  const lower = text.toLowerCase();
  return pieces.every((piece) => lower.includes(piece)) && matchesGlob(text, glob);
}

/** Of every command at least one host is known, and all that are known fit. */
function goesOnlyTo(patterns: readonly string[], { action, commands }: Facts): boolean {
  const fits = (host: string) => patterns.some((pattern) => isHost(pattern, host));
  return commands.every(hasKnownHost) && action.hosts.every(fits);
}

/** Of some tools only the service is known: `*.amazonaws.com` may be any host below it. */
function isNear(pattern: string, host: string): boolean {
  return isHost(pattern, host) || isHost(host, pattern);
}

/**
 * Every program and script must be one that the rule knows. A known path with other bytes, or a known name that leads elsewhere
 * now, is the same thing, changed; anything else is another command.
 */
function withFiles({ files }: PolicyRule, { action }: Facts): Held {
  if (files === undefined) return { kind: 'yes' };
  const others = [...action.executables, ...action.scripts].filter(
    ({ path, sha256 }) => !files.some((file) => file.path === path && file.sha256 === sha256),
  );
  if (others.length === 0) return { kind: 'yes' };
  const isKnown = (path: string) => files.some((file) => bareName(file.path) === bareName(path));
  return others.every(({ path }) => isKnown(path)) ? { kind: 'changed', files: others } : { kind: 'no' };
}
