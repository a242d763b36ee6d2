// Everything in a text that looks like a secret, each whole. It gives way between slices, so that no text blocks for long.
import type { Pause } from '../ports/pause.ts';
import { findSecretShapesIn, type ShapeFinding } from './secret-shapes.ts';
import { wholeShape } from './whole-shape.ts';

/** In UTF-16 units: some 2 ms of work. */
const slice = 128 * 1024;

/** In order; none overlaps another. */
export async function findWholeShapes(text: string, pause: Pause): Promise<readonly ShapeFinding[]> {
  const scanned = { text, latin1: Buffer.from(text, 'latin1') };
  const found: ShapeFinding[] = [];
  for (let from = 0; from < text.length; from += slice) {
    if (from > 0) await pause();
    for (const finding of findSecretShapesIn(scanned, from, Math.min(from + slice, text.length))) {
      if (finding.start >= (found.at(-1)?.end ?? 0)) found.push({ ...finding, ...wholeShape(text, finding) });
    }
  }
  return found;
}
