// For tests: the ways to cut an input into chunks, and a stream run over them. Each chunk is overwritten after it was taken.

export interface Stream {
  push(chunk: Uint8Array): Uint8Array;
  end(): Uint8Array;
}

/** Everything the stream gave for these chunks. */
export function throughChunks(stream: Stream, chunks: readonly Uint8Array[]): Buffer {
  const parts: Uint8Array[] = [];
  for (const chunk of chunks) {
    const reused = Buffer.from(chunk);
    parts.push(stream.push(reused));
    reused.fill(0x21);
  }
  parts.push(stream.end());
  return Buffer.concat(parts);
}

/** The input whole, byte by byte, and cut once at every place, or at no more than `places` that lie evenly. */
export function* everyCut(input: Buffer, places = Number.POSITIVE_INFINITY): Generator<readonly Buffer[]> {
  yield [input];
  yield Array.from(input, (_, i) => input.subarray(i, i + 1));
  const step = Math.max(1, input.length / places);
  for (let place = 1; place < input.length; place += step) {
    const at = Math.floor(place);
    yield [input.subarray(0, at), input.subarray(at)];
  }
}

/** The input in chunks of 1 to `longest` bytes; the same seed gives the same cuts. */
export function randomCut(input: Buffer, seed: number, longest: number): readonly Buffer[] {
  const chunks: Buffer[] = [];
  let state = (seed + 1) * 2654435761;
  for (let at = 0; at < input.length; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const length = 1 + ((state >>> 8) % longest);
    chunks.push(input.subarray(at, at + length));
    at += length;
  }
  return chunks;
}
