// A stream that moves the cursor, on its way to a screen. It draws what the stream says and hands on what a person would
// have seen: what has left the screen, and at the end what stands on it. It never hands on anything else.
import { BrokerError } from '../../contract/fault.ts';
import type { OpenScreen, Screen, ScreenOptions } from '../ports/screen.ts';
import { createCursorDrawing } from '../redaction/cursor-drawing.ts';

export interface ScreenLane {
  /** Takes the next raw bytes; they are drawn later. @throws BrokerError internal when it could not draw, from then on */
  push(chunk: Uint8Array): void;
  readonly isIdle: boolean;
  /** What waits is more than is drawn in a moment; resolves when it is drawn. null: it is not. Never rejects. */
  busy(): Promise<void> | null;
  /** Resolves when all is drawn and handed on. @throws as `push` */
  end(): Promise<void>;
  /** Forgets what was not handed on. Idempotent. */
  close(): void;
}

export interface ScreenLaneParts {
  readonly openScreen: OpenScreen;
  readonly options: ScreenOptions;
  /** Unredacted text, in order. What it throws fails the lane. */
  hand(text: string): void;
  /** So many bytes of what was to be drawn are left out here. */
  leftOut(bytes: number): void;
  /** Told whenever something was drawn; everything is then drawn as soon as can be. What it throws fails the lane. */
  drawn?(screen: Screen): void;
  /** What stands on a screen that is done with; left out: its text. */
  lastOf?(screen: Screen): string;
}

/** Pieces that may wait: about a second of drawing. A command that draws more than that is cut, not waited for. */
const mostWaiting = 1024;
/** About twenty milliseconds of it. */
const busyAt = 20;

export function createScreenLane(parts: ScreenLaneParts): ScreenLane {
  const { openScreen, options, hand, leftOut, drawn, lastOf = (screen) => screen.text() } = parts;
  const drawing = createCursorDrawing({ colours: options.colours === true });
  let waiting: string[] = [];
  let skipped = 0;
  let screen: Screen | null = null;
  let work: Promise<void> | null = null;
  let failure: BrokerError | null = null;
  let isClosed = false;

  return {
    push(chunk) {
      if (failure !== null) throw failure;
      add(drawing.push(chunk));
    },
    get isIdle() {
      return work === null;
    },
    busy: () => (waiting.length > busyAt ? work : null),
    async end() {
      add(drawing.end());
      await work;
      if (failure !== null) throw failure;
      if (screen !== null) hand(lastOf(screen));
      close();
    },
    close,
  };

  function close(): void {
    isClosed = true;
    waiting = [];
    screen?.close();
    screen = null;
  }

  function add(pieces: readonly string[]): void {
    waiting.push(...pieces);
    if (waiting.length > mostWaiting) {
      for (const piece of waiting.splice(0, waiting.length - mostWaiting / 2)) skipped += Buffer.byteLength(piece);
    }
    if (drawn !== undefined && work === null) waiting.push(...drawing.flush());
    if (waiting.length > 0) work ??= drawWaiting();
  }

  function next(): string | undefined {
    if (drawn !== undefined && waiting.length === 0) waiting.push(...drawing.flush());
    return waiting.shift();
  }

  async function drawWaiting(): Promise<void> {
    try {
      for (let piece = next(); piece !== undefined; piece = next()) {
        if (skipped > 0) startAfresh();
        screen ??= openScreen(options);
        const gone = await screen.draw(piece);
        if (isClosed) return;
        if (gone !== '') hand(gone);
        drawn?.(screen);
      }
      work = null;
    } catch (cause) {
      // SECURITY P12: what could not be drawn is not handed on in any other way.
      failure = new BrokerError('internal', { cause });
      close();
    }
  }

  /** What comes after a gap is drawn on an empty screen: nothing is known of what stood there. */
  function startAfresh(): void {
    if (screen !== null) hand(lastOf(screen));
    screen?.close();
    screen = null;
    leftOut(skipped);
    skipped = 0;
  }
}
