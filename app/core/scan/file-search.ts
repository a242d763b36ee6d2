// Searches one file for the values of an index and for secret-shaped text, in slices. What it tells is lines, tags and rules, and of
// secret-shaped text where in the file's bytes it lies, for whoever hashes it.
import type { Pause } from '../ports/pause.ts';
import type { FormHit, FormIndex } from './form-index.ts';
import { findSecretShapesIn, type ShapeFinding } from './secret-shapes.ts';
import { wholeShape } from './whole-shape.ts';

/** `line` counts from 1. */
export type FileHit =
  | { readonly kind: 'value'; readonly line: number; readonly tag: number }
  | {
      readonly kind: 'shape';
      readonly line: number;
      readonly rule: string;
      readonly what: string;
      /** The whole of it: a view of the file's own bytes. */
      readonly bytes: Uint8Array;
    };

/** In bytes; a few milliseconds of work in the worst file there can be. */
const sliceBytes = 32 * 1024;

/**
 * Tells all hits in order of their places. Text that holds a value of the index is no shape besides. It pauses between slices;
 * an aborted signal ends it early.
 */
export async function searchFile(
  bytes: Uint8Array,
  { index, pause, signal }: { readonly index: FormIndex; readonly pause: Pause; readonly signal: AbortSignal },
  onHit: (hit: FileHit) => void,
): Promise<void> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const lines = lineCounter(bytes);
  /** Where the values that were met so far end. */
  let valuesEnd = 0;
  for (let from = 0; from < bytes.length && !signal.aborted; from += sliceBytes) {
    const to = Math.min(from + sliceBytes, bytes.length);
    const hits: (FormHit | ShapeFinding)[] = [];
    index.find(bytes, from, to, (hit) => hits.push(hit));
    hits.push(...findSecretShapesIn({ text, latin1: bytes }, from, to));
    // A stable sort: a value stays before the shape that begins with it.
    hits.sort((a, b) => a.start - b.start);
    for (const [i, hit] of hits.entries()) {
      if ('tag' in hit) {
        valuesEnd = Math.max(valuesEnd, hit.end);
        onHit({ kind: 'value', line: lines.at(hit.start), tag: hit.tag });
      } else if (hit.start >= valuesEnd && hit.end <= (hits[i + 1]?.start ?? hit.end)) {
        const { start, end } = wholeShape(text, hit);
        const { rule, what } = hit;
        onHit({ kind: 'shape', line: lines.at(hit.start), rule, what, bytes: bytes.subarray(start, end) });
      }
    }
    if (to < bytes.length) await pause();
  }
}

/** Lines by position, asked for in rising order. */
function lineCounter(bytes: Uint8Array): { at(position: number): number } {
  let line = 1;
  let next = bytes.indexOf(lineFeed);
  return {
    at(position) {
      while (next !== -1 && next < position) {
        line++;
        next = bytes.indexOf(lineFeed, next + 1);
      }
      return line;
    },
  };
}

const lineFeed = 0x0a;
