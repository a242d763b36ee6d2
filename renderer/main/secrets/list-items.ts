// The lines of the list, headings and secrets, out of what a search found. Pure.
import type { SecretSummary } from '../../../app/contract/secret.ts';
import type { SearchEntry } from './search-index.ts';

/** `place` counts from 1 and leaves the headings out. */
export type ListItem =
  | { readonly kind: 'heading'; readonly title: string }
  | { readonly kind: 'secret'; readonly secret: SecretSummary; readonly place: number };

/** Used since `dayStart` (epoch milliseconds), newest first; then by folder as the index has them. */
export function listItems(found: readonly SearchEntry[], dayStart: number): readonly ListItem[] {
  const isToday = ({ secret }: SearchEntry) => (secret.lastUsedAt ?? 0) >= dayStart;
  const today = found.filter(isToday).sort((a, b) => (b.secret.lastUsedAt ?? 0) - (a.secret.lastUsedAt ?? 0));
  const items: ListItem[] = [];
  let place = 0;
  let title: string | null = null;
  const put = ({ secret }: SearchEntry, under: string) => {
    if (under !== title) items.push({ kind: 'heading', title: under });
    title = under;
    place += 1;
    items.push({ kind: 'secret', secret, place });
  };
  for (const entry of today) put(entry, 'Used today');
  const hasFolders = found.some((entry) => entry.folder !== null);
  const others = hasFolders || today.length > 0 ? 'Everything else' : 'By name';
  for (const entry of found) if (today.length === 0 || !isToday(entry)) put(entry, entry.folder ?? others);
  return items;
}
