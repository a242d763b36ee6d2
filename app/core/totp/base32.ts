// Base32 (RFC 4648 §6) as seeds are written: in any case, in groups, with or without padding.

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** A last group of 1, 3 or 6 characters stands for no whole byte more: a character is missing. */
const impossible = new Set([1, 3, 6]);

/**
 * The bytes, to be wiped by the caller; null: not base32. Spaces and hyphens between the characters are left out. Bits
 * beyond the last whole byte are dropped whatever they are, as authenticator apps do: sites make up seeds letter by letter.
 */
export function decodeBase32(text: string): Buffer | null {
  const [, letters, padding] = /^([A-Za-z2-7]*)(=*)$/.exec(text.replace(/[ -]/g, '')) ?? [];
  if (letters === undefined || padding === undefined || impossible.has(letters.length % 8)) return null;
  if (padding !== '' && (letters.length + padding.length) % 8 !== 0) return null;
  if (padding.length > 6) return null;
  const bytes = Buffer.alloc(Math.floor((letters.length * 5) / 8));
  let bits = 0;
  let count = 0;
  let at = 0;
  for (const letter of letters.toUpperCase()) {
    bits = ((bits << 5) | alphabet.indexOf(letter)) & 0xfff;
    count += 5;
    if (count < 8) continue;
    count -= 8;
    bytes[at++] = (bits >> count) & 0xff;
  }
  return bytes;
}
