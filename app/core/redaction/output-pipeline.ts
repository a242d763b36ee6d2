// What every byte of a run's output goes through before any sink: searched as it came, stripped of escape sequences, and
// searched again. Both searches hide together and markers are written once, so neither can split or search a marker.
import { createEscapeStripper } from './escape-stripper.ts';
import { createMarkerWriter } from './marker-writer.ts';
import type { Matcher } from './matcher.ts';
import type { Redactor } from './redactor.ts';
import { withholding } from './redactor.ts';
import type { Group, Piece } from './span-merger.ts';
import { createSpanMerger } from './span-merger.ts';

export function outputPipelineOver(matcher: Matcher): Redactor {
  const raw = createSpanMerger(matcher);
  const stripper = createEscapeStripper();
  const stripped = createSpanMerger(matcher);
  const writer = createMarkerWriter();
  let group: Group | null = null;

  return withholding({
    push: (chunk) => writer.write(strip(raw.push({ bytes: chunk, group: null }))),
    end: () =>
      writer.write([...strip(raw.end()), ...stripped.push({ bytes: stripper.flush(), group }), ...stripped.end()]),
    counts: writer.counts,
  });

  /** What was hidden stays hidden. Text that only looks like a marker is text, and is searched. */
  function strip(pieces: readonly Piece[]): Piece[] {
    const out: Piece[] = [];
    for (const piece of pieces) {
      if (piece.group !== group) out.push(...stripped.push({ bytes: stripper.flush(), group }));
      group = piece.group;
      out.push(...stripped.push({ bytes: stripper.push(piece.bytes), group }));
    }
    return out;
  }
}
