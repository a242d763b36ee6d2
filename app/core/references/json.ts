// Values inside the JSON answers of stores.
import { z } from 'zod';
import { BrokerError } from '../../contract/fault.ts';

/** null, which is no answer of any store, when it is not JSON. */
export function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}

const Value = z.union([z.string(), z.int().transform(String)]);

/**
 * The string under `key` of a JSON object, or its whole number in digits.
 * @throws BrokerError reference_not_found when there is no such key; reference_failed when something else lies there
 */
export function textIn(object: unknown, key: string): Buffer {
  if (typeof object !== 'object' || object === null || !Object.hasOwn(object, key)) {
    throw new BrokerError('reference_not_found');
  }
  const value = Value.safeParse(Object.entries(object).find(([name]) => name === key)?.[1]);
  if (!value.success) throw new BrokerError('reference_failed');
  return Buffer.from(value.data, 'utf8');
}
