// Which colours of a command's output are kept, and how they are put back around text that was searched without them. A closed
// list: nothing else of an escape sequence survives.

/** All but 8, which hides text. */
const isBasic = (code: number): boolean => code <= 107 && code !== 8;
/** Of text, of its background, of its underline: numbers of their own follow. The last is not kept. */
const ofColours: readonly number[] = [38, 48, 58];
const largestPart = 255;

/** The sequence that sets what is known of these numbers of an SGR; null: nothing of it is. */
export function colourOf(numbers: readonly number[]): string | null {
  const kept: number[] = [];
  for (let i = 0; i < Math.max(1, numbers.length); i++) {
    const code = numbers[i] ?? 0;
    if (!ofColours.includes(code)) {
      if (isBasic(code)) kept.push(code);
      continue;
    }
    const length = numbers[i + 1] === 5 ? 3 : numbers[i + 1] === 2 ? 5 : 0;
    const colour = numbers.slice(i, i + length);
    // What follows it cannot be told from its parts.
    if (length === 0 || colour.length < length || colour.some((part) => part > largestPart)) break;
    if (code !== 58) kept.push(...colour);
    i += length - 1;
  }
  return kept.length === 0 ? null : `\x1b[${kept.join(';')}m`;
}

/** The same of the text between `ESC [` and `m`. */
export function colourOfText(parameters: string): string | null {
  return /^[\d;]{0,64}$/.test(parameters) ? colourOf(parameters.split(';').map(Number)) : null;
}

/** What is to stand between the bytes of a text, by place. */
export interface Weave {
  /** `at`: before the byte there. Places only go up; a lower one takes those before it along. */
  add(text: string, at: number): void;
  /** The bytes, which begin at `from`, with what belongs between them; for none, what belongs there. What was passed over since comes before them. */
  plain(bytes: Uint8Array, from: number): Uint8Array;
  /** What is left. */
  rest(): string;
}

/** Never within a character. At most so many wait: then the oldest is forgotten. */
export function createWeave(most = Number.POSITIVE_INFINITY): Weave {
  let waiting: { readonly text: string; at: number }[] = [];

  return {
    add(text, at) {
      for (let i = waiting.length - 1; i >= 0; i--) {
        const before = waiting[i];
        if (before === undefined || before.at <= at) break;
        before.at = at;
      }
      // What is reset at the same place was never seen.
      if (isReset.test(text)) while (isColourAt(waiting.at(-1), at)) waiting.pop();
      waiting.push({ text, at });
      if (waiting.length > most) waiting.shift();
    },
    plain(bytes, from) {
      const first = waiting[0];
      if (first === undefined || first.at > Math.max(from, from + bytes.length - 1)) return bytes;
      const parts: Uint8Array[] = [];
      let done = 0;
      let used = 0;
      for (const { text, at } of waiting) {
        let place = Math.max(done, at - from);
        while (isContinuation(bytes[place])) place++;
        if (place >= bytes.length && at > from) break;
        parts.push(bytes.subarray(done, place), Buffer.from(text));
        done = place;
        used++;
      }
      waiting = waiting.slice(used);
      return Buffer.concat([...parts, bytes.subarray(done)]);
    },
    rest() {
      const left = waiting.map(({ text }) => text).join('');
      waiting = [];
      return left;
    },
  };
}

const isReset = /^\x1b\[0[;m]/;

function isColourAt(waiting: { readonly text: string; readonly at: number } | undefined, at: number): boolean {
  return waiting !== undefined && waiting.at === at && waiting.text.startsWith('\x1b');
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
