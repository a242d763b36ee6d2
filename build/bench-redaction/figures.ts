// How the benchmark of redaction counts and prints: percentiles, aligned tables, and what was aimed at beside what was met.
import { say } from '../step.ts';

/** Millions of bytes. */
export const mega = 1_000_000;

/** Milliseconds that this process has computed so far, its helper threads included: what other programs take is not counted. */
export function cpuNow(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

export interface Target {
  readonly what: string;
  readonly aim: string;
  readonly measured: string;
  readonly met: boolean;
}

/** A heading, then rows of cells: the first column to the left, numbers to the right. */
export function sayTable(heading: string, rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  say(`\n${heading}`);
  for (const row of rows) {
    const cells = row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)));
    say(`  ${cells.join('  ').trimEnd()}`);
  }
}

export function sayTargets(targets: readonly Target[]): void {
  sayTable('targets', [
    ['', 'aim', 'measured', ''],
    ...targets.map(({ what, aim, measured, met }) => [what, aim, measured, met ? 'met' : 'MISSED']),
  ]);
}

/** The value that `percent` of them do not exceed; 0 of none. */
export function percentile(values: ArrayLike<number>, percent: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.ceil((sorted.length * percent) / 100))] ?? 0;
}

/** Half, 99 of 100, and all of them do not exceed these. */
export function spread(values: ArrayLike<number>, digits: number): readonly string[] {
  return [50, 99, 100].map((percent) => percentile(values, percent).toFixed(digits));
}
