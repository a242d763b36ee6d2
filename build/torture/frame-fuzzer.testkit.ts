// The process that throws the frames. Takes its order as JSON on stdin, and says after each round how far it came.
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { barrages, bombard, type Fuzzed } from '../../app/socket/frame-fuzz.testkit.ts';

const Order = z.object({
  hostile: z.object({ endpoint: z.string(), client: z.string(), key: z.string() }),
  frames: z.int().positive(),
  seed: z.int(),
});

const { hostile, frames, seed } = Order.parse(JSON.parse(await text(process.stdin)));
const fuzzed: Fuzzed = { frames: 0, connections: 0, codes: new Map() };
for (let round = 0; fuzzed.frames < frames; round += 1) {
  await bombard(hostile, barrages(150, 45, seed + round, hostile), fuzzed);
  const { frames: sent, connections, codes } = fuzzed;
  process.stdout.write(`${JSON.stringify({ frames: sent, connections, codes: Object.fromEntries(codes) })}\n`);
}
