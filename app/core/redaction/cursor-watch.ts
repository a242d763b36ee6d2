// Tells whether a stream has moved the cursor, so that its text in the order it came may not be what a person saw. It keeps
// no text.
import { createCursorParser } from './cursor-parser.ts';
import { drawn, erasesOnwards } from './cursor-sequences.ts';

export interface CursorWatch {
  /** Takes the next bytes. True from the first byte on that moved the cursor, for good; any chunking gives the same. */
  push(chunk: Uint8Array): boolean;
  /** The cursor stands before text of its line: what is printed next moves, unless the line ends first. */
  readonly isBack: boolean;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const backspace = 0x08;

/**
 * Everything that draws other than by printing moves the cursor, and so does printing after a carriage return or a backspace
 * in a line that had text. Not: line ends of any kind, tabs, and erasing onwards where nothing can stand.
 */
export function createCursorWatch(): CursorWatch {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let moved = false;
  /** The line has text. */
  let begun = false;
  /** The cursor stands before text of its line. */
  let back = false;
  /** The last chunk ended within a character. */
  let within = false;

  const parser = createCursorParser({
    text() {
      if (back) moved = true;
      begun = true;
    },
    control(code) {
      if (code === carriageReturn || code === backspace) back = begun;
      else if (code >= lineFeed && code < carriageReturn) {
        begun = false;
        back = false;
      }
    },
    sequence(sequence) {
      if (drawn(sequence) !== null && (back || !erasesOnwards(sequence))) moved = true;
    },
  });

  return {
    push(chunk) {
      if (moved || chunk.length === 0) return moved;
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
      const text = bytes.toString('latin1');
      if (within || back || !parser.isIdle || suspect.test(text)) {
        parser.push(decoder.decode(bytes, { stream: true }));
      } else {
        const line = text.slice(text.lastIndexOf('\n') + 1);
        begun = hasText(line) || (begun && line.length === text.length);
      }
      within = (bytes[bytes.length - 1] ?? 0) >= 0x80;
      return moved;
    },
    get isBack() {
      return back;
    },
  };
}

/** In most chunks there is none of it, and then they need no closer look. Bytes are read as one character each. */
const suspect = /\x1b(?!\[[\d;]*m)|[\b\v\f]|\r(?!\n)|\xc2[\x80-\x9f]|[\x80-\xff]$/;

/** Of what is not suspect. */
function hasText(line: string): boolean {
  return /[^\0-\x1f\x7f]/.test(line.replaceAll(/\x1b\[[\d;]*m/g, ''));
}
