// SECURITY P2: the one place that decides whether an action is allowed, asked or denied, and says why.
import { assertNever } from '../../contract/fault.ts';
import type { Action } from '../../contract/run.ts';
import type { Tier } from '../../contract/vocabulary.ts';
import type { Grant, Grants } from '../grants/grants.ts';

export type Decision =
  | { readonly kind: 'allow'; readonly grant: Grant }
  | { readonly kind: 'ask' }
  | { readonly kind: 'deny'; readonly why: 'tier_forbids' };

/** Order: a tier that never enters a process > guarded asks each time > a live grant > ask. */
export function evaluate(action: Action, grants: Pick<Grants, 'covering'>): Decision {
  if (!action.secrets.every(({ tier }) => mayRun(tier))) return { kind: 'deny', why: 'tier_forbids' };
  const grant = grants.covering(action);
  return grant === null ? { kind: 'ask' } : { kind: 'allow', grant };
}

/** Whether a secret of this tier may enter a process at all. */
export function mayRun(tier: Tier): boolean {
  switch (tier) {
    case 'run':
    case 'guarded':
      return true;
    case 'placeholder':
    case 'never':
      return false;
    default:
      return assertNever(tier);
  }
}
