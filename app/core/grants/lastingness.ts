// Whether, how long and for how much a yes to an action may last. SECURITY P2: what is not offered is not accepted.
import type { Offers, OnceOnly } from '../../contract/approval.ts';
import type { Lasting, Reach } from '../../contract/lasting.ts';
import type { Action, ActionCommand } from '../../contract/run.ts';
import type { LongestYes } from '../../contract/secret.ts';
import { agentCanChange } from '../commands/hidden-state.ts';

/** null: a yes to it may last. */
export function onceOnlyFor(action: Action): OnceOnly | null {
  if (!action.parsed || action.commands.length === 0) return 'unparsed';
  if (action.caller.length === 0) return 'caller';
  if (action.secrets.some(({ tier }) => tier !== 'run')) return 'guarded';
  if (action.risk === 'disclose') return 'disclosure';
  return longestYes(action) === 'once' ? 'secret' : null;
}

/** `expressible`: whether a rule of the policy could say it. */
export function offersFor(action: Action, expressible: boolean): Offers {
  const onceOnly = onceOnlyFor(action);
  const isChangeable = agentCanChange(action.hidden);
  if (onceOnly !== null) {
    return { lasting: [{ kind: 'once' }], reaches: [], onceOnly, agentCanChange: isChangeable };
  }
  const lasting = lastingsFor(longestYes(action), expressible);
  return { lasting, reaches: reachesOf(action), onceOnly, agentCanChange: isChangeable };
}

/** What is offered where a yes may last. */
export function lastingsFor(longest: LongestYes, expressible: boolean): readonly Lasting[] {
  return [
    { kind: 'once' },
    { kind: 'uses', uses: 5 },
    ...([5, 15, 60] as const).map((minutes) => ({ kind: 'minutes' as const, minutes })),
    ...(longest === 'minutes' ? [] : [{ kind: 'session' as const }]),
    ...(longest === 'rule' && expressible ? [{ kind: 'rule' as const }] : []),
  ];
}

/** Whether a yes of this kind was offered. Any number of uses is, where one is. */
export function isOffered(offers: Offers, lasting: Lasting, reach: Reach): boolean {
  if (lasting.kind === 'once') return true;
  const isKind = offers.lasting.some((each) => {
    return each.kind === lasting.kind && (each.kind !== 'minutes' || JSON.stringify(each) === JSON.stringify(lasting));
  });
  return isKind && offers.reaches.includes(reach);
}

/** The shortest of what its secrets allow. */
export function longestYes({ secrets }: Pick<Action, 'secrets'>): LongestYes {
  const order: readonly LongestYes[] = ['once', 'minutes', 'session', 'rule'];
  return order.find((each) => secrets.some(({ longestYes: longest }) => longest === each)) ?? 'rule';
}

function reachesOf(action: Action): readonly Reach[] {
  if (!action.commands.every(isGeneral)) return ['exact'];
  const isMild = action.commands.every(({ risk }) => risk.class === 'read' || risk.class === 'write');
  if (!isMild || agentCanChange(action.hidden)) return ['exact'];
  return action.risk === 'read' ? ['exact', 'alike', 'reads'] : ['exact', 'alike'];
}

/** Whether its verb says all that counts: nothing is set for it, written by it, or added when it runs. */
function isGeneral({ assigns, appended, writesTo }: ActionCommand): boolean {
  return assigns.length === 0 && !appended && writesTo.length === 0;
}
