// What redaction finds, beside what other tools' published encoders find in the same leaks, and what it costs. Speeds are
// printed beside a baseline of the same run. It ends well whatever it measures.
import type { Target } from './bench-redaction/figures.ts';
import { sayTargets } from './bench-redaction/figures.ts';
import { benchChunks, benchLines } from './bench-redaction/latency.ts';
import { benchIndex, benchTooMuch } from './bench-redaction/memory.ts';
import { benchScore } from './bench-redaction/score.ts';
import { benchTerminal } from './bench-redaction/terminal.ts';
import { benchLinearity, benchThroughput } from './bench-redaction/throughput.ts';

/** Some five minutes, and 128 MiB in the folder for temporary files. */
export async function benchRedaction(): Promise<void> {
  const targets: Target[] = [];
  benchScore(targets);
  const speeds = benchThroughput(targets);
  benchLinearity(targets);
  benchChunks(targets);
  benchLines(targets);
  await benchTerminal(targets, speeds);
  await benchIndex(targets);
  await benchTooMuch();
  sayTargets(targets);
}
