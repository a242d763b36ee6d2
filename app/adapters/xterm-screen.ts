// The screen of xterm.js, without a window. It draws at once (xterm would put it off, and throw where nobody can catch), keeps
// no scrollback, and nobody listens to its answers. The one importer of @xterm/headless.
import { setImmediate } from 'node:timers/promises';
import xterm, { type IBuffer, type IBufferCell, type IBufferLine, type IMarker } from '@xterm/headless';
import { type Screen, type ScreenOptions, type ScreenRow, screenColumns, screenRows } from '../core/ports/screen.ts';
import { colourOf } from '../core/redaction/colours.ts';

/** So long it draws before everything else that waits has its turn. A piece takes some 0.5 ms, the worst 4. */
const turnMs = 3;

export function openXtermScreen({ returns, size = null, colours = false }: ScreenOptions): Screen {
  const { columns, rows } = size ?? { columns: screenColumns, rows: screenRows };
  const terminal = new xterm.Terminal({
    ...{ cols: columns, rows, scrollback: 1 },
    ...{ convertEol: returns, allowProposedApi: true, logLevel: 'off' },
  });
  const normal = terminal.buffer.normal;
  let left = '';
  let turnAt = 0;
  let last: IMarker | undefined;

  // One line of scrollback, and always one: what leaves the screen then pushes out the one before, and is there to be read.
  drawNow(`${'\n'.repeat(rows)}\x1b[H`);
  last = markLast();
  terminal.onScroll(() => {
    // It is still there after a scroll within a region, from which nothing leaves the screen.
    if (last?.isDisposed !== true) return;
    left += lineAt(normal, 0, colours);
    last = markLast();
  });
  // xterm 6.0.0 throws, or unwraps the wrong line, when it erases all up to the last column.
  const eraseUpTo = (numbers: (number | number[])[]) =>
    numbers[0] === 1 && terminal.buffer.active.cursorX + 1 >= columns;
  terminal.parser.registerCsiHandler({ final: 'J' }, eraseUpTo);
  terminal.parser.registerCsiHandler({ prefix: '?', final: 'J' }, eraseUpTo);

  return {
    async draw(piece) {
      drawNow(piece);
      if (performance.now() - turnAt > turnMs) {
        await setImmediate();
        turnAt = performance.now();
      }
      const gone = left;
      left = '';
      return gone;
    },
    text() {
      const { active } = terminal.buffer;
      return textOf(normal) + (active.type === 'alternate' ? textOf(active) : '');
    },
    rows() {
      const { active } = terminal.buffer;
      return [...(active.type === 'alternate' ? rowsOf(normal, true) : []), ...rowsOf(active, false)];
    },
    close: () => terminal.dispose(),
  };

  /** After input of a person xterm draws at once what is written next. A version that puts it off is not used. */
  function drawNow(piece: string): void {
    let isDrawn = false;
    terminal.input('', true);
    terminal.write(piece, () => {
      isDrawn = true;
    });
    if (!isDrawn) throw new TypeError('the screen has not drawn');
  }

  /** A mark on the line of the scrollback, which goes when the line does. */
  function markLast(): IMarker | undefined {
    return terminal.registerMarker(-normal.baseY - normal.cursorY);
  }
}

/** What stands on a screen; its first line may go on one that has left it. */
function textOf(buffer: IBuffer): string {
  let text = '';
  for (let y = buffer.baseY; y < buffer.length; y++) text += lineAt(buffer, y, false);
  const trimmed = text.trimEnd();
  return trimmed === '' ? '' : `${trimmed}\n`;
}

/** A row, with a line feed if the line ends with it. */
function lineAt(buffer: IBuffer, y: number, colours: boolean): string {
  const goesOn = lineGoesOn(buffer, y);
  const row = rowText(buffer.getLine(y), goesOn, colours);
  return goesOn ? row : `${row}\n`;
}

function rowsOf(buffer: IBuffer, isBehind: boolean): ScreenRow[] {
  const rows: ScreenRow[] = [];
  for (let y = buffer.baseY; y < buffer.length; y++) {
    const goesOn = lineGoesOn(buffer, y);
    rows.push({ text: rowText(buffer.getLine(y), goesOn, true), goesOn, isBehind });
  }
  while (rows.at(-1)?.text.trim() === '') rows.pop();
  return rows;
}

function lineGoesOn(buffer: IBuffer, y: number): boolean {
  return buffer.getLine(y + 1)?.isWrapped === true;
}

/** Changes of colour in one row; what comes after has the last one's. It bounds what a hostile row swells to. */
const mostChanges = 100;

/** The row, whole when its line goes on, else without blanks at its end. */
function rowText(line: IBufferLine | undefined, goesOn: boolean, colours: boolean): string {
  const text = line?.translateToString(!goesOn) ?? '';
  const plain = goesOn ? text : text.trimEnd();
  return colours && line !== undefined && plain !== '' ? coloured(line, plain) : plain;
}

/** The cells that make up `plain`, each change of colour before the first cell that has it. */
function coloured(line: IBufferLine, plain: string): string {
  let text = '';
  let written = 0;
  let colour = none;
  let changes = 0;
  let cell: IBufferCell | undefined;
  for (let x = 0; x < line.length && written < plain.length; x++) {
    cell = line.getCell(x, cell);
    // The second cell of a wide character.
    if (cell === undefined || cell.getWidth() === 0) continue;
    const its = colourAt(cell);
    if (its !== colour && changes < mostChanges) {
      text += its;
      colour = its;
      changes++;
    }
    const characters = cell.getChars() || ' ';
    text += characters;
    written += characters.length;
  }
  return colour === none ? text : text + none;
}

const none = '\x1b[0m';

function colourAt(cell: IBufferCell): string {
  if (cell.isAttributeDefault()) return none;
  const codes = [0];
  if (cell.isBold()) codes.push(1);
  if (cell.isDim()) codes.push(2);
  if (cell.isItalic()) codes.push(3);
  if (cell.isUnderline()) codes.push(4);
  if (cell.isInverse()) codes.push(7);
  if (cell.isStrikethrough()) codes.push(9);
  if (cell.isFgPalette()) codes.push(38, 5, cell.getFgColor());
  else if (cell.isFgRGB()) codes.push(38, 2, ...partsOf(cell.getFgColor()));
  if (cell.isBgPalette()) codes.push(48, 5, cell.getBgColor());
  else if (cell.isBgRGB()) codes.push(48, 2, ...partsOf(cell.getBgColor()));
  return colourOf(codes) ?? none;
}

function partsOf(colour: number): number[] {
  return [(colour >> 16) & 0xff, (colour >> 8) & 0xff, colour & 0xff];
}
