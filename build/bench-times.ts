// How the benches say what they measured: percentiles beside those of a baseline of the same run.
import { say } from './step.ts';

/** The value that this share, 0 to 1, of them does not exceed; 0 of none. */
export function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
}

/** Milliseconds, and the ratio of the medians. */
export function sayTimes(name: string, measured: readonly number[], baseName: string, base: readonly number[]): void {
  const ratio = percentile(measured, 0.5) / percentile(base, 0.5);
  say(`${name}: ${words(measured)}`);
  say(`  ${baseName}: ${words(base)}, ratio ${ratio.toFixed(1)}`);
}

/** What comes on top of the baseline's median. */
export function difference(measured: readonly number[], base: readonly number[]): string {
  const bare = percentile(base, 0.5);
  return `on top of it: ${words(measured.map((ms) => ms - bare))}`;
}

function words(values: readonly number[]): string {
  return [50, 99].map((share) => `p${share} ${percentile(values, share / 100).toFixed(1)} ms`).join(', ');
}
