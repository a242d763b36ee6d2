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

/** The input whole, byte by byte, and cut once at every place. */
export function* everyCut(input: Buffer): Generator<readonly Buffer[]> {
  yield [input];
  yield Array.from(input, (_, i) => input.subarray(i, i + 1));
  for (let i = 1; i < input.length; i++) yield [input.subarray(0, i), input.subarray(i)];
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
