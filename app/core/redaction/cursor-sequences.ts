// Which sequences draw: what they put, take away or move on a screen, and what one costs to draw. What is not here (colours,
// titles, reports, character sets) draws nothing. Letters stay letters: another character set would hide a value from the search.
import type { ControlSequence } from './cursor-parser.ts';

/** Costs are in printed characters, one being some 0.2 µs. They are measured on a screen of 500 columns and 50 rows. */
const move = 16;
const row = 128;
const page = 3000;

const ofAMove = new Set([
  ...['\x1b7', '\x1b8', '\x1bH', '\x1b[!p', '\x1b["q'],
  ...'ABCDEFGH`adefgrsu'.split('').map((final) => `\x1b[${final}`),
]);
const ofOneRow = new Set([
  ...['\x1bD', '\x1bE', '\x1bM', '\x1bc', '\x1b[?K'],
  ...'@IKPXZb'.split('').map((final) => `\x1b[${final}`),
]);
const ofAPage = new Set(['\x1b[J', '\x1b[?J', "\x1b['}", "\x1b['~", '\x1b[ @', '\x1b[ A']);
/** Lines inserted, deleted, scrolled: each costs a row. */
const ofRows = new Set(['\x1b[L', '\x1b[M', '\x1b[S', '\x1b[T']);
/** Insert, line feed with return. */
const modes = new Set([4, 20]);
/** Origin, wrapping, wrapping back, and the ways to the alternate screen. */
const privateModes = new Set([6, 7, 45, 47, 1047, 1048, 1049]);
/** Erases what has scrolled off; that is kept. */
const scrollback = 3;

/** null: it draws nothing. What a count is limited to comes with it, and of modes only those that matter. */
export function drawn(
  sequence: ControlSequence,
): { readonly cost: number; readonly numbers: readonly number[] } | null {
  const { opening, numbers, closing } = sequence;
  const name = opening + closing;
  if (ofAMove.has(name)) return { cost: move, numbers: atMost(longestRow, numbers) };
  if (ofOneRow.has(name)) return { cost: row, numbers: atMost(longestRow, numbers) };
  if (ofAPage.has(name)) {
    if (closing === 'J' && numbers[0] === scrollback) return null;
    return { cost: page, numbers: atMost(longestRow, numbers) };
  }
  if (ofRows.has(name)) {
    const limited = atMost(mostRows, numbers);
    return { cost: row * Math.max(1, limited[0] ?? 1), numbers: limited };
  }
  if (closing !== 'h' && closing !== 'l') return null;
  const known = opening === '\x1b[?' ? privateModes : opening === '\x1b[' ? modes : null;
  const matter = numbers.filter((mode) => known?.has(mode) === true);
  return matter.length === 0 ? null : { cost: page * matter.length, numbers: matter };
}

/** Of a screen; more makes no difference to it, but takes its time. */
const longestRow = 500;
const mostRows = 50;

function atMost(limit: number, numbers: readonly number[]): readonly number[] {
  return numbers.map((number) => Math.min(number, limit));
}

/** Erases from the cursor on: nothing, where the cursor has never been moved back. */
export function erasesOnwards({ opening, numbers, closing }: ControlSequence): boolean {
  return opening === '\x1b[' && (closing === 'J' || closing === 'K') && (numbers[0] ?? 0) === 0;
}
