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
  /** Lets go of everything. Idempotent. */
  close(): void;
}

export const screenColumns = 500;
export const screenRows = 50;

/** An empty screen of `screenColumns` × `screenRows`. `returns`: a line feed also returns to the first column, as for a pipe. */
export type OpenScreen = (options: { readonly returns: boolean }) => Screen;
