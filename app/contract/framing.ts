// Newline-delimited JSON, both directions: bytes to frames and back. Pure; what a frame means is parsed by its reader.
import type { BrokerFrame, ShimFrame } from './broker.ts';
import { BrokerError } from './fault.ts';

const newline = 0x0a;
/** Room that a decoder keeps between frames. */
const keptBytes = 4096;

/**
 * Cuts a byte stream into JSON values, the same for any chunking. Holds at most `maxBytes` of an unfinished frame.
 * After a throw it must not be used again.
 */
export class FrameDecoder {
  readonly #maxBytes: number;
  readonly #text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #held = new Uint8Array(keptBytes);
  #heldBytes = 0;

  /** @param maxBytes longest frame, without its newline */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** A frame has begun and its newline is still missing. */
  get unfinished(): boolean {
    return this.#heldBytes > 0;
  }

  /** Bytes of it that are held. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /**
   * Yields each frame that `chunk` completes, as parsed JSON, before it looks at the next one.
   * @throws BrokerError frame_too_large before anything is parsed; frame_malformed when a line is not UTF-8 JSON.
   */
  *push(chunk: Uint8Array): Generator<unknown, void> {
    let rest = chunk;
    for (let end = rest.indexOf(newline); end >= 0; end = rest.indexOf(newline)) {
      this.#hold(rest.subarray(0, end));
      rest = rest.subarray(end + 1);
      yield this.#take();
    }
    this.#hold(rest);
  }

  /** Copies, so that a frame that trickles in byte by byte costs its own size and no more. */
  #hold(bytes: Uint8Array): void {
    const length = this.#heldBytes + bytes.length;
    if (length > this.#maxBytes) throw new BrokerError('frame_too_large');
    if (length > this.#held.length) {
      const larger = new Uint8Array(Math.max(length, this.#held.length * 2));
      larger.set(this.#held.subarray(0, this.#heldBytes));
      this.#held = larger;
    }
    this.#held.set(bytes, this.#heldBytes);
    this.#heldBytes = length;
  }

  #take(): unknown {
    const line = this.#held.subarray(0, this.#heldBytes);
    this.#heldBytes = 0;
    try {
      return JSON.parse(this.#text.decode(line));
    } catch {
      // The parser's own message quotes the input, so it is not kept as a cause.
      throw new BrokerError('frame_malformed');
    } finally {
      if (this.#held.length > keptBytes) this.#held = new Uint8Array(keptBytes);
    }
  }
}

/**
 * One frame as bytes, newline included.
 * @throws BrokerError message_too_large when it is longer than the other side reads.
 */
export function encodeFrame(frame: ShimFrame | BrokerFrame, maxBytes: number): Uint8Array {
  const bytes = new TextEncoder().encode(`${JSON.stringify(frame)}\n`);
  if (bytes.length - 1 > maxBytes) throw new BrokerError('message_too_large');
  return bytes;
}
