// SHA-256 and canonical JSON: the same object gives the same bytes everywhere, so a digest names exactly one thing.
import { createHash, hash, timingSafeEqual } from 'node:crypto';
import { BrokerError } from '../../contract/fault.ts';
import { Sha256 } from '../../contract/vocabulary.ts';

export function sha256(...parts: readonly (Uint8Array | string)[]): Buffer {
  const [only, ...more] = parts;
  if (only !== undefined && more.length === 0) return hash('sha256', only, 'buffer');
  const running = createHash('sha256');
  for (const part of parts) running.update(part);
  return running.digest();
}

export function sha256Hex(...parts: readonly (Uint8Array | string)[]): Sha256 {
  return Sha256.parse(sha256(...parts).toString('hex'));
}

/** A running SHA-256 for what is too large to hold. */
export function sha256Stream(): { update(chunk: Uint8Array): void; hex(): Sha256 } {
  const running = createHash('sha256');
  return { update: (chunk) => void running.update(chunk), hex: () => Sha256.parse(running.digest('hex')) };
}

/** Constant time for equal lengths; different lengths are simply unequal. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * RFC 8785 (JCS) for what Postern freezes: objects with keys sorted by UTF-16 code units, arrays, strings, booleans, null
 * and safe integers.
 * @throws BrokerError internal for anything else, such as a fraction or undefined
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isSafeInteger(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
  }
  throw new BrokerError('internal');
}
