// What the person types into the form for a rule, the rule it makes, and its words while it is typed. Pure. The window that accepts
// the rule says it in the broker's own words.
import { PolicyRule } from '../../../app/contract/policy.ts';
import type { ClientId } from '../../../app/contract/vocabulary.ts';
import type { Verdict } from './policy-words.ts';

export interface RuleDraft {
  readonly action: Verdict;
  /** One pattern a line. */
  readonly commands: string;
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
  commands: '',
  secrets: '',
  folder: '',
  below: true,
  clients: [],
  note: '',
};

/** @returns null when nothing narrows the rule down, or something in it is too long */
export function ruleOf(draft: RuleDraft, taken: ReadonlySet<string>): PolicyRule | null {
  const commands = linesOf(draft.commands);
  const secrets = namesOf(draft.secrets);
  const folder = folderOf(draft);
  const note = draft.note.trim();
  if (commands.length + secrets.length === 0 && folder === null) return null;
  const parsed = PolicyRule.safeParse({
    id: freeId(draft.action, commands[0] ?? secrets[0] ?? folder ?? '', taken),
    action: draft.action,
    ...(note === '' ? {} : { note }),
    ...(commands.length === 0 ? {} : { commands }),
    ...(secrets.length === 0 ? {} : { secrets }),
    ...(folder === null ? {} : { cwd: [folder] }),
    ...(draft.clients.length === 0 ? {} : { clients: draft.clients }),
  });
  return parsed.success ? parsed.data : null;
}

/** The rule in a sentence. `nameOf` gives the name that a client gave itself. */
export function draftWords(draft: RuleDraft, nameOf: (id: ClientId) => string): string {
  const commands = linesOf(draft.commands).map(patternWords);
  const secrets = namesOf(draft.secrets);
  const folder = draft.folder.trim();
  return `${[
    `${verbs[draft.action]} ${commands.length === 0 ? 'every command' : either(commands)}`,
    ...(secrets.length === 0 ? [] : [`with ${either(secrets)}`]),
    ...(folder === '' ? [] : [`in ${folder}${draft.below ? ' and below' : ''}`]),
    ...(draft.clients.length === 0 ? [] : [`for ${either(draft.clients.map(nameOf))}`]),
  ].join(', ')}.`;
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
