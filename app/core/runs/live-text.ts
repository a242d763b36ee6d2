// The text of one stream while it streams: redacted, and let go as soon as nothing in it may still become a match. Of terminal
// control it keeps colours alone. Nothing raw leaves it but to who goes on with it on a screen.
import { wipe } from '../crypto/wipe.ts';
import { colourOfText, createWeave } from '../redaction/colours.ts';
import type { CursorWatch } from '../redaction/cursor-watch.ts';
import { createEscapeStripper } from '../redaction/escape-stripper.ts';
import type { Matcher } from '../redaction/matcher.ts';
import { redactorOver } from '../redaction/redactor.ts';

export interface LiveText {
  /** Takes the next raw bytes, none of which move the cursor. @throws BrokerError internal when it cannot redact */
  push(chunk: Uint8Array): string;
  /** @throws as `push` */
  end(): string;
  /** Instead of `end`, when the stream begins to move. */
  cut(): CutText;
  /** Forgets everything raw. Idempotent. */
  close(): void;
}

/** A text that was cut where its last line begins; that line is drawn anew. For the caller to wipe. */
export interface CutText {
  /** What was handed out before that line, at least its last 4 KiB: text without terminal control, unredacted. */
  readonly before: Buffer;
  /** What was not handed out of it. */
  readonly held: Buffer;
  /** The last line as it came, at most its last 4 KiB. */
  readonly line: Buffer;
}

const contextBytes = 4096;
/** More of a line is not drawn anew. */
const lineBytes = 4096;
/** Colours that wait for the text around them to be decided. */
const mostColours = 4096;
const lineFeed = 0x0a;
const noColour = '\x1b[0m';

export function createLiveText(matcher: Matcher, watch: Pick<CursorWatch, 'isBack'>): LiveText {
  const weave = createWeave(mostColours);
  const stripper = createEscapeStripper((parameters, at) => {
    const colour = colourOfText(parameters);
    if (colour !== null) weave.add(colour, at);
  });
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let released = 0;
  const redactor = redactorOver(matcher, {
    plain: weave.plain,
    releasedTo: (position) => {
      released = position;
    },
  });
  /** The end of what the redactor was given, and where it begins. */
  let tail: Buffer = Buffer.alloc(0);
  let tailFrom = 0;
  /** Where the last line begins, or the last so many bytes of it. */
  let lineFrom = 0;
  let line: Buffer = Buffer.alloc(0);
  /** A line ended by a carriage return, which may yet turn out to begin a line anew. */
  let returned = false;
  let isColoured = false;

  return {
    push(chunk) {
      line = lineAfter(line, chunk);
      const bytes = stripper.push(chunk);
      const isOpen = watch.isBack && bytes.at(-1) === lineFeed;
      const given = Buffer.concat([returned ? Buffer.of(lineFeed) : none, isOpen ? bytes.subarray(0, -1) : bytes]);
      returned = isOpen;
      return coloured(decoder.decode(redact(given), { stream: true }));
    },
    end() {
      const given = Buffer.concat([returned ? Buffer.of(lineFeed) : none, stripper.flush()]);
      const last = Buffer.concat([redact(given), redactor.end()]);
      const text = coloured(decoder.decode(last) + weave.rest());
      return isColoured ? text + noColour : text;
    },
    cut() {
      const at = Math.min(released, lineFrom);
      const before = Buffer.from(tail.subarray(0, at - tailFrom));
      const held = Buffer.from(tail.subarray(at - tailFrom, lineFrom - tailFrom));
      return { before, held, line: Buffer.from(line) };
    },
    close() {
      wipe(tail, line);
      tail = none;
      line = none;
    },
  };

  function redact(bytes: Uint8Array): Uint8Array {
    const safe = redactor.push(bytes);
    const last = bytes.lastIndexOf(lineFeed);
    const all = Buffer.concat([tail, bytes]);
    if (last !== -1) lineFrom = tailFrom + tail.length + last + 1;
    lineFrom = Math.max(lineFrom, tailFrom + all.length - lineBytes);
    const keptFrom = Math.max(tailFrom, Math.min(released, lineFrom - contextBytes));
    wipe(tail);
    tail = Buffer.from(all.subarray(keptFrom - tailFrom));
    wipe(all);
    tailFrom = keptFrom;
    return safe;
  }

  function coloured(text: string): string {
    const last = text.lastIndexOf('\x1b');
    if (last !== -1) isColoured = !text.startsWith(noColour, last);
    return text;
  }
}

const none = Buffer.alloc(0);

/** The last line with the chunk after it. */
function lineAfter(line: Buffer, chunk: Uint8Array): Buffer {
  const last = chunk.lastIndexOf(lineFeed);
  const all = last === -1 ? Buffer.concat([line, chunk]) : Buffer.from(chunk.subarray(last + 1));
  const kept = Buffer.from(all.subarray(Math.max(0, all.length - lineBytes)));
  wipe(line, all);
  return kept;
}
