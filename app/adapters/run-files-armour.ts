// Line ends of keys: OpenSSH refuses an armoured key without a newline at its end, and one with \r\n. No strings: they stay.

const begins = Buffer.from('-----BEGIN ');
const ends = Buffer.from('-----');
const [newline, carriageReturn, space] = [0x0a, 0x0d, 0x20];

/**
 * What to write for `bytes`: a text that begins with `-----BEGIN ` and ends with `-----`, white space behind it not counted
 * (PEM, OpenSSH, PGP), gets `\n` line ends and one at its end; all else is unchanged. Always a copy, for the caller to wipe.
 */
export function withKeyLineEnds(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] ?? 0) <= space) end -= 1;
  const text = bytes.subarray(0, end);
  if (!text.subarray(0, begins.length).equals(begins) || !text.subarray(-ends.length).equals(ends)) {
    return Buffer.from(bytes);
  }
  const unix = Buffer.alloc(end + 1);
  let size = 0;
  for (const [at, byte] of text.entries()) {
    if (byte === carriageReturn && text[at + 1] === newline) continue;
    unix[size++] = byte;
  }
  unix[size++] = newline;
  return unix.subarray(0, size);
}
