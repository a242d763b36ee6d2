// Makes of a terminal stream what a screen has to draw of it, in a language so small that nothing hostile is left to say:
// printed text, line ends, and the sequences that draw, whole and with their counts limited.
import { colourOf } from './colours.ts';
import { type ControlSequence, createCursorParser } from './cursor-parser.ts';
import { drawn } from './cursor-sequences.ts';

export interface CursorDrawing {
  /** Takes the next bytes, returns the pieces that are full. Any chunking gives the same pieces. */
  push(chunk: Uint8Array): string[];
  /** What there is now, for who cannot wait until a piece is full; where pieces end then depends on that. */
  flush(): string[];
  /** What is left. */
  end(): string[];
}

/** Of a piece, in printed characters: about a millisecond of drawing. */
const pieceCost = 4096;
const lineCost = 64;
const controlCost = 4;
/** Where printing pushes the rest of the line on. */
const insertCost = 64;

/** A full reset: back to the ordinary screen and its usual modes, and all of it empty. What scrolled off stays. */
const reset = '\x1b[?1047l\x1b[!p\x1b[H\x1b[2J';
const resetCost = 6000;

/** `colours`: those of the closed list are drawn too. */
export function createCursorDrawing({ colours = false } = {}): CursorDrawing {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let pieces: string[] = [];
  let piece = '';
  let cost = 0;
  let printCost = 1;
  /** What the last piece ended with, and the next one may go on with. */
  let marks = '';

  const parser = createCursorParser({
    text(text) {
      for (let from = 0; from < text.length; ) {
        const room = Math.max(1, Math.floor((pieceCost - cost) / printCost));
        const part = text.slice(from, from + room);
        add(part, part.length * printCost);
        from += part.length;
      }
    },
    control(code) {
      if (code >= 0x08 && code <= 0x0d)
        add(String.fromCharCode(code), code >= 0x0a && code < 0x0d ? lineCost : controlCost);
    },
    sequence(sequence) {
      const draws = drawn(sequence);
      if (draws === null) {
        const isColour = colours && sequence.opening === '\x1b[' && sequence.closing === 'm';
        const colour = isColour ? colourOf(sequence.numbers) : null;
        if (colour !== null) add(colour, controlCost);
        return;
      }
      if (sequence.opening === '\x1b' && sequence.closing === 'c') add(reset, resetCost);
      else add(sequence.opening + draws.numbers.join(';') + sequence.closing, costOf(sequence, draws.cost, printCost));
      printCost = printCostAfter(sequence, printCost);
    },
  });

  return {
    push(chunk) {
      parser.push(decoder.decode(chunk, { stream: true }));
      return taken();
    },
    flush,
    end() {
      parser.push(decoder.decode());
      return flush();
    },
  };

  /** A piece is cut as soon as it is full, so that it does not matter what comes next. */
  function add(text: string, itsCost: number): void {
    piece += text;
    cost += itsCost;
    if (cost >= pieceCost) cut();
  }

  function flush(): string[] {
    if (piece !== '') cut();
    return taken();
  }

  function cut(): void {
    const all = (marks + piece).replace(tooManyMarks, '$1');
    pieces.push(all.slice(marks.length));
    marks = lastMarks.exec(all)?.[0] ?? '';
    piece = '';
    cost = 0;
  }

  function taken(): string[] {
    const full = pieces;
    pieces = [];
    return full;
  }
}

/** A repetition prints, and tabs backwards are looked for one by one. */
function costOf({ closing, numbers }: ControlSequence, cost: number, printCost: number): number {
  return closing === 'b' || closing === 'Z' ? cost + Math.min(numbers[0] ?? 1, 500) * printCost : cost;
}

/** What printing a character costs after this sequence. */
function printCostAfter({ opening, numbers, closing }: ControlSequence, before: number): number {
  const name = opening + closing;
  if (name === '\x1bc' || name === '\x1b[!p') return 1;
  if (!numbers.includes(insertMode) || (name !== '\x1b[h' && name !== '\x1b[l')) return before;
  return closing === 'h' ? insertCost : 1;
}

const insertMode = 4;

/** Characters without a width lie in the cell before them: more of them than any script stacks would swell it without end. */
const lastMarks = /[\p{M}\p{Cf}\u06de\u1160-\u11ff]{1,16}$/u;
const tooManyMarks = /([\p{M}\p{Cf}\u06de\u1160-\u11ff]{16})[\p{M}\p{Cf}\u06de\u1160-\u11ff]+/gu;
