// `npm run torture -- [--kills 5000] [--frames 1000000] [--seed TEXT] [--workers N]`: kills a working broker at random points of
// everything that writes, and says what was lost; then throws hostile frames at one, and says whether it stayed up and small. Only
// one of the two when only that one is asked for. The seed repeats the choices; when the kill falls is as exact as the machine. Exit
// code 1: something was found.
import { createHash, randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { runScript, Stop, say } from './step.ts';
import { type FramesReport, tortureFrames } from './torture/frames.testkit.ts';
import { type Report, torture } from './torture/torture.ts';

await runScript(async () => {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string' },
      frames: { type: 'string' },
      seed: { type: 'string' },
      workers: { type: 'string' },
    },
  });
  const { kills, frames } = values;
  const workers = numberFrom(values.workers ?? String(Math.max(1, availableParallelism() - 1)), '--workers');
  const seed = values.seed ?? randomBytes(6).toString('hex');
  const killed = frames === undefined || kills !== undefined;
  const found = killed ? await byKills(numberFrom(kills ?? '5000', '--kills'), workers, seed) : 0;
  const fuzzed = kills === undefined || frames !== undefined;
  return found + (fuzzed ? await byFrames(numberFrom(frames ?? '1000000', '--frames'), seed) : 0) === 0 ? 0 : 1;
});

/** How much was found. */
async function byKills(kills: number, workers: number, seed: string): Promise<number> {
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
  return report.findings.length;
}

/** How much was found. */
async function byFrames(frames: number, seed: string): Promise<number> {
  say(`Seed ${seed}: ${frames} hostile frames.`);
  const every = Math.max(10_000, Math.round(frames / 20));
  let next = every;
  const number = createHash('sha256').update(seed).digest().readInt32BE();
  const report = await tortureFrames(frames, number, (now) => {
    if (now.frames < next) return;
    next += every;
    say(sizes(now));
  });
  for (const [code, count] of Object.entries(report.codes)) say(`${code.padEnd(20)}${String(count).padStart(10)}`);
  for (const line of report.findings) say(line);
  say(sizes(report));
  return report.findings.length;
}

function sizes({ frames, connections, answered, heap, rss }: FramesReport): string {
  const mib = (size: number) => `${size.toFixed(1)} MiB`;
  return [
    `frames ${frames} · connections ${connections} · good answers ${answered}`,
    `heap ${mib(heap.end)} (settled ${mib(heap.settled)}) · process at most ${mib(rss.most)} (settled ${mib(rss.settled)})`,
  ].join(' · ');
}

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
