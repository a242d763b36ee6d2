// Takes a terminal stream apart: what is printed, and what may move the cursor. Titles and other strings end here. It reads
// as the escape stripper does, keeps nothing of a string, and of a sequence only what it needs.

export interface CursorEvents {
  /** Printed characters, never empty. */
  text(text: string): void;
  /** A control character that acts by itself: not ESC, nor what cancels a sequence. */
  control(code: number): void;
  sequence(sequence: ControlSequence): void;
}

export interface ControlSequence {
  /** ESC, or ESC [ and the private mark that may follow it. */
  readonly opening: string;
  /** At most 16, each at most 9,999; one that was left out is 0. */
  readonly numbers: readonly number[];
  /** Intermediate characters and the final one. */
  readonly closing: string;
}

export interface CursorParser {
  /** Takes the next characters. Any chunking gives the same but for where a text is cut. */
  push(text: string): void;
  /** Whether the next character is one by itself: no sequence has begun. */
  readonly isIdle: boolean;
}

const mostNumbers = 16;
const largestNumber = 9999;
/** More intermediate characters than this make a sequence nobody knows. */
const mostIntermediates = 2;

const escapeCode = 0x1b;
const bell = 0x07;
const stringEnd = 0x9c;

type State = 'text' | 'escape' | 'csi' | 'osc' | 'string';

export function createCursorParser(events: CursorEvents): CursorParser {
  let state: State = 'text';
  let opening = '';
  let numbers: number[] = [];
  let intermediates = '';

  return {
    push(text) {
      for (let i = 0; i < text.length; i++) {
        const from = i;
        if (state === 'text') while (i < text.length && isPrinted(text.charCodeAt(i))) i++;
        if (i > from) events.text(from === 0 && i === text.length ? text : text.slice(from, i));
        if (i < text.length) take(text.charCodeAt(i), text, i);
      }
    },
    get isIdle() {
      return state === 'text';
    },
  };

  function take(code: number, text: string, at: number): void {
    if (code === escapeCode) begin('escape', '\x1b');
    else if (code === 0x18 || code === 0x1a) state = 'text';
    else if (state === 'osc' && code === bell) state = 'text';
    else if (code >= 0x80 && code <= 0x9f) control8(code);
    else if (state === 'osc' || state === 'string') return;
    // Within a sequence these act as outside it.
    else if (code < 0x20) events.control(code);
    else if (code > 0x9f) print(text, at);
    else if (state === 'escape') escaped(code);
    else if (state === 'csi') parameter(code);
  }

  function begin(next: State, from: string): void {
    state = next;
    opening = from;
    numbers = [];
    intermediates = '';
  }

  /** U+0080 to U+009F are ESC and a character from @ to _ in one. */
  function control8(code: number): void {
    if ((state === 'osc' || state === 'string') && code !== stringEnd) return;
    begin('escape', '\x1b');
    escaped(code - 0x40);
  }

  /** A sequence broken off by a character beyond ASCII. */
  function print(text: string, at: number): void {
    state = 'text';
    events.text(text.charAt(at));
  }

  function escaped(code: number): void {
    if (code === 0x7f) return;
    if (code < 0x30) intermediate(code);
    else if (intermediates !== '') close(code);
    else if (code === 0x5b) begin('csi', '\x1b[');
    else if (code === 0x5d) state = 'osc';
    else if (code === 0x50 || code === 0x58 || code === 0x5e || code === 0x5f) state = 'string';
    else close(code);
  }

  function parameter(code: number): void {
    if (code >= 0x40 && code < 0x7f) close(code);
    else if (code >= 0x3c && code < 0x40) opening += opening.length < 4 ? String.fromCharCode(code) : '';
    else if (code >= 0x3a && code < 0x3c) separate();
    else if (code >= 0x30 && code < 0x3a) digit(code - 0x30);
    else if (code < 0x30) intermediate(code);
  }

  function digit(value: number): void {
    if (numbers.length === 0) numbers.push(0);
    const last = numbers.length - 1;
    numbers[last] = Math.min((numbers[last] ?? 0) * 10 + value, largestNumber);
  }

  function separate(): void {
    if (numbers.length === 0) numbers.push(0);
    if (numbers.length < mostNumbers) numbers.push(0);
  }

  function intermediate(code: number): void {
    if (intermediates.length <= mostIntermediates) intermediates += String.fromCharCode(code);
  }

  function close(code: number): void {
    state = 'text';
    events.sequence({ opening, numbers, closing: intermediates + String.fromCharCode(code) });
  }
}

function isPrinted(code: number): boolean {
  return (code >= 0x20 && code < 0x7f) || code > 0x9f;
}
