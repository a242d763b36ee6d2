// The last output of a run, raw, for as long as a moving cursor could still change it. It is in memory alone, goes to no one
// but who made it, and is wiped at the end.
import { wipe } from '../crypto/wipe.ts';
import type { OutputStream } from '../ports/runner.ts';

export interface HeldOutput {
  /** How many bytes `push` takes now, at least one. When it is full it first lets go of the oldest. */
  room(): number;
  push(chunk: Uint8Array, stream: OutputStream): void;
  /** Takes out all that is held of a stream, for the caller to wipe. */
  takeOut(stream: OutputStream): Buffer;
  /** Lets go of everything, in the order it came. */
  drain(): void;
  /** Forgets everything. Idempotent. */
  wipe(): void;
}

/** Half of it, which is always held, is more than a full screen of plain text. */
const heldBytes = 64 * 1024;
const lineFeed = 0x0a;

export function createHeldOutput(letGo: (bytes: Uint8Array, stream: OutputStream) => void): HeldOutput {
  const held = Buffer.alloc(heldBytes);
  let length = 0;
  /** Which stream the held bytes are of, in order. */
  let runs: { readonly stream: OutputStream; length: number }[] = [];

  return {
    room() {
      // Where nothing but the number of bytes decides, so that any chunking gives the same.
      if (length === heldBytes) release(held.lastIndexOf(lineFeed, heldBytes / 2 - 1) + 1 || heldBytes / 2);
      return heldBytes - length;
    },
    push(chunk, stream) {
      held.set(chunk, length);
      length += chunk.length;
      const last = runs.at(-1);
      if (last?.stream === stream) last.length += chunk.length;
      else runs.push({ stream, length: chunk.length });
    },
    takeOut(stream) {
      const taken: Buffer[] = [];
      const kept: Buffer[] = [];
      for (const [from, run] of starts(runs)) {
        (run.stream === stream ? taken : kept).push(held.subarray(from, from + run.length));
      }
      const rest = Buffer.concat(kept);
      const out = Buffer.concat(taken);
      runs = runs.filter((run) => run.stream !== stream);
      wipe(held);
      held.set(rest);
      length = rest.length;
      wipe(rest);
      return out;
    },
    drain: () => release(length),
    wipe() {
      wipe(held);
      length = 0;
      runs = [];
    },
  };

  function release(count: number): void {
    for (let from = 0; from < count; ) {
      const [first] = runs;
      if (first === undefined) break;
      const until = Math.min(count, from + first.length);
      letGo(held.subarray(from, until), first.stream);
      first.length -= until - from;
      if (first.length === 0) runs.shift();
      from = until;
    }
    held.copyWithin(0, count, length);
    held.fill(0, length - count, length);
    length -= count;
  }
}

function* starts<T extends { readonly length: number }>(runs: readonly T[]): Generator<readonly [number, T]> {
  let at = 0;
  for (const run of runs) {
    yield [at, run];
    at += run.length;
  }
}
