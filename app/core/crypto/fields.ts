// The canonical binary encoding of what is authenticated beside a ciphertext: two different lists never give the same bytes.
import { BrokerError } from '../../contract/fault.ts';

/**
 * Each field as its length in 4 bytes (big-endian) and its bytes: text as UTF-8, a number as 8 bytes big-endian. The first
 * field names what the bytes are for.
 * @throws BrokerError internal for a number that is not a safe integer ≥ 0
 */
export function encodeFields(purpose: string, ...fields: readonly (string | number)[]): Buffer {
  return Buffer.concat([purpose, ...fields].flatMap(encodeField));
}

function encodeField(field: string | number): Buffer[] {
  const bytes = typeof field === 'string' ? Buffer.from(field, 'utf8') : uint64(field);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return [length, bytes];
}

function uint64(value: number): Buffer {
  if (!Number.isSafeInteger(value) || value < 0) throw new BrokerError('internal');
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}
