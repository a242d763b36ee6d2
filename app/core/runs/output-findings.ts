// Hides what only looks like a secret in the output for a client, where the person wants that. It comes after redaction and on top
// of it: what redaction wrote is not searched.
import type { RunOutcome } from '../../contract/run.ts';
import type { ClientId } from '../../contract/vocabulary.ts';
import type { Pause } from '../ports/pause.ts';
import { markerPattern } from '../redaction/markers.ts';
import { findWholeShapes } from '../scan/text-shapes.ts';
import type { WrittenOutput } from './run-output.ts';

export interface HiddenShapes {
  readonly text: string;
  /** Places that were hidden. */
  readonly count: number;
}

/** What a run is to hand over, and how many places in it were hidden; absent: none. */
export type ShownOutput = WrittenOutput & Pick<Extract<RunOutcome, { kind: 'completed' }>, 'hiddenFindings'>;

export interface FindingsHouse {
  readonly clients: { hidesFindings(id: ClientId): boolean };
  readonly pause: Pause;
}

/** The output as this client gets it. */
export async function withoutFindings(
  { clients, pause }: FindingsHouse,
  client: ClientId,
  written: WrittenOutput,
): Promise<ShownOutput> {
  if (!clients.hidesFindings(client)) return written;
  const { text, count } = await hideShapes(written.output, pause);
  return count === 0 ? written : { ...written, output: text, hiddenFindings: count };
}

/** Each secret-shaped place becomes a marker that names what it looks like. */
export async function hideShapes(text: string, pause: Pause): Promise<HiddenShapes> {
  const parts: string[] = [];
  let done = 0;
  const withoutMarkers = text.replace(markerPattern(), (marker) => ' '.repeat(marker.length));
  const shapes = await findWholeShapes(withoutMarkers, pause);
  for (const { start, end, rule } of shapes) {
    parts.push(text.slice(done, start), shapeMarker(rule));
    done = end;
  }
  return { text: [...parts, text.slice(done)].join(''), count: shapes.length };
}

/**
 * A marker like redaction's own, so that an agent that pastes it is refused the same way. The empty step between its slashes is in
 * no name of a secret, so it is never taken for one.
 */
export function shapeMarker(rule: string): string {
  return `[REDACTED:looks-like//${rule}]`;
}
