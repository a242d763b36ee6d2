// A thread of its own that makes matchers, so that the app's main loop goes on. It knows values and nothing else, and ends with
// the lock.
import { parentPort } from 'node:worker_threads';
import type { References } from '../core/redaction/forms.ts';
import { buffersOf, buildTables, type Matcher } from '../core/redaction/matcher.ts';

export interface MatcherOrder {
  readonly id: number;
  readonly values: readonly Uint8Array[];
}

export interface MatcherDelivery {
  readonly id: number;
  /** Without the names; null: it could not be made. */
  readonly tables: Pick<Matcher, 'text' | 'skeleton'> | null;
}

const known = new Map<string, References>();

parentPort?.on('message', ({ id, values }: MatcherOrder) => {
  const delivery: MatcherDelivery = { id, tables: made(values) };
  parentPort?.postMessage(delivery, delivery.tables === null ? [] : buffersOf(delivery.tables));
});

function made(values: MatcherOrder['values']): MatcherDelivery['tables'] {
  try {
    const texts = values.map((bytes) => {
      const value = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
      bytes.fill(0);
      return value;
    });
    return buildTables(texts, known);
  } catch {
    return null;
  }
}
