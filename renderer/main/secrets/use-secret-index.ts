// The list of secrets for all pages: fetched when one of them changed, forgotten when the vault is locked.
import { useMemo } from 'react';
import type { AppState } from '../../../app/contract/main-channels.ts';
import type { Loaded } from '../broker.ts';
import { useBrokerAt } from '../broker.ts';
import { useNow } from '../use-now.ts';
import type { SearchIndex } from './search-index.ts';
import { searchIndex } from './search-index.ts';

export function useSecretIndex({ session, secretsRevision }: AppState): Loaded<SearchIndex> {
  const loaded = useBrokerAt('secrets.list', undefined, session.state === 'unlocked' ? secretsRevision : null);
  const dayStart = new Date(useNow(60_000)).setHours(0, 0, 0, 0);
  return useMemo(
    () => (loaded.kind === 'ready' ? { kind: 'ready', value: searchIndex(loaded.value, dayStart) } : loaded),
    [loaded, dayStart],
  );
}
