// The three first steps and which of them are done.
import type { AppState } from '../../../app/contract/main-channels.ts';
import { useBroker } from '../broker.ts';

export interface FirstStep {
  readonly name: 'vault' | 'secret' | 'agent';
  readonly done: boolean;
}

/** Empty while it cannot be known: the vault is locked, or the list of clients has not come yet. */
export function useFirstSteps(state: AppState): readonly FirstStep[] {
  const clients = useBroker('clients.list', undefined);
  const { state: vault, secretCount } = state.session;
  if (vault === 'locked' || (vault === 'unlocked' && clients.kind === 'loading')) return [];
  const connected = clients.kind === 'ready' && clients.value.length > 0;
  return [
    { name: 'vault', done: vault === 'unlocked' },
    { name: 'secret', done: (secretCount ?? 0) > 0 },
    { name: 'agent', done: connected },
  ];
}
