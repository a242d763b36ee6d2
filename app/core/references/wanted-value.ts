// What a store gave, as a command can get it.
import { BrokerError } from '../../contract/fault.ts';
import type { WantedValue } from '../ports/references.ts';

export const maxReferenceBytes = 1_048_576;

/**
 * A part of `given`, sharing its memory. As text one newline (`\n` or `\r\n`) at the end is left out: programs and
 * editors put it there. @throws BrokerError reference_not_found when nothing is left, reference_too_large, reference_not_text
 */
export function asWanted(given: Buffer, wanted: WantedValue): Buffer {
  const value = wanted === 'text' ? withoutNewline(given) : given;
  if (value.length === 0) throw new BrokerError('reference_not_found');
  if (value.length > maxReferenceBytes) throw new BrokerError('reference_too_large');
  if (wanted === 'text' && !isText(value)) throw new BrokerError('reference_not_text');
  return value;
}

function withoutNewline(bytes: Buffer): Buffer {
  if (bytes.at(-1) !== 0x0a) return bytes;
  return bytes.subarray(0, bytes.at(-2) === 0x0d ? -2 : -1);
}

function isText(bytes: Buffer): boolean {
  if (bytes.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
