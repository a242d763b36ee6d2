// What the person typed into the policy and has not proposed yet. It goes when Postern locks, as everything does that tells of it.
import { useEffect, useMemo, useState } from 'react';
import type { VaultState } from '../../../app/contract/vocabulary.ts';

export interface PolicyDraft {
  /** null: nothing was typed. */
  readonly text: string | null;
  readonly change: (text: string | null) => void;
}

export function usePolicyDraft(vault: VaultState): PolicyDraft {
  const [text, change] = useState<string | null>(null);
  useEffect(() => {
    if (vault !== 'unlocked') change(null);
  }, [vault]);
  return useMemo(() => ({ text, change }), [text]);
}
