// Keeps the beginning and the end of a run's output within a bound, and says in the text what it left out. It is given
// redacted bytes; of the raw ones it only counts and judges, and keeps none.
import { longestMarker, markerPattern } from '../redaction/markers.ts';
import { createBinaryCheck } from './binary-check.ts';

export interface OutputCollector {
  /** Raw bytes, for their number and for whether they are text. */
  raw(chunk: Uint8Array): void;
  /** Redacted bytes, for the text; copied. */
  push(chunk: Uint8Array): void;
  /** So many bytes will never come. Answers the line that says so, to be pushed where they belong. */
  leaveOut(bytes: number): string;
  finish(): CollectedOutput;
}

export interface CollectedOutput {
  /** UTF-8; what is not becomes U+FFFD. Empty when it is withheld. */
  readonly output: string;
  /** Bytes left out: redacted ones of the middle, and those that were never drawn. */
  readonly cutBytes: number;
  /** SECURITY P12: what is not text was not searched as text, so it is not handed out. */
  readonly withheld: 'binary' | null;
  /** Raw bytes, all of them. */
  readonly outputBytes: number;
}

/**
 * The first and the last half of `maxBytes`, with a line between that says how many bytes are missing; that line comes on
 * top. No character and no marker is cut. Memory: `maxBytes` and two markers, whatever comes.
 */
export function createOutputCollector(maxBytes: number): OutputCollector {
  const headBytes = Math.floor(maxBytes / 2);
  const tailBytes = maxBytes - headBytes;
  // Each half holds a marker's length more than it shows: enough to see whether a marker lies across the cut.
  const head = Buffer.alloc(headBytes + longestMarker);
  const ring = Buffer.alloc(tailBytes + longestMarker);
  const check = createBinaryCheck();
  let total = 0;
  let outputBytes = 0;
  let leftOut = 0;

  return {
    raw(chunk) {
      outputBytes += chunk.length;
      check.push(chunk);
    },
    push(chunk) {
      if (total < head.length) head.set(chunk.subarray(0, head.length - total), total);
      const kept = chunk.subarray(Math.max(0, chunk.length - ring.length));
      const at = (total + chunk.length - kept.length) % ring.length;
      const room = ring.length - at;
      ring.set(kept.subarray(0, room), at);
      ring.set(kept.subarray(room), 0);
      total += chunk.length;
    },
    leaveOut(bytes) {
      leftOut += bytes;
      return noticeOf(bytes);
    },
    finish() {
      if (check.isBinary()) return { output: '', cutBytes: 0, withheld: 'binary', outputBytes };
      const { output, cutBytes } = collected();
      return { output, cutBytes, withheld: null, outputBytes };
    },
  };

  function collected(): { output: string; cutBytes: number } {
    const first = head.subarray(0, Math.min(total, head.length));
    const last = lastBytes();
    const lastAt = total - last.length;
    if (total <= maxBytes) {
      const all = Buffer.concat([first, last.subarray(Math.max(0, first.length - lastAt))]);
      return { output: all.toString(), cutBytes: leftOut };
    }
    const headEnd = Math.min(characterStart(first, headBytes), markerAcross(first, headBytes).start);
    const cut = last.length - tailBytes;
    const tailStart = Math.max(characterEnd(last, cut), markerAcross(last, cut).end);
    const cutBytes = lastAt + tailStart - headEnd;
    const output = `${first.toString('utf8', 0, headEnd)}${noticeOf(cutBytes)}${last.toString('utf8', tailStart)}`;
    return { output, cutBytes: cutBytes + leftOut };
  }

  /** The ring's content in order. */
  function lastBytes(): Buffer {
    if (total <= ring.length) return ring.subarray(0, total);
    const at = total % ring.length;
    return Buffer.concat([ring.subarray(at), ring.subarray(0, at)]);
  }
}

/** The marker that has bytes on both sides of `cut`; without one both ends are the cut. */
function markerAcross(bytes: Buffer, cut: number): { start: number; end: number } {
  const from = Math.max(0, cut - longestMarker);
  for (const found of bytes.toString('latin1', from, cut + longestMarker).matchAll(markerPattern())) {
    const start = from + found.index;
    const end = start + found[0].length;
    if (start < cut && end > cut) return { start, end };
  }
  return { start: cut, end: cut };
}

/** In UTF-8 a character has at most three bytes after its first. */
const mostContinuations = 3;

function continues(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

/** `at`, or the start of the character that lies across it. */
function characterStart(bytes: Uint8Array, at: number): number {
  for (let back = 0; back <= mostContinuations; back++) if (!continues(bytes[at - back])) return at - back;
  return at;
}

/** `at`, or the end of the character that lies across it. */
function characterEnd(bytes: Uint8Array, at: number): number {
  for (let on = 0; on <= mostContinuations; on++) if (!continues(bytes[at + on])) return at + on;
  return at;
}

function noticeOf(count: number): string {
  return `\n[… ${String(count).replace(/\B(?=(\d{3})+$)/g, ',')} bytes left out …]\n`;
}
