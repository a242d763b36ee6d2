// What a run does to the world, in a few words. Pure.
import type { RiskClass } from '../../../app/contract/risk.ts';
import type { Action } from '../../../app/contract/run.ts';

/** `Writes to GitHub`, `Deletes in 3 places`, `Effects unknown`; of several commands, what the gravest does. */
export function riskWords({ risk, commands }: Pick<Action, 'risk' | 'commands'>): string {
  const { alone, to } = words[risk];
  const gravest = commands.filter((command) => command.risk.class === risk);
  const targets = [...new Set(gravest.flatMap((command) => command.risk.target ?? []))];
  const places = gravest.some((command) => command.risk.target === null) ? [...targets, 'elsewhere'] : targets;
  if (to === null || targets.length === 0) return alone;
  return places.length > 2 ? `${to} ${places.length} places` : `${to} ${places.join(' and ')}`;
}

const words: Readonly<Record<RiskClass, { readonly alone: string; readonly to: string | null }>> = {
  read: { alone: 'Only reads', to: 'Reads from' },
  write: { alone: 'Writes', to: 'Writes to' },
  delete: { alone: 'Deletes', to: 'Deletes in' },
  disclose: { alone: 'Shows a credential', to: null },
  unknown: { alone: 'Effects unknown', to: null },
};
