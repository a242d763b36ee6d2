// Puts a secret on the clipboard for a while: marked, so that clipboard histories leave it out where they can be told, and gone
// after its time, at a lock and at quit. It keeps no copy of the value.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { ClipboardItem, clipboard } from 'electron';
import type { Clock } from '../../core/ports/clock.ts';

/** What was copied, as something that only the same text can be held against. */
interface Copied {
  readonly key: Buffer;
  readonly digest: Buffer;
}

export class ClipboardGuard {
  readonly #clock: Clock;
  #copied: Copied | null = null;
  #stopTimer: () => void = () => {};

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves when `value` is on the clipboard; it goes after `ms`. */
  async copy(value: string, ms: number): Promise<void> {
    this.#stopTimer();
    const key = randomBytes(32);
    this.#copied = { key, digest: digestOf(key, value) };
    this.#stopTimer = this.#clock.after(ms, () => void this.clear());
    await writeMarked(value);
  }

  /** Clears the clipboard if it still holds what was copied; what the person copied since stays. */
  async clear(): Promise<void> {
    const copied = this.#copied;
    if (copied === null) return;
    const text = await clipboard.readText();
    // Another copy while we read has its own time.
    if (this.#copied !== copied) return;
    this.#stopTimer();
    this.#copied = null;
    if (timingSafeEqual(digestOf(copied.key, text), copied.digest)) clipboard.clear();
  }
}

function digestOf(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}

/**
 * Electron 33, the fallback, writes one format at a time, so that a marker would replace the text: there it is written unmarked.
 * Written from the documentation of later ones, which write all formats at once.
 */
async function writeMarked(value: string): Promise<void> {
  const marks = Object.entries(marksOf[process.platform] ?? {});
  if (typeof ClipboardItem !== 'function' || marks.length === 0) return clipboard.writeText(value);
  const raw = marks.map(([format, mark]) => [`electron application/osclipboard;format="${format}"`, mark]);
  try {
    await clipboard.write([new ClipboardItem({ 'text/plain': value, ...Object.fromEntries(raw) })]);
  } catch {
    await clipboard.writeText(value);
  }
}

/** What clipboard histories look for on each system; on Windows the number 0 in four bytes means no. */
const marksOf: Readonly<Partial<Record<NodeJS.Platform, Readonly<Record<string, string>>>>> = {
  linux: { 'x-kde-passwordManagerHint': 'secret' },
  darwin: { 'org.nspasteboard.ConcealedType': 'secret' },
  win32: {
    ExcludeClipboardContentFromMonitorProcessing: 'secret',
    CanIncludeInClipboardHistory: '\0\0\0\0',
    CanUploadToCloudClipboard: '\0\0\0\0',
  },
};
