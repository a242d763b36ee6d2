// Takes terminal control out of a stream: escape sequences, overstrikes, control characters, carriage returns. What it drops
// is gone, never buffered; it holds back one character, which a backspace may still take away.

export interface EscapeStripper {
  /** Takes the next bytes, returns fresh ones. Any chunking gives the same result. */
  push(chunk: Uint8Array): Uint8Array;
  /** Gives out the character that is held back; no later backspace reaches it. The end of the stream, or a border within it. */
  flush(): Uint8Array;
}

/** Told of each sequence that sets colours: what stands between `ESC [` and `m`, and before which byte of what is given out. */
export type OnColour = (parameters: string, at: number) => void;

/**
 * - Escape sequences, also unfinished ones: CSI, two-byte and three-byte ones; OSC up to BEL or ST; DCS, SOS, PM and APC up to
 *   ST. An endless one drops all that follows. The 8-bit introducers count only as the characters U+0080 to U+009F (in UTF-8
 *   `c2 80` to `c2 9f`): a byte 80–9f alone is part of some other character and stays. A c2 that begins no character becomes
 *   ff, lest dropping what follows it makes an introducer of it; both are read as U+FFFD.
 * - A character, then a backspace: both go, so that overstruck bold and underline leave plain text. A second backspace only
 *   drops itself.
 * - Any carriage returns, then perhaps a line feed, are one line feed. Other control characters but tab and line feed go.
 */
export function createEscapeStripper(onColour?: OnColour): EscapeStripper {
  let state: State = 'text';
  /** Of the CSI sequence so far, while somebody wants to know of colours. */
  let parameters = '';
  /** So many bytes were given out. */
  let given = 0;
  /** U+0080 to U+009F begin with the byte c2; one was seen and is not yet judged. */
  let c2 = false;
  /** The line feed for a carriage return is out; more of them, and a line feed, belong to it. */
  let afterReturn = false;
  let out = Buffer.alloc(0);
  let length = 0;
  /** Where the last character begins that a backspace may take away; −1: there is none. */
  let last = -1;

  return {
    push(chunk) {
      begin(chunk.length);
      for (let i = 0; i < chunk.length; i++) {
        if (state === 'text' && !c2) i = copyPlain(chunk, i);
        if (i < chunk.length) take(chunk[i] ?? 0);
      }
      const held = last === -1 ? length : last;
      const ready = out.subarray(0, held);
      out = out.subarray(held, length);
      length = out.length;
      given += held;
      if (last !== -1) last = 0;
      return ready;
    },
    flush() {
      begin(0);
      if (c2 && !inString()) text(noCharacter);
      c2 = false;
      const ready = out.subarray(0, length);
      given += length;
      length = 0;
      last = -1;
      return ready;
    },
  };

  /** A new buffer with what is held back at its start, and room for `more` bytes and a c2. */
  function begin(more: number): void {
    const fresh = Buffer.alloc(length + more + 1);
    fresh.set(out.subarray(0, length));
    out = fresh;
  }

  function take(byte: number): void {
    if (c2) {
      c2 = false;
      if (byte >= 0x80 && byte <= 0x9f) {
        control8(byte);
        return;
      }
      if (!inString()) text(byte >= 0xa0 && byte <= 0xbf ? 0xc2 : noCharacter);
    }
    if (byte === 0xc2) c2 = true;
    else if (byte < 0x20 || byte === 0x7f) control(byte);
    else if (state === 'text' || (byte >= 0x80 && !inString())) text(byte);
    else state = afterByte(byte);
  }

  /** What `take` does to printable ASCII, as fast as can be. Returns the first place that is something else. */
  function copyPlain(bytes: Uint8Array, from: number): number {
    const target = out;
    const shift = length - from;
    let i = from;
    for (; i < bytes.length; i++) {
      const byte = bytes[i] ?? 0;
      if (byte < 0x20 || byte >= 0x7f) break;
      target[i + shift] = byte;
    }
    if (i === from) return i;
    afterReturn = false;
    length = i + shift;
    last = length - 1;
    return i;
  }

  function inString(): boolean {
    return state === 'osc' || state === 'string';
  }

  /** U+0080 to U+009F are ESC and a byte from 40 to 5f in one. */
  function control8(byte: number): void {
    if (inString() && byte !== stringEnd8) return;
    parameters = '';
    state = afterEscape(byte - 0x40);
  }

  function control(byte: number): void {
    if (byte === escapeByte) state = 'escape';
    else if (byte === cancel || byte === substitute) state = 'text';
    else if (inString()) state = state === 'osc' && byte === bell ? 'text' : state;
    // Within a sequence these act as outside it.
    else if (byte === lineFeed) endLine(false);
    else if (byte === carriageReturn) endLine(true);
    else if (byte === backspace) erase();
    else if (byte === tab) write(byte);
  }

  function afterByte(byte: number): State {
    if (state === 'escape') {
      parameters = '';
      return afterEscape(byte);
    }
    if (state === 'csi') {
      if (onColour !== undefined) inSequence(byte, onColour);
      return byte >= 0x40 ? 'text' : 'csi';
    }
    if (state === 'intermediate') return byte >= 0x30 ? 'text' : 'intermediate';
    return state;
  }

  function inSequence(byte: number, tell: OnColour): void {
    if (byte === 0x6d) tell(parameters, given + length);
    else if (parameters.length <= longestParameters) parameters += String.fromCharCode(byte);
  }

  function text(byte: number): void {
    state = 'text';
    write(byte);
  }

  function write(byte: number): void {
    afterReturn = false;
    const continues = (byte & 0xc0) === 0x80 && last !== -1 && length - last < longestCharacter;
    if (!continues) last = length;
    out[length++] = byte;
  }

  function endLine(byReturn: boolean): void {
    if (!afterReturn) out[length++] = lineFeed;
    last = -1;
    afterReturn = byReturn;
  }

  function erase(): void {
    if (last !== -1) length = last;
    last = -1;
  }
}

type State = 'text' | 'escape' | 'intermediate' | 'csi' | 'osc' | 'string';

/** In UTF-8. */
const longestCharacter = 4;
/** One more character makes parameters that nobody takes for a colour's. */
const longestParameters = 64;
const bell = 0x07;
const backspace = 0x08;
const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const cancel = 0x18;
const substitute = 0x1a;
const escapeByte = 0x1b;
const stringEnd8 = 0x9c;
/** A byte that no UTF-8 holds: read as U+FFFD, like the one it stands for. */
const noCharacter = 0xff;

/** ECMA-48: what the byte after ESC begins. ESC \ ends a string, and any other ESC cancels one. */
function afterEscape(byte: number): State {
  if (byte === 0x5b) return 'csi';
  if (byte === 0x5d) return 'osc';
  if (byte === 0x50 || byte === 0x58 || byte === 0x5e || byte === 0x5f) return 'string';
  return byte < 0x30 ? 'intermediate' : 'text';
}
