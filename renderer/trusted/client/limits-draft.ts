// The limits of an agent as they are being edited: text and ticks, and what they come to. Pure.

import type { LimitsReach } from '../../../app/contract/client.ts';
import { ClientLimits, type LimitedTool, limitedTools } from '../../../app/contract/client.ts';
import type { Tier } from '../../../app/contract/vocabulary.ts';
import { countIn } from '../count-text.ts';

export interface LimitsDraft {
  /** A glob on each line. */
  readonly secrets: string;
  readonly tiers: readonly Tier[];
  readonly allTools: boolean;
  /** While not all of them. */
  readonly tools: readonly LimitedTool[];
  readonly callsPerMinute: string;
  readonly burst: string;
}

export function draftOf({ secrets, tiers, tools, callsPerMinute, burst }: ClientLimits): LimitsDraft {
  return {
    secrets: secrets.join('\n'),
    tiers,
    allTools: tools === null,
    // Those that another version knew are not offered, and go.
    tools: limitedTools.filter((tool) => tools?.includes(tool) ?? true),
    callsPerMinute: String(callsPerMinute),
    burst: String(burst),
  };
}

/** null: something in it is no limit. */
export function limitsOf({ secrets, tiers, allTools, tools, callsPerMinute, burst }: LimitsDraft): ClientLimits | null {
  const limits = { secrets: globsOf(secrets), tiers, tools: allTools ? null : tools };
  const read = ClientLimits.safeParse({ ...limits, callsPerMinute: countIn(callsPerMinute), burst: countIn(burst) });
  return read.data ?? null;
}

/** Without empty lines and without what is there twice. */
export function globsOf(text: string): readonly string[] {
  return [...new Set(text.split('\n').map((each) => each.trim()))].filter((each) => each !== '');
}

/** What is wrong with the globs, in a sentence; undefined: nothing. */
export function globProblem(text: string): string | undefined {
  const globs = globsOf(text);
  if (globs.length > 100) return 'At most 100 lines.';
  if (ClientLimits.unwrap().shape.secrets.safeParse(globs).success) return undefined;
  return 'A name has letters, digits and . _ - /, with * and ? for what may stand there.';
}

/** Each of `all` that is on, in their order. */
export function ticked<T extends string>(all: readonly T[], on: readonly T[], one: T, isOn: boolean): readonly T[] {
  return all.filter((each) => (each === one ? isOn : on.includes(each)));
}

export function reachWords({ covered, all }: LimitsReach): string {
  if (all === 0) return 'There are no secrets yet.';
  if (covered === all)
    return all === 1 ? 'That is the one secret there is.' : `That is all ${all} secrets there are now.`;
  return `That is ${covered === 0 ? 'none' : covered} of the ${all === 1 ? '1 secret' : `${all} secrets`} there ${all === 1 ? 'is' : 'are'} now.`;
}
