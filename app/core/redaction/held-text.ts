// The end of a stream that is not decided yet, as bytes and as words.
import { blockBytes } from './skeleton.ts';

export class HeldText {
  bytes = new Uint8Array(512);
  words = new Int32Array(this.bytes.buffer);
  /** Position in the stream of the first byte held: a multiple of a block. */
  base = 0;
  length = 0;
  isEnded = false;

  get end(): number {
    return this.base + this.length;
  }

  append(chunk: Uint8Array): void {
    const wanted = this.length + chunk.length + 8;
    if (wanted > this.bytes.length) {
      const bytes = new Uint8Array(2 ** Math.ceil(Math.log2(wanted)));
      bytes.set(this.bytes.subarray(0, this.length));
      this.bytes.fill(0);
      this.bytes = bytes;
      this.words = new Int32Array(bytes.buffer);
    }
    this.bytes.set(chunk, this.length);
    this.length += chunk.length;
  }

  /** Lets go of what stands before the position, in whole blocks. */
  dropBefore(position: number): void {
    const count = position - this.base - (position % blockBytes);
    if (count <= 0) return;
    this.bytes.copyWithin(0, count, this.length);
    this.base += count;
    this.length -= count;
  }

  /** Nothing of it is left in memory. */
  wipe(): void {
    this.bytes.fill(0);
    this.length = 0;
  }
}
