// The list of secrets made ready for searching: order, groups and folded text are worked out once per list, so that a keystroke
// only compares. Pure.
import type { SecretKind, SecretSummary } from '../../../app/contract/secret.ts';
import type { Need } from './needs.ts';
import { hasNeed } from './needs.ts';

/** `title`: the heading it stands under. `text`: all that is searched, folded. */
export interface SearchEntry {
  readonly secret: SecretSummary;
  readonly title: string;
  readonly text: string;
}

/** What the secrets can be narrowed down by, as they stand in the list, each in order. */
export interface Facets {
  readonly tag: readonly string[];
  readonly project: readonly string[];
  readonly environment: readonly string[];
  readonly kind: readonly SecretKind[];
}

export interface SearchIndex {
  /** Used today, newest first; then by folder and name; what shares no folder comes last. */
  readonly entries: readonly SearchEntry[];
  /** The texts of all entries in one, and where each ends in it: searching one long text is quicker than many short ones. */
  readonly text: string;
  readonly ends: readonly number[];
  readonly facets: Facets;
}

/** null: not narrowed down by this. */
export interface Filters {
  readonly tag: string | null;
  readonly project: string | null;
  readonly environment: string | null;
  readonly kind: SecretKind | null;
  readonly need: Need | null;
}

export const noFilters: Filters = { tag: null, project: null, environment: null, kind: null, need: null };

/** `dayStart`: the beginning of the person's day, in epoch milliseconds. */
export function searchIndex(secrets: readonly SecretSummary[], dayStart: number): SearchIndex {
  const isToday = ({ lastUsedAt }: SecretSummary) => lastUsedAt !== null && lastUsedAt >= dayStart;
  const today = secrets.filter(isToday).sort((a, b) => (b.lastUsedAt ?? 0) - (a.lastUsedAt ?? 0));
  const shared = sharedFolders(secrets);
  const others = today.length > 0 || shared.size > 0 ? 'Everything else' : 'By name';
  const titleOf = ({ name }: SecretSummary) => {
    const folder = folderOf(name);
    return folder !== null && shared.has(folder) ? folder : others;
  };
  const rest = secrets
    .filter((secret) => !isToday(secret))
    .map((secret) => ({ secret, title: titleOf(secret) }))
    .map((each) => ({ ...each, key: `${each.title === others ? '~' : each.title}\n${each.secret.name.toLowerCase()}` }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const ordered = [...today.map((secret) => ({ secret, title: 'Used today' })), ...rest];
  const entries = ordered.map(({ secret, title }) => ({ secret, title, text: textOf(secret) }));
  let end = 0;
  const ends = entries.map(({ text }) => {
    end += text.length + 1;
    return end;
  });
  return { entries, text: entries.map(({ text }) => `${text}\n`).join(''), ends, facets: facetsOf(secrets) };
}

/** Every word must be somewhere in what the person wrote, and every filter must fit. `now` in epoch milliseconds. */
export function searchSecrets(
  index: SearchIndex,
  query: string,
  filters: Filters,
  now: number,
): readonly SearchEntry[] {
  const [first = '', ...others] = wordsOf(query);
  const isFiltered = Object.values(filters).some((value) => value !== null);
  if (first === '' && !isFiltered) return index.entries;
  const found = first === '' ? index.entries : entriesWith(index, first);
  if (others.length === 0 && !isFiltered) return found;
  return found.filter(
    ({ secret, text }) => others.every((word) => text.includes(word)) && (!isFiltered || fits(secret, filters, now)),
  );
}

/** The longest first: it is in the fewest texts. A word never holds the line break that parts two texts. */
function wordsOf(query: string): readonly string[] {
  const words = folded(query).split(/\s+/).filter(Boolean);
  return words.sort((a, b) => b.length - a.length);
}

function entriesWith({ entries, text, ends }: SearchIndex, word: string): readonly SearchEntry[] {
  const found: SearchEntry[] = [];
  let entry = 0;
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, ends[entry] ?? text.length)) {
    while ((ends[entry] ?? Number.POSITIVE_INFINITY) <= at) entry += 1;
    const holder = entries[entry];
    if (holder === undefined) break;
    found.push(holder);
  }
  return found;
}

/** Without case and accents, so that `zurich` finds `Zürich`. */
export function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

function fits(secret: SecretSummary, { tag, project, environment, kind, need }: Filters, now: number): boolean {
  if (tag !== null && !secret.tags.includes(tag)) return false;
  // A secret without a project belongs to all of them.
  if (project !== null && secret.projects.length > 0 && !secret.projects.includes(project)) return false;
  if (environment !== null && secret.environment !== environment) return false;
  if (kind !== null && secret.kind !== kind) return false;
  return need === null || hasNeed(secret, need, now);
}

function textOf({ name, description, tags, projects, variables, environment }: SecretSummary): string {
  return folded([name, description, environment ?? '', ...tags, ...projects, ...variables].join('\n'));
}

/** Folders of more than one secret; a heading over a single one would say its name twice. */
function sharedFolders(secrets: readonly SecretSummary[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const { name } of secrets) {
    const folder = folderOf(name);
    if (folder !== null) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return new Set([...counts].filter(([, count]) => count > 1).map(([folder]) => folder));
}

function folderOf(name: string): string | null {
  const end = name.indexOf('/');
  return end === -1 ? null : name.slice(0, end);
}

function facetsOf(secrets: readonly SecretSummary[]): Facets {
  return {
    tag: inOrder(secrets.flatMap(({ tags }) => tags)),
    project: inOrder(secrets.flatMap(({ projects }) => projects)),
    environment: inOrder(secrets.flatMap(({ environment }) => environment ?? [])),
    kind: inOrder(secrets.map(({ kind }) => kind)),
  };
}

function inOrder<T extends string>(all: readonly T[]): readonly T[] {
  return [...new Set(all)].sort();
}
