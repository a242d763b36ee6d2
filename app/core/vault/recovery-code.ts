// The recovery code as a person reads, prints and types it: Crockford's base32 in groups of four, with a checksum, so that a
// typing error is told apart from a wrong code. Pure text work: it opens nothing.
import { BrokerError } from '../../contract/fault.ts';
import { sha256 } from '../crypto/digest.ts';

/** 160 bits. */
export const recoveryCodeBytes = 20;
/** A typing error passes unnoticed one time in a million. */
const checkCharacters = 4;
const characters = (recoveryCodeBytes * 8) / 5 + checkCharacters;
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The text of a code of 20 bytes, `XXXX-XXXX-…`, nine groups. */
export function recoveryCodeText(code: Buffer): string {
  if (code.length !== recoveryCodeBytes) throw new BrokerError('internal');
  const text = base32(code) + checksum(code);
  return (text.match(/.{4}/g) ?? []).join('-');
}

/**
 * The 20 bytes of a typed code; the caller wipes them. Forgives case, spaces and dashes of any kind, O for 0, and I or L for 1.
 * null: mistyped, so that not even its checksum fits.
 */
export function parseRecoveryCode(typed: string): Buffer | null {
  const text = typed
    .toUpperCase()
    .replace(/[\s\p{Pd}\p{Cf}_.]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  if (text.length !== characters || [...text].some((character) => !alphabet.includes(character))) return null;
  const code = bytesOf(text.slice(0, -checkCharacters));
  return checksum(code) === text.slice(-checkCharacters) ? code : null;
}

function checksum(code: Buffer): string {
  return base32(sha256('postern/recovery-check/1', code).subarray(0, 5)).slice(0, checkCharacters);
}

/** `bytes` in groups of 5 become characters in groups of 8. */
function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => alphabet.charAt(Number.parseInt(five, 2))).join('');
}

function bytesOf(text: string): Buffer {
  const bits = [...text].map((character) => alphabet.indexOf(character).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)));
}
