// How a request is looked at: as it stands there, and with the escapes of URLs, forms, JSON and HTML undone, which whoever reads it
// would undo too.
import type { Pause } from '../ports/pause.ts';
import { unescaped } from '../redaction/sieve-views.ts';
import { findSecretShapesIn } from '../scan/secret-shapes.ts';

export interface RequestView {
  readonly bytes: Buffer;
  /** What stands before it was searched already, and has only a say in what is found after it. */
  readonly from: number;
}

/** Escapes within escapes, such as a URL in a JSON string in a URL. */
const mostRounds = 3;
/** An escape that stands for a sign of ASCII. Escaped quotes and line ends the rules see through by themselves. */
const telling = /%[2-7][0-9a-f]|\\(?:u00|x)[2-7]|&#/i;

export function* viewsOf(bytes: Uint8Array, from: number): Generator<RequestView> {
  let view: RequestView = { bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), from };
  yield view;
  for (let round = 0; round < mostRounds; round++) {
    const text = view.bytes.toString('latin1');
    if (!telling.test(text)) return;
    const before = unescaped(text.slice(0, view.from));
    const after = before + unescaped(text.slice(view.from));
    if (after === text) return;
    view = { bytes: Buffer.from(after, 'latin1'), from: before.length };
    yield view;
  }
}

/** In bytes: a few milliseconds of work in the worst text there can be. */
const stretch = 64 * 1024;

export async function holdsShape({ bytes, from }: RequestView, pause: Pause): Promise<boolean> {
  const text = bytes.toString('latin1');
  for (let at = from; at < text.length; at += stretch) {
    if (at > from) await pause();
    if (findSecretShapesIn({ text, latin1: bytes }, at, Math.min(at + stretch, text.length)).length > 0) return true;
  }
  return false;
}
