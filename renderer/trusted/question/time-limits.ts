// Shorter times that a person may give a run than the agent asked for. Pure.

const limits: readonly number[] = [30 * 60_000, 10 * 60_000, 5 * 60_000, 60_000, 10_000];

/** Longest first; never as long as what was asked. */
export function lowerLimits(askedMs: number): readonly number[] {
  return limits.filter((limit) => limit < askedMs);
}
