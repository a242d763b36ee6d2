// The list of secrets made ready for searching: order, groups and folded text are worked out once per list, so that a keystroke
// only compares. Pure.
import type { SecretKind, SecretSummary } from '../../../app/contract/secret.ts';
import type { Need } from './needs.ts';
import { hasNeed } from './needs.ts';

/** Under the heading of `folder` in the list; null: under no folder's. `text`: all that is searched, folded. */
export interface SearchEntry {
  readonly secret: SecretSummary;
  readonly folder: string | null;
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
  /** By folder and name; what shares no folder comes last. */
  readonly entries: readonly SearchEntry[];
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

export function searchIndex(secrets: readonly SecretSummary[]): SearchIndex {
  const folders = new Map<string, number>();
  for (const { name } of secrets) {
    const folder = folderOf(name);
    if (folder !== null) folders.set(folder, (folders.get(folder) ?? 0) + 1);
  }
  const entries = secrets.map((secret): SearchEntry & { readonly key: string } => {
    const own = folderOf(secret.name);
    const folder = own !== null && (folders.get(own) ?? 0) > 1 ? own : null;
    return { secret, folder, text: textOf(secret), key: `${folder ?? '~'}\n${secret.name.toLowerCase()}` };
  });
  return { entries: entries.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)), facets: facetsOf(secrets) };
}

/** Every word must be somewhere in what the person wrote, and every filter must fit. `now` in epoch milliseconds. */
export function searchSecrets(
  { entries }: SearchIndex,
  query: string,
  filters: Filters,
  now: number,
): readonly SearchEntry[] {
  const words = folded(query).split(/\s+/).filter(Boolean);
  const isFiltered = Object.values(filters).some((value) => value !== null);
  if (words.length === 0 && !isFiltered) return entries;
  const found: SearchEntry[] = [];
  for (const entry of entries) {
    if (holdsAll(entry.text, words) && (!isFiltered || fits(entry.secret, filters, now))) found.push(entry);
  }
  return found;
}

/** Without case and accents, so that `zurich` finds `Zürich`. */
export function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

function holdsAll(text: string, words: readonly string[]): boolean {
  for (const word of words) if (!text.includes(word)) return false;
  return true;
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
