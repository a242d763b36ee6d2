// What the person types into the form for a rule, the rule it makes, and its words while it is typed. Pure. The window that accepts
// the rule says it in the broker's own words.
import { AgentId } from '../../../app/contract/gateway.ts';
import { PolicyRule } from '../../../app/contract/policy.ts';
import type { CallMethod } from '../../../app/contract/provider.ts';
import type { ClientId } from '../../../app/contract/vocabulary.ts';
import type { Verdict } from './policy-words.ts';

export interface RuleDraft {
  readonly action: Verdict;
  /** What is typed for the other stays, and is not in the rule. */
  readonly about: 'commands' | 'calls';
  /** One pattern a line. */
  readonly commands: string;
  /** None: all of them. */
  readonly methods: readonly CallMethod[];
  /** One a line. */
  readonly paths: string;
  /** Divided by spaces or commas. */
  readonly hosts: string;
  /** Names or globs, divided by spaces or commas. */
  readonly secrets: string;
  readonly folder: string;
  readonly below: boolean;
  /** None: all of them. */
  readonly clients: readonly ClientId[];
  readonly note: string;
}

export const emptyDraft: RuleDraft = {
  action: 'allow',
  about: 'commands',
  commands: '',
  methods: [],
  paths: '',
  hosts: '',
  secrets: '',
  folder: '',
  below: true,
  clients: [],
  note: '',
};

/** @returns null when nothing narrows the rule down, or something in it is too long */
export function ruleOf(draft: RuleDraft, taken: ReadonlySet<string>): PolicyRule | null {
  const secrets = namesOf(draft.secrets);
  const clients = clientsOf(draft);
  const note = draft.note.trim();
  const { name, parts } = draft.about === 'calls' ? callParts(draft) : commandParts(draft);
  if (secrets.length === 0 && name === undefined) return null;
  const parsed = PolicyRule.safeParse({
    id: freeId(draft.action, name ?? secrets[0] ?? '', taken),
    action: draft.action,
    ...(note === '' ? {} : { note }),
    ...parts,
    ...(secrets.length === 0 ? {} : { secrets }),
    ...(clients.length === 0 ? {} : { clients }),
  });
  return parsed.success ? parsed.data : null;
}

/** The rule in a sentence. `nameOf` gives the name that a client gave itself. */
export function draftWords(draft: RuleDraft, nameOf: (id: ClientId) => string): string {
  const secrets = namesOf(draft.secrets);
  const clients = clientsOf(draft);
  const isOfCalls = draft.about === 'calls';
  const hosts = isOfCalls ? namesOf(draft.hosts) : [];
  const folder = isOfCalls ? '' : draft.folder.trim();
  return `${[
    `${verbs[draft.action]} ${isOfCalls ? callWords(draft) : commandWords(draft)}`,
    ...(secrets.length === 0 ? [] : [`with ${either(secrets)}`]),
    ...(hosts.length === 0 ? [] : [`to ${either(hosts.map(hostWords))}`]),
    ...(folder === '' ? [] : [`in ${folder}${draft.below ? ' and below' : ''}`]),
    ...(clients.length === 0 ? [] : [`for ${either(clients.map(nameOf))}`]),
  ].join(', ')}.`;
}

/** An agent of the gateway runs no command. */
function clientsOf({ about, clients }: RuleDraft): readonly ClientId[] {
  return about === 'calls' ? clients : clients.filter((id) => !AgentId.safeParse(id).success);
}

/** `name`: what the rule is named for; undefined: nothing narrows it down. */
interface Parts {
  readonly name: string | undefined;
  readonly parts: object;
}

function commandParts(draft: RuleDraft): Parts {
  const commands = linesOf(draft.commands);
  const folder = folderOf(draft);
  return {
    name: commands[0] ?? folder ?? undefined,
    parts: { ...(commands.length === 0 ? {} : { commands }), ...(folder === null ? {} : { cwd: [folder] }) },
  };
}

/** Without methods and paths it would be about commands as well, so it then names every path. */
function callParts({ methods, paths, hosts }: RuleDraft): Parts {
  const [where, to] = [linesOf(paths), namesOf(hosts)];
  const isAnywhere = where.length === 0 && methods.length === 0;
  const name = [methods[0], to[0], where[0]].filter((each) => each !== undefined).join(' ');
  return {
    name: name === '' ? undefined : name,
    parts: {
      ...(to.length === 0 ? {} : { hosts: to }),
      ...(methods.length === 0 ? {} : { methods }),
      ...(isAnywhere ? { paths: ['/**'] } : where.length === 0 ? {} : { paths: where }),
    },
  };
}

function commandWords({ commands }: RuleDraft): string {
  const patterns = linesOf(commands).map(patternWords);
  return patterns.length === 0 ? 'every command' : either(patterns);
}

function callWords({ methods, paths }: RuleDraft): string {
  const where = linesOf(paths).map(pathWords);
  const calls = methods.length === 0 ? 'any API call' : `API calls by ${either(methods)}`;
  return where.length === 0 ? calls : `${calls} of ${either(where)}`;
}

const verbs: Readonly<Record<Verdict, string>> = { allow: 'Allows', ask: 'Asks about', deny: 'Denies' };

/** `allow-gh-pr-view`; with a number when a rule has that name already. */
function freeId(action: Verdict, about: string, taken: ReadonlySet<string>): string {
  const words = about
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  const base = [action, ...words].join('-').slice(0, 56).replace(/-+$/, '');
  for (let at = 1; ; at += 1) {
    const id = at === 1 ? base : `${base}-${at}`;
    if (!taken.has(id)) return id;
  }
}

function patternWords(pattern: string): string {
  const before = pattern.replace(/(^|\s)\*\*$/, '');
  if (before === pattern) return pattern;
  return before === '' ? 'any command' : `${before} with anything after it`;
}

function pathWords(path: string): string {
  const below = path.replace(/\/\*\*$/, '');
  if (below === path) return path;
  return below === '' ? 'any path' : `${below} and below`;
}

function hostWords(host: string): string {
  return host.startsWith('*.') ? `any host of ${host.slice(2)}` : host;
}

function folderOf({ folder, below }: RuleDraft): string | null {
  const path = folder.trim();
  if (path === '') return null;
  const bare = path.replace(/[/\\]+$/, '');
  return below ? `${bare}/**` : bare === '' ? path : bare;
}

function linesOf(text: string): readonly string[] {
  return unique(text.split('\n'));
}

function namesOf(text: string): readonly string[] {
  return unique(text.split(/[\s,]+/));
}

function unique(all: readonly string[]): readonly string[] {
  return [...new Set(all.map((each) => each.trim()).filter(Boolean))];
}

function either(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
