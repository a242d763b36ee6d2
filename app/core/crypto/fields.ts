// The canonical binary encoding of what is authenticated beside a ciphertext: two different lists never give the same bytes.
import { BrokerError } from '../../contract/fault.ts';

/**
 * Each field as its length in 4 bytes (big-endian) and its bytes: text as UTF-8, a number as 8 bytes big-endian. The first
 * field names what the bytes are for.
 * @throws BrokerError internal for a number that is not a safe integer ≥ 0
 */
export function encodeFields(purpose: string, ...fields: readonly (string | number)[]): Buffer {
  const all = [purpose, ...fields];
  const bytes = Buffer.alloc(all.reduce((sum: number, field) => sum + lengthBytes + lengthOf(field), 0));
  let at = 0;
  for (const field of all) {
    const length = lengthOf(field);
    bytes.writeUInt32BE(length, at);
    if (typeof field === 'string') bytes.write(field, at + lengthBytes, 'utf8');
    else bytes.writeBigUInt64BE(safe(field), at + lengthBytes);
    at += lengthBytes + length;
  }
  return bytes;
}

const lengthBytes = 4;

function lengthOf(field: string | number): number {
  return typeof field === 'string' ? Buffer.byteLength(field, 'utf8') : 8;
}

function safe(value: number): bigint {
  if (!Number.isSafeInteger(value) || value < 0) throw new BrokerError('internal');
  return BigInt(value);
}
