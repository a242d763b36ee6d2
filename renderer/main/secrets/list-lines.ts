// The lines of the list, headings and secrets, out of what a search found. Pure, and quick: it runs at every keystroke.
import type { SearchEntry } from './search-index.ts';

export interface ListLines {
  /** A text is a heading. */
  readonly lines: readonly (SearchEntry | string)[];
  /** For each line how many secrets there are up to it, itself included. */
  readonly places: readonly number[];
}

/** Used since `dayStart` (epoch milliseconds), newest first; then by folder as the index has them. */
export function listLines(found: readonly SearchEntry[], dayStart: number): ListLines {
  const lines: (SearchEntry | string)[] = [];
  const places: number[] = [];
  let title: string | null = null;
  let place = 0;
  const put = (entry: SearchEntry, under: string) => {
    if (under !== title) {
      title = under;
      lines.push(under);
      places.push(place);
    }
    place += 1;
    lines.push(entry);
    places.push(place);
  };
  const today = found.filter((entry) => usedSince(entry, dayStart));
  for (const entry of today.sort(newestFirst)) put(entry, 'Used today');
  const others = today.length > 0 || found.some(({ folder }) => folder !== null) ? 'Everything else' : 'By name';
  for (const entry of found) if (!usedSince(entry, dayStart)) put(entry, entry.folder ?? others);
  return { lines, places };
}

/** The line of the secret with this id, otherwise of the first one; −1: there is none. */
export function lineOf(lines: ListLines['lines'], id: string | null): number {
  const at = id === null ? -1 : lines.findIndex((line) => typeof line !== 'string' && line.secret.id === id);
  return at === -1 && lines.length > 1 ? 1 : at;
}

/** Where a key leads from the line `active`, never onto a heading; null: it does not move. `page`: lines in sight. */
export function lineAfter(key: string, lines: ListLines['lines'], active: number, page: number): number | null {
  const last = lines.length - 1;
  const toSecret = (line: number, step: 1 | -1): number => {
    const bounded = Math.min(Math.max(line, 1), last);
    return typeof lines[bounded] === 'string' ? bounded + step : bounded;
  };
  switch (key) {
    case 'ArrowDown':
      return toSecret(active + 1, 1);
    case 'ArrowUp':
      return toSecret(active - 1, -1);
    case 'PageDown':
      return toSecret(active + page, 1);
    case 'PageUp':
      return toSecret(active - page, -1);
    case 'Home':
      return 1;
    case 'End':
      return last;
    default:
      return null;
  }
}

function usedSince({ secret: { lastUsedAt } }: SearchEntry, dayStart: number): boolean {
  return lastUsedAt !== null && lastUsedAt >= dayStart;
}

function newestFirst(a: SearchEntry, b: SearchEntry): number {
  return (b.secret.lastUsedAt ?? 0) - (a.secret.lastUsedAt ?? 0);
}
