// What a terminal is to be sent so that it shows a live part. Pure; nothing but the parts' own text, line ends, and the few
// sequences below that put rows in the place of rows.
import type { LivePart } from './live.ts';

/** Cursor to the first column, then erase: to the end of the line, to the end of the screen. */
const clearLine = '\r\x1b[K';
const clearBelow = '\r\x1b[J';
/** Rows that are wider than the terminal are cut by it: else they would take two. */
const noWrap = '\x1b[?7l';
const wrap = '\x1b[?7h';
const noColour = '\x1b[0m';

/**
 * One writer per run and terminal. `mostRows`: as high as the terminal is; of the rows of a screen only the last so many are
 * drawn, since what has scrolled out of a terminal cannot be replaced.
 */
export function createLiveWriter(mostRows = Number.POSITIVE_INFINITY): (part: LivePart) => string {
  const rows: Record<'out' | 'err', readonly string[]> = { out: [], err: [] };
  /** So many rows of screens stand at the bottom, and the cursor is in the last. */
  let drawn = 0;
  /** The stream whose unfinished line the cursor stands in. */
  let within: 'out' | 'err' | null = null;

  return (part) => {
    switch (part.kind) {
      case 'text':
        return takeAway() + print(part.text, part.stream) + draw();
      case 'screen': {
        const replaced = within === part.stream ? clearLine : '';
        if (replaced !== '') within = null;
        rows[part.stream] = part.rows;
        return takeAway() + noColour + replaced + print(part.gone, part.stream) + draw();
      }
      case 'withheld':
        return takeAway() + endLine() + print(`${withheldWords[part.reason]}\n`, 'out') + draw();
    }
  };

  function takeAway(): string {
    if (drawn === 0) return '';
    const up = drawn > 1 ? `\x1b[${drawn - 1}A` : '';
    drawn = 0;
    return up + clearBelow;
  }

  function print(text: string, stream: 'out' | 'err'): string {
    const last = withoutColours(text).at(-1);
    if (last !== undefined) within = last === '\n' ? null : stream;
    return text.replaceAll('\n', '\r\n');
  }

  function draw(): string {
    const all = [...rows.out, ...rows.err].slice(-mostRows);
    if (all.length === 0) return '';
    drawn = all.length;
    return endLine() + noWrap + all.join(`${noColour}\r\n`) + noColour + wrap;
  }

  function endLine(): string {
    const ended = within === null ? '' : '\r\n';
    within = null;
    return ended;
  }
}

/** The text of a part as a file wants it. */
export function withoutColours(text: string): string {
  return text.replaceAll(/\x1b\[[\d;]*m/g, '');
}

export const withheldWords: Readonly<Record<Extract<LivePart, { kind: 'withheld' }>['reason'], string>> = {
  binary: '[The output is not text, so it is not shown.]',
  failed: '[The output could not be searched for secrets, so it is not shown.]',
};
