// Many runs asked for at once: which may be answered together, and the yes to those that the person ticked. Pure.
// SECURITY P9: nothing is ticked by itself, and what deletes, is unknown or asks every time is never part of a list.
import type { Answer, RunAsked } from '../../../app/contract/approval.ts';
import type { Lasting, Reach } from '../../../app/contract/lasting.ts';

export interface SeveralChoice {
  /** By digest: a row is ticked as it was drawn. */
  readonly ticked: ReadonlySet<string>;
  readonly lasting: Extract<Lasting, { kind: 'once' | 'session' }>;
  /** null: what goes with the ticked ones. */
  readonly reach: Reach | null;
  readonly denyOthers: boolean;
}

export const nothingChosen: SeveralChoice = {
  ticked: new Set(),
  lasting: { kind: 'once' },
  reach: null,
  denyOthers: false,
};

/** Why it has to be looked at alone; null: it may be ticked. */
export function aloneBecause({ action, offers }: RunAsked): string | null {
  if (offers.onceOnly !== null) return aloneWords[offers.onceOnly];
  switch (action.risk) {
    case 'read':
    case 'write':
      return null;
    case 'delete':
      return 'It deletes something.';
    case 'disclose':
      return 'It shows a credential.';
    case 'unknown':
      return 'Postern does not know what it does.';
  }
}

export function tickedOf(runs: readonly RunAsked[], { ticked }: SeveralChoice): readonly RunAsked[] {
  return runs.filter((run) => ticked.has(run.digest) && aloneBecause(run) === null);
}

/** How far a yes to these may reach: as far as one of them may. What may not reach so far is allowed exactly as it is. */
export function reachesOf(runs: readonly RunAsked[]): readonly Reach[] {
  const all: readonly Reach[] = ['exact', 'alike', 'reads'];
  return all.filter((reach) => runs.some((run) => mayReach(run, reach)));
}

export function mayReach({ offers }: RunAsked, reach: Reach): boolean {
  return offers.reaches.includes(reach);
}

export function maySession(runs: readonly RunAsked[]): boolean {
  return runs.length > 0 && runs.every(({ offers }) => offers.lasting.some(({ kind }) => kind === 'session'));
}

/** A session of nothing but reading is one click, as it is for one run alone. */
export function reachOfSeveral(runs: readonly RunAsked[], { lasting, reach }: SeveralChoice): Reach {
  const offered = reachesOf(runs);
  if (lasting.kind === 'once') return 'exact';
  if (reach !== null && offered.includes(reach)) return reach;
  return offered.includes('reads') && runs.every(({ action }) => action.risk === 'read') ? 'reads' : 'exact';
}

export function yesToSeveral(runs: readonly RunAsked[], choice: SeveralChoice): Answer {
  const chosen = tickedOf(runs, choice);
  const lasting: Lasting = maySession(chosen) ? choice.lasting : { kind: 'once' };
  return {
    kind: 'several',
    allowed: chosen.map(({ id, digest, times }) => ({ id, digest, times })),
    lasting,
    reach: reachOfSeveral(chosen, { ...choice, lasting }),
    others: choice.denyOthers ? 'deny' : 'wait',
  };
}

export const noToAll: Answer = {
  kind: 'several',
  allowed: [],
  lasting: { kind: 'once' },
  reach: 'exact',
  others: 'deny',
};

const aloneWords = {
  unparsed: 'Postern could not read it whole.',
  caller: 'The program that asks could not be identified.',
  guarded: 'It holds a guarded secret.',
  disclosure: 'It shows a credential.',
  secret: 'It holds a secret that is allowed once at a time.',
} as const;
