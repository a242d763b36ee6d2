// Kills a working broker over and over and counts what is lost.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import type { Target } from './aim.ts';
import type { Finding } from './ledger.ts';
import type { Operation, Plant } from './protocol.ts';
import { type Death, Torturer } from './torturer.ts';

export interface TortureOptions {
  readonly kills: number;
  readonly seed: string;
  /** Profiles that are tortured at the same time. */
  readonly workers: number;
  readonly plant?: Plant;
  /** The only operation to kill in. */
  readonly only?: Target;
  /** Kills go on, at most twice as many, until one fell into each of these. */
  readonly until?: readonly Operation[];
  readonly onKill?: (report: Report) => void;
}

export interface Row {
  /** Fell into it. */
  kills: number;
  /** After those it was found done, whole, although it had not been acknowledged: the kill came after the commit. */
  foundDone: number;
  acknowledged: number;
}

export interface Report {
  kills: number;
  /** Writes that were said to be on disk. */
  acknowledged: number;
  /** Writes of those that were not there. */
  lost: number;
  /** By operation; one kill may fall into two, as a rotation lets others in between. */
  readonly rows: Map<Operation | 'between two', Row>;
  /** What is not as it must be: where it was seen, and what. Never a value. */
  readonly findings: string[];
  /** Profiles that were kept because something was found in them. */
  readonly kept: string[];
}

/** A profile in which something was found is tortured no more. */
export async function torture(options: TortureOptions): Promise<Report> {
  const report: Report = { kills: 0, acknowledged: 0, lost: 0, rows: new Map(), findings: [], kept: [] };
  const victim = await bundleVictim();
  try {
    const workers = Array.from({ length: options.workers }, (_, at) =>
      tortureOne(options, `${options.seed}-${at}`, victim, report),
    );
    await Promise.all(workers);
    return report;
  } finally {
    rmSync(victim, { recursive: true, force: true });
  }
}

async function tortureOne(options: TortureOptions, seed: string, victim: string, report: Report): Promise<void> {
  const torturer = new Torturer({ victim, seed, plant: options.plant ?? null, only: options.only ?? null });
  let sound = false;
  let count = 0;
  const note = (findings: readonly Finding[]): boolean => {
    report.lost += findings.filter(({ kind }) => kind === 'lost').length;
    report.findings.push(...findings.map(({ what }) => `seed ${seed}, kill ${count}: ${what}`));
    return findings.length === 0;
  };
  try {
    sound = note(await torturer.begin());
    while (sound && mustGoOn(options, report)) {
      report.kills += 1;
      count += 1;
      const death = await torturer.kill();
      tally(report, death);
      sound = note(death.findings);
      options.onKill?.(report);
    }
    if (sound) sound = note(await torturer.end());
  } finally {
    torturer.close(sound || options.plant !== undefined);
    if (!sound) report.kept.push(torturer.folder);
  }
}

function mustGoOn({ kills, until = [] }: TortureOptions, { kills: done, rows }: Report): boolean {
  const missing = until.some((operation) => (rows.get(operation)?.kills ?? 0) === 0);
  return done < kills || (missing && done < 2 * kills);
}

function tally(report: Report, { underWay, acknowledged, foundDone }: Death): void {
  const row = (name: Operation | 'between two'): Row => {
    const known = report.rows.get(name) ?? { kills: 0, foundDone: 0, acknowledged: 0 };
    report.rows.set(name, known);
    return known;
  };
  report.acknowledged += acknowledged.length;
  for (const operation of foundDone) row(operation).foundDone += 1;
  for (const operation of acknowledged) row(operation).acknowledged += 1;
  for (const operation of underWay.length === 0 ? (['between two'] as const) : underWay) row(operation).kills += 1;
}

/** As the app itself is shipped: one file, so that it starts quickly. The folder lies where the native modules are found. */
async function bundleVictim(): Promise<string> {
  const home = fileURLToPath(new URL('../../out/torture/', import.meta.url));
  mkdirSync(home, { recursive: true });
  const folder = mkdtempSync(join(home, 'victim-'));
  const input = fileURLToPath(new URL('./victim.ts', import.meta.url));
  // What a package has for bundlers: the other one of jsonc-parser finds its parts while it runs.
  const resolve = { mainFields: ['module', 'main'] };
  const bundle = await rolldown({ input, platform: 'node', resolve, external: native, logLevel: 'silent' });
  await bundle.write({ file: join(folder, 'victim.mjs'), format: 'esm' });
  await bundle.close();
  return folder;
}

const native = [/^better-sqlite3$/, /^@node-rs\//, /^@napi-rs\//, /^koffi$/, /^node-pty$/];
