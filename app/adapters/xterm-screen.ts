// The screen of xterm.js, without a window. It draws at once (xterm would put it off, and throw where nobody can catch), keeps
// no scrollback, and nobody listens to its answers. The one importer of @xterm/headless.
import { setImmediate } from 'node:timers/promises';
import xterm, { type IBuffer, type IMarker } from '@xterm/headless';
import { type Screen, screenColumns, screenRows } from '../core/ports/screen.ts';

/** So long it draws before everything else that waits has its turn. A piece takes some 0.5 ms, the worst 4. */
const turnMs = 3;

export function openXtermScreen({ returns }: { readonly returns: boolean }): Screen {
  const terminal = new xterm.Terminal({
    ...{ cols: screenColumns, rows: screenRows, scrollback: 1 },
    ...{ convertEol: returns, allowProposedApi: true, logLevel: 'off' },
  });
  const normal = terminal.buffer.normal;
  let left = '';
  let turnAt = 0;
  let last: IMarker | undefined;

  // One line of scrollback, and always one: what leaves the screen then pushes out the one before, and is there to be read.
  drawNow(`${'\n'.repeat(screenRows)}\x1b[H`);
  last = markLast();
  terminal.onScroll(() => {
    // It is still there after a scroll within a region, from which nothing leaves the screen.
    if (last?.isDisposed !== true) return;
    left += lineAt(normal, 0);
    last = markLast();
  });
  // xterm 6.0.0 throws, or unwraps the wrong line, when it erases all up to the last column.
  const eraseUpTo = (numbers: (number | number[])[]) =>
    numbers[0] === 1 && terminal.buffer.active.cursorX + 1 >= screenColumns;
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
  for (let y = buffer.baseY; y < buffer.length; y++) text += lineAt(buffer, y);
  const trimmed = text.trimEnd();
  return trimmed === '' ? '' : `${trimmed}\n`;
}

/** A row, with a line feed if the line ends with it. */
function lineAt(buffer: IBuffer, y: number): string {
  const goesOn = buffer.getLine(y + 1)?.isWrapped === true;
  const row = buffer.getLine(y)?.translateToString(!goesOn) ?? '';
  return goesOn ? row : `${row.trimEnd()}\n`;
}
