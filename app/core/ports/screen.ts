// A terminal's screen without a window: what a person would see of a stream that moves the cursor. It is drawn on and read;
// nothing it is asked ever goes back to the command.

export interface Screen {
  /**
   * Draws what `createCursorDrawing` made of a stream: whole sequences, about a millisecond of work. Resolves with the lines
   * that left the screen at its top, which nothing can change any more; every few milliseconds of work, everything else that
   * waits has its turn before.
   * @throws when it cannot draw; then what stands on it must not be used
   */
  draw(piece: string): Promise<string>;
  /**
   * What stands on it: the ordinary screen, and below it the alternate one where that is shown. A line that was wrapped is
   * one line, every line ends in a line feed, and blanks at the end of a line or of a screen are left out.
   */
  text(): string;
  /** What a person sees now, row by row; empty ones at the end are left out. */
  rows(): readonly ScreenRow[];
  /** Lets go of everything. Idempotent. */
  close(): void;
}

export interface ScreenRow {
  /** With its colours, as `colourOf` writes them; it ends without one. */
  readonly text: string;
  /** Its line goes on in the next row. */
  readonly goesOn: boolean;
  /** It stands on the ordinary screen while the alternate one is shown: nobody sees it. */
  readonly isBehind: boolean;
}

export const screenColumns = 500;
export const screenRows = 50;

export interface ScreenOptions {
  /** A line feed also returns to the first column, as for a pipe. */
  readonly returns: boolean;
  /** Left out: `screenColumns` × `screenRows`. */
  readonly size?: { readonly columns: number; readonly rows: number } | null;
  /** Lines that leave it have colours, as its rows do. */
  readonly colours?: boolean;
}

/** An empty screen. */
export type OpenScreen = (options: ScreenOptions) => Screen;
