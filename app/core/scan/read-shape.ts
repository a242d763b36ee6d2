// Reads what a scan found in a file once more, from where it was found. A file that says something else there by now is refused.
import { BrokerError } from '../../contract/fault.ts';
import type { ShapePlace } from '../../contract/health.ts';
import type { FolderWalk } from '../ports/folder-walk.ts';
import type { FoundShapes } from './found-shapes.ts';
import { findSecretShapesIn } from './secret-shapes.ts';
import { wholeShape } from './whole-shape.ts';

export interface ReadShape {
  /** The secret itself. */
  readonly value: string;
  /** What stands before it on its line. */
  readonly before: string;
  /** The rule in words. */
  readonly what: string;
}

/** @throws BrokerError finding_moved when it is no longer there, the file cannot be read, or it is no text */
export async function readShape(walk: FolderWalk, found: FoundShapes, place: ShapePlace): Promise<ReadShape> {
  const whole = new AbortController();
  try {
    for await (const step of walk.walk([{ kind: 'file', path: place.path }], whole.signal)) {
      const shape = step.kind === 'file' ? shapeIn(step.bytes, found, place) : null;
      if (shape !== null) return shape;
    }
  } finally {
    whole.abort();
  }
  throw new BrokerError('finding_moved');
}

function shapeIn(bytes: Uint8Array, found: FoundShapes, place: ShapePlace): ReadShape | null {
  const from = lineStart(bytes, place.line);
  if (from === null) return null;
  const next = bytes.indexOf(lineFeed, from);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  for (const finding of findSecretShapesIn({ text, latin1: bytes }, from, next === -1 ? bytes.length : next)) {
    const { start, end } = wholeShape(text, finding);
    if (finding.rule !== place.rule || !found.isThere(place, bytes.subarray(start, end))) continue;
    const value = unescaped(utf8(bytes.subarray(start, end)));
    return { value, before: utf8(bytes.subarray(Math.max(from, start - longestBefore), start)), what: finding.what };
  }
  return null;
}

/** Lines count from 1; null: the file has fewer. */
function lineStart(bytes: Uint8Array, line: number): number | null {
  let start = 0;
  for (let at = 1; at < line; at++) {
    const end = bytes.indexOf(lineFeed, start);
    if (end === -1) return null;
    start = end + 1;
  }
  return start;
}

/** A key of several lines that stands in JSON or in quotes has its line ends written out; a program wants real ones. */
function unescaped(value: string): string {
  if (!value.startsWith('-----BEGIN ')) return value;
  const lines = value.includes('\n') ? value : value.replace(/\\r\\n|\\n/g, '\n');
  return `${lines}\n`;
}

function utf8(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}

const lineFeed = 0x0a;
/** In bytes. */
const longestBefore = 200;
