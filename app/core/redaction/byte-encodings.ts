// How the bytes of a text are written: base64 and its kin, hex, and the rows of dumps. Only what the text alone decides is
// written: a character that it shares with a neighbour, or padding, depends on what stands beside it.
import { type Encoding, eachByte, hexOf, lettered } from './encoding.ts';

const alignments = [0, 1, 2];

/** base64 and base64url at the three alignments, and hex. Searched for in files too. */
export const byteEncodings: readonly Encoding[] = [
  ...(['base64', 'base64url'] as const).flatMap((alphabet) =>
    lettered(12, ...alignments.map((before) => (text: string) => base64(Buffer.from(text), before, alphabet))),
  ),
  ...lettered(
    20,
    (text) => Buffer.from(text).toString('hex'),
    (text) => Buffer.from(text).toString('hex').toUpperCase(),
  ),
];

/** base64 of base64, and of UTF-16 as PowerShell writes it; base32, base58, base85. */
export const rareByteEncodings: readonly Encoding[] = [
  ...lettered(
    20,
    ...alignments.flatMap((inner) =>
      alignments.map((outer) => (text: string) => {
        const once = Buffer.from(base64(Buffer.from(text), inner, 'base64'));
        return base64(once, outer, 'base64');
      }),
    ),
  ),
  ...lettered(
    24,
    ...alignments.map((before) => (text: string) => base64(Buffer.from(text, 'utf16le'), before, 'base64')),
  ),
  ...lettered(20, ...[0, 1, 2, 3, 4].map((before) => (text: string) => base32(Buffer.from(text), before))),
  ...[ascii85, base85].map((write) => ({ write, least: 16, hasSigns: true })),
  { write: base58, least: null, hasSigns: false },
  ...lettered(
    24,
    (text) => Buffer.from(text, 'utf16le').toString('hex'),
    (text) => Buffer.from(text, 'utf16le').swap16().toString('hex'),
  ),
];

/** As rows of a dump hold them, without what stands between: `xxd` is hex. Found in the skeleton alone. */
export const dumpEncodings: readonly Encoding[] = [
  // Words of two bytes, the low one first: hexdump and od; the text may begin in the middle of one.
  ...lettered(20, ...[0, 1].map((odd) => (text: string) => words(text, odd, (word) => hexOf(word, 4, false)))),
  ...lettered(
    24,
    ...[0, 1].map((odd) => (text: string) => words(text, odd, (word) => word.toString(8).padStart(6, '0'))),
  ),
  ...lettered(
    24,
    (text) => eachByte(text, (byte) => byte.toString(8).padStart(3, '0')),
    (text) => eachByte(text, (byte) => `x${hexOf(byte, 2, false)}`),
    (text) => eachByte(text, (byte) => `0x${hexOf(byte, 2, false)}`),
    (text) => eachByte(text, String),
  ),
  ...lettered(40, (text) => eachByte(text, bits)),
];

/** Rows of `xxd -b`: after six bytes in binary the same six as characters. Long to write, and seen of short values only. */
export const rowEncodings: readonly Encoding[] = lettered(
  40,
  ...[0, 1, 2, 3, 4, 5].map((before) => (text: string) => rowsOfSix(Buffer.from(text), before)),
);

/** What the bytes alone decide of their base64 where `before` other bytes stand before them. */
export function base64(bytes: Uint8Array, before: number, alphabet: 'base64' | 'base64url'): string {
  const whole = Buffer.concat([Buffer.alloc(before), bytes]);
  // A character holds 6 bits: the first one past the bits of `before`, and the last one that ends within the text.
  return whole.toString(alphabet).slice(Math.ceil((before * 8) / 6), Math.floor((whole.length * 8) / 6));
}

function base32(bytes: Uint8Array, before: number): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  let out = '';
  let [value, bits] = [0, 0];
  for (const byte of Buffer.concat([Buffer.alloc(before), bytes])) {
    value = ((value << 8) | byte) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) out += letters.charAt((value >>> (bits - 5)) & 31);
  }
  return out.slice(Math.ceil((before * 8) / 5));
}

/** Longer ones are not written so: it is a number, and takes the square of its length to make. */
const longestNumber = 256;

function base58(text: string): string {
  const letters = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
  const bytes = Buffer.from(text);
  if (bytes.length === 0 || bytes.length > longestNumber) return '';
  let out = '';
  for (let value = BigInt(`0x${bytes.toString('hex')}`); value > 0n; value /= 58n)
    out = letters.charAt(Number(value % 58n)) + out;
  return out;
}

/** Adobe's and btoa's alphabet: from `!` on. */
function ascii85(text: string): string {
  return groupsOf85(text, (digit) => String.fromCharCode(33 + digit));
}

/** Git's and Python's alphabet. */
function base85(text: string): string {
  const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~';
  return groupsOf85(text, (digit) => letters.charAt(digit));
}

function groupsOf85(text: string, write: (digit: number) => string): string {
  const bytes = Buffer.from(text);
  let out = '';
  for (let i = 0; i + 4 <= bytes.length; i += 4) {
    let group = '';
    for (let value = bytes.readUInt32BE(i), k = 0; k < 5; k++, value = Math.floor(value / 85))
      group = write(value % 85) + group;
    out += group;
  }
  return out;
}

function bits(byte: number): string {
  return byte.toString(2).padStart(8, '0');
}

function rowsOfSix(bytes: Buffer, before: number): string {
  let out = '';
  for (let at = -before; at < bytes.length; at += 6) {
    const row = bytes.subarray(Math.max(0, at), at + 6);
    out += Array.from(row, bits).join('') + row.toString('latin1');
  }
  return out;
}

function words(text: string, odd: number, write: (word: number) => string): string {
  const bytes = Buffer.from(text);
  let out = '';
  for (let i = odd; i + 2 <= bytes.length; i += 2) out += write(bytes.readUInt16LE(i));
  return out;
}
