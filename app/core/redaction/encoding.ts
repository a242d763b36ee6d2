// One way in which a program writes a text.

export interface Encoding {
  /** Of a well-formed text. What stands before a character must not change how it is written, but for its alignment. */
  readonly write: (text: string) => string;
  /** How many characters of what is written tell a piece of it from ordinary text; null: only the whole does. */
  readonly least: number | null;
  /** The signs between letters and digits say something, and not only where one character ends and the next begins. */
  readonly hasSigns: boolean;
  /** Where in what is written the text stands from index `at` on; left out: after what is written for all before it. */
  readonly placeOf?: (text: string, at: number) => number;
}

/** In characters: a piece of a value so long is hidden. */
export const leastPiece = 12;

/** Encodings that keep letters and digits as they are. */
export function kept(...writers: readonly Encoding['write'][]): readonly Encoding[] {
  return writers.map((write) => ({ write, least: leastPiece, hasSigns: true }));
}

/** Encodings in letters and digits; `least` is counted in what is written. */
export function lettered(least: number, ...writers: readonly Encoding['write'][]): readonly Encoding[] {
  return writers.map((write) => ({ write, least, hasSigns: false }));
}

export function hexOf(value: number, digits: number, upper: boolean): string {
  const hex = value.toString(16).padStart(digits, '0');
  return upper ? hex.toUpperCase() : hex;
}

/** The UTF-8 bytes of a text, each written by itself. */
export function eachByte(text: string, write: (byte: number) => string): string {
  let out = '';
  for (const byte of Buffer.from(text)) out += write(byte);
  return out;
}
