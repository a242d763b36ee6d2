// `npm run torture -- [--kills 5000] [--seed TEXT] [--workers N]`: kills a working broker at random points of everything that
// writes, and says what was lost. The seed repeats the choices; when the kill falls is as exact as the machine. Exit code 1: something was lost.
import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { runScript, Stop, say } from './step.ts';
import { type Report, torture } from './torture/torture.ts';

await runScript(async () => {
  const { values } = parseArgs({
    options: { kills: { type: 'string' }, seed: { type: 'string' }, workers: { type: 'string' } },
  });
  const kills = numberFrom(values.kills ?? '5000', '--kills');
  const workers = numberFrom(values.workers ?? String(Math.max(1, availableParallelism() - 1)), '--workers');
  const seed = values.seed ?? randomBytes(6).toString('hex');
  say(`Seed ${seed}: ${kills} kills in ${workers === 1 ? 'one profile' : `${workers} profiles`}.`);
  const every = Math.max(10, Math.round(kills / 20));
  const report = await torture({
    ...{ kills, seed, workers },
    onKill: (now) => {
      if (now.kills % every === 0) say(totals(now));
    },
  });
  sayRows(report);
  for (const line of report.findings) say(line);
  for (const folder of report.kept) say(`Kept for a closer look: ${folder}`);
  say(totals(report));
  return report.findings.length === 0 ? 0 : 1;
});

function totals({ kills, acknowledged, lost }: Report): string {
  return `kills ${kills} · acknowledged writes ${acknowledged} · lost ${lost}`;
}

function sayRows({ rows }: Report): void {
  say(`${'operation'.padEnd(20)}${'killed in'.padStart(10)}${'found done'.padStart(12)}${'acknowledged'.padStart(14)}`);
  for (const [name, { kills, foundDone, acknowledged }] of [...rows].sort(([a], [b]) => (a < b ? -1 : 1))) {
    say(
      `${name.padEnd(20)}${String(kills).padStart(10)}${String(foundDone).padStart(12)}${String(acknowledged).padStart(14)}`,
    );
  }
}

function numberFrom(text: string, option: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new Stop(`${option} takes a whole number, 1 or more.`);
  return number;
}
