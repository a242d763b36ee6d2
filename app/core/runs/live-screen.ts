// A stream that moves the cursor, while it streams: what its screen shows, a few times a second, and for good what has left it.
// SECURITY P1: each time all of it is searched as one, together with the text before it.
import { BrokerError } from '../../contract/fault.ts';
import type { LivePart } from '../../contract/live.ts';
import { wipe } from '../crypto/wipe.ts';
import type { Clock } from '../ports/clock.ts';
import type { OpenScreen, Screen, ScreenOptions, ScreenRow } from '../ports/screen.ts';
import { createWeave } from '../redaction/colours.ts';
import { type JoinedText, redactJoined } from '../redaction/joined-redaction.ts';
import type { Matcher } from '../redaction/matcher.ts';
import type { CutText } from './live-text.ts';
import { createScreenLane } from './screen-lane.ts';

export interface LiveScreen {
  /** Takes the next raw bytes. @throws BrokerError internal when it could not draw or redact, from then on */
  push(chunk: Uint8Array): void;
  /** So much waits to be drawn that nobody should send more; resolves when it is drawn. null: it is not. */
  busy(): Promise<void> | null;
  /** Resolves when all was shown for good. @throws as `push` */
  end(): Promise<void>;
  /** Forgets everything raw. Idempotent. */
  close(): void;
}

export interface LiveScreenParts {
  readonly matcher: Matcher;
  readonly openScreen: OpenScreen;
  readonly screen: ScreenOptions;
  readonly clock: Clock;
  readonly stream: 'out' | 'err';
  emit(part: LivePart): void;
  /** Called once when it cannot draw or redact what it was given before. */
  failed(): void;
}

/** About ten times a second at most; and when so much has left the screen, at once. */
const everyMs = 100;
const mostGone = 64 * 1024;
const contextBytes = 4096;

export function createLiveScreen(parts: LiveScreenParts, cut: CutText): LiveScreen {
  const { matcher, clock, stream, emit } = parts;
  /** What was handed out, and what was not but stands before the screen. */
  let { before, held } = cut;
  let gone = '';
  let standing: Screen | null = null;
  let isHeldText = held.length > 0;
  let shownRows: string | null = null;
  let shownAt = Number.NEGATIVE_INFINITY;
  let stopTimer = (): void => {};
  let isWaiting = false;
  let failure: BrokerError | null = null;

  const lane = createScreenLane({
    openScreen: parts.openScreen,
    options: { ...parts.screen, colours: true },
    hand: (text) => {
      gone += text;
    },
    leftOut: (bytes) => {
      gone += `[… ${bytes} bytes left out …]\n`;
    },
    drawn: (screen) => {
      standing = screen;
      if (gone.length > mostGone || clock.now() - shownAt >= everyMs) show();
      else showLater();
    },
    lastOf: (screen) => {
      standing = null;
      return textOf(screen);
    },
  });
  lane.push(cut.line);
  wipe(cut.line);

  return {
    push(chunk) {
      if (failure !== null) throw failure;
      lane.push(chunk);
    },
    busy: () => lane.busy(),
    async end() {
      await lane.end();
      if (failure !== null) throw failure;
      show({ isLast: true });
      close();
    },
    close,
  };

  function close(): void {
    stopTimer();
    lane.close();
    wipe(before, held);
    before = Buffer.alloc(0);
    held = Buffer.alloc(0);
    gone = '';
    standing = null;
  }

  function showLater(): void {
    if (isWaiting) return;
    isWaiting = true;
    stopTimer = clock.after(shownAt + everyMs - clock.now(), () => {
      isWaiting = false;
      // While it draws a line may be neither on the screen nor gone; when it has drawn it shows by itself.
      if (!lane.isIdle) return;
      try {
        show();
      } catch (cause) {
        // SECURITY P12: what could not be redacted is not shown in any other way.
        failure = new BrokerError('internal', { cause });
        close();
        parts.failed();
      }
    });
  }

  function show({ isLast = false } = {}): void {
    stopTimer();
    isWaiting = false;
    shownAt = clock.now();
    const whole = isLast || gone.length > mostGone ? gone.length : gone.lastIndexOf('\n') + 1;
    const rows = standing?.rows() ?? [];
    const behind = rows.filter(({ isBehind }) => isBehind);
    const seen = rows.filter(({ isBehind }) => !isBehind);
    const left = woven([gone.slice(0, whole)]);
    const first: JoinedText = { bytes: held, plain: (bytes) => bytes };
    const texts = [first, left, woven([gone.slice(whole)]), woven(textsOf(behind)), woven(textsOf(seen))];
    const [text = '', goneNow = '', , , shown = ''] = redactJoined(matcher, before, texts).map(String);
    remember(left.bytes);
    gone = gone.slice(whole);
    if (isHeldText) emit({ kind: 'text', stream, text });
    isHeldText = false;
    if (whole === 0 && shown === shownRows && !isLast) return;
    shownRows = shown;
    emit({ kind: 'screen', stream, gone: goneNow, rows: rowsOf(shown) });
  }

  /** What was handed out now stands before what comes next. */
  function remember(left: Uint8Array): void {
    const all = Buffer.concat([before, held, left]);
    wipe(before, held);
    before = Buffer.from(all.subarray(Math.max(0, all.length - contextBytes)));
    held = Buffer.alloc(0);
    wipe(all);
  }
}

/** Its lines, wrapped ones whole, with their colours. */
function textOf(screen: Screen): string {
  const text = screen.rows().map(({ text, goesOn }) => (goesOn ? text : `${text}\n`));
  const all = text.join('');
  return all === '' || all.endsWith('\n') ? all : `${all}\n`;
}

/** A line that goes on in the next row is searched as one, and shown as two. */
function textsOf(rows: readonly ScreenRow[]): string[] {
  return rows.flatMap(({ text, goesOn }) => [text, goesOn ? rowBreak : '\n']);
}

/** Not a character that a screen can hold. */
const rowBreak = '\x1b\n';

/** Text to be searched without its colours, and shown with them. */
function woven(texts: readonly string[]): JoinedText {
  const weave = createWeave();
  const plain: Buffer[] = [];
  let length = 0;
  for (const piece of texts.join('').split(/(\x1b\n|\x1b\[[\d;]*m)/)) {
    if (piece.startsWith('\x1b')) weave.add(piece === rowBreak ? '\n' : piece, length);
    else {
      const bytes = Buffer.from(piece);
      plain.push(bytes);
      length += bytes.length;
    }
  }
  return {
    bytes: Buffer.concat(plain),
    plain: (bytes, from) => {
      const safe = weave.plain(bytes, from);
      return from + bytes.length < length ? safe : Buffer.concat([safe, Buffer.from(weave.rest())]);
    },
  };
}

function rowsOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}
