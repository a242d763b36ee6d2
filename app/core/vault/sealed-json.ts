// JSON that was sealed, or authenticated beside something sealed: parsed all the same, for the code that wrote it may be older.
import type { z } from 'zod';
import { BrokerError } from '../../contract/fault.ts';

/** @throws BrokerError vault_corrupt when `text` is no JSON or not of the `shape` */
export function parseSealedJson<T>(shape: z.ZodType<T>, text: string): T {
  const parsed = shape.safeParse(jsonOrUndefined(text));
  if (!parsed.success) throw new BrokerError('vault_corrupt');
  return parsed.data;
}

/** undefined: it is no JSON. */
export function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
