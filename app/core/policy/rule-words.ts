// A rule in plain words, as the person reads it in every window, in the audit log and in the dry run.
import type { Policy, PolicyRule } from '../../contract/policy.ts';
import type { RiskClass } from '../../contract/risk.ts';
import type { ClientId, Tier } from '../../contract/vocabulary.ts';
import { readPattern } from './command-pattern.ts';
import { isOfCalls } from './rule-match.ts';

/** The name a person knows a client by; the id itself where it has none. */
export type NameOf = (id: ClientId) => string | null;

/** The audit log and the windows hold no longer sentence. */
export const longestWords = 500;

/** Such as “Allows gh pr view with anything after it, with github/token, in ~/code/api and below, for Claude Code.” */
export function ruleWords(rule: PolicyRule, nameOf: NameOf = () => null): string {
  const parts = [
    `${verbs[rule.action]} ${isOfCalls(rule) ? callWords(rule) : commandWords(rule)}`,
    ...secretWords(rule),
    ...part(rule.hosts, (hosts) => `to ${either(hosts.map(hostWords))}`),
    ...part(rule.cwd, (folders) => `in ${either(folders.map(folderWords))}`),
    ...part(rule.clients, (clients) => `for ${either(clients.map((id) => nameOf(id) ?? id))}`),
    ...part(rule.hours, (hours) => `between ${hours.replace('-', ' and ')}`),
    ...part(rule.days, (days) => `on ${either(days.map((day) => dayNames[day]))}`),
    ...part(rule.until, (until) => `until the end of ${until}`),
    ...part(rule.seconds, (seconds) => `for at most ${seconds} ${seconds === 1 ? 'second' : 'seconds'} each time`),
    ...part(rule.files, (files) => filesWords(files.length)),
  ];
  return shortened(`${parts.join(', ')}.`);
}

/** The shorthands and the aliases of a policy, one sentence each. */
export function otherWords(policy: Policy): readonly string[] {
  return [
    ...policy.allowed_commands.map(allowedWords),
    ...policy.denied_commands.map(deniedWords),
    ...Object.entries(policy.env_aliases).flatMap(([environment, aliases]) =>
      Object.entries(aliases).map(([asked, meant]) => shortened(`In ${environment}, ${asked} means ${meant}.`)),
    ),
  ];
}

export function allowedWords(pattern: string): string {
  return shortened(`Allows ${patternWords(pattern)}, with any secret.`);
}

export function deniedWords(pattern: string): string {
  return shortened(`Denies ${patternWords(pattern)}.`);
}

/** “gh pr view with anything after it”. */
export function patternWords(text: string): string {
  const read = readPattern(text);
  if (read.kind === 'wrong' || !read.pattern.open) return text;
  const [before = '', after = ''] = splitAtRest(text);
  if (before === '') return after === '' ? 'any command' : `any command ${after}`;
  return `${before} with anything after it${after === '' ? '' : `, ${after}`}`;
}

/** `one, two or three`. */
export function either(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}

export function shortened(text: string): string {
  return text.length <= longestWords ? text : `${text.slice(0, longestWords - 1).toWellFormed()}…`;
}

const verbs = { allow: 'Allows', ask: 'Asks about', deny: 'Denies' } as const;

const dayNames = {
  ...{ mon: 'Monday', tue: 'Tuesday', wed: 'Wednesday', thu: 'Thursday' },
  ...{ fri: 'Friday', sat: 'Saturday', sun: 'Sunday' },
} as const;

const riskWords: Readonly<Record<RiskClass, string>> = {
  read: 'only reads',
  write: 'changes something',
  unknown: 'Postern does not know',
  delete: 'deletes',
  disclose: 'prints a secret',
};

/** As the window for a secret names them. */
const tierWords: Readonly<Record<Tier, string>> = {
  run: 'To a command you approve',
  guarded: 'Guarded: asks every time',
  placeholder: 'Web requests only',
  never: 'Never leaves Postern',
};

/** “GET or HEAD /v1/customers and below”. */
function callWords({ methods, paths, risk }: PolicyRule): string {
  const kinds = risk === undefined ? [] : [`where it ${either(risk.map((each) => riskWords[each]))}`];
  const verb = methods === undefined ? 'any API call' : `API calls by ${either(methods)}`;
  return [paths === undefined ? verb : `${verb} of ${either(paths.map(pathWords))}`, ...kinds].join(', ');
}

function pathWords(path: string): string {
  const below = path.replace(/\/\*\*$/, '');
  if (below === path) return path;
  return below === '' ? 'any path' : `${below} and below`;
}

function commandWords({ commands, risk }: PolicyRule): string {
  const kinds = risk === undefined ? null : either(risk.map((each) => riskWords[each]));
  if (commands === undefined) return kinds === null ? 'every command' : `whatever ${kinds}`;
  const named = either(commands.map(patternWords));
  return kinds === null ? named : `${named}, where it ${kinds}`;
}

function secretWords({ secrets, tags, tier }: PolicyRule): readonly string[] {
  return [
    ...part(secrets, (globs) => `with ${either(globs)}`),
    ...part(tags, (labels) => `with secrets tagged ${either(labels)}`),
    ...part(tier, (tiers) => `with secrets set to ${either(tiers.map((each) => `“${tierWords[each]}”`))}`),
  ];
}

function folderWords(folder: string): string {
  const below = folder.replace(/[/\\]\*\*$/, '');
  if (below === folder) return folder;
  return `${below === '' ? '/' : below} and below`;
}

function hostWords(host: string): string {
  return host.startsWith('*.') ? `any host of ${host.slice(2)}` : host;
}

function filesWords(count: number): string {
  return count === 1 ? 'as long as one file stays as it was' : `as long as ${count} files stay as they were`;
}

/** Of an open pattern, what stands before `**` and what stands after it, which can only be files it writes. */
function splitAtRest(text: string): readonly string[] {
  const at = /(?:^|\s)\*\*(?=\s|$)(?=(?:\s+>>?\s[\s\S]*)?$)/.exec(text);
  if (at === null) return [text];
  return [text.slice(0, at.index), text.slice(at.index + at[0].length)].map((part) => part.trim());
}

function part<T>(value: T | undefined, words: (value: T) => string): readonly string[] {
  return value === undefined ? [] : [words(value)];
}
