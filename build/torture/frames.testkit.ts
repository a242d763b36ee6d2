// Throws hostile frames at a whole broker on its real socket, from a process of its own, and watches its memory meanwhile.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { startBroker } from '../../app/socket/broker.testkit.ts';
import { countAsked } from '../../app/socket/frame-fuzz.testkit.ts';

export interface FramesReport {
  frames: number;
  connections: number;
  /** What the broker said, and how often. */
  codes: Readonly<Record<string, number>>;
  /** Answers that a good client got in between. */
  answered: number;
  /** MiB after a collection: when it had settled, and at the end; the most of the process in between. */
  heap: { readonly settled: number; readonly end: number };
  rss: { settled: number; most: number };
  readonly findings: string[];
}

/** Whatever is kept for each frame or connection would show: a million of them. */
const mostHeapMiB = 8;
const mostRssMiB = 96;
/** Code is compiled and caches are filled within the first part. */
const settledAfter = 0.1;

const fuzzer = fileURLToPath(new URL('./frame-fuzzer.testkit.ts', import.meta.url));

export async function tortureFrames(
  frames: number,
  seed: number,
  onRound: (report: FramesReport) => void,
): Promise<FramesReport> {
  const ends: (() => void | Promise<void>)[] = [];
  const report: FramesReport = {
    ...{ frames: 0, connections: 0, codes: {}, answered: 0, findings: [] },
    ...{ heap: { settled: 0, end: 0 }, rss: { settled: 0, most: 0 } },
  };
  try {
    const house = await startBroker({ after: (work) => void ends.unshift(work) });
    house.addSecret('api/token');
    const good = house.connect('good-agent');
    const paired = house.connect('fuzzer');
    await paired.call('secrets.list', {});
    const secrets = JSON.stringify(await good.call('secrets.list', {}));
    const events = countAsked(house);
    const endpoint = join(house.folder, 'run', 'broker.sock');
    const order = { hostile: { endpoint, client: 'fuzzer', key: paired.key }, frames, seed };
    const child = spawn(process.execPath, [fuzzer], { stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.end(JSON.stringify(order));
    const ended = once(child, 'exit');
    for await (const line of createInterface({ input: child.stdout })) {
      Object.assign(report, JSON.parse(line));
      house.clock.pass(10_000);
      if (JSON.stringify(await good.call('secrets.list', {})) === secrets) report.answered += 1;
      else report.findings.push('a good client got another answer');
      const now = memory();
      if (report.heap.settled === 0 && report.frames >= frames * settledAfter) {
        report.heap = { settled: now.heap, end: 0 };
        report.rss = { settled: now.rss, most: now.rss };
      }
      report.heap = { ...report.heap, end: now.heap };
      report.rss.most = Math.max(report.rss.most, now.rss);
      onRound(report);
    }
    const [code] = await ended;
    if (code !== 0)
      report.findings.push('the fuzzer did not end well: the broker said what no broker says, or was gone');
    if ((report.codes.internal ?? 0) > 0) report.findings.push('something took the broker by surprise');
    if (countAsked(house) !== events) report.findings.push('something counted as asked for');
    const grown = report.heap.end - report.heap.settled;
    if (grown > mostHeapMiB) report.findings.push(`the heap grew by ${grown.toFixed(1)} MiB`);
    const swollen = report.rss.most - report.rss.settled;
    if (swollen > mostRssMiB) report.findings.push(`the process grew by ${swollen.toFixed(0)} MiB`);
    return report;
  } finally {
    for (const end of ends) await end();
  }
}

setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');

function memory(): { readonly heap: number; readonly rss: number } {
  if (typeof collect === 'function') collect();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: (heapUsed + external) / 2 ** 20, rss: rss / 2 ** 20 };
}
