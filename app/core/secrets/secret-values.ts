// The body of a 'values' record: the sensitive values of one version of a secret, as bytes that never become JSON or a string.

import { BrokerError } from '../../contract/fault.ts';
import { FieldName } from '../../contract/secret.ts';

/** One field's plaintext, UTF-8. Whoever holds it wipes it. */
export interface FieldValue {
  readonly name: FieldName;
  readonly value: Buffer;
}

const lengthBytes = 4;

/** For each field: length of the name, name, length of the value, value; lengths in 4 bytes, big-endian. The caller wipes both. */
export function encodeValues(values: readonly FieldValue[]): Buffer {
  return Buffer.concat(
    values.flatMap(({ name, value }) => [...prefixed(Buffer.from(name, 'utf8')), ...prefixed(value)]),
  );
}

/** Copies; the caller wipes each. @throws BrokerError vault_corrupt */
export function decodeValues(body: Buffer): FieldValue[] {
  const values: FieldValue[] = [];
  let at = 0;
  const next = (): Buffer => {
    const start = at + lengthBytes;
    const end = start > body.length ? Number.POSITIVE_INFINITY : start + body.readUInt32BE(at);
    if (end > body.length) throw new BrokerError('vault_corrupt');
    at = end;
    return body.subarray(start, end);
  };
  while (at < body.length) {
    const name = FieldName.safeParse(next().toString('utf8'));
    if (!name.success) throw new BrokerError('vault_corrupt');
    values.push({ name: name.data, value: Buffer.from(next()) });
  }
  return values;
}

function prefixed(bytes: Buffer): Buffer[] {
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt32BE(bytes.length);
  return [length, bytes];
}
