// What the person has chosen for a run or a call so far, and the yes that comes of it. Pure. SECURITY P9: what is preset is the
// least: once, exactly this.
import type { Answer, RunAsked } from '../../../app/contract/approval.ts';
import type { Lasting, Reach } from '../../../app/contract/lasting.ts';
import type { RiskClass } from '../../../app/contract/risk.ts';
import type { SecretName } from '../../../app/contract/vocabulary.ts';

/** What of a question decides which answers there are. */
export interface Decided extends Pick<RunAsked, 'id' | 'offers' | 'times'> {
  readonly risk: RiskClass;
}

export interface Choice {
  readonly lasting: Lasting;
  /** null: what goes with `lasting`. */
  readonly reach: Reach | null;
  readonly without: readonly SecretName[];
  readonly timeoutMs: number | null;
}

export const leastChoice: Choice = { lasting: { kind: 'once' }, reach: null, without: [], timeoutMs: null };

/** A session of reading is one click; everything else that lasts covers exactly this until the person widens it. */
export function reachOf({ lasting, reach }: Choice, { risk, offers }: Pick<Decided, 'risk' | 'offers'>): Reach {
  if (lasting.kind === 'once') return 'exact';
  if (reach !== null && offers.reaches.includes(reach)) return reach;
  return lasting.kind === 'session' && risk === 'read' && offers.reaches.includes('reads') ? 'reads' : 'exact';
}

/** Whether one click may allow all that it only reads, for the session. */
export function mayReadOn({ risk, offers }: Pick<Decided, 'risk' | 'offers'>): boolean {
  return risk === 'read' && offers.reaches.includes('reads') && offers.lasting.some(({ kind }) => kind === 'session');
}

export function yesOf(choice: Choice, asked: Decided): Answer {
  const { lasting, without, timeoutMs } = choice;
  return {
    kind: 'allow',
    lasting,
    reach: reachOf(choice, asked),
    without: [...without],
    timeoutMs,
    times: asked.times,
  };
}

const lastingKinds = ['once', 'uses', 'minutes', 'session', 'rule'] as const;

/** What stands for each kind that is offered, in the order in which they are shown: 15 minutes rather than 5. */
export function offeredLasting(offered: readonly Lasting[]): readonly Lasting[] {
  return lastingKinds.flatMap((kind) => {
    const all = offered.filter((each) => each.kind === kind);
    return all.find((each) => each.kind === 'minutes' && each.minutes === 15) ?? all[0] ?? [];
  });
}
