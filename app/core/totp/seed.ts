// What a TOTP seed says: base32 text, or the otpauth:// link behind a QR code (Google Authenticator's key URI format).
import { BrokerError } from '../../contract/fault.ts';
import type { HmacHash } from '../crypto/hmac.ts';
import { decodeBase32 } from './base32.ts';

export interface Seed {
  /** Whoever parsed it wipes it. */
  readonly key: Buffer;
  readonly hash: HmacHash;
  /** 6 to 8. */
  readonly digits: number;
  /** 1 to 3600. */
  readonly periodSeconds: number;
}

/** 80 bits: the shortest seeds in common use, under the 128 that RFC 4226 §4 R6 asks for. */
const minKeyBytes = 10;
const maxKeyBytes = 256;
const maxTextLength = 4096;
const hashes: readonly HmacHash[] = ['sha1', 'sha256', 'sha512'];

/**
 * White space around it does not count. Other parameters of a link (issuer, image) say nothing about the code; a parameter
 * that does and stands there twice, is out of its range or not a number is refused.
 * @throws BrokerError totp_malformed
 */
export function parseSeed(text: string): Seed {
  const trimmed = text.trim();
  if (trimmed.length > maxTextLength) throw malformed();
  if (!/^otpauth:/i.test(trimmed)) return { key: keyOf(trimmed), hash: 'sha1', digits: 6, periodSeconds: 30 };
  const [, query] = /^otpauth:\/\/totp\/[^?#]*\?([^#]*)$/i.exec(trimmed) ?? [];
  if (query === undefined) throw malformed();
  const parameters = new URLSearchParams(query);
  const algorithm = (only(parameters, 'algorithm') ?? 'SHA1').toLowerCase();
  const hash = hashes.find((name) => name === algorithm);
  if (hash === undefined) throw malformed();
  const digits = whole(only(parameters, 'digits') ?? '6', 6, 8);
  const periodSeconds = whole(only(parameters, 'period') ?? '30', 1, 3600);
  return { key: keyOf(only(parameters, 'secret') ?? ''), hash, digits, periodSeconds };
}

function keyOf(text: string): Buffer {
  const key = decodeBase32(text);
  if (key === null || key.length < minKeyBytes || key.length > maxKeyBytes) throw malformed();
  return key;
}

function only(parameters: URLSearchParams, name: string): string | null {
  const [value = null, another] = parameters.getAll(name);
  if (another !== undefined) throw malformed();
  return value;
}

function whole(text: string, least: number, most: number): number {
  const number = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (number < least || number > most) throw malformed();
  return number;
}

function malformed(): BrokerError {
  return new BrokerError('totp_malformed');
}
