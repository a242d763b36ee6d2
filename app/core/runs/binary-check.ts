// Tells output that is not text. It looks at the raw bytes and keeps none.

export interface BinaryCheck {
  push(chunk: Uint8Array): void;
  /** Of everything pushed so far. */
  isBinary(): boolean;
}

/** As git does: a NUL this early means that it is no text. */
const earlyBytes = 8192;
const minBad = 8;

/**
 * Binary is: a NUL among the first 8,192 bytes; or at least 8 bad bytes that are more than a tenth of all. Bad is every byte
 * that is not part of valid UTF-8, and every control character but BEL, BS, TAB, LF, VT, FF, CR and ESC (so NUL and DEL are).
 */
export function createBinaryCheck(): BinaryCheck {
  let total = 0;
  let bad = 0;
  let earlyNul = false;
  /** Bytes of the character so far, bytes it still needs, and what its next byte may be. */
  let begun = 0;
  let missing = 0;
  let low = 0x80;
  let high = 0xbf;

  return {
    push(chunk) {
      for (let i = 0; i < chunk.length; i++) {
        const byte = chunk[i] ?? 0;
        if (byte === 0 && total + i < earlyBytes) earlyNul = true;
        if (missing > 0 || byte >= 0x80) take(byte);
        else if (byte < 0x20 || byte === 0x7f) control(byte);
      }
      total += chunk.length;
    },
    isBinary: () => earlyNul || (bad + begun >= minBad && (bad + begun) * 10 > total),
  };

  function take(byte: number): void {
    if (missing > 0 && byte >= low && byte <= high) {
      begun++;
      missing--;
      low = 0x80;
      high = 0xbf;
      if (missing === 0) begun = 0;
      return;
    }
    bad += begun;
    begin(byte);
  }

  /** The first byte of a character; RFC 3629 §4 says what may follow it. */
  function begin(byte: number): void {
    missing = byte < 0xc2 || byte > 0xf4 ? 0 : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    begun = missing === 0 ? 0 : 1;
    low = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80;
    high = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf;
    if (byte < 0x80) control(byte);
    else if (missing === 0) bad++;
  }

  function control(byte: number): void {
    const harmless = byte >= 0x20 ? byte !== 0x7f : (byte >= 0x07 && byte <= 0x0d) || byte === 0x1b;
    if (!harmless) bad++;
  }
}
