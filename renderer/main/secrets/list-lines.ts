// The lines of the list, headings and secrets, out of what a search found. Pure, and quick: it runs at every keystroke.
import type { SearchEntry } from './search-index.ts';

export interface ListLines {
  /** A text is a heading. */
  readonly lines: readonly (SearchEntry | string)[];
  /** For each line how many secrets there are up to it, itself included. */
  readonly places: readonly number[];
}

export function listLines(found: readonly SearchEntry[]): ListLines {
  const lines: (SearchEntry | string)[] = [];
  const places: number[] = [];
  let title = '';
  let place = 0;
  for (const entry of found) {
    if (entry.title !== title) {
      title = entry.title;
      lines.push(title);
      places.push(place);
    }
    place += 1;
    lines.push(entry);
    places.push(place);
  }
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
