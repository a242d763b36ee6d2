// Bytes as they come, in one buffer. An agent chooses how small the parts are, so no part of it may cost more than its bytes.

export class GatheredBytes {
  #buffer: Buffer = Buffer.alloc(0);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** All so far; good until the next is added. */
  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  add(part: Uint8Array): void {
    const length = this.#length + part.length;
    if (length > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(length, this.#buffer.length * 2));
      larger.set(this.bytes);
      this.#buffer = larger;
    }
    this.#buffer.set(part, this.#length);
    this.#length = length;
  }
}
