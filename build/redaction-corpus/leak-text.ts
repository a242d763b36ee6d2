// A text that knows which of its bytes are the leak and which are the log around it.

export interface LeakText {
  readonly bytes: Buffer;
  /** [start, end) in bytes, in order, not empty. */
  readonly leak: readonly (readonly [number, number])[];
}

/** Bytes of a leak, or a text with leaks in it; a plain string is what a log says around them. */
export type Piece = string | { readonly leaked: Buffer } | readonly Piece[];

export function leak(text: string | Buffer): Piece {
  return { leaked: Buffer.from(text) };
}

/** Of each line of a dump only what stands behind its offset is the leak: what the first group matches, up to the end of the line. */
export function dump(output: string, offset: RegExp): readonly Piece[] {
  return output.split(/(?<=\n)/).map((line) => {
    const length = offset.exec(line)?.[0].length ?? 0;
    return [line.slice(0, length), leak(line.slice(length))];
  });
}

/** The part of an output that the group of the pattern matches is the leak. */
export function within(output: string, pattern: RegExp): Piece {
  const found = new RegExp(pattern, `${pattern.flags}d`).exec(output)?.indices?.[1];
  if (found === undefined) throw new Error(`${pattern} is not in the output`);
  const [start, end] = found;
  return [output.slice(0, start), leak(output.slice(start, end)), output.slice(end)];
}

export function joined(pieces: Piece): LeakText {
  const parts: Buffer[] = [];
  const ranges: [number, number][] = [];
  let at = 0;
  for (const piece of flat(pieces)) {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece.leaked;
    if (typeof piece !== 'string' && bytes.length > 0) ranges.push([at, at + bytes.length]);
    parts.push(bytes);
    at += bytes.length;
  }
  return { bytes: Buffer.concat(parts), leak: ranges };
}

function* flat(piece: Piece): Generator<string | { readonly leaked: Buffer }> {
  if (typeof piece === 'string' || 'leaked' in piece) yield piece;
  else for (const part of piece) yield* flat(part);
}
