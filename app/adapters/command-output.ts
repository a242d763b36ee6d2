// Takes what a command prints, and gives way to everything else that waits in the event loop: who prints faster than the app
// works waits on its own pipe or terminal, and the app never waits for it. Nothing is held here between two chunks.
import type { OnReadOpts, Socket } from 'node:net';

/** So long the output of all commands together is worked on before everything else that waits has its turn. */
const turnMs = 3;
/** Small, so that a turn ends soon after its time: redaction takes some 0.5 ms for it. */
const chunkBytes = 16 * 1024;

export interface TakenOutput<Stream> {
  readonly stream: Stream;
  /** From now on nobody is waited for. */
  hurry(): void;
}

/**
 * Reads the stream that `open` makes with the options it is given. `onChunk` must be done with a chunk when it returns; when it
 * returns a promise, nothing more is read until that resolves, and what is not read stays with who prints.
 */
export function takeOutput<Stream extends Socket>(
  open: (options: { readonly onread: OnReadOpts }) => Stream,
  onChunk: (chunk: Uint8Array) => unknown,
): TakenOutput<Stream> {
  const buffer = Buffer.alloc(chunkBytes);
  let isHurried = false;
  const callback = (length: number) => {
    const end = endOfTurn();
    const ready = onChunk(buffer.subarray(0, length));
    if (ready instanceof Promise && !isHurried) {
      void ready.then(() => stream.resume());
      return false;
    }
    if (performance.now() < end) return true;
    setImmediate(() => stream.resume());
    return false; // Stops reading: otherwise libuv reads on, up to 32 times, before it turns to anything else.
  };
  const stream = open({ onread: { buffer, callback } });
  stream.on('error', () => {});
  stream.resume();
  return {
    stream,
    hurry() {
      isHurried = true;
      stream.resume();
    },
  };
}

/** When the present turn of the event loop has had its time; null before its first chunk. */
let turnEnd: number | null = null;

function endOfTurn(): number {
  if (turnEnd === null) {
    turnEnd = performance.now() + turnMs;
    setImmediate(() => {
      turnEnd = null;
    });
  }
  return turnEnd;
}
